import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Peer, serve } from "../wire/scripted-peer.testing.ts";
import { type Bench, openBench, type Outcome } from "./exchange-hop.testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ maxPerTarget: 8 });
});
afterAll(() => bench.close());

/** Answers each request with its own target, chunked, in several writes. */
async function echo(peer: Peer): Promise<void> {
  for (let at = 0; ;) {
    const end = await peer.until("\r\n\r\n", at);
    const target = peer.received().toString("latin1", at, end).split(" ")[1] ?? "";
    at = end;
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const part of [target.slice(0, 3), target.slice(3)]) {
      peer.send(`${part.length.toString(16)}\r\n${part}\r\n`);
    }
    peer.send("0\r\n\r\n");
  }
}

function hasRequest(peer: Peer): boolean {
  return peer.received().includes("\r\n\r\n");
}

describe("many exchanges at once", () => {
  it("keep their bytes apart, over no more connections than allowed", async () => {
    const server = await serve(echo);
    const all = await Promise.all(
      Array.from({ length: 64 }, (_, at) =>
        bench.send({ port: server.port, target: `/number-${at}` }),
      ),
    );
    all.forEach((got, at) => {
      expect(got.failure).toBeNull();
      expect(got.body.toString()).toBe(`/number-${at}`);
      expect(got.sent.toString()).toBe(`GET /number-${at} HTTP/1.1\r\nHost: a\r\n\r\n`);
    });
    expect(server.peers.length).toBeLessThanOrEqual(8);
    expect(bench.pool.ledger.get().waiting.length).toBe(0);
    await server.close();
  });
});

describe("cancelling anywhere", () => {
  it("sends nothing of a request whose write still waits for those of others", async () => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      if (server.peers.length < 6) return;
      for (const one of server.peers) one.send("HTTP/1.1 204 No Content\r\n\r\n");
    });
    const others = Array.from({ length: 5 }, () => bench.send({ port: server.port, target: "/" }));
    await vi.waitUntil(() => server.peers.length === 5 && server.peers.every(hasRequest));
    const controller = new AbortController();
    const cancelled = await bench.send(
      { port: server.port, target: "/late" },
      {
        signal: controller.signal,
        onEvent({ kind }) {
          if (kind === "send-start") queueMicrotask(() => controller.abort());
        },
      },
    );
    expect([cancelled.failure?.kind, cancelled.sent.length]).toEqual(["cancelled", 0]);
    await bench.send({ port: server.port, target: "/" });
    expect((await Promise.all(others)).map(({ failure }) => failure)).toEqual(
      others.map(() => null),
    );
    await server.close();
  });

  it("leaves no connection, no listener and no rejection behind", async () => {
    const server = await serve(echo);
    const events: number[] = [];
    const outcomes: Outcome[] = [];
    for (let round = 0; round < 150; round += 1) {
      const controller = new AbortController();
      // A different event each time: every place an exchange can be in.
      const stopAt = createHash("sha256").update(String(round)).digest().readUInt8(0) % 12;
      let seen = 0;
      const got = await bench.send(
        { port: server.port, target: "/something" },
        {
          signal: controller.signal,
          onEvent() {
            seen += 1;
            if (seen === stopAt) controller.abort();
          },
        },
      );
      outcomes.push(got);
      events.push(seen);
    }
    for (const got of outcomes) {
      if (got.failure === null) expect(got.body.toString()).toBe("/something");
      else expect(got.failure.kind).toBe("cancelled");
    }
    expect(outcomes.some((got) => got.failure === null)).toBe(true);
    expect(outcomes.some((got) => got.failure !== null)).toBe(true);
    const mine = bench.pool.ledger.get().open.filter((one) => one.port === server.port);
    expect(mine.every((one) => one.state === "idle")).toBe(true);
    expect(mine.length).toBeLessThanOrEqual(1);
    await server.close();
  });
});
