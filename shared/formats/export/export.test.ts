import { describe, expect, test } from "vitest";
import { emptyRequest, type HttpRequest, type SocketMessage } from "../../model/request.ts";
import { collectionData, requestItem } from "../import/build.ts";
import {
  importText,
  onlyCollection,
  skipped,
  sampleFiles,
  bytesOf,
} from "../import/import.testing.ts";
import { importSources } from "../import/import.ts";
import type { Imported, ImportedCollection, ImportedItem } from "../import/imported.ts";
import { writeCollection } from "../import/write.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { readRequest } from "../opencollection/request.ts";
import { isYamlMap } from "../yaml/data.ts";
import { parseYaml } from "../yaml/parse.ts";
import { readCollectionFiles } from "./collection.ts";
import { exportCollection, exportFormat } from "./export.ts";
import { html } from "./html.ts";
import { markdown } from "./markdown.ts";
import { postman } from "./postman.ts";

/** What was imported, written into files and read back. */
function readBack(collection: ImportedCollection) {
  const { files } = writeCollection(collection);
  return readCollectionFiles(
    files.map(({ path, content }) => ({
      path,
      bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
    })),
    "fallback",
  );
}

/** What requests and folders say, without what only files have. */
function said(collection: ImportedCollection): unknown {
  const item = (one: ImportedItem): unknown =>
    one.kind === "folder"
      ? { ...readDefaults(one.data), children: one.children.map(item) }
      : {
          ...readRequest(one.data),
          scripts: one.data.get("runtime"),
          examples: one.data.get("examples"),
        };
  return { ...readDefaults(collection.data), children: collection.children.map(item) };
}

const shop = JSON.stringify({
  info: {
    name: "Shop | <b>",
    description: "About `it`",
    schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
  },
  auth: {
    type: "bearer",
    bearer: [{ key: "token", value: "ghp_0123456789abcdefghijABCDEFGHIJ012345" }],
  },
  variable: [{ key: "base", value: "http://localhost:1" }],
  protocolProfileBehavior: { disableUrlEncoding: true },
  item: [
    {
      name: "Orders",
      description: "All of them",
      event: [{ listen: "prerequest", script: { exec: ["let a = 1;", "b();"] } }],
      item: [
        {
          name: "List <script>alert(1)</script>",
          event: [{ listen: "test", script: { exec: ["pm.test();"] } }],
          request: {
            method: "POST",
            description: "</div><img src=x onerror=alert(1)>",
            header: [
              { key: "X-A", value: "1|2" },
              { key: "X-A", value: "`", description: "twice" },
              { key: "X-Off", value: "", disabled: true },
            ],
            body: { mode: "raw", raw: '{"a": "```"}', options: { raw: { language: "json" } } },
            url: {
              raw: "{{base}}/o/:id?a&b=&c=1",
              host: ["{{base}}"],
              path: ["o", ":id"],
              query: [
                { key: "a", value: null },
                { key: "b", value: "" },
                { key: "off", value: "1", disabled: true },
                { key: "c", value: "1" },
              ],
              variable: [{ key: "id", value: "7" }],
            },
          },
          response: [
            {
              name: "Fine",
              originalRequest: { method: "POST", header: [], url: { raw: "{{base}}/o/7" } },
              status: "OK",
              code: 200,
              header: [{ key: "Content-Type", value: "application/json" }],
              body: "[]",
            },
          ],
        },
        {
          name: "Form",
          request: {
            method: "PUT",
            auth: {
              type: "basic",
              basic: [
                { key: "username", value: "u" },
                { key: "password", value: "{{p}}" },
              ],
            },
            body: {
              mode: "urlencoded",
              urlencoded: [
                { key: "a", value: "b c" },
                { key: "d", value: "", disabled: true },
              ],
            },
            url: "https://example.org:8443/f#top",
          },
        },
        {
          name: "Parts",
          request: {
            method: "POST",
            auth: { type: "noauth" },
            body: {
              mode: "formdata",
              formdata: [
                { key: "n", value: "v", type: "text" },
                { key: "f", type: "file", src: "a.bin", contentType: "image/png" },
              ],
            },
            url: "https://example.org/p",
          },
        },
        { name: "Ask", request: { method: "GET", url: "https://example.org/?x=%20" } },
      ],
    },
  ],
});

describe("Postman", () => {
  test("a collection comes back as it went", () => {
    const before = onlyCollection(importText(shop));
    const after = onlyCollection(importText(postman.write(before).text));
    expect(said(after)).toEqual(said(before));
    // Written into files in between.
    const [read] = readBack(before).imported.collections;
    expect(said(onlyCollection(importText(postman.write(read ?? before).text)))).toEqual(
      said(before),
    );
  });

  const samples = sampleFiles("samples/postman").filter((file) => file.endsWith(".json"));
  if (samples.length === 0) skipped("the Postman samples");
  test.runIf(samples.length > 0)(
    "every sample comes back with the same requests",
    () => {
      for (const file of samples) {
        const imported: Imported = importSources([{ path: file, bytes: bytesOf(file) }]);
        for (const before of imported.collections) {
          const after = onlyCollection(importText(postman.write(before).text));
          expect(shape(after.children), file).toEqual(
            shape(before.children).filter((line) => line !== null),
          );
        }
      }
    },
    60_000,
  );
});

test("a GraphQL request is in every format, as itself or as what is posted", () => {
  const graphql = { query: "query A { a }", operationName: "A", variables: '{"b": 1}' };
  const before = onlyCollection(
    importText(
      JSON.stringify({
        info: {
          name: "Ask",
          schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        item: [
          {
            name: "A",
            request: { method: "POST", url: "http://h/g", body: { mode: "graphql", graphql } },
          },
        ],
      }),
    ),
  );
  const text = (id: string): string => exportFormat(id)?.write(before).text ?? "";
  expect(JSON.parse(text("postman"))).toMatchObject({
    item: [{ request: { method: "POST", body: { mode: "graphql", graphql } } }],
  });
  const posted = '{"query":"query A { a }","operationName":"A","variables":{"b": 1}}';
  expect(text("http")).toContain(`POST http://h/g\nContent-Type: application/json\n\n${posted}`);
  expect(text("curl")).toContain(`--data-raw '${posted}'`);
  expect(text("markdown")).toContain(
    "Query:\n\n```graphql\nquery A { a }\n```\n\nOperation:\n\n```\nA\n```\n\nVariables:\n\n```json\n",
  );
  expect(text("html")).toContain("<p>Query</p>\n<pre>query A { a }</pre>");
  expect(text("openapi")).toContain("query A { a }");
  expect(text("opencollection")).toMatch(/type: graphql[^]*operationName: A/);
});

test("a GraphQL request with GET: Postman gets it in the URL, as it is sent", () => {
  const name = "Ask";
  const request = {
    ...emptyRequest,
    name,
    method: "GET",
    url: "http://h/g?a=1",
    body: { kind: "graphql" as const, query: "{ a }", variables: "" },
  };
  const before = {
    name,
    data: collectionData({ name }),
    children: [requestItem({ request })],
    environments: [],
    secrets: new Map<string, string>(),
    files: [],
  };
  const written: unknown = JSON.parse(exportFormat("postman")?.write(before).text ?? "");
  expect(written).toMatchObject({
    item: [
      {
        request: {
          method: "GET",
          url: { query: [{ key: "a" }, { key: "query", value: "%7B+a+%7D" }] },
        },
      },
    ],
  });
  expect(JSON.stringify(written)).not.toContain('"body"');
});

/** Names, methods, URLs, headers and bodies in order. */
function shape(items: readonly ImportedItem[]): readonly unknown[] {
  return items.flatMap((item): readonly unknown[] => {
    if (item.kind === "folder") return [item.name, ...shape(item.children)];
    const { name, method, url, headers, body } = readRequest(item.data);
    return [{ name, method, url, headers, body }];
  });
}

test("a bundled collection holds everything", () => {
  const before = onlyCollection(importText(shop));
  const format = exportFormat("opencollection");
  const { data } = parseYaml(format?.write(before).text ?? "");
  if (!isYamlMap(data)) throw new Error("no map");
  expect(data.get("bundled")).toBe(true);
  const [folder] = data.get("items") as readonly ReadonlyMap<string, never>[];
  const items = folder?.get("items") as unknown as readonly ReadonlyMap<string, never>[];
  expect(items).toHaveLength(4);
  const children = before.children[0]?.kind === "folder" ? before.children[0].children : [];
  expect(items.map((item) => readRequest(item))).toEqual(
    children.map((item) => readRequest(item.data)),
  );
});

test.each(["opencollection", "opencollection-json", "postman", "http", "markdown", "html"])(
  "%s: literal secrets are left out until they are to be kept",
  (id) => {
    const format = exportFormat(id);
    if (format === undefined) throw new Error("no format");
    const read = readBack(onlyCollection(importText(shop)));
    const result = exportCollection(read, format);
    expect(result?.secrets.map(({ name }) => name)).toEqual(["bearerToken"]);
    expect(result?.text).not.toContain("ghp_");
    const kept = exportCollection(read, format, { keepSecrets: true });
    if (id === "postman") expect(kept?.text).toContain("ghp_");
  },
);

test("one request of a collection", () => {
  const read = readBack(onlyCollection(importText(shop)));
  const result = exportCollection(read, markdown, { path: "Orders/Form.yml" });
  expect(result?.text).toContain("PUT https://example.org:8443/f#top");
  expect(result?.text).not.toContain("Parts");
  expect(exportCollection(read, markdown, { path: "Orders/none.yml" })).toBeNull();
});

test("a page holds no mark-up of the collection's, runs nothing and fetches nothing", () => {
  const { text } = html.write(onlyCollection(importText(shop)));
  const elements = new Set([...text.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name]) => name));
  for (const name of ["script", "img", "b", "iframe", "link"]) expect(elements).not.toContain(name);
  expect(text).not.toMatch(/<[^>]*\s(?:src|onerror|onload)=/i);
  expect(text).toContain("default-src 'none'");
  expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
});

test("Markdown keeps names and values from meaning something", () => {
  const { text } = markdown.write(onlyCollection(importText(shop)));
  expect(text).toContain("# Shop \\| \\<b\\>");
  expect(text).toContain("### List \\<script\\>alert\\(1\\)\\</script\\>");
  expect(text).toContain("| `X-A` | `1\\|2` |  |");
  expect(text).toContain('````json\n{"a": "```"}\n````');
});

test("a .http file", () => {
  const format = exportFormat("http");
  const { text, left } = format?.write(onlyCollection(importText(shop))) ?? { text: "", left: [] };
  expect(left).toEqual([
    "2 scripts have no place in a .http file.",
    "An example has no place in a .http file.",
  ]);
  expect(text).toContain("@base = http://localhost:1\n");
  expect(text).toContain(
    "### Form\nPUT https://example.org:8443/f#top\nAuthorization: Basic u {{p}}\nContent-Type: application/x-www-form-urlencoded\n\na=b+c\n",
  );
  expect(text).toContain("POST {{base}}/o/7?a&b=&c=1\n");
  expect(text).toContain("< a.bin");
});

describe("a WebSocket request", () => {
  const socket = (messages: readonly SocketMessage[], more: Partial<HttpRequest> = {}) => ({
    name: "C",
    data: collectionData({ name: "C" }),
    children: [
      requestItem({
        request: {
          ...emptyRequest,
          name: "Live",
          url: "wss://h/live",
          headers: [{ name: "X-A", value: "b" }],
          body: { kind: "websocket", messages, pingInterval: 5000 },
          ...more,
        },
      }),
    ],
    environments: [],
    secrets: new Map<string, string>(),
    files: [],
  });
  const message = (data: string, type: SocketMessage["type"] = "text", selected = true) => ({
    title: data,
    selected,
    type,
    data,
  });
  const written = (id: string, collection: ImportedCollection) =>
    exportFormat(id)?.write(collection) ?? { text: "", left: [] };

  test(".http has its messages; what has no place is named", () => {
    const { text, left } = written(
      "http",
      socket([message("one"), message("two", "json", false), message("AP8Q", "binary")]),
    );
    expect(text).toBe("### Live\nWEBSOCKET wss://h/live\nX-A: b\n\none\n===\ntwo\n");
    expect(left).toEqual([
      "Live: The time between two pings has no place in a .http file.",
      "Live: Which of the messages are selected has no place in a .http file.",
      "Live: A binary message has no place in a .http file.",
    ]);
  });

  test("formats without one say so", () => {
    for (const id of [
      "postman",
      "openapi",
      "openapi-json",
      "curl",
      "curl-cmd",
      "curl-powershell",
    ]) {
      const { text, left } = written(id, socket([message("one")]));
      expect(left[0], id).toMatch(/^Live: A WebSocket request has no place in /);
      expect(text, id).not.toContain("h/live");
    }
  });

  test("what is to be read shows it", () => {
    expect(written("markdown", socket([message("one"), message("{}", "json")])).text).toContain(
      "```\nWebSocket wss://h/live\n```",
    );
    const page = written("html", socket([message("<b>")])).text;
    expect(page).toContain('<span class="method">WS</span> Live');
    expect(page).toContain("<p>Message &lt;b&gt;</p>\n<pre>&lt;b&gt;</pre>");
  });
});
