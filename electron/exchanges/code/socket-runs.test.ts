import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { targetsFor } from "../../../shared/formats/code/targets.ts";
import type { HttpRequest, SocketMessage } from "../../../shared/model/request.ts";
import { input, openWorld, type World } from "../world.testing.ts";
import { messageOf, type Recorder, startRecorder } from "./recorder.testing.ts";
import { runnerOf } from "./runs.testing.ts";

/** Code for WebSockets is run against a server, which keeps what it gets and says goodbye after the last message. */

interface Opened {
  readonly request: IncomingMessage;
  readonly protocol: string;
  readonly messages: (string | Buffer)[];
}

let world: World;
let server: WebSocketServer;
let recorder: Recorder;
let port = 0;
let opened: Opened[] = [];
let expected = 0;

beforeAll(async () => {
  world = await openWorld();
  recorder = await startRecorder();
  server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket, request) => {
    const one: Opened = { request, protocol: socket.protocol, messages: [] };
    opened.push(one);
    socket.on("message", (data: Buffer, isBinary) => {
      one.messages.push(isBinary ? data : data.toString());
      socket.send(data, { binary: isBinary });
      if (one.messages.length >= expected) socket.close(1000);
    });
  });
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  for (const client of server.clients) client.terminate();
  server.close();
  await recorder.close();
  await world.close();
});

const nasty = `"double" 'single' \`tick\` $HOME \${x} $(id) #{1+1} \\n \\u0041 %s %d %PATH% {0} é ☃ 😀 \u2028 \u202e ;&|<>^!~*`;
const message = (type: SocketMessage["type"], data: string): SocketMessage => ({
  title: data,
  selected: true,
  type,
  data,
});
const bytes = Buffer.from([0, 255, 16, 10, 0]);
const request: Partial<HttpRequest> = {
  method: "",
  headers: [
    { name: "X-Quotes", value: `it's "quoted" $HOME \`id\` \\ %PATH% #{x} {y}` },
    { name: "Sec-WebSocket-Protocol", value: "chat, superchat" },
  ],
  auth: { kind: "basic", username: "me:$x", password: "'\"\\" },
  body: {
    kind: "websocket",
    messages: [
      message("text", nasty),
      message("json", '{\n\t"a": 1\n}'),
      message("binary", bytes.toString("base64")),
      { ...message("text", "not this one"), selected: false },
    ],
    pingInterval: 60_000,
  },
};

/** Whose library sends no fields of one's own. */
const withoutFields = new Set(["js-websocket"]);
/** Whose program sends text alone. */
const textOnly = new Set(["websocat", "wscat"]);

async function codeOf(at: number) {
  const url = `ws://127.0.0.1:${at}/live?x=1&q=%20%2B`;
  return await world.exchanges.code({ ...input({ ...request, url }), reveal: true });
}

describe.each(targetsFor({ raw: false, socket: true }).filter(({ sockets }) => sockets === "only"))(
  "$name",
  (target) => {
    const run = runnerOf(target);
    if (typeof run === "string") {
      test.skip(run, () => undefined);
      return;
    }
    test("sends what Envoi would", { timeout: 120_000 }, async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "envoi-code-"));
      try {
        opened = [];
        expected = textOnly.has(target.id) ? 2 : 3;
        const { request: found, problems } = await codeOf(port);
        expect(problems).toEqual([]);
        if (found === null) throw new Error("no code");
        await run(target.write(found), folder, port);
        expect(opened).toHaveLength(1);
        const [one] = opened;
        expect(one?.messages).toEqual([nasty, '{\n\t"a": 1\n}', bytes].slice(0, expected));
        expect(one?.protocol).toBe("chat");
        expect(one?.request.url).toBe("/live?x=1&q=%20%2B");
        if (withoutFields.has(target.id)) return;
        expect(one?.request.headers).toMatchObject({
          "x-quotes": request.headers?.[0]?.value,
          authorization: `Basic ${Buffer.from(`me:$x:'"\\`).toString("base64")}`,
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  },
);

describe.each(targetsFor({ raw: false, socket: true }).filter(({ sockets }) => sockets !== "only"))(
  "$name",
  (target) => {
    const run = runnerOf(target);
    if (typeof run === "string") {
      test.skip(run, () => undefined);
      return;
    }
    test("asks as Envoi would", async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "envoi-code-"));
      try {
        const { request: found } = await codeOf(recorder.port);
        if (found === null) throw new Error("no code");
        recorder.take();
        await run(target.write(found), folder, recorder.port);
        const { line, headers } = messageOf(recorder.take());
        expect(line).toBe("GET /live?x=1&q=%20%2B HTTP/1.1");
        expect(headers).toEqual(found.headers.map(({ name, value }) => [name, value]));
        expect(headers.map(([name]) => name)).toEqual([
          "Host",
          "User-Agent",
          "Accept",
          "Accept-Encoding",
          "Connection",
          "Upgrade",
          "Sec-WebSocket-Version",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Extensions",
          "X-Quotes",
          "Sec-WebSocket-Protocol",
          "Authorization",
        ]);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  },
);

test("a language without WebSockets is not among them, nor one for them among the others", () => {
  const ids = targetsFor({ raw: false, socket: true }).map(({ id }) => id);
  expect(ids).not.toContain("rust-hyper");
  expect(targetsFor({ raw: false, socket: false }).map(({ id }) => id)).not.toContain("websocat");
});
