import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cookie } from "../../shared/model/cookie.ts";
import { parseCookieFile, printCookieFile } from "./netscape.ts";

const file = `# Netscape HTTP Cookie File
# https://curl.se/docs/http-cookies.html

.example.com\tTRUE\t/\tFALSE\t1893456000\tseen\tyes
#HttpOnly_example.com\tFALSE\t/app\tTRUE\t0\tsid\ta=b "c"
127.0.0.1\tFALSE\t/\tFALSE\t0\tempty
Set-Cookie: late=1; Domain=.bücher.test; HttpOnly; Max-Age=5
`;

const read = (text: string) => parseCookieFile(text, 1_700_000_000_000);

test("a file as curl writes it", () => {
  expect(read(file)).toEqual({
    cookies: [
      {
        name: "seen",
        value: "yes",
        domain: "example.com",
        hostOnly: false,
        path: "/",
        expires: 1_893_456_000_000,
        secure: false,
        httpOnly: false,
        sameSite: "",
      },
      {
        name: "sid",
        value: 'a=b "c"',
        domain: "example.com",
        hostOnly: true,
        path: "/app",
        expires: null,
        secure: true,
        httpOnly: true,
        sameSite: "",
      },
      {
        name: "empty",
        value: "",
        domain: "127.0.0.1",
        hostOnly: true,
        path: "/",
        expires: null,
        secure: false,
        httpOnly: false,
        sameSite: "",
      },
      {
        name: "late",
        value: "1",
        domain: "xn--bcher-kva.test",
        hostOnly: false,
        path: "/",
        expires: 1_700_000_005_000,
        secure: false,
        httpOnly: true,
        sameSite: "",
      },
    ],
    bad: [],
  });
});

test("BOM and CRLF change nothing; what is no cookie is told by its line", () => {
  const { cookies, bad } = read(
    `\ufeff${file.replaceAll("\n", "\r\n")}a.test\tTRUE\t/\nx y\tTRUE\t/\tTRUE\t0\tn\tv\na\tTRUE\tp\tTRUE\t0\tn\tv\na\tTRUE\t/\tTRUE\tsoon\tn\tv\na\tTRUE\t/\tTRUE\t0\t\tv\na\tTRUE\t/\tTRUE\t0\tn\tv\rw\na\tTRUE\t/\tTRUE\t0\nSet-Cookie: everybody=1; Path=/\n`,
  );
  expect(cookies).toHaveLength(4);
  expect(bad.map(({ line }) => line)).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
});

test.each([
  ["a.test\tFALSE\t\tFALSE\t0\tn\tv", { path: "/" }],
  ["a.test\tFALSE\t/\tFALSE\t0\tn\tv\tw", { value: "v\tw" }],
  [".A.test\tTRUE\t/\tFALSE\t0\tn\tv", { domain: "a.test", hostOnly: false }],
  ["bücher.test\tFALSE\t/\tFALSE\t0\tn\tv", { domain: "xn--bcher-kva.test" }],
  [".127.0.0.1\tTRUE\t/\tFALSE\t0\tn\tv", { domain: "127.0.0.1", hostOnly: true }],
  ["#HttpOnly_[::1]\tFALSE\t/\tFALSE\t0\tn\tv", { domain: "::1", httpOnly: true }],
])("%s", (line, cookie) => {
  expect(read(line)).toMatchObject({ cookies: [cookie], bad: [] });
});

describe("round trip", () => {
  const text = fc
    .string({ maxLength: 20 })
    .map((each) => each.replace(/[\x00-\x08\x0a-\x1f\x7f;]/g, "").trim());
  const cookie: fc.Arbitrary<Cookie> = fc.record({
    name: text.filter((name) => name !== "" && !/[=\t]/.test(name)),
    value: text,
    domain: fc.constantFrom("a.test", "b.a.test"),
    hostOnly: fc.boolean(),
    path: fc.constantFrom("/", "/a", "/a b"),
    expires: fc.option(fc.integer({ min: 1, max: 4_000_000_000 }).map((seconds) => seconds * 1000)),
    secure: fc.boolean(),
    httpOnly: fc.boolean(),
    sameSite: fc.constant(""),
  });

  test("what is printed is read again", () => {
    fc.assert(
      fc.property(fc.array(cookie, { maxLength: 5 }), (cookies) => {
        expect(read(printCookieFile(cookies))).toEqual({
          cookies,
          bad: [],
        });
      }),
    );
  });

  test("nothing makes it throw", () => {
    fc.assert(fc.property(fc.string(), (any) => void read(any)));
  });
});
