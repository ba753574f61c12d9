import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readDefaults } from "../../opencollection/defaults.ts";
import { readRequest } from "../../opencollection/request.ts";
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
import { writeCollection } from "../write.ts";
import { codesOf, importApi, oneRequest } from "./openapi.testing.ts";

type Plain = Readonly<Record<string, unknown>>;
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/** Figures of a description, counted from the raw text by another parser. */
function figures(text: string) {
  const data = parse(text, { logLevel: "silent" }) as Plain;
  const paths = Object.values((data["paths"] ?? {}) as Plain) as Plain[];
  const hooks = Object.values((data["webhooks"] ?? {}) as Plain) as Plain[];
  const operations = [...paths, ...hooks].flatMap((item) => [
    ...Object.entries(item).flatMap(([key, value]) =>
      methods.includes(key) ? [value as Plain] : [],
    ),
    ...(Object.values((item["additionalOperations"] ?? {}) as Plain) as Plain[]),
  ]);
  const inPaths = operations.slice(0, operations.length);
  const tags = new Set(inPaths.flatMap((one) => ((one["tags"] ?? []) as string[]).slice(0, 1)));
  return {
    requests: operations.length,
    tags,
    servers: ((data["servers"] ?? []) as unknown[]).length,
  };
}

describe("real descriptions", () => {
  const files = [...sampleFiles("samples/openapi"), ...sampleFiles("suites/openapi")].filter(
    (file) =>
      /["']?(?:openapi|swagger)["']?: *["']?\d/.test(new TextDecoder().decode(bytesOf(file))),
  );
  if (files.length === 0) skipped("descriptions of APIs");
  const broken = /openapi-(?:broken|malformed)|petstore-separate/;
  test.each(files.filter((file) => !broken.test(file)).map((file) => [path.basename(file), file]))(
    "%s has every operation and tag",
    (_, file) => {
      const bytes = bytesOf(file);
      const imported = importSources([{ path: path.basename(file), bytes }]);
      const collection = onlyCollection(imported);
      const expected = figures(new TextDecoder().decode(bytes));
      expect(countImport(imported).requests).toBe(expected.requests);
      const folders = new Set(
        requestsOf(collection.children).flatMap(({ path: at }) => at.split("/").slice(0, -1)),
      );
      for (const tag of expected.tags) expect([...folders].join("\n")).toContain(tag.split("/")[0]);
      if (expected.servers > 0) expect(countImport(imported).environments).toBe(expected.servers);
      expect(imported.notes.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(writeCollection(collection).files.length).toBeGreaterThan(expected.requests);
      for (const { item } of requestsOf(collection.children)) {
        const request = readRequest(item.data);
        if (request.body.kind === "json" && request.body.text !== "") JSON.parse(request.body.text);
      }
    },
  );
  const separate = files.filter((file) => file.includes("petstore-separate"));
  test.runIf(separate.length > 0).each(["json", "yaml"])(
    "several files in a folder, %s",
    (kind) => {
      const root = sampleFiles("samples/openapi").filter((file) =>
        file.includes(`${kind}/petstore-separate`),
      );
      const imported = importSources(
        root.map((file) => ({
          path: file.slice(file.indexOf("petstore-separate/") + 18),
          bytes: bytesOf(file),
        })),
      );
      expect(codesOf(imported)).toEqual([]);
      expect(requestAt(imported, "addPet").body).toEqual({
        kind: "json",
        text: JSON.stringify({ id: 0, name: "string", tag: "string", description: 0 }, null, 2),
      });
    },
  );
  const inBruno = (name: string) => files.filter((file) => file.endsWith(name));
  test.each([...inBruno("openapi-broken.json"), ...inBruno("openapi-malformed.yaml")])(
    "a broken file says where and gives what is sound: %s",
    (file) => {
      const imported = importSources([{ path: "x", bytes: bytesOf(file) }]);
      expect(imported.notes[0]).toMatchObject({ severity: "error", code: "broken-part" });
      expect(imported.notes[0]?.line).toBeGreaterThan(1);
      expect(countImport(imported).requests).toBe(1);
    },
  );
});

describe("what a description may be", () => {
  test("its version as a number, without info, with empty paths", () => {
    expect(importText("openapi: 3.0\npaths: {}\n", "my-api.yaml")).toMatchObject({
      format: "openapi",
      collections: [{ name: "my-api", children: [] }],
    });
    expect(codesOf(importText("openapi: 3.0\npaths: {}\n"))).toContain("nothing-in-it");
  });
  test("other files are no description", () => {
    expect(importText('{"openapi": true}').collections).toEqual([]);
    expect(importText('{"swagger": "1.2", "apis": []}').collections).toEqual([]);
  });
  test("operations that are none are named with their line and left out", () => {
    const imported = importText(
      "openapi: 3.1.0\npaths:\n  /a:\n    get: 7\n    put: {}\n  /b: nothing\n",
      "a.yaml",
    );
    expect(requestsOf(onlyCollection(imported).children).map(({ path: at }) => at)).toEqual([
      "PUT /a",
    ]);
    expect(
      imported.notes.filter(({ code }) => code === "missing-part").map(({ line }) => line),
    ).toEqual([3, 6]);
  });
  test("duplicate ids, names with line breaks and __proto__ are only names", () => {
    const twice = { operationId: "same", summary: "a\nb" };
    const imported = importApi({
      paths: { "/a": { get: twice, put: twice }, "/__proto__": { get: { tags: ["__proto__"] } } },
    });
    expect(requestsOf(onlyCollection(imported).children).map(({ path: at }) => at)).toEqual([
      "__proto__/GET /__proto__",
      "a b",
      "a b",
    ]);
    expect(
      [...writtenFiles(onlyCollection(imported)).keys()].filter((at) => at.startsWith("a b")),
    ).toEqual(["a b.yml", "a b 2.yml"]);
  });
});

describe("folders", () => {
  const paths = {
    "/users": { get: { tags: ["People", "Other"], summary: "List" } },
    "/users/{id}": { get: { tags: ["People"], summary: "One" }, put: { summary: "Untagged" } },
  };
  const names = (folders: "tags" | "paths" | "none", more: object = {}) => {
    const text = JSON.stringify({ openapi: "3.2.0", info: { title: "A" }, paths, ...more });
    const imported = importSources([{ path: "a.json", bytes: new TextEncoder().encode(text) }], {
      openApi: { folders },
    });
    return requestsOf(onlyCollection(imported).children).map(({ path: at }) => at);
  };
  test.each([
    ["tags", ["People/List", "People/One", "Untagged"]],
    ["paths", ["users/{id}/One", "users/{id}/Untagged", "users/List"]],
    ["none", ["List", "One", "Untagged"]],
  ] as const)("by %s", (rule, expected) => {
    expect(names(rule)).toEqual(expected);
  });
  test("tags of 3.2 lie in their parents, circles end; Redoc's groups hold theirs", () => {
    const tags = [
      { name: "People", parent: "All" },
      { name: "All", parent: "People" },
    ];
    expect(names("tags", { tags })).toEqual(["All/People/List", "All/People/One", "Untagged"]);
    const groups = { "x-tagGroups": [{ name: "Group", tags: ["People"] }] };
    expect(names("tags", groups)[0]).toBe("Group/People/List");
  });
  test("further tags are the request's own", () => {
    expect(oneRequest({ get: { tags: ["a", "b", "c"] } }).tags).toEqual(["b", "c"]);
  });
});

describe("servers", () => {
  const of = (data: object) => {
    const collection = onlyCollection(importApi({ paths: { "/a": { get: {} } }, ...data }));
    const { variables } = readDefaults(collection.data);
    return {
      variables: variables.map(({ name, value }) => [name, value]),
      environments: collection.environments.map(({ name }) => name),
    };
  };
  test("variables have their defaults and choices", () => {
    const servers = [
      {
        url: "https://{region}.h/{v}/",
        description: "Live",
        variables: { region: { default: "eu", enum: ["eu", "us"] }, v: {} },
      },
      { url: "http://test" },
    ];
    expect(of({ servers })).toEqual({
      variables: [
        ["baseUrl", "https://{{region}}.h/{{v}}"],
        ["region", "eu"],
        ["v", ""],
      ],
      environments: ["Live", "test"],
    });
  });
  test("relative or missing: a warning", () => {
    const imported = importApi({ servers: [{ url: "/v1" }], paths: { "/a": { get: {} } } });
    expect(codesOf(imported)).toEqual(["openapi-no-host"]);
    expect(of({ servers: [{ url: "/v1" }] }).variables).toEqual([
      ["baseUrl", "http://localhost/v1"],
    ]);
  });
  test("paths and operations may have their own", () => {
    const imported = importApi({
      paths: {
        "/a": {
          servers: [{ url: "https://up.h", description: "Uploads" }],
          get: {},
          put: { servers: [{ url: "https://h" }] },
        },
      },
    });
    expect(requestAt(imported, "GET /a").url).toBe("{{baseUrl2}}/a");
    expect(requestAt(imported, "PUT /a").url).toBe("{{baseUrl}}/a");
  });
  test("Swagger 2: host, base path and schemes, https first", () => {
    const imported = importText(
      JSON.stringify({
        swagger: "2.0",
        info: { title: "A" },
        host: "h",
        basePath: "/v1",
        schemes: ["http", "https"],
        paths: { "/a": { get: {} } },
      }),
    );
    const { variables } = readDefaults(onlyCollection(imported).data);
    expect(variables).toEqual([{ name: "baseUrl", value: "https://h/v1" }]);
    expect(countImport(imported).environments).toBe(2);
  });
});
