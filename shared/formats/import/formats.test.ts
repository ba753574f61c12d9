import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readDefaults } from "../opencollection/defaults.ts";
import { readRequest } from "../opencollection/request.ts";
import { countImport } from "./counts.ts";
import {
  bytesOf,
  importText,
  onlyCollection,
  requestAt,
  requestsOf,
  sampleFiles,
  skipped,
  writtenFiles,
} from "./import.testing.ts";
import { importSources } from "./import.ts";

const encoder = new TextEncoder();
const sources = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([at, text]) => ({ path: at, bytes: encoder.encode(text) }));

describe("how a text is written does not count", () => {
  const text = '{"log":{"entries":[{"request":{"method":"GET","url":"http://h/é"}}]}}';
  const utf16 = (big: boolean, mark: boolean) => {
    const units = [...(mark ? "\ufeff" : ""), ...text].flatMap((character) => {
      const code = character.charCodeAt(0);
      return big ? [code >> 8, code & 255] : [code & 255, code >> 8];
    });
    return Uint8Array.from(units);
  };
  const forms = [
    ["UTF-8", encoder.encode(text)],
    ["UTF-8 with a mark", encoder.encode(`\ufeff${text}`)],
    ["UTF-16 LE", utf16(false, true)],
    ["UTF-16 BE", utf16(true, true)],
    ["UTF-16 LE without a mark", utf16(false, false)],
    ["UTF-16 BE without a mark", utf16(true, false)],
  ] as const;
  test.each(forms)("%s", (_, bytes) => {
    expect(requestAt(importSources([{ path: "a.har", bytes }]), "GET /é").url).toBe("http://h/é");
  });
});

describe("HAR", () => {
  const entry = (request: object, more: object = {}) => ({
    request: { method: "GET", url: "http://a/x", ...request },
    ...more,
  });
  const har = (...entries: readonly object[]) =>
    importText(JSON.stringify({ log: { entries } }), "a.har");

  test("what the connection decides is left out, cookies and bodies are not", () => {
    const imported = har(
      entry({
        method: "POST",
        headers: [
          { name: ":authority", value: "a" },
          { name: "Host", value: "a" },
          { name: "Content-Length", value: "3" },
          { name: "X-Mine", value: "1" },
        ],
        cookies: [{ name: "s", value: "1" }],
        queryString: [{ name: "q", value: "1" }],
        postData: { mimeType: "application/x-www-form-urlencoded", text: "a=1" },
      }),
    );
    expect(requestAt(imported, "POST /x")).toMatchObject({
      url: "http://a/x?q=1",
      headers: [
        { name: "X-Mine", value: "1" },
        { name: "Cookie", value: "s=1" },
      ],
      body: { kind: "form", rows: [{ name: "a", value: "1" }] },
    });
  });
  test("forms with parts that a browser wrote as text", () => {
    const written = (parts: readonly string[]) =>
      `${parts.map((part) => `------WebKitFormBoundaryA\r\n${part}\r\n`).join("")}------WebKitFormBoundaryA--\r\n`;
    const part = 'Content-Disposition: form-data; name="a %22é%22"\r\n\r\nline 1\r\nü';
    const file =
      'Content-Disposition: form-data; name="f"; filename="ä.txt"\r\nContent-Type: text/plain\r\n\r\n';
    const type = "multipart/form-data; boundary=----WebKitFormBoundaryA";
    const archive = (text: string, params: readonly object[] = []) =>
      har(
        entry({
          method: "POST",
          headers: [{ name: "content-type", value: type }],
          postData: { mimeType: type, text, params },
        }),
      );
    const whole = written([part, file]);
    const imported = archive(whole);
    expect(imported.notes.map(({ code, values }) => [code, values])).toEqual([
      ["file-not-there", { path: "ä.txt" }],
    ]);
    const parts = [
      { name: 'a "é"', kind: "text", value: "line 1\r\nü", paths: [] },
      { name: "f", kind: "file", value: "", paths: ["ä.txt"], contentType: "text/plain" },
    ];
    const command = `curl http://a/x -H 'content-type: ${type}' --data-raw $'${whole.replaceAll("\r\n", "\\r\\n")}'`;
    for (const found of [imported, importText(command, "a.sh")]) {
      const { body, headers } = requestAt(found, "POST /x");
      expect(body).toEqual({ kind: "multipart", parts });
      expect(headers).toEqual([]);
    }
    // What would be sent otherwise stays text.
    for (const text of [written([`${file}content`]), whole.slice(0, -6)]) {
      expect(requestAt(archive(text), "POST /x").body).toEqual({ kind: "text", text });
    }
    // Beside the text Chromium lists the parts, with a word for what the file held.
    const listed = archive(written([`${file}content`]), [
      { name: "f", value: "(binary)", fileName: "ä.txt" },
    ]);
    expect(requestAt(listed, "POST /x").body).toMatchObject({ kind: "text" });
  });
  test("what a browser reads from itself is told and left out", () => {
    const urls = ["data:image/png;base64,AA==", "blob:http://a/1", "chrome-extension://x/y.js"];
    const imported = har(
      ...urls.map((url) => entry({ url })),
      entry({}),
      entry({ url: "{{u}}/x" }),
    );
    expect(countImport(imported).requests).toBe(2);
    expect(imported.notes).toMatchObject([
      { code: "no-network", values: { count: "3", names: "data:, blob:, chrome-extension:" } },
    ]);
  });
  test("a folder for each host, replies as examples, text in base64 read", () => {
    const response = {
      status: 200,
      statusText: "OK",
      headers: [{ name: "content-type", value: "text/plain" }],
      content: { mimeType: "text/plain", text: btoa("hello"), encoding: "base64" },
    };
    const imported = har(entry({}, { response }), entry({ url: "http://b/y" }));
    expect(requestsOf(onlyCollection(imported).children).map(({ path: at }) => at)).toEqual([
      "a/GET /x",
      "b/GET /y",
    ]);
    expect([...writtenFiles(onlyCollection(imported)).values()].join("\n")).toContain("hello");
    expect(countImport(imported).examples).toBe(1);
  });
});

describe("Hoppscotch", () => {
  test("collections of any version, variables in their own brackets", () => {
    const collection = {
      v: 3,
      name: "H",
      headers: [{ key: "A", value: "<<a>>", active: true }],
      auth: { authType: "inherit", authActive: true },
      folders: [
        {
          v: 3,
          name: "F",
          folders: [],
          requests: [
            {
              v: "7",
              name: "R",
              endpoint: "<<base>>/x",
              method: "POST",
              params: [
                { key: "q", value: "1", active: true },
                { key: "off", value: "1", active: false },
              ],
              headers: [],
              body: { contentType: "application/x-www-form-urlencoded", body: "a: 1\n#b: 2" },
              auth: { authType: "basic", authActive: true, username: "u", password: "<<p>>" },
              preRequestScript: "",
              testScript: "pw.test()",
            },
          ],
        },
      ],
      requests: [
        { v: "0", name: "G", url: "http://g", query: "{ a }", variables: "{}", headers: [] },
      ],
    };
    const imported = importText(JSON.stringify([collection]));
    expect(readDefaults(onlyCollection(imported).data)).toMatchObject({
      headers: [{ name: "A", value: "{{a}}" }],
      auth: { kind: "none" },
    });
    expect(requestAt(imported, "F/R")).toMatchObject({
      url: "{{base}}/x?q=1",
      body: {
        kind: "form",
        rows: [
          { name: "a", value: "1" },
          { name: "b", value: "2", disabled: true },
        ],
      },
      auth: { kind: "basic", password: "{{p}}" },
    });
    expect([...countImport(imported).kinds]).toEqual([
      ["http", 1],
      ["graphql", 1],
    ]);
  });
  test("environments, one or many", () => {
    const one = {
      v: 1,
      name: "A",
      variables: [
        { key: "k", value: "<<x>>" },
        { key: "s", secret: true },
      ],
    };
    const imported = importText(JSON.stringify([one, { ...one, v: 2, name: "B" }]));
    expect(imported.environments.map((environment) => environment.name)).toEqual(["A", "B"]);
  });
});

test("a bundled collection is taken apart and everything in it stays", () => {
  const text = `opencollection: 1.0.0
info:
  name: B
  x-own: kept
config:
  environments:
    - name: S
      variables: []
items:
  - info: {name: F, type: folder, seq: 2}
    items:
      - info: {name: R, type: http, seq: 1}
        http: {method: GET, url: http://a/}
        x-own: 00123
bundled: true
`;
  const imported = importText(text, "b.yml");
  const files = writtenFiles(onlyCollection(imported));
  expect([...files.keys()].toSorted()).toEqual(
    [
      ".gitignore",
      "F/R.yml",
      "F/folder.yml",
      "environments/S.yml",
      "opencollection.yml",
    ].toSorted(),
  );
  expect(files.get("F/R.yml")).toContain("x-own: 00123");
  expect(files.get("opencollection.yml")).toContain("x-own: kept");
  expect(files.get("opencollection.yml")).not.toContain("items");
});

test("the root file of a folder says that it is a collection already", () => {
  expect(
    importText("opencollection: 1.0.0\ninfo:\n  name: A\n", "opencollection.yml").notes.map(
      (note) => note.code,
    ),
  ).toEqual(["is-collection"]);
});

test("Postman's YAML folders: maps and lists, order, examples, other kinds", () => {
  const imported = importSources(
    sources({
      "c/.resources/definition.yaml":
        "$kind: collection\nname: C\nvariables:\n  a: 1\nauth:\n  type: bearer\n  credentials:\n    - key: token\n      value: t\n",
      "c/B/.resources/definition.yaml": "$kind: collection\norder: 1000\n",
      "c/B/Two.request.yaml": "$kind: http-request\norder: 2000\nurl: http://a/2\nmethod: GET\n",
      "c/B/One.request.yaml":
        "$kind: http-request\norder: 1000\nurl: http://a/1\nmethod: POST\nheaders:\n  A: '1'\nqueryParams:\n  - key: q\n    value: '2'\nbody:\n  type: json\n  content: '{}'\nscripts:\n  - type: afterResponse\n    code: x()\n",
      "c/B/.resources/One.resources/examples/1.example.yaml":
        "$kind: http-example\nname: Ok\nresponse:\n  statusCode: 200\n  body:\n    type: json\n    content: '{}'\n",
      "c/M.request.yaml": "$kind: mqtt-request\nname: M\nurl: mqtt://a\n",
      "S.environment.yaml": "name: S\nvalues:\n  - key: a\n    value: b\n",
    }),
  );
  const paths = requestsOf(onlyCollection(imported).children).map(({ path: at }) => at);
  expect(paths).toEqual(["B/One", "B/Two", "M"]);
  expect(requestAt(imported, "B/One")).toMatchObject({
    url: "http://a/1?q=2",
    headers: [{ name: "A", value: "1" }],
    body: { kind: "json", text: "{}" },
  });
  expect(countImport(imported)).toMatchObject({ examples: 1, scripts: 1, environments: 1 });
  expect(imported.notes.map((note) => note.code)).toEqual(["no-place-value"]);
});

test("what is in no format is named, beside what is", () => {
  const imported = importSources([...sources({ "a.sh": "curl http://a/", "read.me": "words" })]);
  expect(imported.notes.map((note) => [note.code, note.values["names"]])).toEqual([
    ["files-left", "read.me"],
  ]);
});

test("the list of what is in a Postman dump is no file that was left out", () => {
  const environment = { name: "E", values: [], _postman_variable_scope: "environment" };
  const imported = importSources([
    ...sources({
      "dump/archive.json": '{"collection":{},"environment":{"a":true}}',
      "dump/environment/a.json": JSON.stringify(environment),
    }),
  ]);
  expect(imported.notes).toEqual([]);
  expect(imported.environments).toHaveLength(1);
});

const twins = sampleFiles("samples/postman-v3/v2-twins");
if (twins.length === 0) skipped("the Postman 3 samples");
test.runIf(twins.length > 0).each(["pokemon", "restful-api.dev"])(
  "%s: the same requests in Postman's second and third form",
  (name) => {
    const twin = twins.find((file) => path.basename(file) === `${name}.postman_collection.json`)!;
    const root = path.join(path.dirname(twin), "..", name);
    const walk = (at: string): readonly string[] =>
      statSync(at).isDirectory()
        ? readdirSync(at).flatMap((child) => walk(path.join(at, child)))
        : [at];
    const third = importSources(
      walk(root).map((file) => ({ path: path.relative(root, file), bytes: readFileSync(file) })),
    );
    const second = importSources([{ path: twin, bytes: bytesOf(twin) }]);
    const list = (imported: typeof second) =>
      new Map(
        requestsOf(onlyCollection(imported).children).map(({ path: at, item }) => [
          at,
          readRequest(item.data),
        ]),
      );
    const [left, right] = [list(second), list(third)];
    expect([...right.keys()].toSorted()).toEqual([...left.keys()].toSorted());
    for (const [at, request] of left) {
      const { method, url, body } = right.get(at)!;
      expect([at, method, url, body]).toEqual([at, request.method, request.url, request.body]);
    }
  },
);

describe.each(["hoppscotch", "har", "insomnia", "postman", "bruno"])("samples of %s", (folder) => {
  const all = sampleFiles(`samples/${folder}`);
  test.runIf(all.length > 0)("are read without an exception and their files read back", () => {
    for (const file of all) {
      const imported = importSources([{ path: path.basename(file), bytes: bytesOf(file) }]);
      if (/rooms|click|syncapi|crudcraft|scripting-revamp/.test(file)) continue;
      for (const collection of imported.collections) writtenFiles(collection);
    }
  });
});

test("cookies of Postman's saved responses are told", () => {
  const imported = importText(
    JSON.stringify({
      info: { name: "C", schema: "https://schema.getpostman.com/json/collection/v2.1.0/" },
      item: [
        {
          name: "R",
          request: "http://h/",
          response: [{ name: "E", code: 200, cookie: [{ name: "sid", value: "s3cret" }] }],
        },
      ],
    }),
  );
  expect(imported.notes.map(({ code }) => code)).toEqual(["cookies-left"]);
  expect(JSON.stringify(imported.notes)).not.toContain("s3cret");
});
