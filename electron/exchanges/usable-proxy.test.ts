import { expect, it } from "vitest";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";
import { usableProxy } from "./usable-proxy.ts";

const server: ProxyServer = {
  scheme: "http",
  host: "proxy.test",
  port: 3128,
  username: "",
  password: "",
  auth: "any",
  tunnel: false,
};
const given = (over: Partial<ProxyServer>) => ({
  proxy: { kind: "server", server: { ...server, ...over }, bypass: "" } as const,
});

it("is as it was, or with its port as a number", () => {
  expect(usableProxy({ proxy: { kind: "none" } })).toEqual({ proxy: { kind: "none" } });
  expect(usableProxy(given({}))).toEqual(given({}));
  expect(usableProxy(given({ port: 0, portTemplate: " 8080 " }))).toEqual(given({ port: 8080 }));
});

it.each<[Partial<ProxyServer>, string]>([
  [{ host: "" }, "proxy-host"],
  [{ host: "  " }, "proxy-host"],
  [{ host: "http://127.0.0.1:3128" }, "proxy-host-url"],
  [{ host: "user@proxy.test" }, "proxy-host-url"],
  [{ port: 0 }, "proxy-port"],
  [{ port: 0, portTemplate: "0" }, "proxy-port"],
  [{ port: 0, portTemplate: "abc" }, "proxy-port"],
  [{ port: 0, portTemplate: "65536" }, "proxy-port"],
  [{ headers: ["X-A: 1", "X-B"] }, "proxy-header"],
  [{ headers: ["X-A: 1\r\nX-B: 2"] }, "proxy-header"],
])("%j: %s", (over, code) => {
  expect(() => usableProxy(given(over))).toThrowError(
    expect.objectContaining({
      failure: expect.objectContaining({ kind: "input", code, place: "network.proxy" }),
    }),
  );
});
