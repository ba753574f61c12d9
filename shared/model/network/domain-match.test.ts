import { describe, expect, it } from "vitest";
import { matchesDomain } from "./domain-match.ts";

describe("the domain of a client certificate", () => {
  it.each([
    ["example.org", "example.org", 443, true],
    ["Example.ORG.", "example.org", 443, true],
    ["example.org", "example.org.", 443, true],
    ["example.org", "a.example.org", 443, false],
    ["example.org", "badexample.org", 443, false],
    ["*.example.org", "a.example.org", 443, true],
    ["*.example.org", "a.b.example.org", 443, true],
    ["*.example.org", "example.org", 443, false],
    ["*.example.org", "badexample.org", 443, false],
    ["*", "anything.test", 8443, true],
    ["*:8443", "anything.test", 8443, true],
    ["*:8443", "anything.test", 443, false],
    ["example.org:8443", "example.org", 8443, true],
    ["example.org:8443", "example.org", 443, false],
    ["127.0.0.1", "127.0.0.1", 443, true],
    ["::1", "::1", 443, true],
    ["[::1]", "::1", 443, true],
    ["[::1]:8443", "::1", 8443, true],
    ["[::1]:8443", "::1", 443, false],
    ["", "example.org", 443, false],
    ["  ", "example.org", 443, false],
    [" example.org ", "example.org", 443, true],
  ])("%s and %s:%d: %s", (domain, host, port, expected) => {
    expect(matchesDomain(domain, host, port)).toBe(expected);
  });
});
