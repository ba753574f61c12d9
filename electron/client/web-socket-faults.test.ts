import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { socketFaults } from "./web-socket-faults.testing.ts";
import { properAnswer, talkTo } from "./web-socket.testing.ts";

// T1 and T2 of the safety figures, on a WebSocket: named, bytes kept, socket closed, and the next one works.

let client: TestClient;
beforeAll(async () => {
  client = await openTestClient();
});
afterAll(() => client.close());

/** A server whose first connection goes wrong as told, and whose others say "next" and goodbye. */
async function openFaulty(fault: (typeof socketFaults)[number]) {
  const connections: Socket[] = [];
  const heard: Buffer[] = [];
  const sent: Buffer[] = [];
  const server = createServer((socket) => {
    const first = connections.push(socket) === 1;
    socket.on("error", () => undefined);
    let head = "";
    const onData = (bytes: Buffer): void => {
      head += bytes.toString("latin1");
      if (!head.includes("\r\n\r\n")) return;
      socket.off("data", onData);
      const fields = fault.deflate ? ["Sec-WebSocket-Extensions: permessage-deflate"] : [];
      if (!first) {
        socket.write(properAnswer(head, fields));
        socket.end(Buffer.from("81046e657874" + "880203e8", "hex"));
        return;
      }
      socket.on("data", (more: Buffer) => void heard.push(more));
      sent.push(Buffer.from(fault.answer ?? properAnswer(head, fields), "latin1"), fault.bytes);
      const all = Buffer.concat(sent);
      if (all.length > 0) socket.write(all);
      if (fault.then === "end") socket.end();
      // What was read is in the record; what the kernel throws away with a reset is not.
      if (fault.then === "reset" && fault.answer === "") socket.resetAndDestroy();
    };
    socket.on("data", onData);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    sent: () => Buffer.concat(sent),
    /** The close code heard behind the handshake. */
    async goodbye(): Promise<number | null> {
      const [socket] = connections;
      if (socket !== undefined && !socket.closed) await once(socket, "close");
      const bytes = Buffer.concat(heard);
      if (bytes.length < 8 || bytes[0] !== 0x88) return null;
      return bytes.readUInt16BE(6) ^ bytes.readUInt16BE(2);
    },
    reset: () => connections[0]?.resetAndDestroy(),
    async close(): Promise<void> {
      for (const one of connections) one.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

describe("the server of a WebSocket", () => {
  it.each(socketFaults.map((fault) => [fault.name, fault] as const))("%s", async (_, fault) => {
    const server = await openFaulty(fault);
    const { network } = fault;
    const talk = talkTo(client, server.url, {}, network === undefined ? {} : { network });
    if (fault.then === "reset" && fault.answer !== "") {
      await talk.socket;
      await talk.came(fault.messages?.length ?? 0);
      server.reset();
    }
    const { id, exchange, events } = await talk.sent;
    expect(exchange.failure?.code).toBe(fault.code);
    expect(exchange.failure?.phase).toMatch(/^(?:wait|receive)$/);
    expect(talk.messages.map(String)).toEqual(fault.messages ?? []);
    expect(events.filter(({ kind }) => kind === "hop-end")).toHaveLength(1);
    expect(await server.goodbye()).toBe(fault.goodbye ?? null);
    const received = await client.recorded(id, "received");
    const sent = server.sent();
    expect(received.equals(sent.subarray(0, received.length))).toBe(true);
    // A bomb may be cut where it was stopped.
    if (sent.length < 20_000) expect(received.length).toBe(sent.length);
    const next = talkTo(client, server.url);
    expect((await next.sent).exchange.failure).toBeNull();
    expect(next.messages.map(String)).toEqual(["next"]);
    await server.close();
  });
});
