import { describe, expect, test } from "vitest";
import { readDefaults } from "../../opencollection/defaults.ts";
import { readRequest } from "../../opencollection/request.ts";
import { examplesOf } from "../../export/exported.ts";
import { importText, onlyCollection, requestAt, requestsOf } from "../import.testing.ts";
import { codesOf, importApi, oneRequest } from "./openapi.testing.ts";

describe("parameters", () => {
  const query = (parameter: object) => {
    const request = oneRequest({
      get: { parameters: [{ name: "q", in: "query", required: true, ...parameter }] },
    });
    return request.url.slice("{{baseUrl}}/a".length);
  };
  const list = { schema: { type: "array", items: {} }, example: ["a", "b,c"] };
  const map = { schema: { type: "object" }, example: { x: 1, y: { z: [1, 2] } } };
  test.each([
    [{ example: "a b&c+d%" }, "?q=a%20b%26c%2Bd%25"],
    [{ ...list }, "?q=a&q=b,c"],
    [{ ...list, explode: false }, "?q=a,b%2Cc"],
    [{ ...list, style: "spaceDelimited", explode: false }, "?q=a%20b,c"],
    [{ ...list, style: "pipeDelimited", explode: false }, "?q=a|b,c"],
    [{ ...map }, '?x=1&y={"z":[1,2]}'],
    [{ ...map, style: "deepObject" }, "?q[x]=1&q[y][z]=1&q[y][z]=2"],
    [{ content: { "application/json": { example: { a: 1 } } } }, '?q={"a":1}'],
    [{ allowReserved: true, example: "a/b?c" }, "?q=a/b?c"],
    [{ schema: { type: "integer", minimum: 3 } }, "?q=3"],
    [{ schema: { enum: ["x", "y"] } }, "?q=x"],
    [{ schema: { type: "array", items: { type: "string" } }, example: [] }, "?q="],
  ])("%j", (parameter, expected) => {
    expect(query(parameter)).toBe(expected);
  });

  test("optional ones are there and off, deprecated and described", () => {
    const { params, url } = oneRequest({
      get: {
        parameters: [
          {
            name: "q",
            in: "query",
            deprecated: true,
            description: "A\nb",
            schema: { enum: [1, 2] },
          },
        ],
      },
    });
    expect(url).toBe("{{baseUrl}}/a");
    expect(params).toEqual([
      {
        name: "q",
        value: "1",
        type: "query",
        disabled: true,
        description: "Deprecated. A b One of 1, 2.",
      },
    ]);
  });

  test.each([
    ["/a/{id}", { example: 7 }, "/a/:id", [{ name: "id", value: "7", type: "path" }], []],
    ["/a/{id}.json", { example: 7 }, "/a/{{id}}.json", [], [{ name: "id", value: "7" }]],
    ["/a/{id}:run", { example: 7 }, "/a/{{id}}:run", [], [{ name: "id", value: "7" }]],
    ["/a/{id}", { example: [1, 2] }, "/a/{{id}}", [], [{ name: "id", value: "1,2" }]],
    [
      "/a/{id}",
      { style: "label", explode: true, example: [1, 2] },
      "/a/{{id}}",
      [],
      [{ name: "id", value: ".1.2" }],
    ],
    [
      "/a/{id}",
      { style: "matrix", example: { x: 1 } },
      "/a/{{id}}",
      [],
      [{ name: "id", value: ";id=x,1" }],
    ],
    [
      "/a/{id}",
      { style: "matrix", explode: true, example: [1, 2] },
      "/a/{{id}}",
      [],
      [{ name: "id", value: ";id=1;id=2" }],
    ],
  ])("in the path: %s %j", (path, parameter, url, params, variables) => {
    const request = oneRequest(
      { get: { parameters: [{ name: "id", in: "path", required: true, ...parameter }] } },
      {},
      path,
    );
    expect(request).toMatchObject({ url: `{{baseUrl}}${url}`, params, variables });
  });

  test("names of the collection's variables are not taken; undeclared and unused ones are told", () => {
    const imported = importApi({
      paths: {
        "/{x}/v{baseUrl}": {
          get: {
            parameters: [
              { name: "baseUrl", in: "path", example: 1 },
              { name: "no", in: "path" },
            ],
          },
        },
      },
    });
    expect(requestAt(imported, "GET /{x}/v{baseUrl}")).toMatchObject({
      url: "{{baseUrl}}/:x/v{{path_baseUrl}}",
      variables: [{ name: "path_baseUrl", value: "1" }],
    });
    expect(codesOf(imported)).toEqual(["openapi-path-undeclared", "openapi-path-unused"]);
  });

  test("header fields and cookies; what OpenAPI says elsewhere is off", () => {
    const at = (name: string, place: string, more: object = {}) => ({
      name,
      in: place,
      required: true,
      ...more,
    });
    const { headers } = oneRequest({
      parameters: [
        at("X-A", "header", { example: ["1", "2"] }),
        at("Accept", "header", { example: "text/css" }),
      ],
      get: {
        parameters: [
          at("X-A", "header", { example: "mine" }),
          at("c", "cookie", { example: 1 }),
          at("d", "cookie", { example: 2, required: false }),
        ],
        responses: { 200: { content: { "application/json": {} } } },
      },
    });
    expect(headers).toEqual([
      { name: "Accept", value: "application/json" },
      { name: "X-A", value: "mine" },
      { name: "Accept", value: "text/css", disabled: true },
      { name: "Cookie", value: "c=1" },
      { name: "Cookie", value: "d=2", disabled: true },
    ]);
  });

  test("Swagger 2 has types beside names and lists in its own forms", () => {
    const get = {
      summary: "G",
      parameters: [
        {
          name: "a",
          in: "query",
          required: true,
          type: "array",
          items: { type: "integer" },
          default: [1, 2],
        },
        {
          name: "b",
          in: "query",
          required: true,
          type: "array",
          collectionFormat: "multi",
          items: {},
          default: [1, 2],
        },
        {
          name: "c",
          in: "query",
          required: true,
          type: "array",
          collectionFormat: "pipes",
          items: {},
          default: [1, 2],
        },
      ],
    };
    const post = {
      summary: "P",
      consumes: ["multipart/form-data"],
      parameters: [
        { name: "file", in: "formData", type: "file", required: true },
        { name: "note", in: "formData", type: "string", default: "n" },
      ],
    };
    const imported = importText(
      JSON.stringify({ swagger: "2.0", host: "h", paths: { "/a": { get, post } } }),
    );
    expect(requestAt(imported, "G").url).toBe("{{baseUrl}}/a?a=1,2&b=1&b=2&c=1|2");
    expect(requestAt(imported, "P").body).toEqual({
      kind: "multipart",
      parts: [
        { name: "file", kind: "file", value: "", paths: [] },
        { name: "note", kind: "text", value: "n", paths: [], disabled: true },
      ],
    });
  });
});

describe("security", () => {
  const schemes = {
    basic: { type: "http", scheme: "Basic" },
    bearer: { type: "http", scheme: "bearer" },
    digest: { type: "http", scheme: "digest" },
    custom: { type: "http", scheme: "Token" },
    header: { type: "apiKey", in: "header", name: "X-Key" },
    query: { type: "apiKey", in: "query", name: "key" },
    cookie: { type: "apiKey", in: "cookie", name: "sid" },
    oauth: {
      type: "oauth2",
      flows: {
        implicit: { authorizationUrl: "https://h/i" },
        clientCredentials: { tokenUrl: "/t", scopes: {} },
      },
    },
    oidc: { type: "openIdConnect", openIdConnectUrl: "https://h/.well-known/openid-configuration" },
    tls: { type: "mutualTLS" },
  };
  const components = { securitySchemes: schemes };
  const own = (security: object[] | undefined, more: object = {}) =>
    importApi({
      components,
      security: [{ bearer: [] }],
      paths: { "/a": { get: { summary: "R", ...(security === undefined ? {} : { security }) } } },
      ...more,
    });
  const request = (security: object[] | undefined) => requestAt(own(security), "R");
  test.each([
    ["basic", { kind: "basic", username: "{{username}}", password: "{{password}}" }],
    ["digest", { kind: "digest" }],
    ["custom", { kind: "apikey", key: "Authorization", value: "Token {{token}}" }],
    ["header", { kind: "apikey", key: "X-Key", value: "{{apiKey}}", placement: "header" }],
    ["query", { kind: "apikey", placement: "query" }],
    [
      "oauth",
      { kind: "oauth2", flow: "client_credentials", accessTokenUrl: "https://h/t", scope: "read" },
    ],
    ["oidc", { kind: "oauth2", flow: "authorization_code", scope: "openid read" }],
    ["tls", { kind: "none" }],
  ])("%s", (name, auth) => {
    expect(request([{ [name]: ["read"] }]).auth).toMatchObject(auth);
  });
  test("the whole description's is inherited, [] is none, several at once add rows", () => {
    expect(request(undefined).auth).toEqual({ kind: "inherit" });
    expect(request([{ bearer: [] }]).auth).toEqual({ kind: "inherit" });
    expect(request([]).auth).toEqual({ kind: "none" });
    expect(request([{ bearer: [], header: [], query: [], cookie: [] }])).toMatchObject({
      auth: { kind: "inherit" },
      url: "{{baseUrl}}/a?key={{queryApiKey}}",
      headers: [
        { name: "X-Key", value: "{{apiKey}}" },
        { name: "Cookie", value: "sid={{cookieApiKey}}" },
      ],
    });
  });
  test("alternatives and optional auth are in the docs and the summary", () => {
    const imported = own([{}, { header: [] }, { basic: [], query: [] }]);
    expect(requestAt(imported, "R").auth).toMatchObject({ key: "X-Key" });
    expect(requestAt(imported, "R").docs).toContain(
      "Another way to authenticate: basic and query.",
    );
    expect(codesOf(imported)).toEqual(["openapi-other-auth", "openapi-optional-auth"]);
  });
  test("without one for all the collection has what most operations want", () => {
    const get = (security?: object[]) => ({
      get: { ...(security === undefined ? {} : { security }) },
    });
    const imported = importApi({
      components,
      paths: {
        "/a": get([{ oauth: ["a"] }]),
        "/b": get([{ oauth: ["b"] }]),
        "/c": get([{ basic: [] }]),
        "/d": get(),
      },
    });
    const collection = onlyCollection(imported);
    expect(readDefaults(collection.data).auth).toMatchObject({ kind: "oauth2", scope: "a b" });
    expect(
      requestsOf(collection.children).map(({ item }) => readRequest(item.data).auth.kind),
    ).toEqual(["inherit", "inherit", "basic", "none"]);
  });
  test("secrets are variables without a value", () => {
    expect(readDefaults(onlyCollection(own(undefined)).data).variables).toEqual([
      { name: "baseUrl", value: "https://h" },
      { name: "bearerToken", value: "", secret: true },
    ]);
  });
});

describe("references", () => {
  test("broken ones are named with their line, the rest is imported", () => {
    const text =
      "openapi: 3.1.0\nservers: [{url: http://h}]\npaths:\n  /a:\n    get:\n      parameters:\n        - $ref: '#/components/parameters/Nope'\n        - {name: q, in: query, required: true, example: 1}\n";
    const imported = importText(text, "a.yaml");
    expect(imported.notes).toMatchObject([
      { code: "openapi-ref-missing", file: "a.yaml", line: 7 },
    ]);
    expect(requestAt(imported, "GET /a").url).toBe("{{baseUrl}}/a?q=1");
  });
  test.each([
    ["../secret.yaml", "openapi-ref-outside"],
    ["..\\secret.yaml", "openapi-ref-outside"],
    ["%2e%2e/secret.yaml", "openapi-ref-outside"],
    ["/etc/passwd", "openapi-ref-outside"],
    ["file:///etc/passwd", "openapi-ref-outside"],
    ["C:/secret.yaml", "openapi-ref-outside"],
    ["gone.yaml", "openapi-ref-file"],
    ["https://h/x.yaml#/a", "openapi-ref-remote"],
  ])("%s is not followed", (ref, code) => {
    const imported = importApi({ paths: { "/a": { $ref: ref } } });
    expect(codesOf(imported)).toContain(code);
  });
  test("circles of references end", () => {
    const imported = importApi({
      components: {
        parameters: {
          A: { $ref: "#/components/parameters/B" },
          B: { $ref: "#/components/parameters/A" },
        },
      },
      paths: { "/a": { get: { parameters: [{ $ref: "#/components/parameters/A" }] } } },
    });
    expect(codesOf(imported)).toEqual(["openapi-ref-circle"]);
  });
});

test("replies become examples with status, fields and body", () => {
  const imported = importApi({
    paths: {
      "/a": {
        get: {
          responses: {
            201: {
              description: "Made",
              headers: { Location: { schema: { type: "string", example: "/a/1" } } },
              content: { "application/json": { example: { id: 1 } }, "text/csv": {} },
            },
            "4XX": { description: "Bad" },
            default: {
              description: "Else",
              content: {
                "text/plain": {
                  examples: { one: { value: "1" }, two: { externalValue: "http://x/2" } },
                },
              },
            },
          },
        },
      },
    },
  });
  const [only] = requestsOf(onlyCollection(imported).children);
  expect(
    examplesOf(only!.item.data).map(({ name, status, headers, body }) => [
      name,
      status,
      headers.map((row) => `${row.name}: ${row.value}`),
      body,
    ]),
  ).toEqual([
    ["201 Made", 201, ["Content-Type: application/json", "Location: /a/1"], '{\n  "id": 1\n}'],
    ["4XX Bad", 400, [], ""],
    ["default one", 0, ["Content-Type: text/plain"], "1"],
    ["default two", 0, ["Content-Type: text/plain"], ""],
  ]);
});
