import { expect, test } from "vitest";
import { readRequest } from "../opencollection/request.ts";
import { importSources } from "./import.ts";
import { bytesOf, importText, onlyCollection, requestsOf, sampleFiles } from "./import.testing.ts";
import type { Imported } from "./imported.ts";

/** WebSocket requests of every format that has them become requests that can be sent. */

const requests = (imported: Imported) =>
  requestsOf(onlyCollection(imported).children).map(({ item }) => readRequest(item.data));
const message = (title: string, selected: boolean, type: string, data: string) => ({
  title,
  selected,
  type,
  data,
});
const row = (name: string, value: string) => ({ name, value });
const files = (texts: Readonly<Record<string, string>>) =>
  importSources(
    Object.entries(texts).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) })),
  );

test("Insomnia 4 and 5: the payloads of a request are its messages", () => {
  const four = importText(
    JSON.stringify({
      _type: "export",
      __export_format: 4,
      resources: [
        { _id: "wrk_1", _type: "workspace", name: "W" },
        {
          _id: "ws-req_1",
          _type: "websocket_request",
          parentId: "wrk_1",
          name: "R",
          url: "wss://h/{{ _.path }}",
          headers: [{ name: "X-A", value: "b" }],
          authentication: { type: "bearer", token: "{{ _.t }}" },
        },
        {
          _id: "ws-payload_1",
          _type: "websocket_payload",
          parentId: "ws-req_1",
          name: "hello",
          value: '{"a": "{{ _.v }}"}',
          mode: "application/json",
        },
        {
          _id: "ws-payload_2",
          _type: "websocket_payload",
          parentId: "ws-req_1",
          name: "",
          value: "plain",
          mode: "text/plain",
        },
      ],
    }),
  );
  expect(requests(four)).toMatchObject([
    {
      name: "R",
      url: "wss://h/{{path}}",
      headers: [row("X-A", "b")],
      auth: { kind: "bearer", token: "{{t}}" },
      body: {
        kind: "websocket",
        messages: [
          message("hello", true, "json", '{"a": "{{v}}"}'),
          message("message 2", false, "text", "plain"),
        ],
      },
    },
  ]);
  const five = importText(
    `type: collection.insomnia.rest/5.0\nname: V5\ncollection:\n  - {name: R, url: "ws://h", meta: {id: ws-req_1}, payloads: [{name: m, value: "{}", mode: application/json}]}\n`,
    "v5.yaml",
  );
  expect(requests(five)[0]?.body).toEqual({
    kind: "websocket",
    messages: [message("m", true, "json", "{}")],
  });
});

test("Postman 3: saved messages are files of their own", () => {
  const imported = files({
    "C/.resources/definition.yaml": "$kind: collection\nname: C\n",
    "C/Updates.request.yaml":
      "$kind: websocket-request\nurl: wss://pets.test/{{room}}\nheaders:\n  Authorization: Bearer {{token}}\nmessages: .resources/Updates.resources/messages\norder: 2000\n",
    "C/.resources/Updates.resources/messages/join.message.yaml":
      '$kind: websocket-message\ncontent: \'{"op":"join"}\'\ncontentType: json\norder: 1000\n',
    "C/.resources/Updates.resources/messages/bytes.message.yaml":
      "$kind: websocket-message\ncontent: 00 ff10\ncontentType: hex\norder: 2000\n",
    "C/.resources/Updates.resources/messages/more.message.yaml":
      "$kind: websocket-message\ncontent: AP8Q\ncontentType: base64\norder: 3000\n",
  });
  expect(imported.notes).toEqual([]);
  expect(requests(imported)).toMatchObject([
    {
      url: "wss://pets.test/{{room}}",
      headers: [row("Authorization", "Bearer {{token}}")],
      body: {
        kind: "websocket",
        messages: [
          message("join", true, "json", '{"op":"join"}'),
          message("bytes", false, "binary", "AP8Q"),
          message("more", false, "binary", "AP8Q"),
        ],
      },
    },
  ]);
});

test("Bruno: the message in use is the selected one, or the first", () => {
  const bru = (more: string) =>
    requests(
      files({
        "c/bruno.json": '{"version": "1", "name": "C"}',
        "c/W.bru": `meta {\n  name: W\n  type: ws\n}\n\nws {\n  url: ws://h/x\n  body: ws\n  auth: none\n}\n\nheaders {\n  X-A: b\n}\n\nbody:ws {\n  name: one\n  type: json\n  content: '''\n    {"a": 1}\n  '''\n}\n\nbody:ws {\n  name: two\n  type: text\n  content: '''\n    hello\n  '''\n}\n${more}`,
      }),
    );
  expect(bru("\nsettings {\n  timeout: 5000\n  keepAliveInterval: 30000\n}\n")).toMatchObject([
    {
      url: "ws://h/x",
      headers: [row("X-A", "b")],
      settings: { timeout: 5000 },
      body: {
        pingInterval: 30_000,
        messages: [
          message("one", true, "json", '{"a": 1}'),
          message("two", false, "text", "hello"),
        ],
      },
    },
  ]);
});

test(".http: all messages are sent; files are read, waiting is named", () => {
  const imported = files({
    "a.http":
      '### Chat\nWEBSOCKET ws://h/chat\nX-A: b\nContent-Type: application/json\n\n=== wait-for-server\n{"a": 1}\n===  // and then\n< ./two.txt\n=== wait-for-server\nthree\n\n###\nWSS wss://h/yac\nfour\n',
    "two.txt": "from a file",
  });
  expect(requests(imported)).toMatchObject([
    {
      name: "Chat",
      url: "ws://h/chat",
      headers: [row("X-A", "b")],
      body: {
        messages: [
          message("message 1", true, "json", '{"a": 1}'),
          message("message 2", true, "text", "from a file"),
          message("message 3", true, "text", "three"),
        ],
      },
    },
    { url: "wss://h/yac", body: { messages: [message("", true, "text", "four")] } },
  ]);
  expect(imported.notes.map(({ code, values }) => [code, values["value"]])).toEqual([
    ["no-place-value", "=== wait-for-server"],
  ]);
});

test("an archive of a browser: what was sent, without pings; the handshake's own fields are Envoi's", () => {
  const imported = importText(
    JSON.stringify({
      log: {
        version: "1.2",
        entries: [
          {
            request: {
              method: "GET",
              url: "wss://live.example/s?a=1",
              headers: [
                row("Host", "live.example"),
                row("Connection", "Upgrade"),
                row("Upgrade", "websocket"),
                row("Sec-WebSocket-Key", "x"),
                row("Sec-WebSocket-Protocol", "chat"),
                row("Origin", "https://live.example"),
              ],
            },
            response: { status: 101 },
            _resourceType: "websocket",
            _webSocketMessages: [
              { type: "send", time: 1.5, opcode: 1, data: '{"a": 1}' },
              { type: "receive", time: 1.6, opcode: 1, data: "no" },
              { type: "send", time: 1.7, opcode: 9, data: "" },
              { type: "send", time: 1.8, opcode: 2, data: "AP8Q" },
              { type: "send", time: 1.9, opcode: 8, data: "A+g=" },
            ],
          },
        ],
      },
    }),
    "a.har",
  );
  expect(requests(imported)).toMatchObject([
    {
      url: "wss://live.example/s?a=1",
      headers: [row("Sec-WebSocket-Protocol", "chat"), row("Origin", "https://live.example")],
      body: {
        messages: [
          message("message 1", true, "json", '{"a": 1}'),
          message("message 2", false, "binary", "AP8Q"),
        ],
      },
    },
  ]);
});

const copied = `curl 'wss://live.example/s' -H 'Upgrade: websocket' -H 'Origin: https://live.example' -H 'Connection: Upgrade' -H 'Sec-WebSocket-Key: x' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits'`;

test.each([
  ["a browser's copy", copied, "wss://live.example/s", [row("Origin", "https://live.example")], []],
  [
    "a handshake by hand",
    `curl -N http://h:1/x?q=1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Protocol: a, b'`,
    "ws://h:1/x?q=1",
    [row("Sec-WebSocket-Protocol", "a, b")],
    [],
  ],
  [
    "fetch",
    `fetch("wss://h/", { "headers": { "sec-websocket-version": "13", "x-a": "b" }, "method": "GET" });`,
    "wss://h/",
    [row("x-a", "b")],
    [],
  ],
  [
    "websocat, lines",
    "printf 'one\\n{\"a\": 1}\\n' | websocat -k --ping-interval 5 ws://h/",
    "ws://h/",
    [],
    [message("message 1", true, "text", "one"), message("message 2", true, "json", '{"a": 1}')],
  ],
  [
    "websocat, bytes",
    "echo hi | websocat -b ws://h/",
    "ws://h/",
    [],
    [message("", true, "binary", "aGkK")],
  ],
  [
    "wscat",
    "wscat -c h:8080/x -H 'X-A: b' -s chat -o http://o --auth u:p -x hello",
    "ws://h:8080/x",
    [row("X-A", "b"), row("Origin", "http://o"), row("Sec-WebSocket-Protocol", "chat")],
    [message("", true, "text", "hello")],
  ],
])("a command: %s", (_, text, url, headers, messages) => {
  expect(requests(importText(text, "a.sh"))).toMatchObject([
    { url, headers, body: { kind: "websocket", messages } },
  ]);
});

test("what is sent with a body, or says another protocol, stays a request", () => {
  const [h2c, post] = requests(
    importText(
      `curl http://h/ -H 'Upgrade: h2c'\ncurl http://h/ -H 'Upgrade: websocket' -d a=b\n`,
      "a.sh",
    ),
  );
  expect([h2c?.body.kind, post?.body.kind]).toEqual(["none", "form"]);
});

const samples = [
  ...sampleFiles("samples/insomnia/v4"),
  ...sampleFiles("suites/insomnia/smoke-fixtures"),
].filter((file) => file.endsWith("websockets.yaml"));
test.runIf(samples.length > 0)("others' files: every request of theirs can be sent", () => {
  for (const file of samples) {
    const found = requests(importSources([{ path: file, bytes: bytesOf(file) }]));
    const sockets = found.filter(({ body }) => body.kind === "websocket");
    expect(sockets.length).toBeGreaterThan(4);
    for (const { url } of sockets) expect(url).toMatch(/^wss?:/);
  }
});
