import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { messageBodyId, opcodeName } from "../../shared/model/web-socket.ts";
import type { Exchange, ExchangeId } from "../../shared/model/exchange.ts";
import { createResolver } from "../../shared/template/resolver.ts";
import { input, openWorld, sendAll, type World } from "./world.testing.ts";

let world: World;
let server: WebSocketServer;
let url: string;
beforeEach(async () => {
  world = await openWorld();
  world.context = {
    resolver: createResolver([
      { scope: "environment", origin: "e", variables: [{ name: "n", value: "7" }] },
    ]),
  };
  server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: { threshold: 0 } });
  server.on("connection", (socket: WebSocket) => {
    socket.on("message", (data, binary) => socket.send(data, { binary }));
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  url = `ws://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
});
afterEach(async () => {
  for (const one of server.clients) one.terminate();
  await new Promise((resolve) => server.close(resolve));
  await world.close();
});

/** Opens a WebSocket and talks on it once it is open; gives the exchange when both are over. */
async function spoken(talk: (id: ExchangeId) => Promise<void>): Promise<Exchange> {
  let id: ExchangeId = "";
  const talks: Promise<void>[] = [];
  const { exchange } = await sendAll(
    world,
    { url, method: "", body: { kind: "websocket", messages: [] } },
    (item) => {
      if (item.kind !== "trace") return;
      for (const event of item.events) {
        if (event.kind === "start") id = event.id;
        if (event.kind === "socket" && talks.length === 0) talks.push(talk(id));
      }
    },
  );
  await Promise.all(talks);
  return exchange;
}

test("a WebSocket is opened, spoken on, read and closed", async () => {
  const { exchanges } = world;
  const talk = async (id: ExchangeId): Promise<void> => {
    await exchanges.socketSend({ id, message: { type: "text", data: "n is {{n}}" } });
    await exchanges.socketSend({ id, message: { type: "binary", data: "AP8=" } });
    await expect(
      exchanges.socketSend({ id, message: { type: "binary", data: "?" } }),
    ).rejects.toMatchObject({ failure: { code: "ws-base64" } });
    await exchanges.socketPing(id);
    await expect(exchanges.socketClose({ id, code: 1006, reason: "" })).rejects.toMatchObject({
      failure: { code: "ws-code" },
    });
    await exchanges.socketClose({ id, code: 4001, reason: "enough" });
  };
  const exchange = await spoken(talk);
  const { id } = exchange;
  expect(exchange.failure).toBeNull();
  expect(exchange.hops[0]?.requestTarget).toBe("/");
  expect(exchange.hops[0]?.socket).toMatchObject({
    closedBy: "client",
    goodbyeReceived: { code: 4001 },
    sent: { messages: 2 },
    received: { messages: 2 },
  });
  const { frames } = await exchanges.socketFrames({ id, from: 0, limit: 100 });
  const received = frames.filter(({ direction }) => direction === "received");
  expect(received.map((frame) => opcodeName(frame.opcode)).sort()).toEqual([
    "binary",
    "close",
    "pong",
    "text",
  ]);
  for (const { index, opcode } of frames.filter((frame) => frame.opcode === 1)) {
    const content = await exchanges.openBody(messageBodyId(id, index), "decoded");
    expect([content.size, content.mediaType, opcode]).toEqual([6, "text/plain", 1]);
    const parts: Uint8Array[] = [];
    for await (const part of content.read(2, 6)) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe("is 7");
  }
  await expect(exchanges.openBody(messageBodyId(id, 99), "decoded")).rejects.toMatchObject({
    failure: { kind: "not-found" },
  });
  await expect(
    exchanges.socketSend({ id, message: { type: "text", data: "" } }),
  ).rejects.toMatchObject({ failure: { code: "ws-not-open" } });
});

test("the largest reply is the largest message", async () => {
  server.on("connection", (socket: WebSocket) => socket.send("x".repeat(100)));
  const { exchange } = await sendAll(world, {
    url,
    method: "",
    body: { kind: "websocket", messages: [] },
    settings: { network: { maxBodySize: 50 } },
  });
  expect(exchange.failure).toMatchObject({ code: "ws-message-size" });
  expect(exchange.hops[0]?.socket?.goodbyeSent).toMatchObject({ code: 1009 });
});

test("what its messages lack is told before it is opened", async () => {
  const message = { title: "", selected: false, type: "text", data: "{{n}} {{m}}" } as const;
  const { problems } = await world.exchanges.preview(
    input({ url, body: { kind: "websocket", messages: [message] } }),
  );
  expect(problems).toMatchObject([{ code: "variable-unknown", place: "m" }]);
});

test("a question of a message is answered with it, and for those behind it", async () => {
  world.context = {};
  const { exchanges } = world;
  const message = { type: "text", data: "{{?pin}}" } as const;
  const talk = async (id: ExchangeId): Promise<void> => {
    await expect(exchanges.socketSend({ id, message })).rejects.toMatchObject({
      failure: { code: "variable-unanswered", place: "pin" },
    });
    await exchanges.socketSend({ id, message, answers: { pin: "12345" } });
    await exchanges.socketSend({ id, message });
    await exchanges.socketClose({ id, code: 1000, reason: "" });
  };
  const exchange = await spoken(talk);
  expect(exchange.hops[0]?.socket?.sent).toMatchObject({ messages: 2, bytes: 10 });
});

test("a handshake that was refused is sent again, to the name it was sent to", async () => {
  const refusing = createServer((_, reply) => reply.writeHead(403).end());
  refusing.listen(0, "localhost");
  await once(refusing, "listening");
  const { port } = refusing.address() as AddressInfo;
  const request = { method: "", body: { kind: "websocket", messages: [] } } as const;
  const { exchange } = await sendAll(world, { ...request, url: `ws://localhost:${port}/live` });
  const again = { ...input({}), replay: { exchangeId: exchange.id, hop: 0 } };
  const hops: string[] = [];
  for await (const item of world.exchanges.send(again, new AbortController().signal))
    if (item.kind === "end")
      hops.push(...item.exchange.hops.map((hop) => `${hop.response?.status} ${hop.url}`));
  refusing.close();
  expect(hops).toEqual([`403 http://localhost:${port}`]);
});
