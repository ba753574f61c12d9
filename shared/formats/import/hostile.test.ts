import fc from "fast-check";
import { expect, test } from "vitest";
import { importSources } from "./import.ts";
import { writeCollection } from "./write.ts";

/** One small file of each format that is JSON, with the parts an importer looks into. */
const documents: Readonly<Record<string, unknown>> = {
  postman: {
    info: { name: "C", schema: "https://schema.getpostman.com/json/collection/v2.1.0/" },
    auth: { type: "bearer", bearer: [{ key: "token", value: "t" }] },
    event: [{ listen: "test", script: { exec: ["a"] } }],
    variable: [{ key: "a", value: "1" }],
    protocolProfileBehavior: { followRedirects: false },
    item: [
      {
        name: "F",
        item: [
          {
            name: "R",
            request: {
              method: "POST",
              header: [{ key: "A", value: "b" }],
              url: {
                raw: "http://h/:id?a=1",
                host: ["h"],
                path: [":id"],
                query: [{ key: "a", value: "1" }],
                variable: [{ key: "id", value: "1" }],
              },
              body: { mode: "formdata", formdata: [{ key: "f", type: "file", src: ["a", "b"] }] },
            },
            response: [
              {
                name: "E",
                code: 200,
                header: [],
                cookie: [],
                body: "x",
                originalRequest: { url: "http://h/" },
              },
            ],
          },
        ],
      },
    ],
  },
  insomnia: {
    _type: "export",
    __export_format: 4,
    resources: [
      { _id: "wrk_1", _type: "workspace", name: "W" },
      { _id: "fld_1", parentId: "wrk_1", _type: "request_group", name: "G", environment: { a: 1 } },
      {
        _id: "req_1",
        parentId: "fld_1",
        _type: "request",
        name: "R",
        url: "http://h/",
        method: "GET",
        headers: [{ name: "a", value: "b" }],
        parameters: [],
        body: { mimeType: "application/json", text: "{}" },
        authentication: { type: "basic", username: "u" },
      },
      { _id: "env_1", parentId: "wrk_1", _type: "environment", data: { a: { b: 1 } } },
    ],
  },
  hoppscotch: {
    v: 2,
    name: "H",
    folders: [{ v: 2, name: "F", folders: [], requests: [] }],
    requests: [
      {
        v: "5",
        name: "R",
        method: "GET",
        endpoint: "http://h/",
        headers: [{ key: "a", value: "b", active: true }],
        params: [],
        auth: { authType: "bearer", token: "t", authActive: true },
        body: { contentType: "application/json", body: "{}" },
      },
    ],
    auth: { authType: "none", authActive: true },
    headers: [],
  },
  har: {
    log: {
      version: "1.2",
      entries: [
        {
          request: {
            method: "GET",
            url: "http://h/",
            headers: [{ name: "a", value: "b" }],
            postData: { mimeType: "a/b", text: "AAE=", encoding: "base64" },
          },
          response: { status: 200, headers: [], content: { text: "x", mimeType: "a/b" } },
          _webSocketMessages: [{ type: "send", data: "a" }],
        },
      ],
    },
  },
  bruno: {
    version: "1",
    name: "B",
    items: [
      {
        type: "http",
        name: "R",
        request: {
          url: "http://h/",
          method: "GET",
          headers: [],
          params: [],
          body: { mode: "json", json: "{}" },
          auth: { mode: "none" },
        },
      },
    ],
    environments: [{ name: "E", variables: [{ name: "a", value: "b" }] }],
  },
  graphql: {
    data: {
      __schema: {
        queryType: { name: "Q" },
        types: [
          {
            kind: "OBJECT",
            name: "Q",
            fields: [
              {
                name: "a",
                type: { kind: "SCALAR", name: "Int" },
                args: [
                  { name: "x", type: { kind: "NON_NULL", ofType: { kind: "SCALAR", name: "ID" } } },
                ],
              },
            ],
          },
        ],
      },
    },
  },
  opencollection: {
    opencollection: "1.0.0",
    info: { name: "O" },
    bundled: true,
    items: [
      {
        info: { name: "R", type: "http" },
        http: { method: "GET", url: "http://h/", headers: [{ name: "a", value: "b" }] },
      },
    ],
    config: { environments: [{ name: "E", variables: [] }] },
  },
  openapi: {
    openapi: "3.1.0",
    info: { title: "A", version: "1" },
    paths: {
      "/x/{id}": {
        get: {
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          responses: {
            200: {
              description: "ok",
              content: { "application/json": { schema: { $ref: "#/components/schemas/S" } } },
            },
          },
        },
      },
    },
    components: {
      schemas: { S: { type: "object", properties: { s: { $ref: "#/components/schemas/S" } } } },
    },
  },
};

const strange: readonly unknown[] = [
  null,
  true,
  7,
  -1,
  "",
  "x",
  "\u0000",
  "../../x",
  [],
  {},
  [null],
  [[]],
  { key: null },
  { constructor: 1 },
];

/** Every place in a document. */
function places(
  value: unknown,
  above: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [above];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [
    above,
    ...[...keys].flatMap((key) =>
      places((value as Record<string | number, unknown>)[key], [...above, key]),
    ),
  ];
}

/** A copy with another value at a place. */
function withValue(value: unknown, place: readonly (string | number)[], next: unknown): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return next;
  if (Array.isArray(value))
    return value.map((item: unknown, at) => (at === key ? withValue(item, rest, next) : item));
  return {
    ...(value as object),
    [key]: withValue((value as Record<string | number, unknown>)[key], rest, next),
  };
}

/** Reads bytes and writes what came of it; gives the paths. */
function tried(bytes: Uint8Array, path = "a.json"): readonly string[] {
  const { collections } = importSources([{ path, bytes }]);
  return collections.flatMap((collection) =>
    writeCollection(collection).files.map((file) => file.path),
  );
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function outside(paths: readonly string[]): readonly string[] {
  return paths.filter(
    (path) =>
      path.startsWith("/") ||
      path
        .split("/")
        .some((part) => part === ".." || part === "" || /[\\:\u0000-\u001f]/.test(part)),
  );
}

for (const [format, document] of Object.entries(documents)) {
  test(`${format}: every part with another value is read without an exception, and nothing leads out`, () => {
    // Each place meets some of the values, its neighbours the others: all together would take a minute.
    for (const [at, place] of places(document).entries())
      for (const step of [0, 5]) {
        const value = strange[(at + step) % strange.length];
        expect(outside(tried(bytesOf(JSON.stringify(withValue(document, place, value)))))).toEqual(
          [],
        );
      }
  });
  test(`${format}: cut anywhere, in any encoding`, () => {
    const text = JSON.stringify(document, null, 1);
    for (let at = 0; at < text.length; at += 61) tried(bytesOf(text.slice(0, at)));
    for (const dressed of [`\ufeff${text}`, text.replaceAll("\n", "\r\n"), `${text}\u0000`])
      tried(bytesOf(dressed));
    tried(Buffer.from(`\ufeff${text}`, "utf16le"));
  });
}

test("deep, wide and circular inputs end", () => {
  tried(bytesOf(`${'{"item":['.repeat(20_000)}`));
  tried(bytesOf(`${"[".repeat(50_000)}${"]".repeat(50_000)}`));
  tried(bytesOf("a: &a [*a, *a]\nb: *a\n"), "a.yaml");
  tried(
    bytesOf(
      `a: &a [x,x]\n${Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [*${at === 0 ? "a" : `b${at - 1}`}, *${at === 0 ? "a" : `b${at - 1}`}]`).join("\n")}\n`,
    ),
    "a.yaml",
  );
  tried(bytesOf('{"info":{"name":"a"},"info":{"name":"b"},"item":[]}'));
});

test("any text under any name", () => {
  const name = fc.constantFrom(
    "a.json",
    "a.yaml",
    "a.http",
    "a.bru",
    "a.graphql",
    "a.wsdl",
    "a.sh",
    "bruno.json",
    "collection.bru",
    "a.request.yaml",
    "http-client.env.json",
    "../x.json",
  );
  const piece = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ":",
    '"',
    "\n",
    "GET http://h/",
    "curl ",
    "-H 'a: b'",
    "meta {",
    "  name: x",
    "type: http",
    "<a>",
    "<?xml",
    "type Query {",
    "###",
    "---",
    "&a",
    "*a",
    "$kind: http-request",
    "@x=1",
    "\\",
    "'",
    "\u0000",
    "é",
  );
  fc.assert(
    fc.property(name, fc.array(piece, { maxLength: 25 }), (path, pieces) => {
      expect(outside(tried(bytesOf(pieces.join("")), path))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
