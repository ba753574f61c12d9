import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isStale } from "../wire/connect/stale.ts";
import { type Peer, serve } from "../wire/scripted-peer.testing.ts";
import { type Bench, openBench, type Outcome } from "./exchange-hop.testing.ts";
import { ruleFaults } from "./rule-faults.testing.ts";
import { serverFaults } from "./server-faults.testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const ok = "HTTP/1.1 200 OK\r\n";

async function afterRequest(peer: Peer, act: () => void): Promise<void> {
  if (peer.number > 0) {
    await peer.until("\r\n\r\n");
    peer.end(`${ok}Connection: close\r\n\r\nnext`);
    return;
  }
  await peer.until("\r\n\r\n");
  act();
}

function expectKept(outcome: Outcome, bytes: string): void {
  expect(outcome.received.toString("latin1") === bytes).toBe(true);
}

describe("a server that", () => {
  it.each([...serverFaults, ...ruleFaults].map((fault) => [fault.name, fault] as const))(
    "%s",
    async (_name, fault) => {
      const server = await serve((peer) =>
        afterRequest(peer, () => {
          peer.send(fault.reply);
          if (fault.then === "end") peer.end();
          // The reset goes after the bytes have been read: before, the kernel may throw them away.
          if (fault.then === "reset" && fault.reply === "") peer.reset();
        }),
      );
      const seen = (): void => {
        if (fault.then === "reset" && fault.reply !== "") server.peers[0]?.reset();
      };
      const got = await bench.send(
        { port: server.port },
        { onEvent: (event) => (event.kind === "head" ? setImmediate(seen) : undefined) },
      );
      expect(got.failure?.code ?? null).toBe(fault.code);
      if (fault.kind !== undefined) expect(got.failure?.kind).toBe(fault.kind);
      if (got.failure !== null) expect(got.failure.phase).toMatch(/^(?:wait|receive|send)$/);
      expectKept(got, fault.reply);
      if (fault.body !== undefined) expect(got.body.toString("latin1")).toBe(fault.body);
      const rules = got.events.flatMap((event) =>
        event.kind === "fault" ? [event.fault.rule] : [],
      );
      if (fault.rule !== undefined) expect(rules).toContain(fault.rule);
      if (fault.code !== null && got.failure?.kind === "protocol" && fault.reply !== "") {
        expect(rules).toContain(fault.code);
      }
      expect(got.events.filter((event) => event.kind === "hop-end")).toHaveLength(1);
      // Nobody is left on a connection that broke a rule of framing, and the next request is answered.
      if (fault.code !== null) await server.peers[0]?.closed;
      if (fault.code !== null || fault.rule === "surplus-bytes") {
        const next = await bench.send({ port: server.port });
        expect(next.body.toString()).toBe("next");
      }
      await server.close();
    },
  );

  it("resets before a request on a kept connection makes the failure one that may be tried again", async () => {
    const server = await serve(async (peer) => {
      const at = await peer.until("\r\n\r\n");
      peer.send(`${ok}Content-Length: 0\r\n\r\n`);
      await peer.until("\r\n\r\n", at);
      peer.reset();
    });
    expect((await bench.send({ port: server.port })).failure).toBeNull();
    const got = await bench.send({ port: server.port });
    expect(isStale(got.thrown)).toBe(true);
    expect(got.failure?.code).toBe("connection-closed-before-reply");
    await server.close();
  });

  it("closes a kept connection is not asked again on it", async () => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send(`${ok}Content-Length: 0\r\n\r\n`);
      if (peer.number === 0) peer.end();
    });
    await bench.send({ port: server.port });
    await server.peers[0]?.closed;
    const got = await bench.send({ port: server.port });
    expect(got.failure).toBeNull();
    expect(server.peers).toHaveLength(2);
    await server.close();
  });

  it("sends bytes while nobody asks loses the connection", async () => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send(`${ok}Content-Length: 0\r\n\r\n`);
    });
    await bench.send({ port: server.port });
    server.peers[0]?.send("HTTP/1.1 408 Late\r\n\r\n");
    await server.peers[0]?.closed;
    expect((await bench.send({ port: server.port })).failure).toBeNull();
    expect(server.peers).toHaveLength(2);
    await server.close();
  });

  it("answers early and closes gets no more of the body", async () => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
    });
    let closed = false;
    const got = await bench.send({
      port: server.port,
      method: "POST",
      body: {
        length: null,
        replayable: false,
        async *open() {
          try {
            for (;;) {
              yield Buffer.alloc(65_536);
              await new Promise((resolve) => setImmediate(resolve));
            }
          } finally {
            closed = true;
          }
        },
      },
    });
    expect(got.failure).toBeNull();
    expect(got.response?.head?.status).toBe(413);
    expect(got.body.toString()).toBe("big");
    expect(got.events.some((event) => event.kind === "note" && event.code === "early-reply")).toBe(
      true,
    );
    await server.peers[0]?.closed;
    expect(closed).toBe(true);
    const taken = server.peers[0]?.received() ?? Buffer.alloc(0);
    expect(got.sent.subarray(0, taken.length).equals(taken)).toBe(true);
    await server.close();
  });
});

it("T1: at least sixty kinds of broken replies", () => {
  const kinds = new Set([...serverFaults, ...ruleFaults].map(({ name }) => name));
  process.stdout.write(`T1: ${kinds.size} kinds of broken replies\n`);
  expect(kinds.size).toBeGreaterThanOrEqual(60);
});
