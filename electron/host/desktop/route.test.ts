import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRoute } from "./route.ts";

const built = new Set(["index.html", "assets/index-Ab1_.js", "assets/editor.worker-x.js"]);
const read = (path: string) => readRoute(`app://envoi/${path}`, built);

describe("addresses of ours", () => {
  test.each([
    ["", { kind: "file", path: "index.html" }],
    ["#x", { kind: "file", path: "index.html" }],
    ["index.html", { kind: "file", path: "index.html" }],
    ["assets/index-Ab1_.js", { kind: "file", path: "assets/index-Ab1_.js" }],
    ["assets/index-Ab1_.js?v=1", { kind: "file", path: "assets/index-Ab1_.js" }],
    ["body/20261122-a.0", { kind: "body", id: "20261122-a.0", encoded: false, use: "bytes" }],
    ["body/a-B_1", { kind: "body", id: "a-B_1", encoded: false, use: "bytes" }],
    ["body/a?encoded=1&as=preview", { kind: "body", id: "a", encoded: true, use: "preview" }],
    ["body/a?as=download", { kind: "body", id: "a", encoded: false, use: "download" }],
    ["wire/a/clear", { kind: "wire", id: "a", side: "clear" }],
    ["wire/a/socket", { kind: "wire", id: "a", side: "socket" }],
  ])("%j", (path, route) => {
    expect(read(path)).toEqual(route);
  });
});

const climbs = [
  "..",
  ".",
  "...",
  "%2e%2e",
  "%2E.",
  ".%2e",
  "%252e%252e",
  "..%00",
  "..;",
  "~",
  "．．",
];
const breaks = ["/", "\\", "%2f", "%5c", "//", "/./", "\u0000", "%00", "／"];
const goals = ["etc/passwd", "package.json", "main/cli.js", "Windows/win.ini"];

/** Every way up, with every separator, in front of every file somebody would like. */
const traversals = climbs.flatMap((up) =>
  breaks.flatMap((gap) => goals.map((goal) => `${up}${gap}${up}${gap}${goal}`)),
);
const others = [
  "/etc/passwd",
  "//etc/passwd",
  "C:/Windows/win.ini",
  "C:\\Windows\\win.ini",
  "\\\\server\\share\\x",
  "file:///etc/passwd",
  "assets",
  "assets/",
  "assets//index-Ab1_.js",
  "assets/./index-Ab1_.js",
  "assets/../index.html",
  "assets/%69ndex-Ab1_.js",
  "ASSETS/index-Ab1_.js",
  "index.html/",
  "index.html%00",
  "index.html\u0000.js",
  "index.html.",
  "index.html::$DATA",
  "CON",
  "constructor",
  "__proto__",
  "toString",
  ".env",
  "-x",
  "a".repeat(5000),
  "body",
  "body/",
  "body/..",
  "body/../index.html",
  "body/%2e%2e",
  "body/a/b",
  "body/a%2fb",
  "body/a?as=page",
  "body/a?as=constructor",
  `body/${"a".repeat(129)}`,
  "wire/a",
  "wire/a/",
  "wire/a/both",
  "wire/../clear",
  "wire/a/../clear",
  "wire/a/clear/x",
  "wire//clear",
];

describe("18: addresses that are not", () => {
  test("there are at least 300 of them", () => {
    expect(traversals.length + others.length).toBeGreaterThanOrEqual(300);
  });
  test.each([...traversals, ...others].map((path) => [path]))("%j", (path) => {
    expect(read(path)).toBeNull();
  });
  test.each([
    "app://envoi",
    "app://envoi.evil/",
    "app://evil/",
    "app://envoi@evil/",
    "http://envoi/",
    "file:///index.html",
    "",
  ])("%j", (address) => {
    expect(readRoute(address, built)).toBeNull();
  });

  test("nothing but a listed file is a file", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (path) => {
        const route = read(path);
        if (route?.kind === "file") expect(built.has(route.path)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
