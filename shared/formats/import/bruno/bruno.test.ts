import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDefaults } from "../../opencollection/defaults.ts";
import { readEnvironment } from "../../opencollection/environment.ts";
import { listAt, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap } from "../../yaml/data.ts";
import { countImport } from "../counts.ts";
import {
  importText,
  onlyCollection,
  requestAt,
  requestsOf,
  sampleFiles,
  skipped,
  writtenFiles,
} from "../import.testing.ts";
import { importSources } from "../import.ts";
import { createNotes } from "../note.ts";
import { bruBlocks } from "./blocks.ts";
import { readBru } from "./document.ts";

const folder = (files: Readonly<Record<string, string>>) =>
  importSources(
    Object.entries(files).map(([at, text]) => ({
      path: at,
      bytes: new TextEncoder().encode(text),
    })),
  );

const config = JSON.stringify({ version: "1", name: "Ours", type: "collection" });

const post = `meta {
  name: Create it
  type: http
  seq: 2
  tags: [
    smoke
  ]
}

post {
  url: {{host}}/a/:id?x=1
  body: json
  auth: bearer
}

params:query {
  x: 1
  ~y: 2
}

params:path {
  id: 7
}

headers {
  @description("why it
  content-type: application/json
  "odd: name": v:1
  ~X-Off: no
}

auth:bearer {
  token: {{token}}
}

body:json {
  {
    "a": [
      1
    ]
  }
}

vars:pre-request {
  @number
  n: 3
  m: '''
    line 1
      line 2
  '''
}

vars:post-response {
  got: res.body.id
}

assert {
  res.status: eq 201
  ~res.body.a: isDefined
  res.body.b: plain
}

script:pre-request {
  const a = {
    b: 1
  };
}

tests {
  test("x", () => {});
}

settings {
  encodeUrl: false
  timeout: 500
}

docs {
  # Title
  Text
}
`.replace('"why it\n', '"why")\n');

describe("a folder of .bru files", () => {
  const imported = folder({
    "bruno.json": config,
    "collection.bru":
      "headers {\n  A: 1\n}\n\nauth {\n  mode: basic\n}\n\nauth:basic {\n  username: u\n  password: p\n}\n",
    "environments/Stage.bru":
      "vars {\n  host: http://a\n  ~old: 1\n}\nvars:secret [\n  token,\n  ~gone\n]\n",
    "orders/folder.bru":
      "meta {\n  name: Orders\n  seq: 1\n}\n\nauth {\n  mode: inherit\n}\n\nvars:post-response {\n  code: res.status\n}\n",
    "orders/create.bru": post,
    "ping.bru": "get {\n  url: http://a/ping\n}\n",
    "a/data.bin": "x",
    "send.bru":
      "post {\n  url: http://a/\n  body: file\n}\n\nbody:file {\n  file: @file(a/data.bin) @contentType(x/y)\n}\n",
  });
  const collection = onlyCollection(imported);

  test("becomes folders and requests in Bruno's order", () => {
    expect(imported.notes).toEqual([]);
    expect(requestsOf(collection.children).map(({ path: at }) => at)).toEqual([
      "Orders/Create it",
      "ping",
      "send",
    ]);
    expect(readDefaults(collection.data)).toMatchObject({
      name: "Ours",
      headers: [{ name: "A", value: "1" }],
      auth: { kind: "basic", username: "u", password: "p" },
    });
    const orders = collection.children.find(({ kind }) => kind === "folder");
    expect(readDefaults(orders?.data ?? null).actions).toEqual([
      { name: "code", scope: "runtime", selector: { kind: "status" } },
    ]);
  });

  test("keeps every part of a request", () => {
    expect(requestAt(imported, "Orders/Create it")).toEqual({
      name: "Create it",
      method: "POST",
      url: "{{host}}/a/:id?x=1",
      headers: [
        { name: "content-type", value: "application/json", description: "why" },
        { name: "odd: name", value: "v:1" },
        { name: "X-Off", value: "no", disabled: true },
      ],
      params: [
        { name: "x", value: "1", type: "query" },
        { name: "y", value: "2", type: "query", disabled: true },
        { name: "id", value: "7", type: "path" },
      ],
      body: { kind: "json", text: '{\n  "a": [\n    1\n  ]\n}' },
      auth: { kind: "bearer", token: "{{token}}" },
      variables: [
        { name: "n", value: "3", type: "number" },
        { name: "m", value: "line 1\n  line 2" },
      ],
      settings: { encodeUrl: false, timeout: 500 },
      docs: "# Title\nText",
      tags: ["smoke"],
      actions: [{ name: "got", scope: "runtime", selector: { kind: "json", path: "$.id" } }],
    });
    const [{ item }] = requestsOf(collection.children) as [ReturnType<typeof requestsOf>[number]];
    const runtime = mapAt(item.data, "runtime");
    const assertions = listAt(runtime, "assertions").filter(isYamlMap);
    expect(
      assertions.map((row) =>
        ["expression", "operator", "value"].map((key) => textOf(row.get(key))),
      ),
    ).toEqual([
      ["res.status", "eq", "201"],
      ["res.body.a", "isDefined", ""],
      ["res.body.b", "eq", "plain"],
    ]);
    expect(listAt(runtime, "scripts")).toHaveLength(2);
    expect(listAt(runtime, "actions")).toHaveLength(1);
  });

  test("keeps environments, with secrets by name, and the files requests name", () => {
    const [environment] = collection.environments;
    expect(readEnvironment(environment!.data, "Stage").variables).toEqual([
      { name: "host", value: "http://a" },
      { name: "old", value: "1", disabled: true },
      { name: "token", value: "", secret: true },
      { name: "gone", value: "", secret: true, disabled: true },
    ]);
    expect([...writtenFiles(collection).keys()].toSorted()).toEqual(
      [
        ".gitignore",
        "a/data.bin",
        "environments/Stage.yml",
        "opencollection.yml",
        "orders/Create it.yml".replace("orders", "Orders"),
        "Orders/folder.yml",
        "ping.yml",
        "send.yml",
      ].toSorted(),
    );
  });
});

test("broken text is named by its line and the rest is read", () => {
  const imported = folder({
    "bruno.json": config,
    "a.bru":
      "stray\nmeta {\n  name: A\n}\n\nget {\n  url: http://a\n  no colon here\n}\n\nstrange {\n  x\n}\n\nheaders {\n  B: 1\n",
  });
  expect(requestAt(imported, "A").headers).toEqual([{ name: "B", value: "1" }]);
  expect(imported.notes.map((note) => [note.code, note.line])).toEqual([
    ["broken-text", 1],
    ["broken-text", 8],
    ["no-place-value", 11],
    ["broken-text", 15],
  ]);
});

test("an export in JSON", () => {
  const imported = importText(
    JSON.stringify({
      name: "E",
      version: "1",
      items: [
        {
          type: "folder",
          name: "F",
          items: [
            {
              type: "grpc",
              name: "G",
              request: {
                url: "grpc://h",
                method: "/a.B/C",
                body: { mode: "grpc", grpc: [{ name: "m", content: "{}" }] },
              },
            },
          ],
        },
        {
          type: "ws",
          name: "W",
          request: {
            url: "ws://h",
            body: { mode: "ws", ws: [{ name: "m", type: "json", content: "{}" }] },
          },
        },
      ],
      environments: [
        { name: "S", variables: [{ name: "t", value: "", secret: true, enabled: true }] },
      ],
      brunoConfig: {
        version: "1",
        proxy: {
          enabled: true,
          protocol: "http",
          hostname: "127.0.0.1",
          port: 8080,
          auth: { enabled: false },
        },
        clientCertificates: {
          enabled: true,
          certs: [{ domain: "a.b", type: "cert", certFilePath: "c.pem", keyFilePath: "k.pem" }],
        },
      },
    }),
  );
  expect(Object.fromEntries(countImport(imported).kinds)).toEqual({ grpc: 1, websocket: 1 });
  expect(readDefaults(onlyCollection(imported).data).network).toMatchObject({
    proxy: { kind: "server", server: { host: "127.0.0.1", port: 8080 } },
    clientCertificates: [
      { type: "pem", domain: "a.b", certificateFile: "c.pem", privateKeyFile: "k.pem" },
    ],
  });
});

test("a body of a megabyte is cut in time that grows with it alone", () => {
  const lines = `  {"k": "${"y".repeat(60)}"},\n`.repeat(16_000);
  const { blocks } = bruBlocks(`body:json {\n${lines}}\n`);
  expect(blocks.map((block) => [block.name, block.lines.length, block.closed])).toEqual([
    ["body:json", 16_000, true],
  ]);
});

test("any text is read without an exception", () => {
  const parts = [
    "meta {",
    "}",
    "get {",
    "  a: 'b",
    "  '''",
    "]",
    "vars:secret [",
    "@x(",
    "~",
    "example {",
    "\n",
    "  name: {",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts)), (lines) => {
      readBru(lines.join("\n"), "x.bru", createNotes(""));
    }),
  );
});

test("comments in JSON stay where Envoi sends none, as Bruno does, and are else taken out and kept in the docs", () => {
  const file = (body: string) =>
    `post {\n  url: http://h/\n  body: json\n}\n\nbody:json {\n  ${body}\n}\n`;
  const kept = requestAt(folder({ "bruno.json": config, "a.bru": file("[1] // one") }), "a");
  expect([kept.body, kept.docs]).toEqual([{ kind: "json", text: "[1] // one" }, ""]);
  const text = file("[1,] // one");
  const imported = folder({ "bruno.json": config, "a.bru": text });
  const request = requestAt(imported, "a");
  expect(request.body).toEqual({ kind: "json", text: "[1,] " });
  expect(request.docs).toContain("[1,] // one");
});

const samples = sampleFiles("samples/bruno/bruno-testbench");
if (samples.length === 0) skipped("the Bruno samples");
test.runIf(samples.length > 0)("the testbench: every file a request, nothing unread", () => {
  const root = samples[0]!.slice(
    0,
    samples[0]!.indexOf("bruno-testbench") + "bruno-testbench".length,
  );
  const walk = (at: string): readonly string[] =>
    statSync(at).isDirectory()
      ? readdirSync(at).flatMap((name) => walk(path.join(at, name)))
      : [at];
  const imported = importSources(
    walk(root).map((file) => ({ path: path.relative(root, file), bytes: readFileSync(file) })),
  );
  const counts = countImport(imported);
  expect([counts.requests, counts.folders, counts.environments, counts.assertions]).toEqual([
    223, 52, 2, 227,
  ]);
  expect(imported.notes.filter((note) => note.severity !== "info")).toEqual([]);
  writtenFiles(onlyCollection(imported));
});
