import { createHash } from "node:crypto";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultNetwork, type NetworkSettings } from "../../shared/model/network/network.ts";
import { serve } from "../wire/scripted-peer.testing.ts";
import { fileBody } from "./body/file.ts";
import { textBody } from "./body/text.ts";
import { openTestClient, type Sent, type TestClient } from "./client.testing.ts";
import { ok, reply, startPeer } from "./peer.testing.ts";
import type { BodySource } from "./send.ts";

let client: TestClient;
let folder = "";
beforeAll(async () => {
  client = await openTestClient();
  folder = await mkdtemp(path.join(tmpdir(), "envoi-sending-"));
});
afterAll(async () => {
  await client.close();
  await rm(folder, { recursive: true });
});

const network = (over: Partial<NetworkSettings>): { network: NetworkSettings } => ({
  network: { ...defaultNetwork, ...over },
});
const notes = ({ events }: Sent): string[] =>
  events.flatMap((event) => (event.kind === "note" ? [event.code] : []));

/** Undoes chunked framing as strictly as a test can: sizes, trailers and all. */
function unchunk(bytes: Buffer): { body: Buffer; trailers: string } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.toString("latin1", at, end), 16);
    at = end + 2;
    if (size === 0) break;
    parts.push(bytes.subarray(at, at + size));
    expect(bytes.toString("latin1", at + size, at + size + 2)).toBe("\r\n");
    at += size + 2;
  }
  const last = bytes.toString("latin1", at);
  expect(last.endsWith("\r\n")).toBe(true);
  return { body: Buffer.concat(parts), trailers: last.slice(0, -2) };
}

describe("framing, coding, digest and trailers together, as a server gets them", () => {
  const framings = ["auto", "content-length", "chunked"] as const;
  const codings = ["none", "gzip", "br"] as const;
  const trailerSets = [[], [{ name: "X-Sum", value: "1" }]] as const;
  const sizes = [0, 5, 1_500_000] as const;
  const cases = framings.flatMap((framing) =>
    codings.flatMap((compressBody) =>
      trailerSets.flatMap((trailers) =>
        sizes.map((size) => ({ framing, compressBody, trailers, size })),
      ),
    ),
  );
  test.each(cases)("$framing $compressBody $trailers $size", async (one) => {
    const { framing, compressBody, trailers, size } = one;
    const server = await serve(async (peer) => {
      const head = await peer.until("\r\n\r\n");
      const text = peer.received().toString("latin1", 0, head);
      const length = /^Content-Length: (\d+)/m.exec(text)?.[1];
      if (length === undefined) await peer.until("\r\n\r\n", head);
      else while (peer.received().length < head + Number(length)) await peer.more();
      peer.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    });
    const bytes = Buffer.alloc(size, "0123456789");
    const file = path.join(folder, `${framing}-${compressBody}-${trailers.length}-${size}`);
    await writeFile(file, bytes);
    const sent = await client.send({
      url: `http://127.0.0.1:${server.port}/`,
      method: "POST",
      body: fileBody({ realPath: file, size, name: "f" }),
      settings: network({ framing, compressBody, trailers, contentDigest: "sha-256" }),
    });
    expect(sent.exchange.failure).toBeNull();
    const received = server.peers[0]?.received() ?? Buffer.alloc(0);
    expect((await client.recorded(sent.id, "sent")).equals(received)).toBe(true);
    const end = received.indexOf("\r\n\r\n") + 4;
    const head = received.toString("latin1", 0, end);
    const chunked = framing === "chunked" || trailers.length > 0;
    // The digest needs a pass before, so the length is always known.
    expect(/^Content-Length: /m.test(head)).toBe(!chunked);
    expect(/^Transfer-Encoding: chunked/m.test(head)).toBe(chunked);
    expect(/^Trailer: X-Sum/m.test(head)).toBe(trailers.length > 0);
    const content = received.subarray(end);
    const { body, trailers: after } = chunked ? unchunk(content) : { body: content, trailers: "" };
    expect(after).toBe(trailers.length > 0 ? "X-Sum: 1\r\n" : "");
    const digest = createHash("sha256").update(body).digest("base64");
    expect(head).toContain(`Content-Digest: sha-256=:${digest}:\r\n`);
    const plain =
      compressBody === "gzip"
        ? zlib.gunzipSync(body)
        : compressBody === "br"
          ? zlib.brotliDecompressSync(body)
          : body;
    expect(plain.equals(bytes)).toBe(true);
    // What is shown is what went.
    const shown = sent.exchange.hops[0]?.requestHeaders.map(
      ({ name, value }) => `${name}: ${value}\r\n`,
    );
    expect(head).toBe(`POST / HTTP/1.1\r\n${shown?.join("")}\r\n`);
    await server.close();
  });

  test("trailers a typed Content-Length leaves no room for are told", async () => {
    const server = await startPeer(() => ok());
    const sent = await client.send({
      url: server.url,
      method: "POST",
      headers: [{ name: "Content-Length", value: "3", origin: "request" }],
      body: textBody("abc"),
      settings: network({ trailers: [{ name: "A", value: "1" }] }),
    });
    expect(notes(sent)).toContain("trailers-not-sent");
    expect(server.requests[0]?.bytes.toString()).toMatch(/\r\n\r\nabc$/);
    await server.close();
  });

  test("a trailer with a line break is refused before anything is sent", async () => {
    const server = await startPeer(() => ok());
    const { exchange } = await client.send({
      url: server.url,
      method: "POST",
      body: textBody("abc"),
      settings: network({ trailers: [{ name: "A", value: "1\r\nB: 2" }] }),
    });
    expect(exchange.failure).toMatchObject({ kind: "input", place: "trailers[0].value" });
    expect(server.requests).toHaveLength(0);
    await server.close();
  });
});

describe("Expect: 100-continue", () => {
  const body = textBody("hello");

  test("the body waits for the 100", async () => {
    const order: string[] = [];
    const server = await serve(async (peer) => {
      const head = await peer.until("\r\n\r\n");
      order.push(peer.received().toString().includes("hello") ? "body first" : "head alone");
      peer.send("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
      await peer.until("hello", head);
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
    const sent = await client.send({
      url: `http://127.0.0.1:${server.port}/`,
      method: "PUT",
      body,
      settings: network({ expectContinue: 60_000 }),
    });
    expect(order).toEqual(["head alone"]);
    expect(sent.exchange).toMatchObject({ state: "done", failure: null });
    expect(sent.exchange.hops[0]?.informational.map(({ status }) => status)).toEqual([102, 100]);
    expect(notes(sent)).toEqual([]);
    await server.close();
  });

  test("a server that says nothing gets it after the wait", async () => {
    const server = await serve(async (peer) => {
      await peer.until("hello");
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    const sent = await client.send({
      url: `http://127.0.0.1:${server.port}/`,
      method: "PUT",
      body,
      settings: network({ expectContinue: 30 }),
    });
    expect(sent.exchange.state).toBe("done");
    expect(notes(sent)).toEqual(["expect-timeout"]);
    await server.close();
  });

  test("a typed field waits too, and an omitted one does not go", async () => {
    const server = await serve(async (peer) => {
      const head = await peer.until("\r\n\r\n");
      if (/^Expect/im.test(peer.received().toString())) peer.send("HTTP/1.1 100 Continue\r\n\r\n");
      await peer.until("hello", head);
      peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    });
    const url = `http://127.0.0.1:${server.port}/`;
    const typed = await client.send({
      url,
      method: "PUT",
      body,
      headers: [{ name: "expect", value: "100-Continue", origin: "request" }],
      settings: {},
    });
    expect(typed.exchange.hops[0]?.informational).toHaveLength(1);
    expect(notes(typed)).toEqual([]);
    const omitted = await client.send({
      url,
      method: "PUT",
      body,
      settings: { omitHeaders: ["expect"], ...network({ expectContinue: 60_000 }) },
    });
    expect(omitted.exchange.hops[0]?.informational).toEqual([]);
    await server.close();
  });

  test.each([
    ["with a body", "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig"],
    ["without", "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"],
    ["until it closes", "HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\nno"],
  ])("a final reply %s keeps the body back", async (_, answer) => {
    let opened = 0;
    const counted: BodySource = {
      ...body,
      open() {
        opened += 1;
        return body.open();
      },
    };
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send(answer);
      if (answer.includes("close")) peer.end();
    });
    const sent = await client.send({
      url: `http://127.0.0.1:${server.port}/`,
      method: "PUT",
      body: counted,
      settings: network({ expectContinue: 60_000 }),
    });
    expect(sent.exchange).toMatchObject({ state: "done", failure: null });
    expect(opened).toBe(0);
    expect(notes(sent)).toEqual(["expect-refused"]);
    expect((await client.recorded(sent.id, "sent")).toString()).toMatch(/\r\n\r\n$/);
    // The server still waits for five bytes on that connection: it is not used again.
    await server.peers[0]?.closed;
    await server.close();
  });

  test("417 is answered by the request without it", async () => {
    const server = await startPeer((request) =>
      request.field("expect") === undefined ? ok("done") : reply("417 Expectation Failed", "no"),
    );
    // The peer reads whole requests; one whose body is kept back it never sees, so it gets it.
    const sent = await client.send({
      url: server.url,
      method: "POST",
      body,
      settings: network({ expectContinue: 20 }),
    });
    expect(sent.exchange.hops.map((hop) => [hop.reason, hop.response?.status])).toEqual([
      ["first", 417],
      ["retry", 200],
    ]);
    expect(notes(sent)).toEqual(["expect-timeout", "expect-failed"]);
    expect(server.requests[1]?.bytes.toString()).toMatch(/\r\n\r\nhello$/);
    await server.close();
  });

  test("417 before the body, on a connection of its own", async () => {
    const server = await serve(async (peer) => {
      const head = await peer.until("\r\n\r\n");
      if (/^Expect/im.test(peer.received().toString())) {
        return peer.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
      }
      await peer.until("hello", head);
      peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    });
    const url = `http://127.0.0.1:${server.port}/`;
    const wanted = { url, method: "POST", body };
    const sent = await client.send({ ...wanted, settings: network({ expectContinue: 60_000 }) });
    expect(sent.exchange.hops.map((hop) => hop.response?.status)).toEqual([417, 200]);
    expect(server.peers).toHaveLength(2);
    // A person's own field is a person's: the answer stands.
    const typed = await client.send({
      ...wanted,
      headers: [{ name: "Expect", value: "100-continue", origin: "request" }],
    });
    expect(typed.exchange.hops.map((hop) => hop.response?.status)).toEqual([417]);
    await server.close();
  });

  test("cancelled while it waits", async () => {
    const server = await serve(() => undefined);
    const controller = new AbortController();
    const { exchange } = await client.send(
      {
        url: `http://127.0.0.1:${server.port}/`,
        method: "PUT",
        body,
        settings: network({ expectContinue: 60_000 }),
      },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === "send-start") setImmediate(() => controller.abort());
        },
      },
    );
    expect(exchange.state).toBe("cancelled");
    await server.peers[0]?.closed;
    await server.close();
  });
});

test("a large body tells how far it has come, and a file that changes fails by name", async () => {
  const server = await serve(async (peer) => {
    await peer.until("\r\n\r\n");
    // Read slowly enough that progress is told: the kernel's buffers fill.
    peer.socket.pause();
    setTimeout(() => peer.socket.resume(), 150);
  });
  const size = 24 << 20;
  const file = path.join(folder, "changing");
  await writeFile(file, Buffer.alloc(size));
  let appended: Promise<void> | null = null;
  const { exchange, events } = await client.send(
    {
      url: `http://127.0.0.1:${server.port}/`,
      method: "POST",
      body: fileBody({ realPath: file, size, name: "changing" }),
    },
    {
      onEvent: (event) => {
        if (event.kind === "upload") appended ??= appendFile(file, "x");
      },
    },
  );
  const told = events.filter((event) => event.kind === "upload");
  expect(told.length).toBeGreaterThan(0);
  expect(told[0]).toMatchObject({ total: size });
  expect(exchange.failure).toMatchObject({ kind: "body", code: "file-changed", phase: "send" });
  expect(exchange.hops[0]?.upload?.total).toBe(size);
  await server.close();
});
