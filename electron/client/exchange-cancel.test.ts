import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FailureError } from "../../shared/model/failure.ts";
import { serve } from "../wire/scripted-peer.testing.ts";
import { type Bench, bodyOf, openBench } from "./exchange-hop.testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const ok = "HTTP/1.1 200 OK\r\n";

describe("the body of a request", () => {
  it("that cannot be read fails the exchange and closes the connection", async () => {
    const server = await serve(() => undefined);
    const got = await bench.send({
      port: server.port,
      body: {
        length: 9,
        replayable: false,
        async *open() {
          yield Buffer.from("abc");
          throw Object.assign(new Error("secret path"), { code: "EIO" });
        },
      },
    });
    expect(got.failure).toMatchObject({ kind: "body", code: "EIO", phase: "send" });
    expect(JSON.stringify(got.failure)).not.toContain("secret");
    await server.peers[0]?.closed;
    await server.close();
  });
});

describe("a reader that goes away", () => {
  it("closes the connection and leaves the bytes in the record", async () => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send(`${ok}\r\nfirst`);
    });
    const got = await bench.send(
      { port: server.port },
      { onResponse: (response) => void response.body[Symbol.asyncIterator]().return?.() },
    );
    expect(got.failure).toBeNull();
    expect(got.body).toHaveLength(0);
    await server.peers[0]?.closed;
    await server.close();
  });
});

describe("cancelling", () => {
  const phases = ["connection", "sent", "first-byte", "informational", "head"] as const;
  it.each(phases)("after %s ends the exchange and closes the socket", async (phase) => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send(`HTTP/1.1 103 Hints\r\n\r\n${ok}Content-Length: 100\r\n\r\nabc`);
    });
    const controller = new AbortController();
    const got = await bench.send(
      { port: server.port },
      {
        signal: controller.signal,
        onEvent: (event) => (event.kind === phase ? controller.abort() : undefined),
      },
    );
    expect(got.failure).toMatchObject({ kind: "cancelled", code: "cancelled" });
    await server.peers[0]?.closed;
    expect(bench.pool.ledger.get().open.some((one) => one.port === server.port)).toBe(false);
    await server.close();
  });

  it("gives the reason it was aborted with, and the phase", async () => {
    const server = await serve(() => undefined);
    const controller = new AbortController();
    const reason = new FailureError({ kind: "timeout", code: "timeout", message: "Too slow." });
    const got = await bench.send(
      { port: server.port },
      {
        signal: controller.signal,
        onEvent: (event) => (event.kind === "sent" ? controller.abort(reason) : undefined),
      },
    );
    expect(got.failure).toMatchObject({
      kind: "timeout",
      code: "timeout",
      phase: expect.stringMatching(/send|wait/),
    });
    await server.close();
  });

  it("while a large body is going up keeps what was accepted", async () => {
    const server = await serve((peer) => void peer.socket.pause());
    const controller = new AbortController();
    let pieces = 0;
    const got = await bench.send(
      {
        port: server.port,
        method: "POST",
        body: {
          length: null,
          replayable: false,
          async *open() {
            for (;;) {
              pieces += 1;
              if (pieces === 20) controller.abort();
              yield Buffer.alloc(65_536, "x");
            }
          },
        },
      },
      { signal: controller.signal },
    );
    expect(got.failure?.kind).toBe("cancelled");
    expect(got.sent.length).toBeGreaterThan(65_536);
    await server.close();
  });
});

describe("a slow reader", () => {
  it("makes the server wait, and gets everything", async () => {
    const total = 24 << 20;
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send(`${ok}Content-Length: ${total}\r\n\r\n`);
      const block = Buffer.alloc(1 << 20, "y");
      for (let sent = 0; sent < total; sent += block.length) {
        if (!peer.socket.write(block))
          await new Promise((resolve) => peer.socket.once("drain", resolve));
      }
    });
    const got = await bench.send({ port: server.port, body: bodyOf() });
    expect(got.failure).toBeNull();
    expect(got.body).toHaveLength(total);
    expect(got.received.subarray(-total).equals(got.body)).toBe(true);
    await server.close();
  });
});
