import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FailureError } from "../../shared/model/failure.ts";
import { isStale } from "../wire/connect/stale.ts";
import { type Peer, serve } from "../wire/scripted-peer.testing.ts";
import { type Bench, bodyOf, openBench, type Outcome } from "./exchange-hop.testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const ok = "HTTP/1.1 200 OK\r\n";
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;

interface Fault {
  readonly name: string;
  /** What the server sends once it has the request. */
  readonly reply: string;
  readonly then: "end" | "reset" | "stay";
  /** Code of the failure, null for a reply that is shown without one. */
  readonly code: string | null;
  readonly kind?: string;
  /** A fault that must be named in the trace. */
  readonly rule?: string;
  readonly body?: string;
}

/** What a server can do wrong, and what must come of it: bytes kept, a name, a closed socket, and a client that goes on. */
const faults: readonly Fault[] = [
  {
    name: "closes at once",
    reply: "",
    then: "end",
    code: "connection-closed-before-reply",
    kind: "protocol",
  },
  { name: "resets at once", reply: "", then: "reset", code: "ECONNRESET", kind: "connect" },
  {
    name: "ends in the status line",
    reply: "HTTP/1.1 2",
    then: "end",
    code: "status-line-truncated",
    body: "HTTP/1.1 2",
  },
  { name: "ends after the status line", reply: ok, then: "end", code: "head-truncated" },
  { name: "ends in a header", reply: `${ok}A: b\r\nC`, then: "end", code: "head-truncated" },
  {
    name: "ends before the body",
    reply: `${ok}Content-Length: 5\r\n\r\n`,
    then: "end",
    code: "body-truncated",
  },
  {
    name: "ends in the body",
    reply: `${ok}Content-Length: 5\r\n\r\nabc`,
    then: "end",
    code: "body-truncated",
    body: "abc",
  },
  {
    name: "resets in the body",
    reply: `${ok}Content-Length: 5\r\n\r\nabc`,
    then: "reset",
    code: "ECONNRESET",
    body: "abc",
  },
  {
    name: "resets an endless body",
    reply: `${ok}\r\nabc`,
    then: "reset",
    code: "ECONNRESET",
    body: "abc",
  },
  {
    name: "ends before the last chunk",
    reply: `${chunked}3\r\nabc\r\n`,
    then: "end",
    code: "last-chunk-missing",
    body: "abc",
  },
  {
    name: "ends in a chunk",
    reply: `${chunked}9\r\nabc`,
    then: "end",
    code: "chunk-truncated",
    body: "abc",
  },
  {
    name: "resets in a chunk",
    reply: `${chunked}9\r\nabc`,
    then: "reset",
    code: "ECONNRESET",
    body: "abc",
  },
  { name: "ends in a chunk size", reply: `${chunked}3`, then: "end", code: "chunk-size-truncated" },
  {
    name: "ends in the trailers",
    reply: `${chunked}0\r\nA: b`,
    then: "end",
    code: "trailers-truncated",
  },
  {
    name: "sends a bad chunk size and stays",
    reply: `${chunked}xyz\r\nabc`,
    then: "stay",
    code: "chunk-size",
    body: "xyz\r\nabc",
  },
  {
    name: "sends a chunk too long",
    reply: `${chunked}1\r\nabc\r\n0\r\n\r\n`,
    then: "stay",
    code: "chunk-data-end",
  },
  {
    name: "sends a huge chunk size",
    reply: `${chunked}fffffffffffffffff\r\n`,
    then: "end",
    code: "chunk-size-huge",
  },
  {
    name: "sends two lengths",
    reply: `${ok}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc`,
    then: "stay",
    code: "content-length-conflict",
    body: "abc",
  },
  {
    name: "sends a bad length",
    reply: `${ok}Content-Length: x\r\n\r\nabc`,
    then: "end",
    code: "content-length-invalid",
    body: "abc",
  },
  {
    name: "sends a huge length",
    reply: `${ok}Content-Length: 99999999999999999999\r\n\r\nabc`,
    then: "end",
    code: "content-length-huge",
    body: "abc",
  },
  {
    name: "sends length and chunked",
    reply: `${ok}Content-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    then: "stay",
    code: null,
    rule: "content-length-and-transfer-encoding",
    body: "x",
  },
  {
    name: "ends lines with LF",
    reply: "HTTP/1.1 200 OK\nContent-Length: 1\n\nx",
    then: "stay",
    code: null,
    rule: "bare-lf",
    body: "x",
  },
  {
    name: "folds a header",
    reply: `${ok}A: b\r\n c\r\nContent-Length: 1\r\n\r\nx`,
    then: "stay",
    code: null,
    rule: "obs-fold",
    body: "x",
  },
  {
    name: "puts NUL in a header",
    reply: `${ok}A: \0\r\nContent-Length: 1\r\n\r\nx`,
    then: "stay",
    code: null,
    rule: "nul",
    body: "x",
  },
  {
    name: "puts a space before the colon",
    reply: `${ok}Content-Length : 1\r\n\r\nx`,
    then: "stay",
    code: null,
    rule: "space-before-colon",
    body: "x",
  },
  {
    name: "sends a header without colon",
    reply: `${ok}junk\r\nContent-Length: 1\r\n\r\nx`,
    then: "stay",
    code: null,
    rule: "header-without-colon",
    body: "x",
  },
  {
    name: "sends status 99999",
    reply: "HTTP/1.1 99999 ?\r\nContent-Length: 1\r\n\r\nx",
    then: "stay",
    code: null,
    rule: "status-code-range",
    body: "x",
  },
  {
    name: "sends a bad status",
    reply: "HTTP/1.1 OK\r\nContent-Length: 1\r\n\r\nx",
    then: "stay",
    code: null,
    rule: "status-code",
    body: "x",
  },
  {
    name: "sends HTTP/0.9",
    reply: "just text",
    then: "end",
    code: null,
    rule: "no-status-line",
    body: "just text",
  },
  {
    name: "sends something else than HTTP",
    reply: "\x15\x03\x01\0\x02\x02\x46",
    then: "end",
    code: "not-http",
    body: "\x15\x03\x01\0\x02\x02\x46",
  },
  {
    name: "sends junk first",
    reply: `junk\r\n${ok}Content-Length: 1\r\n\r\nx`,
    then: "stay",
    code: null,
    rule: "garbage-before-status-line",
    body: "x",
  },
  {
    name: "sends bytes after the reply",
    reply: `${ok}Content-Length: 1\r\n\r\nxEXTRA`,
    then: "stay",
    code: null,
    rule: "surplus-bytes",
    body: "x",
  },
  {
    name: "sends only interim replies",
    reply: "HTTP/1.1 100 Continue\r\n\r\n",
    then: "end",
    code: "final-reply-missing",
  },
  {
    name: "floods with interim replies",
    reply: "HTTP/1.1 100 Continue\r\n\r\n".repeat(5000) + `${ok}Content-Length: 1\r\n\r\nx`,
    then: "stay",
    code: null,
    body: "x",
  },
  {
    name: "never stops the interim replies",
    reply: "HTTP/1.1 100 Continue\r\n\r\n".repeat(10_002),
    then: "stay",
    code: "informational-count",
  },
  {
    name: "sends 100,000 headers",
    reply: `${ok}${"A: b\r\n".repeat(100_000)}\r\nx`,
    then: "end",
    code: "header-count",
  },
  {
    name: "sends a header of 10 MB",
    reply: `${ok}A: ${"b".repeat(10_000_000)}\r\n\r\nx`,
    then: "end",
    code: "header-line-length",
  },
  {
    name: "sends 10,000 cookies",
    reply: `${ok}Content-Length: 1\r\n${"Set-Cookie: a=b\r\n".repeat(10_000)}\r\nx`,
    then: "stay",
    code: null,
    body: "x",
  },
  {
    name: "sends a chunk extension of 70 KB",
    reply: `${chunked}1;${"a".repeat(70_000)}\r\nx\r\n0\r\n\r\n`,
    then: "stay",
    code: null,
    rule: "chunk-extension-length",
    body: "x",
  },
  {
    name: "sends a body with 204",
    reply: "HTTP/1.1 204 No\r\n\r\nx",
    then: "stay",
    code: null,
    rule: "surplus-bytes",
    body: "",
  },
  {
    name: "switches protocols unasked",
    reply: "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n\0\x01",
    then: "stay",
    code: null,
    body: "",
  },
];

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
  it.each(faults.map((fault) => [fault.name, fault] as const))("%s", async (_name, fault) => {
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
    const rules = got.events.flatMap((event) => (event.kind === "fault" ? [event.fault.rule] : []));
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
  });

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
    expect(bench.pool.snapshot().connections.some((one) => one.port === server.port)).toBe(false);
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
