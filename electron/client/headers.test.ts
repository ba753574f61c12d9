import { describe, expect, test } from "vitest";
import { FailureError } from "../../shared/model/failure.ts";
import type { TypedHeader } from "./attempt.ts";
import { buildHeaders, type HeaderInput } from "./headers.ts";

const typed = (...pairs: readonly (readonly [string, string])[]): TypedHeader[] =>
  pairs.map(([name, value]) => ({ name, value, origin: "request" }));

const base: HeaderInput = {
  hostField: "h:8080",
  method: "GET",
  typed: [],
  body: null,
  bodyContentType: null,
  bodyFields: [],
  chunked: false,
  authFields: [],
  cookieField: null,
  omit: [],
  version: "9.9.9",
};
const lines = (over: Partial<HeaderInput>): string[] =>
  buildHeaders({ ...base, ...over }).map(
    (field) => `${field.name}: ${field.value} (${field.origin})`,
  );

const automatic = [
  "Host: h:8080 (client)",
  "User-Agent: Envoi/9.9.9 (client)",
  "Accept: */* (client)",
  "Accept-Encoding: gzip, deflate, br, zstd (client)",
];

describe("the header list", () => {
  test("of a plain GET", () => {
    expect(lines({})).toEqual(automatic);
  });

  test("with everything, each with its origin", () => {
    expect(
      lines({
        method: "POST",
        typed: typed(["X-B", "1"], ["x-a", "2"], ["X-B", "3"]),
        body: { length: 12 },
        bodyContentType: "text/plain",
        authFields: [{ name: "Authorization", value: "Basic eA==", origin: "auth" }],
        cookieField: "a=b",
      }),
    ).toEqual([
      ...automatic,
      "X-B: 1 (request)",
      "x-a: 2 (request)",
      "X-B: 3 (request)",
      "Authorization: Basic eA== (auth)",
      "Content-Type: text/plain (body)",
      "Content-Length: 12 (body)",
      "Cookie: a=b (cookies)",
    ]);
  });

  test("a typed field replaces the automatic one, whatever its case, and keeps its place", () => {
    expect(
      lines({
        method: "POST",
        typed: typed(["Z", "1"], ["hOsT", "other"], ["user-agent", ""], ["ACCEPT-encoding", "x"]),
      }),
    ).toEqual([
      "Accept: */* (client)",
      "Z: 1 (request)",
      "hOsT: other (request)",
      "user-agent:  (request)",
      "ACCEPT-encoding: x (request)",
      "Content-Length: 0 (body)",
    ]);
  });

  test.each([
    "host",
    "user-agent",
    "accept",
    "accept-encoding",
    "authorization",
    "content-type",
    "content-length",
    "cookie",
  ])("%s can be removed, and only it", (name) => {
    const full: Partial<HeaderInput> = {
      body: { length: 1 },
      bodyContentType: "a/b",
      authFields: [{ name: "Authorization", value: "x", origin: "auth" }],
      cookieField: "a=b",
    };
    const all = buildHeaders({ ...base, ...full });
    const rest = buildHeaders({ ...base, ...full, omit: [name] });
    expect(rest).toEqual(all.filter((field) => field.name.toLowerCase() !== name));
    expect(rest).toHaveLength(all.length - 1);
  });

  test("removing an automatic field does not remove a typed one", () => {
    expect(lines({ typed: typed(["Host", "x"]), omit: ["host"] })).toContain("Host: x (request)");
  });

  test.each([
    ["GET", null, []],
    ["HEAD", null, []],
    ["DELETE", null, []],
    ["OPTIONS", null, []],
    ["POST", null, ["Content-Length: 0 (body)"]],
    ["PUT", null, ["Content-Length: 0 (body)"]],
    ["PATCH", null, ["Content-Length: 0 (body)"]],
    ["GET", { length: 0 }, ["Content-Length: 0 (body)"]],
    ["GET", { length: 5 }, ["Content-Length: 5 (body)"]],
    ["POST", { length: null }, ["Transfer-Encoding: chunked (body)"]],
  ] as const)("%s with body %j", (method, body, framing) => {
    expect(lines({ method, body })).toEqual([...automatic, ...framing]);
  });

  test.each(["Content-Length", "transfer-encoding"])("a typed %s stops both", (name) => {
    const names = buildHeaders({ ...base, body: { length: null }, typed: typed([name, "7"]) });
    expect(names.filter((field) => field.origin === "body")).toEqual([]);
  });

  test.each([
    ["", "x", "header-name"],
    ["a:b", "x", "header-name"],
    [" a", "x", "header-name"],
    ["a\r\nb", "x", "header-name"],
    ["a\u0000", "x", "header-name"],
    ["a", "x\r\ny: z", "header-value"],
    ["a", "x\ny", "header-value"],
    ["a", "x\u0000", "header-value"],
  ])("%j: %j is refused", (name, value, code) => {
    try {
      lines({ typed: typed(["ok", "1"], [name, value]) });
      expect.unreachable();
    } catch (thrown) {
      if (!(thrown instanceof FailureError)) throw thrown;
      expect(thrown.failure).toMatchObject({ kind: "input", code, place: "header 2" });
    }
  });

  test.each([
    ["X Odd", "v"],
    ["x(y)", "v"],
    ["naïve", "é"],
    ["a", "  spaces kept  "],
    ["a", "\ttab"],
    ["a", ""],
  ])("%j: %j is the person's business", (name, value) => {
    expect(lines({ typed: typed([name, value]) })).toContain(`${name}: ${value} (request)`);
  });
});
