import { statSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDefaults } from "../opencollection/defaults.ts";
import { readRequest } from "../opencollection/request.ts";
import { importSources } from "../import/import.ts";
import {
  bytesOf,
  importText,
  onlyCollection,
  requestsOf,
  sampleFiles,
  skipped,
} from "../import/import.testing.ts";
import type { ImportedCollection } from "../import/imported.ts";
import { examplesOf } from "./exported.ts";
import { anyCollection } from "./made-up.testing.ts";
import { openApiJson, openApiYaml } from "./openapi.ts";

/** What both formats hold of each request, by method and path. */
function saidBy(collection: ImportedCollection): ReadonlyMap<string, unknown> {
  const root = readDefaults(collection.data);
  return new Map(
    requestsOf(collection.children).map(({ item }) => {
      const { name, method, url, params, headers, body, auth } = readRequest(item.data);
      const examples = examplesOf(item.data).map(({ status, body: text }) => [status, text.trim()]);
      const own = auth.kind === "inherit" ? root.auth.kind : auth.kind;
      const rows = (list: typeof headers) =>
        list.map((row) => [row.name, row.value, row.disabled === true]);
      return [
        `${method} ${url}`,
        { name, params: rows(params), headers: rows(headers), body, auth: own, examples },
      ] as const;
    }),
  );
}

const again = (collection: ImportedCollection) => {
  const yaml = openApiYaml.write(collection);
  const fromYaml = onlyCollection(importText(yaml.text, "a.yaml"));
  const fromJson = onlyCollection(importText(openApiJson.write(collection).text, "a.json"));
  expect([...saidBy(fromJson)]).toEqual([...saidBy(fromYaml)]);
  return { collection: fromYaml, left: yaml.left };
};

const spec = {
  openapi: "3.1.0",
  info: { title: "Shop", version: "2.1", description: "All of it" },
  servers: [
    { url: "https://{region}.h/v1", description: "Live", variables: { region: { default: "eu" } } },
  ],
  security: [{ key: [] }],
  components: {
    securitySchemes: {
      key: { type: "apiKey", in: "header", name: "X-Key" },
      oauth: {
        type: "oauth2",
        flows: { clientCredentials: { tokenUrl: "https://h/token", scopes: { read: "" } } },
      },
    },
  },
  tags: [{ name: "Orders", description: "What was bought" }],
  paths: {
    "/orders/{id}": {
      get: {
        summary: "One order",
        tags: ["Orders"],
        parameters: [
          { name: "id", in: "path", required: true, example: 7 },
          { name: "ids", in: "query", required: true, example: [1, 2] },
          { name: "deep", in: "query", example: "a b" },
          { name: "X-Trace", in: "header", required: true, example: "t" },
          { name: "session", in: "cookie", required: true, example: "s" },
        ],
        responses: {
          200: {
            description: "Found",
            content: {
              "application/json": {
                examples: { a: { value: { id: 1 } }, b: { value: { id: 2 } } },
              },
            },
          },
          404: { description: "None", headers: { "X-Why": { example: "gone" } } },
        },
      },
      put: {
        summary: "Replace",
        tags: ["Orders"],
        security: [{ oauth: ["read"] }],
        parameters: [{ name: "id", in: "path", required: true, example: 7 }],
        requestBody: { content: { "application/vnd.h+json": { example: { a: [1, null, true] } } } },
      },
    },
    "/forms": {
      post: {
        summary: "Form",
        security: [],
        requestBody: {
          content: {
            "application/x-www-form-urlencoded": {
              schema: {
                type: "object",
                required: ["a"],
                properties: { a: { example: "1" }, b: { example: "2" } },
              },
            },
          },
        },
      },
      put: {
        summary: "Upload",
        requestBody: {
          content: {
            "multipart/form-data": {
              schema: {
                type: "object",
                required: ["f"],
                properties: { f: { type: "string", format: "binary" }, t: { example: "x" } },
              },
            },
          },
        },
      },
    },
  },
};

describe("OpenAPI", () => {
  test("what a description says comes back from its collection", () => {
    const first = onlyCollection(importText(JSON.stringify(spec)));
    const { collection, left } = again(first);
    expect(left).toEqual([]);
    expect([...saidBy(collection)]).toEqual([...saidBy(first)]);
    const { variables, docs } = readDefaults(collection.data);
    expect(docs).toBe("All of it");
    expect(variables.slice(0, 2)).toEqual([
      { name: "baseUrl", value: "https://{{region}}.h/v1" },
      { name: "region", value: "eu" },
    ]);
    expect(collection.environments.map(({ name }) => name)).toEqual(["Live"]);
  });

  test("what has no place is named", () => {
    const postman = importText(
      JSON.stringify({
        info: { name: "P", schema: "https://schema.getpostman.com/json/collection/v2.1.0/" },
        item: [
          { name: "A", request: { method: "LINK", url: "http://h/a" } },
          { name: "B", request: { method: "GET", url: "http://h/a?x=1", auth: { type: "ntlm" } } },
          {
            name: "C",
            request: { method: "GET", url: "http://h/a" },
            event: [{ listen: "test", script: { exec: "1" } }],
          },
        ],
      }),
    );
    const { text, left } = openApiJson.write(onlyCollection(postman));
    expect(left).toEqual([
      "A: The method LINK has no place in OpenAPI.",
      "C: A script has no place in OpenAPI.",
      "C: A second request of the same method and path has no place in OpenAPI.",
      "P: Authentication of the kind ntlm has no place in OpenAPI.",
    ]);
    expect(JSON.parse(text)).toMatchObject({
      servers: [{ url: "http://h" }],
      paths: {
        "/a": { get: { summary: "B", parameters: [{ name: "x", in: "query", example: 1 }] } },
      },
    });
  });

  test("the second export says what the first said", () => {
    fc.assert(
      fc.property(anyCollection, (before) => {
        const first = openApiYaml.write(before).text;
        const second = openApiYaml.write(onlyCollection(importText(first, "a.yaml"))).text;
        expect(second).toBe(first);
      }),
      { numRuns: 60 },
    );
  });

  const others = ["postman", "insomnia", "hoppscotch", "bruno", "openapi", "har", "http"]
    .flatMap((folder) => sampleFiles(`samples/${folder}`))
    .filter((file) => /\.(?:json|ya?ml|har|http)$/.test(file) && statSync(file).size < 60_000);
  if (others.length === 0) skipped("the samples");
  test.runIf(others.length > 0)("and so for collections others wrote", () => {
    for (const file of others)
      for (const before of importSources([{ path: path.basename(file), bytes: bytesOf(file) }])
        .collections) {
        const first = openApiYaml.write(before).text;
        const [after] = importText(first, "a.yaml").collections;
        expect(after === undefined ? "" : openApiYaml.write(after).text, file).toBe(first);
      }
  });

  const files = sampleFiles("samples/openapi").filter(
    (file) =>
      /petstore|uspto|uber|box-openapi|with-examples|comprehensive/.test(file) &&
      !file.includes("separate"),
  );
  if (files.length === 0) skipped("descriptions of APIs");
  test.each(files.map((file) => [path.basename(file), file]))(
    "%s keeps every request and its URL",
    (_, file) => {
      const first = onlyCollection(
        importSources([{ path: path.basename(file), bytes: bytesOf(file) }]),
      );
      const back = onlyCollection(importText(openApiYaml.write(first).text, "a.yaml"));
      const bare = (collection: ImportedCollection) =>
        [...saidBy(collection).keys()]
          .map((key) => key.replace(/\{\{baseUrl\d*\}\}/, ""))
          .toSorted();
      expect(bare(back)).toEqual(bare(first));
    },
  );
});
