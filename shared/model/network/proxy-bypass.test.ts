import { describe, expect, it } from "vitest";
import { isInRange, readIp } from "./ip-range.ts";
import { isBypassed, isLoopback } from "./proxy-bypass.ts";

describe("the list of hosts that are asked directly", () => {
  it.each<[string, string, number, boolean]>([
    ["", "a.test", 80, false],
    ["*", "a.test", 80, true],
    ["a.test", "a.test", 80, true],
    ["a.test", "A.TEST.", 80, true],
    ["a.test", "www.a.test", 80, true],
    ["a.test", "aa.test", 80, false],
    [".a.test", "a.test", 80, true],
    [".a.test", "www.a.test", 80, true],
    ["www.a.test", "a.test", 80, false],
    ["b.test, a.test", "a.test", 80, true],
    ["b.test;a.test", "a.test", 80, true],
    ["b.test a.test", "a.test", 80, true],
    ["a.test:81", "a.test", 80, false],
    ["a.test:80", "a.test", 80, true],
    ["*.a.test", "www.a.test", 80, true],
    ["*.a.test", "a.test", 80, false],
    ["a*t", "a.test", 80, true],
    ["192.168.*", "192.168.1.2", 80, true],
    ["10.0.0.0/8", "10.1.2.3", 80, true],
    ["10.0.0.0/8", "11.1.2.3", 80, false],
    ["10.0.0.0/8:8080", "10.1.2.3", 80, false],
    ["127.0.0.1", "127.0.0.1", 80, true],
    ["127.0.0.1:80", "127.0.0.1", 80, true],
    ["0.0.1", "127.0.0.1", 80, false],
    ["::1", "::1", 80, true],
    ["[::1]", "::1", 80, true],
    ["[::1]:443", "::1", 80, false],
    ["[::1]:80", "0:0:0:0:0:0:0:1", 80, true],
    ["fe80::/10", "fe80::1%eth0", 80, true],
    ["[fe80::]/10", "fe80::1", 80, true],
    ["fe80::/10", "fec0::1", 80, false],
    ["<local>", "intranet", 80, true],
    ["<local>", "a.test", 80, false],
    ["<local>", "::1", 80, false],
    [".", "a.test", 80, false],
    ["a.test:x", "a.test", 80, false],
  ])("%j for %s:%i", (list, host, port, expected) => {
    expect(isBypassed(list, host, port)).toBe(expected);
  });

  it.each([
    ["localhost", true],
    ["a.localhost", true],
    ["127.9.9.9", true],
    ["::1", true],
    ["10.0.0.1", false],
    ["localhost.test", false],
  ])("%s is this machine: %s", (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe("an IP address", () => {
  it.each<[string, bigint | null]>([
    ["1.2.3.4", 0x0102_0304n],
    ["::", 0n],
    ["::1", 1n],
    ["1::", 1n << 112n],
    ["::ffff:1.2.3.4", 0x0102_0304n],
    ["64:ff9b::1.2.3.4", (0x64n << 112n) | (0xff9bn << 96n) | 0x0102_0304n],
    ["1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004_0005_0006_0007_0008n],
    ["256.1.1.1", null],
    ["1.2.3", null],
    ["1:2:3", null],
    ["1::2::3", null],
    ["12345::", null],
    ["::1.2.3", null],
    ["a.test", null],
    ["", null],
  ])("%s", (text, value) => {
    expect(readIp(text)?.value ?? null).toBe(value);
  });

  it.each([
    ["1.2.3.4", "1.2.3.4/32", true],
    ["1.2.3.4", "0.0.0.0/0", true],
    ["1.2.3.4", "1.2.3.4/33", false],
    ["1.2.3.4", "::/0", false],
    ["1.2.3.4", "1.2.3.4", false],
    ["1.2.3.4", "x/8", false],
  ])("%s in %s: %s", (address, range, expected) => {
    expect(isInRange(address, range)).toBe(expected);
  });
});
