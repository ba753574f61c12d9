import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyRequest, type HttpRequest } from "../../model/request.ts";
import { parseYaml } from "../yaml/parse.ts";
import { canonicalYaml, patchYaml } from "../yaml/patch.ts";
import { changedLines } from "../yaml/patch-cases.ts";
import { keptOfRequest, newRequestData, patchRequest, readRequest } from "./request.ts";

const read = (text: string) => readRequest(parseYaml(text).data);
function save(text: string, change: (request: HttpRequest) => HttpRequest): string {
  const { data } = parseYaml(text);
  return patchYaml(text, patchRequest(data, change(readRequest(data)))).text;
}

const full = `# booking
info:
  name: Create order
  type: http
  seq: 2
  tags:
    - smoke
  description: Books a slot.

http:
  method: POST
  url: "{{baseUrl}}/ports/:portId/orders?dryRun=true"
  headers:
    - name: X-Debug # why
      value: 00123
      note: kept
      disabled: true
    - name: X-Debug
      value: "2"
  params:
    - name: dryRun
      value: "true"
      type: query
      description: nothing is booked
    - name: verbose
      value: "1"
      type: query
      disabled: true
    - name: portId
      value: NLRTM
      type: path
  body:
    type: json
    data: |-
      {
        "a": 1
      }
  auth: inherit

runtime:
  variables:
    - name: count
      value:
        type: number
        data: "3"
    - name: which
      value:
        - title: one
          value: "1"
        - title: two
          selected: true
          value: "2"
  scripts:
    - type: tests
      code: |-
        test();

settings:
  timeout: 15000
  forwardAuthorizationHeader: true

docs: |-
  Send it.
x-own: 1
`;

describe("reading a request", () => {
  test("takes every field, in order, with duplicates and spelling", () => {
    expect(read(full)).toEqual({
      name: "Create order",
      method: "POST",
      url: "{{baseUrl}}/ports/:portId/orders?dryRun=true",
      headers: [
        { name: "X-Debug", value: "00123", disabled: true },
        { name: "X-Debug", value: "2" },
      ],
      params: [
        { name: "dryRun", value: "true", type: "query", description: "nothing is booked" },
        { name: "verbose", value: "1", type: "query", disabled: true },
        { name: "portId", value: "NLRTM", type: "path" },
      ],
      body: { kind: "json", text: '{\n  "a": 1\n}' },
      auth: { kind: "inherit" },
      variables: [
        { name: "count", value: "3", type: "number" },
        { name: "which", value: "2" },
      ],
      settings: { timeout: 15000 },
      docs: "Send it.",
      tags: ["smoke"],
    });
    expect(keptOfRequest(parseYaml(full).data)).toEqual([
      "scripts",
      "variable variants",
      "description",
      "forwardAuthorizationHeader",
      "x-own",
    ]);
  });

  test.each([
    ["auth as a mode", "http:\n  url: x\n  auth: {mode: inherit}\n", { auth: { kind: "inherit" } }],
    ["no auth", "http:\n  url: x\n", { auth: { kind: "none" } }],
    [
      "an unknown auth",
      "http:\n  auth: {type: sesame, username: a}\n",
      { auth: { kind: "other", type: "sesame" } },
    ],
    [
      "a form without data",
      "http:\n  body: {type: form-urlencoded}\n",
      { body: { kind: "form", rows: [] } },
    ],
    ["an empty body type", 'http:\n  body: {type: ""}\n', { body: { kind: "none" } }],
    [
      "body variants",
      "http:\n  body: [{title: a, body: {type: json, data: x}}]\n",
      { body: { kind: "other", type: "variants" } },
    ],
    [
      "a body of structured data",
      "http:\n  body: {type: json, data: {a: 1}}\n",
      { body: { kind: "other", type: "json" } },
    ],
    [
      "numbers as text",
      "http:\n  headers: [{name: 1e3, value: 007}]\n",
      { headers: [{ name: "1e3", value: "007" }] },
    ],
    ["name and type at the top", "name: Top\ntype: http\nhttp: {url: x}\n", { name: "Top" }],
    ["meta instead of info", "meta: {name: Old, type: http}\nhttp: {url: x}\n", { name: "Old" }],
    [
      "a timeout as text",
      'http: {}\nsettings: {timeout: "500", maxRedirects: inherit}\n',
      { settings: { timeout: 500, maxRedirects: "inherit" } },
    ],
    [
      "params without type",
      "http:\n  url: /:id?a=1\n  params: [{name: id, value: 5}, {name: a, value: 1}]\n",
      {
        params: [
          { name: "id", value: "5", type: "path" },
          { name: "a", value: "1", type: "query" },
        ],
      },
    ],
    [
      "params that disagree with the URL",
      "http:\n  url: /x?b=2&a\n  params: [{name: a, value: 1, type: query, description: d}]\n",
      {
        params: [
          { name: "b", value: "2", type: "query" },
          { name: "a", value: "", type: "query", description: "d" },
        ],
      },
    ],
    [
      "a query in braces",
      'http:\n  url: "/x?a={{b&c=d}}&e=f#g=h"\n',
      {
        params: [
          { name: "a", value: "{{b&c=d}}", type: "query" },
          { name: "e", value: "f", type: "query" },
        ],
      },
    ],
    [
      "parts of a multipart body",
      "http:\n  body: {type: multipart-form, data: [{name: f, type: file, value: a.csv}, {name: t, value: 5}]}\n",
      {
        body: {
          kind: "multipart",
          parts: [
            { name: "f", kind: "file", value: "", paths: ["a.csv"] },
            { name: "t", kind: "text", value: "5", paths: [] },
          ],
        },
      },
    ],
  ])("is lenient about %s", (_, text, part) => {
    expect(read(text)).toMatchObject(part);
    expect(save(text, (request) => request)).toBe(text);
  });

  test("refuses what is no HTTP request", () => {
    expect(() => read("info: {type: grpc}\n")).toThrow("no HTTP request");
    expect(() => read("- a\n")).toThrow("no request");
  });
});

describe("saving a request", () => {
  test.each<[string, (request: HttpRequest) => HttpRequest, number]>([
    ["nothing", (request) => request, 0],
    ["the name", (request) => ({ ...request, name: "Other" }), 2],
    ["the method", (request) => ({ ...request, method: "PUT" }), 2],
    [
      "a header's value",
      (request) => ({
        ...request,
        headers: request.headers.with(0, { name: "X-Debug", value: "9", disabled: true }),
      }),
      2,
    ],
    [
      "a header switched on",
      (request) => ({
        ...request,
        headers: request.headers.with(0, { name: "X-Debug", value: "00123" }),
      }),
      1,
    ],
    [
      "a new header",
      (request) => ({ ...request, headers: [...request.headers, { name: "A", value: "b" }] }),
      2,
    ],
    ["no headers", (request) => ({ ...request, headers: [] }), 7],
    [
      "a path value",
      (request) => ({
        ...request,
        params: request.params.with(2, { name: "portId", value: "X", type: "path" }),
      }),
      2,
    ],
    [
      "one line of the body",
      (request) => ({ ...request, body: { kind: "json", text: '{\n  "a": 2\n}' } }),
      2,
    ],
    [
      "the kind of body",
      (request) => ({ ...request, body: { kind: "form", rows: [{ name: "a", value: "b" }] } }),
      9,
    ],
    ["the auth", (request) => ({ ...request, auth: { kind: "bearer", token: "{{t}}" } }), 4],
    ["no auth", (request) => ({ ...request, auth: { kind: "none" } }), 1],
    [
      "a typed variable",
      (request) => ({
        ...request,
        variables: request.variables.with(0, { name: "count", value: "4", type: "number" }),
      }),
      2,
    ],
    [
      "the chosen variant",
      (request) => ({
        ...request,
        variables: request.variables.with(1, { name: "which", value: "5" }),
      }),
      2,
    ],
    [
      "the timeout",
      (request) => ({ ...request, settings: { ...request.settings, timeout: 1 } }),
      2,
    ],
    [
      "another setting",
      (request) => ({ ...request, settings: { ...request.settings, followRedirects: false } }),
      1,
    ],
    [
      "header suppression",
      (request) => ({ ...request, settings: { ...request.settings, omitHeaders: ["Accept"] } }),
      4,
    ],
    [
      "verification switched off",
      (request) => ({ ...request, settings: { ...request.settings, verifyTls: false } }),
      3,
    ],
    ["the docs", (request) => ({ ...request, docs: "Send it.\nTwice." }), 1],
    [
      "a raw request",
      (request) => ({
        ...request,
        raw: {
          target: "h:1",
          tls: false,
          encoding: "text",
          data: "GET / HTTP/1.1\n\n",
          newline: "crlf",
        },
      }),
      11,
    ],
  ])("changes only the lines of %s", (_, change, lines) => {
    for (const text of [full, full.replaceAll("\n", "\r\n")]) {
      const saved = save(text, change);
      expect(changedLines(text, saved)).toBeLessThanOrEqual(lines);
      expect(read(saved)).toEqual(change(read(full)));
      if (lines > 0) expect(saved).not.toBe(text);
    }
  });

  test("writes a new request as Bruno does, with auth: inherit", () => {
    const request: HttpRequest = {
      ...emptyRequest,
      name: "List",
      url: "{{base}}/a?b=1",
      headers: [{ name: "Accept", value: "*/*" }],
      params: [{ name: "b", value: "1", type: "query" }],
    };
    expect(canonicalYaml(newRequestData(request, 3))).toBe(
      'info:\n  name: List\n  type: http\n  seq: 3\n\nhttp:\n  method: GET\n  url: "{{base}}/a?b=1"\n  headers:\n    - name: Accept\n      value: "*/*"\n  params:\n    - name: b\n      value: "1"\n      type: query\n  auth: inherit\n',
    );
  });

  test("only a plain false turns verification off, and switching it on again leaves no trace", () => {
    const withValue = (value: string) => `${full}extensions:\n  envoi:\n    verifyTls: ${value}\n`;
    for (const value of ["true", "null", '"false"', "0", "no", "[]", "inherit"])
      expect(read(withValue(value)).settings.verifyTls).toBeUndefined();
    expect(read(withValue("false")).settings.verifyTls).toBe(false);
    const off = save(full, (request) => ({
      ...request,
      settings: { ...request.settings, verifyTls: false },
    }));
    expect(off).toContain("verifyTls: false");
    const on = save(off, (request) => {
      const { verifyTls: _off, ...settings } = request.settings;
      return { ...request, settings };
    });
    expect(on).toBe(full);
  });

  test("any request survives: written new, and saved over another", () => {
    const text = fc.string({ unit: "binary", maxLength: 12 });
    const name = text.filter((value) => !/[:/?#&={}]/.test(value));
    const row = fc.record({ name: text, value: text }, { requiredKeys: ["name", "value"] });
    const request: fc.Arbitrary<HttpRequest> = fc.record({
      name,
      method: fc.constantFrom("GET", "POST", "purge", ""),
      url: fc.constantFrom("http://h/", "", "{{base}}/x"),
      headers: fc.array(row, { maxLength: 4 }),
      params: fc.constant([]),
      body: fc.oneof(
        fc.record({ kind: fc.constantFrom("json" as const, "text" as const), text }),
        fc.record({ kind: fc.constant("form" as const), rows: fc.array(row, { maxLength: 3 }) }),
        fc.constant({ kind: "none" as const }),
      ),
      auth: fc.oneof(
        fc.record({ kind: fc.constant("basic" as const), username: text, password: text }),
        fc.constantFrom({ kind: "inherit" as const }, { kind: "none" as const }),
      ),
      variables: fc.array(row, { maxLength: 3 }),
      settings: fc.constantFrom(
        {},
        { timeout: 5 },
        { encodeUrl: true, omitHeaders: ["A"], verifyTls: false },
      ),
      docs: text,
      tags: fc.array(text, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(request, request, (first, second) => {
        const fresh = canonicalYaml(newRequestData(first, 1));
        expect(read(fresh)).toEqual(first);
        expect(read(save(fresh, () => second))).toEqual(second);
      }),
      { numRuns: 250 },
    );
  });
});
