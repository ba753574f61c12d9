import { describe, expect, test } from "vitest";
import type { HttpRequest } from "../../../model/request.ts";
import { importText, requestAt } from "../import.testing.ts";

/** What `npm run differential` found: a request is imported so that the same is sent as newman and Bruno send. */
const schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const imported = (request: object, above: object = {}) =>
  importText(
    JSON.stringify({
      info: { name: "C", schema },
      ...above,
      item: [{ name: "R", request: { method: "POST", url: "http://a/", ...request } }],
    }),
  );
const read = (request: object, above: object = {}): HttpRequest =>
  requestAt(imported(request, above), "R");
const auth = (type: string, values: Readonly<Record<string, string>>) => ({
  type,
  [type]: Object.entries(values).map(([key, value]) => ({ key, value })),
});
const own = { header: [{ key: "authorization", value: "Mine" }] };

describe("a header field beside auth that writes the same", () => {
  const bearer = auth("bearer", { token: "t" });
  test.each([
    ["bearer", { ...own, auth: bearer }, {}],
    ["from the collection", own, { auth: bearer }],
    ["basic", { ...own, auth: auth("basic", { username: "u", password: "" }) }, {}],
    ["a key", { ...own, auth: auth("apikey", { key: "Authorization", value: "k" }) }, {}],
  ])("%s: the field is switched off and said", (_, request, above) => {
    expect(read(request, above).headers).toEqual([
      { name: "authorization", value: "Mine", disabled: true },
    ]);
    expect(imported(request, above).notes.map(({ code }) => code)).toContain("auth-field-off");
  });

  test.each([
    ["no auth", own, {}],
    ["none of its own", { ...own, auth: { type: "noauth" } }, { auth: bearer }],
    ["an empty token", { ...own, auth: auth("bearer", { token: "" }) }, {}],
    ["a key elsewhere", { ...own, auth: auth("apikey", { key: "x", value: "k" }) }, {}],
    ["one that is asked for", { ...own, auth: auth("digest", { username: "u" }) }, {}],
  ])("%s: it stays", (_, request, above) => {
    expect(read(request, above).headers).toEqual([{ name: "authorization", value: "Mine" }]);
  });
});

test("a method is written in capitals", () => {
  expect(read({ method: "get" }).method).toBe("GET");
});

test.each([
  ["data.json", [], "application/json"],
  ["notes.TXT", [], "text/plain"],
  ["thing", [], "application/octet-stream"],
  ["data.json", [{ key: "Content-Type", value: "text/x" }], "text/x"],
])("a file %s has its type", (src, header, contentType) => {
  expect(read({ header, body: { mode: "file", file: { src } } }).body).toEqual({
    kind: "file",
    files: [{ path: src, contentType, selected: true }],
  });
});

test.each([
  ['{"a": 1, // why\n}', '{"a": 1, \n}'],
  ["{a: b} // end", "{a: b} "],
  // Envoi does not send these comments either.
  ['{ // why\n"a": 1}', null],
  ['{"a": {{b}} /* one\n*/}', null],
  ['{"a": "http://b/*"}', null],
  ['{"a": "\\"//", "b": {{c}}}', null],
])(
  "comments in %j stay where Envoi sends none, else they are taken out, and kept in the docs",
  (raw, sent) => {
    const body = { mode: "raw", raw, options: { raw: { language: "json" } } };
    expect(read({ body }).body).toEqual({ kind: "json", text: sent ?? raw });
    expect(imported({ body }).notes.map(({ code }) => code)).toEqual(
      sent === null ? [] : ["json-comments"],
    );
    if (sent !== null) expect(read({ body }).docs).toContain(raw.replaceAll("\n", "\n  "));
  },
);

test("comments in a body that is JSON by its type alone are not sent, other languages' are", () => {
  const header = [{ key: "Content-Type", value: "application/json" }];
  const raw = "[1] // one";
  expect(read({ header, body: { mode: "raw", raw } }).body).toEqual({ kind: "json", text: raw });
  const body = { mode: "raw", raw, options: { raw: { language: "text" } } };
  expect(read({ header, body }).body).toEqual({ kind: "text", text: raw });
});
