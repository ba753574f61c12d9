import { describe, expect, it } from "vitest";
import { type ConnectTo, connectPlace, readConnectTo } from "./connect-to.ts";
import { overriddenAddresses, readResolveEntry, type ResolveEntry } from "./resolve-entry.ts";

describe("a resolve override", () => {
  it.each<[string, ResolveEntry | null]>([
    ["a.test:80:127.0.0.1", { host: "a.test", port: 80, addresses: ["127.0.0.1"] }],
    [" A.Test:80:127.0.0.1 ", { host: "a.test", port: 80, addresses: ["127.0.0.1"] }],
    ["*:443:127.0.0.1", { host: "*", port: 443, addresses: ["127.0.0.1"] }],
    ["+a.test:80:127.0.0.1", { host: "a.test", port: 80, addresses: ["127.0.0.1"] }],
    [
      "a.test:80:127.0.0.1,[::1],127.0.0.2",
      { host: "a.test", port: 80, addresses: ["127.0.0.1", "::1", "127.0.0.2"] },
    ],
    ["a.test:80:::1", { host: "a.test", port: 80, addresses: ["::1"] }],
    ["a.test:80:[fe80::1%lo]", { host: "a.test", port: 80, addresses: ["fe80::1%lo"] }],
    ["[::1]:80:127.0.0.1", { host: "::1", port: 80, addresses: ["127.0.0.1"] }],
    ["-a.test:80", { host: "a.test", port: 80, addresses: [] }],
    ["-[::1]:80", { host: "::1", port: 80, addresses: [] }],
    ["", null],
    ["a.test", null],
    ["a.test:80", null],
    ["a.test:80:", null],
    ["a.test:80:127.0.0.1,", null],
    [":80:127.0.0.1", null],
    ["a.test:x:127.0.0.1", null],
    ["a.test:65536:127.0.0.1", null],
    ["a.test::127.0.0.1", null],
    ["-a.test", null],
  ])("%j", (text, expected) => {
    expect(readResolveEntry(text)).toEqual(expected);
  });

  const entries = [
    "*:80:127.0.0.9",
    "a.test:80:127.0.0.1",
    "a.test:80:127.0.0.2",
    "b.test:80:127.0.0.3",
    "-b.test:80",
    "-c.test:80",
  ].map((text) => readResolveEntry(text) as ResolveEntry);

  it.each([
    ["a.test", 80, ["127.0.0.2"]],
    ["A.TEST", 80, ["127.0.0.2"]],
    ["a.test", 81, null],
    ["b.test", 80, ["127.0.0.9"]],
    ["other.test", 80, ["127.0.0.9"]],
    ["192.0.2.1", 80, ["127.0.0.9"]],
  ])("for %s port %i is %j", (host, port, expected) => {
    expect(overriddenAddresses(entries, host, port)).toEqual(expected);
  });
});

describe("connect-to", () => {
  const none = { fromHost: null, fromPort: null, toHost: null, toPort: null };
  it.each<[string, ConnectTo | null]>([
    ["a.test:80:b.test:8080", { fromHost: "a.test", fromPort: 80, toHost: "b.test", toPort: 8080 }],
    [":::", none],
    ["::b.test:", { ...none, toHost: "b.test" }],
    ["A.test:::8080", { ...none, fromHost: "a.test", toPort: 8080 }],
    ["[::1]:80:[::2]:81", { fromHost: "::1", fromPort: 80, toHost: "::2", toPort: 81 }],
    ["::[::2]:", { ...none, toHost: "::2" }],
    ["", null],
    ["a.test", null],
    ["a.test:80", null],
    ["a.test:80:b.test", null],
    ["a.test:x:b.test:1", null],
    ["a.test:80:b.test:x", null],
  ])("%j", (text, expected) => {
    expect(readConnectTo(text)).toEqual(expected);
  });

  const entries = ["a.test:443:b.test:", "a.test:::8443", "::[::1]:"].map(
    (text) => readConnectTo(text) as ConnectTo,
  );
  it.each([
    ["a.test", 443, "b.test", 443],
    ["A.TEST", 443, "b.test", 443],
    ["a.test", 80, "a.test", 8443],
    ["c.test", 80, "::1", 80],
  ])("takes %s:%i to %s:%i", (host, port, toHost, toPort) => {
    expect(connectPlace(entries, host, port)).toEqual({ host: toHost, port: toPort });
  });

  it("changes nothing when nothing is meant", () => {
    expect(connectPlace([], "A.test", 80)).toEqual({ host: "A.test", port: 80 });
  });
});
