import { expect, test } from "vitest";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import { ownLogin, readNetrc } from "../../shared/formats/netrc.ts";
import { attempt, step } from "./redirect.testing.ts";

const entries = readNetrc(
  "machine a.test login ana password one\nmachine b.test login bo password two\nmachine empty.test login eve\ndefault login d password never\n",
);
const loginFor = (host: string) => {
  const found = ownLogin(entries, host);
  return found === null
    ? null
    : { kind: "basic" as const, username: found.login, password: found.password };
};
const first = loginFor("a.test") ?? { kind: "none" as const };

test.each([
  ["http://a.test/", "http://b.test/", "bo"],
  ["http://a.test/", "https://B.test/", "bo"],
  ["https://a.test/", "https://b.test/", "bo"],
  ["http://b.test/", "https://b.test/", "bo"],
  ["http://a.test/", "/same", "ana"],
  // Never in the clear after TLS, never to a port anybody may listen on.
  ["https://a.test/", "http://b.test/", null],
  ["http://a.test/", "http://b.test:8080/", null],
  ["http://a.test/", "http://a.test:81/", null],
  ["http://a.test:81/", "https://b.test:8443/", null],
  // Not by the default, nor without a password, nor for what is below or above.
  ["http://a.test/", "http://c.test/", null],
  ["http://a.test/", "http://empty.test/", null],
  ["http://a.test/", "http://x.b.test/", null],
  ["http://a.test/", "http://test/", null],
  ["http://a.test/", "http://bo@evil.test/", null],
])("of %s redirected to %s: %s", (from, to, user) => {
  const { next } = step({ from, auth: first, loginFor }, 302, to);
  expect(next?.auth).toMatchObject(
    user === null ? { kind: "none" } : { kind: "basic", username: user },
  );
});

test("what else proves who the person is stays behind all the same, and the login does not go further than its host", () => {
  const headers = [{ name: "X-Api-Key", value: "k", origin: "request" as const }];
  const there = step({ from: "http://a.test/", auth: first, loginFor, headers }, 302, "//b.test/");
  expect(there.next).toMatchObject({ headers: [], auth: { username: "bo" } });
  const { next: from } = there;
  if (from === null) throw new Error("not followed");
  expect(step({ ...from }, 302, "http://c.test/").next?.auth).toEqual({ kind: "none" });
  expect(step({ ...from }, 302, "http://a.test/").next?.auth).toMatchObject({ username: "ana" });
});

test("who lets everything go lets the first login go", () => {
  const settings = {
    ...attempt().settings,
    network: { ...defaultNetwork, forwardCredentials: true },
  };
  const { next } = step(
    { from: "http://a.test/", auth: first, loginFor, settings },
    302,
    "//b.test",
  );
  expect(next?.auth).toEqual(first);
});
