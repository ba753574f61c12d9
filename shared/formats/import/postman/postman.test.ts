import path from "node:path";
import { describe, expect, test } from "vitest";
import { readDefaults } from "../../opencollection/defaults.ts";
import { listAt, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap } from "../../yaml/data.ts";
import { countImport } from "../counts.ts";
import {
  bytesOf,
  importText,
  onlyCollection,
  requestAt,
  requestsOf,
  sampleFiles,
  skipped,
  writtenFiles,
} from "../import.testing.ts";
import { importSources } from "../import.ts";
import { noteHeadline } from "../note.ts";

const schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const collection = (item: unknown, more: object = {}) =>
  JSON.stringify({ info: { name: "Shop", schema }, item: [item].flat(), ...more });
const request = (given: object, more: object = {}) =>
  collection({ name: "R", request: { method: "GET", url: "http://a/", ...given }, ...more });

describe("URL", () => {
  const urls: readonly (readonly [string, unknown, string])[] = [
    ["a text", "{{base}}/x?a=1&b", "{{base}}/x?a=1&b"],
    [
      "parts with a null and an empty value",
      {
        raw: "other",
        protocol: "https",
        host: ["api", "example", "org"],
        port: "8443",
        path: ["v1", ":id", ""],
        query: [
          { key: "a", value: null },
          { key: "b", value: "" },
          { key: "c", value: "1", disabled: true },
        ],
        hash: "top",
      },
      "https://api.example.org:8443/v1/:id/?a&b=#top",
    ],
    ["a variable for a host", { raw: "{{base}}/a", host: ["{{base}}"], path: ["a"] }, "{{base}}/a"],
    ["raw alone", { raw: "http://a/b?x=1#f" }, "http://a/b?x=1#f"],
    ["segments as objects", { host: "h", path: [{ type: "string", value: "s" }] }, "h/s"],
    [
      "login and path as text",
      { host: "h", auth: { user: "u", password: "p" }, path: "/a/b" },
      "u:p@h/a/b",
    ],
  ];
  test.each(urls)("%s", (_, url, expected) => {
    expect(requestAt(importText(request({ url })), "R").url).toBe(expected);
  });

  test("disabled rows and path variables keep their words", () => {
    const url = {
      host: ["h"],
      path: [":id"],
      query: [{ key: "q", value: "1", disabled: true, description: "why" }],
      variable: [{ key: "id", value: "7", description: { content: "which" } }],
    };
    expect(requestAt(importText(request({ url })), "R").params).toEqual([
      { name: "q", value: "1", type: "query", disabled: true, description: "why" },
      { name: "id", value: "7", type: "path", description: "which" },
    ]);
  });
});

describe("body", () => {
  const body = (given: object, more: object = {}) =>
    requestAt(importText(request({ method: "POST", body: given, ...more })), "R");
  test("raw by its language, then by the header", () => {
    const json = { mode: "raw", raw: "{}", options: { raw: { language: "json" } } };
    expect(body(json).body).toEqual({ kind: "json", text: "{}" });
    const html = { mode: "raw", raw: "<p>", options: { raw: { language: "html" } } };
    expect(body(html).headers).toEqual([{ name: "Content-Type", value: "text/html" }]);
    const header = [{ key: "content-type", value: "application/vnd.x+json" }];
    expect(body({ mode: "raw", raw: "1" }, { header }).body).toEqual({ kind: "json", text: "1" });
  });
  test("forms keep disabled rows, files and types", () => {
    const formdata = [
      { key: "a", value: "1", type: "text", contentType: "text/x", disabled: true },
      { key: "f", type: "file", src: ["one.txt", "/two.txt"] },
    ];
    expect(body({ mode: "formdata", formdata }).body).toEqual({
      kind: "multipart",
      parts: [
        { name: "a", kind: "text", value: "1", paths: [], contentType: "text/x", disabled: true },
        { name: "f", kind: "file", value: "", paths: ["one.txt", "/two.txt"] },
      ],
    });
    expect(body({ mode: "urlencoded", urlencoded: "a=1&b=%20" }).body).toEqual({
      kind: "form",
      rows: [
        { name: "a", value: "1" },
        { name: "b", value: " " },
      ],
    });
  });
  test("a body that is not sent is kept in the docs", () => {
    const imported = importText(request({ body: { mode: "raw", raw: "lost?" } }));
    expect(requestAt(imported, "R").body).toEqual({ kind: "none" });
    expect(requestAt(imported, "R").docs).toContain("lost?");
    expect(imported.notes.map((note) => note.code)).toEqual(["body-not-sent"]);
    const kept = request(
      { body: { mode: "raw", raw: "sent" } },
      {
        protocolProfileBehavior: { disableBodyPruning: true },
      },
    );
    expect(requestAt(importText(kept), "R").body).toEqual({ kind: "text", text: "sent" });
  });
  test("GraphQL becomes a GraphQL request", () => {
    const graphql = { query: "{ a }", operationName: "A", variables: { b: 1 } };
    const imported = importText(request({ method: "POST", body: { mode: "graphql", graphql } }));
    const [found] = requestsOf(onlyCollection(imported).children);
    const block = mapAt(found!.item.data, "graphql");
    expect(textOf(mapAt(block, "body").get("query"))).toBe("{ a }");
    expect(textOf(mapAt(block, "body").get("variables"))).toBe('{\n  "b": 1\n}');
    expect(requestAt(imported, "R").body).toMatchObject({ kind: "graphql", operation: "A" });
    expect(imported.notes).toEqual([]);
  });
});

test("auth: absent inherits, noauth cuts, lists and maps read alike", () => {
  const auth = (given: unknown) => requestAt(importText(request({ auth: given })), "R").auth;
  expect(auth(undefined)).toEqual({ kind: "inherit" });
  expect(auth(null)).toEqual({ kind: "inherit" });
  expect(auth({ type: "noauth" })).toEqual({ kind: "none" });
  const basic = { kind: "basic", username: "u", password: "p" };
  expect(auth({ type: "basic", basic: { username: "u", password: "p" } })).toEqual(basic);
  const list = [
    { key: "password", value: "p" },
    { key: "username", value: "u" },
  ];
  expect(auth({ type: "basic", basic: list })).toEqual(basic);
});

test("auth: every kind is one Envoi knows", () => {
  const kinds = [
    ["digest", "digest"],
    ["ntlm", "ntlm"],
    ["awsv4", "awsv4"],
    ["oauth1", "oauth1"],
    ["hawk", "hawk"],
    ["jwt", "jwt"],
    ["asap", "asap"],
    ["edgegrid", "akamai-edgegrid"],
  ] as const;
  for (const [type, kind] of kinds)
    expect(requestAt(importText(request({ auth: { type, [type]: [] } })), "R").auth.kind).toBe(
      kind,
    );
  // As newman sends them: what does not ask for the header goes into a form, or into the query.
  const placed = (oauth1: readonly object[], body?: unknown) =>
    requestAt(importText(request({ method: "POST", auth: { type: "oauth1", oauth1 }, body })), "R")
      .auth;
  const form = { mode: "urlencoded", urlencoded: [{ key: "a", value: "b" }] };
  const inHeader = [{ key: "addParamsToHeader", value: true }];
  expect(placed(inHeader, form)).toMatchObject({ placement: "header" });
  expect(placed([])).toMatchObject({ placement: "query" });
  expect(placed([], form)).toMatchObject({ placement: "body" });
  const hawk = {
    type: "hawk",
    hawk: [
      { key: "authId", value: "i" },
      { key: "authKey", value: "k" },
    ],
  };
  expect(requestAt(importText(request({ auth: hawk })), "R").auth).toMatchObject({
    id: "i",
    key: "k",
  });
  const token = {
    type: "oauth2",
    oauth2: [
      { key: "accessToken", value: "t" },
      { key: "addTokenTo", value: "header" },
    ],
  };
  expect(requestAt(importText(request({ auth: token })), "R").auth).toEqual({
    kind: "bearer",
    token: "t",
  });
  const flow = {
    type: "oauth2",
    oauth2: {
      grant_type: "authorization_code_with_pkce",
      authUrl: "http://a/",
      accessTokenUrl: "http://t/",
      clientId: "c",
    },
  };
  expect(requestAt(importText(request({ auth: flow })), "R").auth).toMatchObject({
    kind: "oauth2",
    flow: "authorization_code",
    pkce: "S256",
    clientAuthentication: "basic_auth_header",
  });
  const strange = importText(
    request({ auth: { type: "future", future: [{ key: "a", value: "1" }] } }),
  );
  expect(requestAt(strange, "R").auth).toEqual({ kind: "other", type: "future" });
  expect(strange.notes.map((note) => note.code)).toEqual(["auth-unknown"]);
});

test("scripts are kept as they are, under their phase", () => {
  const event = [
    { listen: "prerequest", script: { exec: ["a();", "b();"] } },
    { listen: "test", script: { exec: "pm.test()" } },
  ];
  const [found] = requestsOf(onlyCollection(importText(request({}, { event }))).children);
  const scripts = listAt(mapAt(found!.item.data, "runtime"), "scripts").filter(isYamlMap);
  expect(scripts.map((map) => [textOf(map.get("type")), textOf(map.get("code"))])).toEqual([
    ["before-request", "a();\nb();"],
    ["tests", "pm.test()"],
  ]);
});

test("settings of all levels meet in the request", () => {
  const text = collection(
    {
      name: "R",
      request: "http://a/",
      protocolProfileBehavior: { followRedirects: false, disabledSystemHeaders: { accept: true } },
    },
    { protocolProfileBehavior: { strictSSL: false, maxRedirects: 3 } },
  );
  const imported = importText(text);
  expect(requestAt(imported, "R").settings).toEqual({
    followRedirects: false,
    omitHeaders: ["accept"],
    verifyTls: false,
  });
  expect(readDefaults(onlyCollection(imported).data).settings).toEqual({
    encodeUrl: true,
    maxRedirects: 3,
  });
  expect(imported.notes.map((note) => note.code)).toEqual(["tls-unverified"]);
});

test("what Envoi does not know is named and kept in the docs", () => {
  const imported = importText(request({ surprise: { a: 1 } }));
  expect(imported.notes.map((note) => noteHeadline(note))).toEqual([
    "Fields Envoi does not know: surprise.",
  ]);
  expect(requestAt(imported, "R").docs).toContain('"surprise"');
});

test("a key named __proto__ is only a key", () => {
  const text = `{"info":{"name":"x","schema":"${schema}"},"item":[{"name":"__proto__","request":{"url":"http://a/","method":"constructor","auth":{"type":"toString"},"__proto__":{"polluted":1}}}]}`;
  const imported = importText(text);
  expect(requestAt(imported, "__proto__").method).toBe("CONSTRUCTOR");
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test("a file that breaks off gives what comes before, and says where", () => {
  const text = collection([
    { name: "One", request: "http://a/" },
    { name: "Two", request: "http://b/" },
  ]);
  const imported = importText(text.slice(0, text.indexOf('"Two"') + 20), "broken.json");
  expect(requestsOf(onlyCollection(imported).children).map(({ path: at }) => at)).toEqual([
    "One",
    "Two",
  ]);
  const [note] = imported.notes;
  expect([note?.severity, note?.file, note?.line]).toEqual(["error", "broken.json", 1]);
});

test("every prefix of a file is read without an exception", () => {
  const text = request({ body: { mode: "raw", raw: 'a"\\u00e9' }, url: { raw: "x", query: [] } });
  for (let end = 0; end < text.length; end += 1) importText(text.slice(0, end));
});

test("the first form: orders, folders in folders, old helpers", () => {
  const v1 = {
    id: "c",
    name: "Old",
    order: ["r2"],
    folders: [
      { id: "f1", name: "F1", order: [], folders_order: ["f2"] },
      { id: "f2", name: "F2", order: ["r1"] },
    ],
    folders_order: ["f1"],
    requests: [
      {
        id: "r1",
        name: "One",
        url: "http://a/",
        method: "POST",
        headers: "A: 1\n//B: 2\n",
        dataMode: "raw",
        rawModeData: "x",
        currentHelper: "basicAuth",
        helperAttributes: { username: "u", password: "p" },
        tests: "ok",
      },
      { id: "r2", name: "Two", url: "http://b/", method: "GET", dataMode: "params", data: [] },
      { id: "r3", name: "Lost", url: "http://c/", method: "GET" },
    ],
  };
  const imported = importText(JSON.stringify(v1));
  expect(requestsOf(onlyCollection(imported).children).map(({ path: at }) => at)).toEqual([
    "F1/F2/One",
    "Two",
    "Lost",
  ]);
  const one = requestAt(imported, "F1/F2/One");
  expect(one.headers).toEqual([
    { name: "A", value: "1" },
    { name: "B", value: "2", disabled: true },
  ]);
  expect(one.auth).toEqual({ kind: "basic", username: "u", password: "p" });
  expect(countImport(imported).scripts).toBe(1);
});

test("environments: secrets have their values apart from the file", () => {
  const imported = importText(
    JSON.stringify({
      name: "Stage",
      values: [
        { key: "a", value: "1", enabled: true },
        { key: "b", value: "s3cret", type: "secret", enabled: true },
        { key: "c", value: "x", enabled: false },
      ],
      _postman_variable_scope: "environment",
    }),
  );
  const [environment] = imported.environments;
  expect(environment?.secrets).toEqual(new Map([["b", "s3cret"]]));
  expect(JSON.stringify([...environment!.data])).not.toContain("s3cret");
});

const samples = sampleFiles("samples/postman");
if (samples.length === 0) skipped("the Postman samples");
const figures = [
  ["rooms-collection.json", 97, 38, 271],
  ["click-collection.json", 28, 5, 40],
  ["monitor-collection.json", 9, 5, 1],
  ["sample_collection.json", 34, 0, 2],
] as const;
test.runIf(samples.length > 0).each(figures)("%s: counts", (name, requests, folders, examples) => {
  const file = samples.find((candidate) => path.basename(candidate) === name)!;
  const imported = importSources([{ path: name, bytes: bytesOf(file) }]);
  const counts = countImport(imported);
  expect([counts.requests, counts.folders, counts.examples]).toEqual([requests, folders, examples]);
  const files = writtenFiles(onlyCollection(imported));
  expect(files.size).toBe(requests + folders + 2);
});
