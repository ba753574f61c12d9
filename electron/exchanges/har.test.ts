import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { importText, requestAt } from "../../shared/formats/import/import.testing.ts";
import { ok, type Peer, reply, startPeer } from "../client/peer.testing.ts";
import { openWorld, sendAll, type World } from "./world.testing.ts";

let world: World;
let peer: Peer;
beforeEach(async () => {
  world = await openWorld();
  peer = await startPeer((request) =>
    request.head.startsWith("POST /start")
      ? reply("307 Temporary Redirect", "", "Location: /end?b=2&a=1\r\n")
      : ok("hello", "Set-Cookie: seen=1; Path=/; HttpOnly\r\nContent-Type: text/plain\r\n"),
  );
});
afterEach(async () => {
  await peer.close();
  await world.close();
});

interface Entry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: Record<string, unknown> & {
    readonly headers: readonly { readonly name: string; readonly value: string }[];
  };
  readonly response: Record<string, unknown>;
  readonly timings: Readonly<Record<string, number>>;
}

async function archive(ids: readonly string[], credentials = true): Promise<readonly Entry[]> {
  const text = await world.exchanges.har({ ids, credentials, file: null });
  return (JSON.parse(text) as { log: { entries: readonly Entry[] } }).log.entries;
}

test("every hop is an entry with what was sent: order, case, bytes and times", async () => {
  const { exchange } = await sendAll(world, {
    method: "POST",
    url: `${peer.url}/start?x=%C3%A9&y`,
    headers: [
      { name: "X-ONE", value: "1" },
      { name: "x-one", value: "2" },
      { name: "Authorization", value: "Bearer canary" },
      { name: "Transfer-Encoding", value: "chunked" },
    ],
    body: { kind: "text", text: "héllo" },
  });
  const entries = await archive([exchange.id]);
  expect(entries.map(({ request, response }) => [request["url"], response["status"]])).toEqual([
    [`${peer.url}/start?x=%C3%A9&y`, 307],
    [`${peer.url}/end?b=2&a=1`, 200],
  ]);
  const [first, second] = entries;
  expect(first?.request).toMatchObject({
    method: "POST",
    httpVersion: "HTTP/1.1",
    queryString: [
      { name: "x", value: "é" },
      { name: "y", value: "" },
    ],
    postData: { text: "héllo" },
    headersSize: exchange.hops[0]?.requestHeadBytes,
    bodySize: exchange.hops[0]?.requestBodyBytes,
  });
  const named = first?.request.headers.filter(({ name }) => /^x-one$/i.test(name));
  expect(named).toEqual([
    { name: "X-ONE", value: "1" },
    { name: "x-one", value: "2" },
  ]);
  expect(first?.response).toMatchObject({ redirectURL: "/end?b=2&a=1" });
  expect(second?.response).toMatchObject({
    content: { text: "hello", mimeType: "text/plain", size: 5 },
    cookies: [{ name: "seen", value: "1", path: "/", httpOnly: true, secure: false }],
  });
  for (const { timings, time, startedDateTime } of entries) {
    const { ssl: _, ...phases } = timings;
    const sum = Object.values(phases).reduce((total, one) => total + Math.max(0, one), 0);
    expect(time).toBeCloseTo(sum, 2);
    expect(new Date(startedDateTime).toISOString()).toBe(startedDateTime);
  }
});

test("without credentials no value of theirs is in it; bytes come back through the import", async () => {
  const { exchange } = await sendAll(world, {
    method: "POST",
    url: `${peer.url}/end`,
    headers: [{ name: "Authorization", value: "Bearer canary" }],
    body: { kind: "form", rows: [{ name: "a", value: "b c" }] },
  });
  const safe = await world.exchanges.har({ ids: [exchange.id], credentials: false, file: null });
  expect(safe).not.toContain("canary");
  expect(safe).not.toContain('"seen=1');
  const back = requestAt(importText(safe, "h.har"), "POST /end");
  expect(back).toMatchObject({
    method: "POST",
    url: `${peer.url}/end`,
    body: { kind: "form", rows: [{ name: "a", value: "b c" }] },
  });
});

test("a request without a reply says why; one that is gone is told", async () => {
  const { exchange } = await sendAll(world, { url: "http://127.0.0.1:1/" });
  const [entry] = await archive([exchange.id]);
  expect(entry).toMatchObject({ response: { status: 0, bodySize: -1 } });
  expect(entry).toHaveProperty("_error");
  await expect(archive(["01JAAAAAAAAAAAAAAAAAAAAAAA"])).rejects.toMatchObject({
    failure: { kind: "not-found" },
  });
});

test.each([
  ["plain", false],
  ["compressed", { threshold: 0 }],
])(
  "what was said on a WebSocket, %s, is there as Chrome has it, and comes back as messages",
  async (_, perMessageDeflate) => {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate });
    server.on("connection", (socket) =>
      socket.on("message", (data, binary) => socket.send(data, { binary })),
    );
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    let id = "";
    let talked: Promise<void> = Promise.resolve();
    const talk = async (): Promise<void> => {
      await world.exchanges.socketSend({ id, message: { type: "json", data: '{"k": "é"}' } });
      await world.exchanges.socketSend({ id, message: { type: "binary", data: "AP8Q" } });
      await world.exchanges.socketPing(id);
      await world.exchanges.socketClose({ id, code: 4001, reason: "enough" });
    };
    const { exchange } = await sendAll(
      world,
      {
        url: `ws://127.0.0.1:${port}/live?a=1`,
        method: "",
        body: { kind: "websocket", messages: [] },
      },
      (item) => {
        if (item.kind !== "trace") return;
        for (const event of item.events)
          if (event.kind === "start") id = event.id;
          else if (event.kind === "socket" && event.socket.sent.frames === 0) talked = talk();
      },
    );
    await talked;
    server.close();
    const [entry] = await archive([exchange.id]);
    expect(entry?.request).toMatchObject({ url: `ws://127.0.0.1:${port}/live?a=1`, method: "GET" });
    expect(entry).toMatchObject({
      response: { status: 101 },
      _resourceType: "websocket",
      _webSocketClose: {
        closedBy: "client",
        sent: { code: 4001, reason: "enough" },
        received: { code: 4001 },
      },
    });
    const said = (entry as unknown as Record<string, readonly Record<string, unknown>[]>)[
      "_webSocketMessages"
    ];
    const json = '{"k": "é"}';
    for (const [type, list] of [
      [
        "send",
        [
          [1, json],
          [2, "AP8Q"],
        ],
      ],
      [
        "receive",
        [
          [1, json],
          [2, "AP8Q"],
        ],
      ],
    ] as const) {
      const mine = said?.filter((one) => one["type"] === type);
      expect(mine?.map(({ opcode, data }) => [opcode, data])).toEqual(list);
    }
    const times = (said ?? []).map(({ time }) => Number(time));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const began = Date.parse(entry?.startedDateTime ?? "") / 1000;
    expect(times[0]).toBeGreaterThanOrEqual(began - 0.002);
    const text = await world.exchanges.har({ ids: [exchange.id], credentials: true, file: null });
    const back = importText(text, "a.har");
    const request = requestAt(back, "/live");
    expect(request.url).toBe(`ws://127.0.0.1:${port}/live?a=1`);
    expect(request.body).toMatchObject({
      messages: [
        { type: "json", data: json },
        { type: "binary", data: "AP8Q" },
      ],
    });
  },
);
