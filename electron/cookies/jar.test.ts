import { describe, expect, test } from "vitest";
import { createJar } from "./jar.ts";

const start = Date.UTC(2026, 0, 1);

describe("time", () => {
  test("Max-Age counts from the reply, however often the cookie is sent", () => {
    let now = start;
    const jar = createJar(() => now);
    jar.store("http://a.test/", ["n=v; Max-Age=60"]);
    for (let second = 0; second < 60; second += 20) {
      now = start + second * 1000;
      expect(jar.cookiesFor("http://a.test/")?.field).toBe("n=v");
    }
    now = start + 60_000;
    expect(jar.cookiesFor("http://a.test/")).toBeNull();
    expect(jar.list()).toEqual([]);
  });

  test.each([
    ["Max-Age=1000000000", start + 400 * 86_400_000],
    ["Expires=Fri, 31 Dec 9999 23:59:59 GMT", start + 400 * 86_400_000],
    ["Expires=Fri, 02 Jan 2026 00:00:00 GMT; Max-Age=1", start + 1000],
    ["Max-Age=1; Expires=Fri, 02 Jan 2026 00:00:00 GMT", start + 1000],
    ["Max-Age=x; Expires=nonsense", null],
    ["Expires=Sat, 31 Feb 2026 00:00:00 GMT", null],
  ])("%s", (attributes, expires) => {
    const jar = createJar(() => start);
    jar.store("http://a.test/", [`n=v; ${attributes}`]);
    expect(jar.list()[0]?.expires).toBe(expires);
  });
});

describe("order", () => {
  test("a path is taken as it was said, and a URL's escapes that need none as what they stand for", () => {
    const jar = createJar(() => 0);
    jar.store("http://a.test/", ["a=1; Path=/f%6Fo", "b=2; Path=/foo"]);
    expect(jar.cookiesFor("http://a.test/foo")?.field).toBe("b=2");
    expect(jar.cookiesFor("http://a.test/f%6Fo/x")?.field).toBe("a=1; b=2");
  });

  test("longest path first, then the oldest, over all domains; one that is replaced keeps its place", () => {
    const jar = createJar(() => start);
    jar.store("http://b.a.test/x/", ["p=1; Path=/", "q=2; Domain=a.test; Path=/", "r=3; Path=/x"]);
    jar.store("http://b.a.test/", ["s=4", "p=5; Path=/"]);
    expect(jar.cookiesFor("http://b.a.test/x/y")?.field).toBe("r=3; p=5; q=2; s=4");
  });

  test("the same name for this host only and for those below are two", () => {
    const jar = createJar(() => start);
    jar.store("http://a.test/", ["n=host", "n=all; Domain=a.test"]);
    expect(jar.cookiesFor("http://a.test/")?.field).toBe("n=host; n=all");
    expect(jar.cookiesFor("http://b.a.test/")?.field).toBe("n=all");
    expect(jar.remove({ name: "n", domain: "a.test", path: "/", hostOnly: true })).toBe(true);
    expect(jar.cookiesFor("http://a.test/")?.field).toBe("n=all");
  });
});

describe("what came in the clear never stands before a Secure cookie", () => {
  test.each([
    ["http://a.test/", "n=v", "rejected"],
    ["http://b.a.test/login/", "n=v; Domain=a.test", "rejected"],
    ["http://b.a.test/", "n=v; Domain=a.test", "stored"],
    ["http://a.test/login/x", "n=v; Path=/login/x", "rejected"],
    ["http://a.test/other", "n=v; Path=/other", "stored"],
    ["http://a.test/", "m=v", "stored"],
    ["https://a.test/", "n=v", "stored"],
  ])("%s sets %s: %s", (url, cookie, action) => {
    const jar = createJar(() => start);
    jar.store("https://a.test/login", ["n=secret; Secure; Domain=a.test; Path=/login"]);
    const [note] = jar.store(url, [
      url.startsWith("http:") && cookie === "n=v" ? `${cookie}; Path=/login` : cookie,
    ]);
    expect(note?.action).toBe(action);
  });
});

test.each([
  ["http://shop.me./", "Domain=.me."],
  ["http://shop.co.uk./", "Domain=co.uk."],
])("a public suffix is one with the root's dot too: %s, %s", (url, attribute) => {
  const jar = createJar(() => start);
  jar.store(url, [`n=v; ${attribute}`]);
  expect(jar.list()).toEqual([]);
});

test("ten thousand cookies of ten thousand hosts are found at once", () => {
  const jar = createJar(() => start);
  for (let host = 0; host < 10_000; host += 1) jar.store(`http://h${host}.test/`, ["n=v"]);
  expect(jar.cookiesFor("http://h9999.test/")?.field).toBe("n=v");
});
