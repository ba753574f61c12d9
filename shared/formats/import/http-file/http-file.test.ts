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
import { findSecrets } from "../secrets.ts";
import { httpFileText } from "./templates.ts";

const http = (text: string) => importText(text, "a.http");
const names = (text: string) =>
  requestsOf(onlyCollection(http(text)).children).map(({ path: at }) => at);
const first = (text: string) => {
  const imported = http(text);
  const [found] = requestsOf(onlyCollection(imported).children);
  return requestAt(imported, found!.path);
};
const codes = (text: string) => http(text).notes.map((note) => note.code);

describe("requests", () => {
  test("a request is called by its title; the name others refer to it by and marks without a place are told", () => {
    const imported = http(
      "# @name yac\n# @title Shown\n# @no-log\nGET http://a/\n\n### T\n# @name login\nGET http://b/\n\n###\n# @name only\nGET http://c/\n",
    );
    const docs = requestsOf(onlyCollection(imported).children).map(
      ({ path: at }) => [at, requestAt(imported, at).docs] as const,
    );
    expect(docs.map(([at]) => at)).toEqual(["Shown", "T", "only"]);
    expect(docs[0]?.[1]).toMatch(/@name yac\n[^]*@no-log/);
    expect(docs[1]?.[1]).toContain("@name login");
    expect(docs[2]?.[1]).toBe("");
  });

  test("titles, names, separators and lines one below the other", () => {
    expect(
      names(
        "### List all\nGET http://a/1\n\n###\n# @name second\nGET http://a/2\n\nPOST http://a/3\n\n{}\n\n\nGET http://a/4",
      ),
    ).toEqual(["List all", "second", "POST /3", "GET /4"]);
  });
  test("an address over several lines, without a method, completed by Host or by the variable host", () => {
    expect(first("GET http://a\n  /b\n  ?c=1\n  &d=2\nX: y\n").url).toBe("http://a/b?c=1&d=2");
    expect(first("http://a/b HTTP/1.1\n").url).toBe("http://a/b");
    expect(first("GET /b\nHost: h:8080\n").url).toBe("http://h:8080/b");
    expect(first("GET /b\n").url).toBe("{{host}}/b");
  });
  test("comments between separators are about the request below", () => {
    const text =
      "@host = http://a\n\n###\n# Section\n###\n\n### \n# All of them\n# One page at a time.\n###\nGET {{host}}/1\n\n### Last\nGET {{host}}/2\n";
    expect(names(text)).toEqual(["All of them", "Last"]);
    expect(first(text).docs).toBe("One page at a time.");
    expect(readDefaults(onlyCollection(http(text)).data).docs).toContain("Section");
  });
  test("variables between requests, an indented query with a colon, no field", () => {
    const text = "GET http://a\n  ?from=10:00\n  &to=x\n\n@b = 2\nGET http://a/{{b}}\n";
    expect(names(text)).toEqual(["GET a", "GET /{{b}}"]);
    expect(first(text)).toMatchObject({ url: "http://a?from=10:00&to=x", body: { kind: "none" } });
    expect(readDefaults(onlyCollection(http(text)).data).variables).toEqual([
      { name: "b", value: "2" },
    ]);
  });
  test("httpYac's scripts wait for their event", () => {
    const imported = http(
      "POST http://a\n\n{}\n\n{{response\n  exports.t = 1;\n}}\n\n{{@request\n  a();\n}}\n",
    );
    const [found] = requestsOf(onlyCollection(imported).children);
    expect(first("POST http://a\n\n{}\n\n{{response\n  x;\n}}\n").body).toEqual({
      kind: "json",
      text: "{}",
    });
    expect(
      listAt(mapAt(found!.item.data, "runtime"), "scripts")
        .filter(isYamlMap)
        .map((script) => textOf(script.get("type"))),
    ).toEqual(["after-response", "before-request"]);
  });
  test("a variable that has to be worked out is named", () => {
    expect(codes("@t = {{login.response.body.token}}\n\nGET http://a\n")).toContain(
      "template-kept",
    );
  });
  test("header fields, off ones, comments, settings", () => {
    expect(
      first(
        "# what it is\n# @no-redirect\n# @timeout 5\n// @no-cookie-jar\nGET http://a/ HTTP/2\nA: 1\n# B: 2\n//C: 3\n",
      ),
    ).toMatchObject({
      headers: [
        { name: "A", value: "1" },
        { name: "B", value: "2", disabled: true },
        { name: "C", value: "3", disabled: true },
      ],
      docs: "what it is",
      settings: {
        followRedirects: false,
        timeout: 5000,
        network: { sendCookies: false, storeCookies: false, httpVersion: "2" },
      },
    });
  });
});

describe("bodies", () => {
  const body = (type: string, text: string) =>
    first(`POST http://a/\nContent-Type: ${type}\n\n${text}\n`);
  test("JSON, forms over lines, text", () => {
    expect(body("application/json", '{\n  "a": 1\n}\n\n').body).toEqual({
      kind: "json",
      text: '{\n  "a": 1\n}',
    });
    expect(body("application/x-www-form-urlencoded", "a=1\n&b={{c}}").body).toEqual({
      kind: "form",
      rows: [
        { name: "a", value: "1" },
        { name: "b", value: "{{c}}" },
      ],
    });
    // As JetBrains documents it, and letters REST Client encodes when it sends.
    expect(
      body("application/x-www-form-urlencoded", "a = 1 &\nb = x y &\nc=%C3%A9+{{d e}}&m=a@b.c")
        .body,
    ).toEqual({
      kind: "form",
      rows: [
        { name: "a", value: "1" },
        { name: "b", value: "x y" },
        { name: "c", value: "é {{d e}}" },
        { name: "m", value: "a@b.c" },
      ],
    });
    expect(body("application/x-www-form-urlencoded", '{"a": 1}').body).toEqual({
      kind: "text",
      text: '{"a": 1}',
    });
    expect(body("text/plain", "# not a comment\nGET is a word").body).toEqual({
      kind: "text",
      text: "# not a comment\nGET is a word",
    });
  });
  test("a file in the middle of a text is named", () => {
    const { notes } = http(
      "POST http://a/\nContent-Type: text/plain\n\nbefore\n< ./x.txt\nafter\n",
    );
    expect(notes.map(({ code, values }) => [code, values])).toEqual([
      ["file-between", { path: "./x.txt" }],
    ]);
  });
  test("parts, with files", () => {
    const request = body(
      "multipart/form-data; boundary=B",
      '--B\nContent-Disposition: form-data; name="a"\n\nline 1\nline 2\n--B\nContent-Disposition: form-data; name="f"; filename="x.pdf"\nContent-Type: application/pdf\n\n< ./x.pdf\n--B--',
    );
    expect(request.body).toEqual({
      kind: "multipart",
      parts: [
        { name: "a", kind: "text", value: "line 1\nline 2", paths: [] },
        { name: "f", kind: "file", value: "", paths: ["./x.pdf"], contentType: "application/pdf" },
      ],
    });
    expect(request.headers).toEqual([]);
  });
  test("GraphQL of three dialects", () => {
    const query = "query A($b: Int) {\n  a(b: $b)\n}";
    for (const head of [
      "GRAPHQL http://a/\n",
      "POST http://a/\nX-Request-Type: GraphQL\n",
      "POST http://a/\nContent-Type: application/json\n",
    ]) {
      const [found] = requestsOf(
        onlyCollection(http(`${head}\n${query}\n\n{ "b": 1 }\n`)).children,
      );
      const block = mapAt(found!.item.data, "graphql", "body");
      expect([textOf(block.get("query")), textOf(block.get("variables"))]).toEqual([
        query,
        '{ "b": 1 }',
      ]);
    }
  });
  test("gRPC and WebSocket", () => {
    const [grpc] = requestsOf(onlyCollection(http("GRPC grpc://h:1/a.B/C\nk: v\n\n{}\n")).children);
    expect(textOf(mapAt(grpc!.item.data, "grpc").get("url"))).toBe("grpc://h:1");
    expect(textOf(mapAt(grpc!.item.data, "grpc").get("method"))).toBe("/a.B/C");
    const [socket] = requestsOf(
      onlyCollection(http("WEBSOCKET ws://h/\n\none\n=== wait-for-server\n{}\n")).children,
    );
    expect(listAt(mapAt(socket!.item.data, "websocket"), "message")).toHaveLength(2);
  });
});

test("scripts of all dialects are kept, under their phase; assertions too", () => {
  const text = `< {%
  a();
%}
GET http://a/

> {% client.global.set("b", 1); %}

?? status == 200
?? header content-type includes json
?? js x == y

{{
  test("c", () => {});
}}
`;
  const [found] = requestsOf(onlyCollection(http(text)).children);
  const runtime = mapAt(found!.item.data, "runtime");
  expect(
    listAt(runtime, "scripts")
      .filter(isYamlMap)
      .map((map) => [textOf(map.get("type")), textOf(map.get("code"))]),
  ).toEqual([
    ["before-request", "a();"],
    ["after-response", 'client.global.set("b", 1);'],
    ["tests", 'test("c", () => {});'],
  ]);
  expect(listAt(runtime, "assertions")).toHaveLength(2);
  expect(codes(text)).toEqual(["no-place-value"]);
});

test("a script above all requests is the file's, stray text is named, a reply is an example", () => {
  const text =
    "{{\n  exports.x = 1;\n}}\n###\nfragment F on G {\n  a\n}\n\nGET http://a/\n\nHTTP/1.1 200 OK\nA: b\n\n{}\n";
  const imported = http(text);
  expect(listAt(mapAt(onlyCollection(imported).data, "request"), "scripts")).toHaveLength(1);
  expect(readDefaults(onlyCollection(imported).data).docs).toContain(
    "fragment F on G {\n  a\n}".replaceAll("\n", "\n  "),
  );
  expect(countImport(imported).examples).toBe(1);
  expect(imported.notes.map((note) => [note.code, note.line])).toEqual([["no-place-value", 5]]);
});

test("variables: the file's, and another value of a region its own", () => {
  const text = "@a = 1\n### one\nGET http://h/{{a}}\n\n### two\n@a = 2\nGET http://h/{{a}}\n";
  const imported = http(text);
  expect(readDefaults(onlyCollection(imported).data).variables).toEqual([
    { name: "a", value: "1" },
  ]);
  expect(requestAt(imported, "two").variables).toEqual([{ name: "a", value: "2" }]);
});

test("what stands between braces", () => {
  const known = [
    ["{{a.b}}", "{{a.b}}"],
    ["{{$uuid}}", "{{$guid}}"],
    ["{{$processEnv HOME}}", "{{process.env.HOME}}"],
    ["{{$dotenv X}}", "{{process.env.X}}"],
    ["{{$input Your name? $value: x}}", "{{?Your name}}"],
  ] as const;
  for (const [given, expected] of known)
    expect(httpFileText(given)).toEqual({ text: expected, kept: [] });
  for (const kept of ["{{JSON.stringify(a)}}", "{{a.response.body.$.b}}", "{{$randomInt 1 2}}"])
    expect(httpFileText(kept)).toEqual({ text: kept, kept: [kept] });
});

test("a folder: environments, private values as secrets, authentication by its id, files that are named", () => {
  const environments = {
    $shared: { s: "1" },
    dev: {
      host: "http://a",
      Security: {
        Auth: {
          k: {
            Type: "OAuth2",
            "Grant Type": "Password",
            "Token URL": "{{host}}/t",
            "Client ID": "c",
            Username: "u",
            Password: "{{p}}",
          },
        },
      },
    },
  };
  const files = {
    "api/http-client.env.json": JSON.stringify(environments),
    "api/http-client.private.env.json": JSON.stringify({ dev: { p: "hidden-password" } }),
    "api/orders.http":
      'GET {{host}}/o\nAuthorization: Bearer {{$auth.token("k")}}\n\n###\nPOST {{host}}/f\nContent-Type: image/png\n\n< ./x.png\n',
    "api/x.png": "png",
    "api/sub/more.rest": "GET http://b/\n",
    "README.md": "words",
  };
  const imported = importSources(
    Object.entries(files).map(([at, text]) => ({
      path: at,
      bytes: new TextEncoder().encode(text),
    })),
  );
  const collection = onlyCollection(imported);
  expect(requestsOf(collection.children).map(({ path: at }) => at)).toEqual([
    "api/sub/more/GET b",
    "api/orders/GET /o",
    "api/orders/POST /f",
  ]);
  expect(requestAt(imported, "api/orders/GET /o")).toMatchObject({
    headers: [],
    auth: {
      kind: "oauth2",
      flow: "resource_owner_password_credentials",
      accessTokenUrl: "{{host}}/t",
      username: "u",
      password: "{{p}}",
    },
  });
  expect(requestAt(imported, "api/orders/POST /f").body).toEqual({
    kind: "file",
    files: [{ path: "api/x.png", contentType: "image/png", selected: true }],
  });
  expect(writtenFiles(collection).has("api/x.png")).toBe(true);
  const [dev] = collection.environments;
  expect(readEnvironment(dev!.data, "dev").variables).toEqual([
    { name: "host", value: "http://a" },
    { name: "p", value: "", secret: true },
  ]);
  expect(dev?.secrets.get("p")).toBe("hidden-password");
  expect(findSecrets(imported)).toEqual([]);
});

test("curl inside a request file", () => {
  expect(names("### c\ncurl -X PUT http://a/1\n\n###\nGET http://a/2\n")).toEqual([
    "GET /2",
    "PUT /1",
  ]);
});

test("any lines are read without an exception", () => {
  const lines = [
    "###",
    "GET http://a/",
    "A: b",
    "",
    "< {%",
    "%}",
    "{{",
    "}}",
    "> {% x",
    "@a=1",
    "# @name x",
    "--B",
    "?? status",
    "  ?x",
    "HTTP/1.1 200 OK",
  ];
  fc.assert(fc.property(fc.array(fc.constantFrom(...lines)), (rows) => void http(rows.join("\n"))));
});

const samples = sampleFiles("samples/http");
if (samples.length === 0) skipped("the samples of request files");
test.runIf(samples.length > 0).each([
  ["ort-server", 26, 4],
  ["httpyac-examples", 206, 0],
] as const)("%s", (folder, requests, environments) => {
  const root = samples[0]!.slice(0, samples[0]!.indexOf("samples/http") + "samples/http".length);
  const walk = (at: string): readonly string[] =>
    statSync(at).isDirectory()
      ? readdirSync(at).flatMap((name) => walk(path.join(at, name)))
      : [at];
  const base = path.join(root, folder);
  const imported = importSources(
    walk(base).map((file) => ({ path: path.relative(base, file), bytes: readFileSync(file) })),
  );
  expect(countImport(imported)).toMatchObject({ requests, environments });
  writtenFiles(onlyCollection(imported));
});
