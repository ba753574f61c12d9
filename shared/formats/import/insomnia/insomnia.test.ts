import path from "node:path";
import { describe, expect, test } from "vitest";
import { readDefaults } from "../../opencollection/defaults.ts";
import { readEnvironment } from "../../opencollection/environment.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
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
import { insomniaTemplates } from "./templates.ts";

const templates: readonly (readonly [string, string])[] = [
  ["{{ _.base }}/a", "{{base}}/a"],
  ["{{base}}{{ other }}", "{{base}}{{other}}"],
  ["{{ _['a b'].c[0] }}", "{{a b.c[0]}}"],
  ["{% uuid 'v4' %}", "{{$guid}}"],
  ["{% now 'iso-8601', '' %}", "{{$isoTimestamp}}"],
  ["{% timestamp %}", "{{$timestamp}}"],
  ["{% prompt 'Node ID', '', '' %}", "{{?Node ID}}"],
];
test.each(templates)("%s", (given, expected) => {
  expect(insomniaTemplates(given)).toEqual({ text: expected, kept: [] });
});
test("what has to be worked out is kept and named", () => {
  const text = "{{ _.a | upper }} {% response 'body', 'req_1' %}";
  expect(insomniaTemplates(text)).toEqual({
    text,
    kept: ["{{ _.a | upper }}", "{% response 'body', 'req_1' %}"],
  });
});

const v4 = {
  _type: "export",
  __export_format: 4,
  resources: [
    { _id: "wrk_1", _type: "workspace", parentId: null, name: "Shop", description: "docs" },
    {
      _id: "fld_1",
      _type: "request_group",
      parentId: "wrk_1",
      name: "Orders",
      metaSortKey: 2,
      environment: { a: { b: 1 } },
      authentication: { type: "bearer", token: "{{ _.token }}" },
    },
    {
      _id: "req_1",
      _type: "request",
      parentId: "fld_1",
      name: "Create",
      method: "POST",
      url: "{{ _.base }}/o/:id?x=1#f",
      parameters: [
        { name: "q", value: "a b" },
        { name: "off", value: "1", disabled: true },
      ],
      pathParameters: [{ name: "id", value: "7" }],
      headers: [{ name: "Content-Type", value: "application/json" }],
      body: { mimeType: "application/json", text: '{"t":"{{ _.token }}"}' },
      authentication: {},
      settingFollowRedirects: "off",
      settingSendCookies: false,
      preRequestScript: "a();",
      afterResponseScript: "b();",
    },
    {
      _id: "req_2",
      _type: "request",
      parentId: "wrk_1",
      name: "First",
      url: "http://a/",
      metaSortKey: 1,
      authentication: { type: "none" },
    },
    {
      _id: "env_1",
      _type: "environment",
      parentId: "wrk_1",
      name: "Base",
      data: { base: "http://h", list: [1, "{{ _.base }}"], user: { name: "n" } },
    },
    {
      _id: "env_2",
      _type: "environment",
      parentId: "env_1",
      name: "Stage",
      color: "#ff0000",
      data: { base: "http://s" },
    },
    { _id: "lost", _type: "request", parentId: "gone", name: "Lost", url: "http://l/" },
    {
      _id: "pf",
      _type: "proto_file",
      parentId: "wrk_1",
      name: "route",
      protoText: "service A { rpc Get(B) returns (stream C); }",
    },
    {
      _id: "g",
      _type: "grpc_request",
      parentId: "wrk_1",
      name: "G",
      url: "grpc://h",
      protoFileId: "pf",
      protoMethodName: "/A/Get",
      body: { text: "{}" },
      metaSortKey: 3,
    },
  ],
};

describe("version 4", () => {
  const imported = importText(JSON.stringify(v4));
  const collection = onlyCollection(imported);

  test("folders and requests by their sort keys; nothing is lost", () => {
    expect(requestsOf(collection.children).map(({ path: at }) => at)).toEqual([
      "First",
      "Orders/Create",
      "G",
      "Lost",
    ]);
    expect(imported.notes).toEqual([]);
  });
  test("a request whole", () => {
    expect(requestAt(imported, "Orders/Create")).toMatchObject({
      method: "POST",
      url: "{{base}}/o/:id?x=1&q=a%20b#f",
      params: [
        { name: "x", value: "1", type: "query" },
        { name: "q", value: "a b", type: "query" },
        { name: "off", value: "1", type: "query", disabled: true },
        { name: "id", value: "7", type: "path" },
      ],
      body: { kind: "json", text: '{"t":"{{token}}"}' },
      auth: { kind: "inherit" },
      settings: { followRedirects: false, network: { sendCookies: false } },
    });
    expect(requestAt(imported, "First").auth).toEqual({ kind: "none" });
    expect(countImport(imported).scripts).toBe(2);
  });
  test("the base environment is the collection's, the others lie over it; nested data is flat", () => {
    expect(readDefaults(collection.data).variables).toEqual([
      { name: "base", value: "http://h" },
      { name: "list", value: '[\n  1,\n  "{{base}}"\n]', type: "object" },
      { name: "list[0]", value: "1", type: "number" },
      { name: "list[1]", value: "{{base}}" },
      { name: "user.name", value: "n" },
    ]);
    const [stage] = collection.environments;
    expect(readEnvironment(stage!.data, "Stage")).toMatchObject({
      color: "#ff0000",
      variables: [{ name: "base" }],
    });
  });
  test("proto files come along and tell how many messages go each way", () => {
    const grpc = requestsOf(collection.children).find(({ path: at }) => at === "G");
    const block = mapAt(grpc!.item.data, "grpc");
    expect([textOf(block.get("methodType")), textOf(block.get("protoFilePath"))]).toEqual([
      "server-streaming",
      "protos/route.proto",
    ]);
    expect(writtenFiles(collection).has("protos/route.proto")).toBe(true);
  });
  test("folders in a circle end", () => {
    const resources = [
      { _id: "w", _type: "workspace", name: "W" },
      { _id: "a", _type: "request_group", parentId: "b", name: "A" },
      { _id: "b", _type: "request_group", parentId: "a", name: "B" },
    ];
    expect(importText(JSON.stringify({ __export_format: 4, resources })).collections).toHaveLength(
      1,
    );
  });
});

test("version 5: nested, with its own names of fields; YAML that begins with a brace too", () => {
  const text = `{type: collection.insomnia.rest/5.0, name: V5, collection: [{name: F, meta: {id: fld_1}, children: [{name: R, url: "ws://h", meta: {id: ws-req_1}, payloads: [{name: m, value: "{}", mode: application/json}]}]}], environments: {name: Base, data: {a: 1}, subEnvironments: [{name: S, data: {a: 2}}]}}`;
  const imported = importText(text, "v5.yaml");
  expect(countImport(imported)).toMatchObject({ requests: 1, folders: 1, environments: 1 });
  expect([...countImport(imported).kinds]).toEqual([["websocket", 1]]);
});

test("version 5.2 says what an item is; what has no place is named", () => {
  const text = `type: spec.insomnia.rest/5.0
name: Design
spec:
  contents:
    openapi: 3.0.3
    paths: {}
collection:
  - {type: RequestGroup, name: Empty}
  - {type: Request, name: R, url: "wss://h", method: GET}
  - {name: Plain, meta: {id: fld_2}}
  - {type: GrpcRequest, name: G, url: "grpc://h", reflectionApi: {enabled: true, url: "https://b.test", module: m/n}}
  - {type: SocketIORequest, name: S, url: "http://h", eventListeners: [{eventName: x}]}
testSuites:
  - name: Suite
    tests: [{name: T, code: "expect(1)"}]
certificates: [{path: ca.pem}]
`;
  const imported = importText(text, "v5.yaml");
  const collection = onlyCollection(imported);
  expect([...countImport(imported).kinds]).toEqual([
    ["http", 1],
    ["grpc", 1],
    ["websocket", 1],
  ]);
  expect(countImport(imported).folders).toBe(2);
  expect(writtenFiles(collection).size).toBeGreaterThan(0);
  const spec = collection.files.find(({ path: at }) => at === "openapi.json");
  expect(JSON.parse(new TextDecoder().decode(spec?.bytes))).toEqual({
    openapi: "3.0.3",
    paths: {},
  });
  const said = imported.notes
    .map(({ values }) => `${values["what"]} ${values["value"]}`)
    .join("\n");
  for (const word of ["// T\nexpect(1)", "ca.pem", "https://b.test m/n", "eventListeners"])
    expect(said).toContain(word);
});

test("version 4: tests, a second base environment and types nobody knows", () => {
  const imported = importText(
    JSON.stringify({
      __export_format: 4,
      resources: [
        { _id: "w", _type: "workspace", name: "W" },
        { _id: "e1", _type: "environment", parentId: "w", name: "Base", data: { a: 1 } },
        { _id: "e2", _type: "environment", parentId: "w", name: "Other", data: { a: 2 } },
        { _id: "u", _type: "unit_test_suite", parentId: "w", name: "Suite" },
        { _id: "t", _type: "unit_test", parentId: "u", name: "T", code: "expect(1)" },
        { _id: "x", _type: "future_thing", parentId: "w", name: "X", more: 1 },
      ],
    }),
  );
  expect(onlyCollection(imported).environments.map(({ name }) => name)).toEqual(["Other"]);
  const said = imported.notes
    .map(({ values }) => `${values["what"]} ${values["value"]}`)
    .join("\n");
  for (const word of ["// T\nexpect(1)", "future_thing", '"more": 1']) expect(said).toContain(word);
});

const samples = [...sampleFiles("samples/insomnia"), ...sampleFiles("suites/insomnia")];
if (samples.length === 0) skipped("the Insomnia samples");
const figures = [
  ["crudcraft.insomnia.json", 1, 94, 10],
  ["kong-multiple-workspaces.yaml", 10, 14, 0],
  ["kong-grpc.yaml", 1, 5, 1],
  ["insomnia_v4.yaml", 1, 13, 1],
  ["insomnia-v5.yaml", 1, 3, 3],
] as const;
test.runIf(samples.length > 0).each(figures)("%s", (name, collections, requests, folders) => {
  const file = samples.find((candidate) => path.basename(candidate) === name)!;
  const imported = importSources([{ path: name, bytes: bytesOf(file) }]);
  expect(countImport(imported)).toMatchObject({ collections, requests, folders });
  for (const collection of imported.collections) writtenFiles(collection);
});
