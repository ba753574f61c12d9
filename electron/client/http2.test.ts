import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SentHeader } from "../../shared/model/header.ts";
import { frameTypeName, type WireFrame } from "../../shared/model/http2-frame.ts";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import { readFrames } from "../wire/record/read-record.ts";
import {
  type CertificateMaker,
  type Issued,
  openCertificateMaker,
} from "../wire/connect/certificates.testing.ts";
import { serve } from "../wire/scripted-peer.testing.ts";
import { type Bench, bodyOf, openBench, type Outcome } from "./exchange-hop.testing.ts";
import { type Http2Answer, serveHttp2 } from "./http2-peer.testing.ts";

const h2c = { ...defaultNetwork, httpVersion: "h2c" } as const;
const headers = (...pairs: readonly (readonly [string, string])[]): SentHeader[] =>
  pairs.map(([name, value]) => ({ name, value, origin: "request" }));

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

async function framesOf(outcome: Outcome): Promise<readonly WireFrame[]> {
  return (await readFrames(outcome.folder, 0, 1e6)).frames;
}

const line = (frame: WireFrame): string =>
  `${frame.direction === "sent" ? ">" : "<"} ${frame.detail.kind === "preface" ? "preface" : frameTypeName(frame.type)} ${frame.stream}`;

const kinds = (outcome: Outcome): string[] =>
  outcome.events.map((event) => (event.kind === "note" ? event.code : event.kind));

describe("a request on a stream", () => {
  it("goes in the order given, and its reply comes with interim heads and trailers", async () => {
    const seen: string[][] = [];
    const server = await serveHttp2((stream, _headers, raw) => {
      seen.push(raw);
      stream.additionalHeaders({ ":status": 103, link: "a" });
      stream.respond({ ":status": 200, "x-a": ["1", "2"] }, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ digest: "x" }));
      stream.end("hello");
    });
    const got = await bench.send({
      port: server.port,
      network: h2c,
      target: "/a?b",
      headers: [
        { name: "Host", value: "a.test", origin: "client" },
        ...headers(["b", "1"], ["A", "2"], ["7", "seven"], ["b", "3"], ["Connection", "x, close"]),
        ...headers(["X", "left out"], ["TE", "trailers"], ["Content-Type", "a"]),
        ...headers(["content-type", "b"]),
      ],
    });
    expect(got.failure).toBeNull();
    expect(got.body.toString()).toBe("hello");
    expect(got.response?.head).toMatchObject({ httpVersion: "2", status: 200, reason: "" });
    expect(got.response?.head?.headers.slice(0, 2)).toEqual([
      ["x-a", "1"],
      ["x-a", "2"],
    ]);
    expect(got.response?.trailers()).toEqual([["digest", "x"]]);
    expect(seen[0]?.join(" ")).toBe(
      ":method GET :scheme http :authority a.test :path /a?b b 1 a 2 7 seven b 3 te trailers content-type a content-type b",
    );
    expect(kinds(got).filter((kind) => kind !== "settings")).toEqual([
      "connect-start",
      "connected",
      "connection",
      "request",
      "h2-left-out",
      "h2-left-out",
      "h2-lower-case",
      "stream",
      "send-start",
      "sent",
      "first-byte",
      "informational",
      "head",
      "trailers",
      "hop-end",
    ]);
    await server.close();
  });

  it("has a record of its frames in which every byte is accounted for", async () => {
    const server = await serveHttp2((stream) => {
      stream.respond({ ":status": 200 });
      stream.end("hello");
    });
    const got = await bench.send({ port: server.port, network: h2c });
    const frames = await framesOf(got);
    expect(frames.map(line).filter((one) => one.startsWith(">"))).toEqual([
      "> preface 0",
      "> SETTINGS 0",
      "> WINDOW_UPDATE 0",
      "> HEADERS 1",
      "> SETTINGS 0",
    ]);
    expect(frames.map(line).filter((one) => one.startsWith("<"))).toEqual([
      "< SETTINGS 0",
      "< SETTINGS 0",
      "< HEADERS 1",
      "< DATA 1",
    ]);
    const total = frames.reduce((sum, { end, start }) => sum + end - start, 0);
    expect(total).toBe(got.clear.length);
    const data = frames.find(({ type, direction }) => type === 0 && direction === "received");
    expect(got.clear.subarray((data?.end ?? 0) - 5, data?.end).toString()).toBe("hello");
    const head = frames.find(({ type, direction }) => type === 1 && direction === "sent");
    expect(head?.detail).toMatchObject({
      fields: [
        [":method", "GET"],
        [":scheme", "http"],
        [":authority", "a"],
        [":path", "/"],
      ],
    });
    await server.close();
  });

  it("tells a server that speaks HTTP/1 only, and keeps what it said", async () => {
    const server = await serve(async (peer) => {
      await peer.until("SM\r\n\r\n");
      peer.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    const got = await bench.send({ port: server.port, network: h2c });
    expect(got.failure).toMatchObject({ kind: "protocol", code: "h2-http1-reply" });
    expect(got.received.toString()).toContain("HTTP/1.1 400 Bad Request\r\n");
    await server.close();
  });

  it("refuses HTTP/2 over TLS for an http URL before it connects", async () => {
    const got = await bench.send({ port: 1, network: { ...h2c, httpVersion: "2" } });
    expect(got.failure).toMatchObject({ kind: "input", code: "h2-needs-tls" });
    expect(got.events).toEqual([]);
  });
});

describe("over TLS", () => {
  let maker: CertificateMaker;
  let secure: Bench;
  let issued: Issued;
  beforeAll(async () => {
    maker = await openCertificateMaker();
    issued = await maker.make({ name: "leaf" });
    secure = await openBench();
  });
  afterAll(async () => {
    await secure.close();
    await maker.close();
  });
  const unverified = { scheme: "https", verifyTls: false } as const;
  const hello: Http2Answer = (stream) => {
    stream.respond({ ":status": 200 });
    stream.end("hello");
  };

  it("is what auto becomes where the server will, on one connection from the start", async () => {
    const server = await serveHttp2(hello, { ...issued });
    const all = await Promise.all(
      Array.from({ length: 6 }, () => secure.send({ port: server.port, ...unverified })),
    );
    for (const one of all) {
      expect(one.failure).toBeNull();
      expect(one.response?.head?.httpVersion).toBe("2");
      expect(kinds(one)).not.toContain("early-reply");
      expect(kinds(one)).toContain("sent");
    }
    expect(server.sessions).toHaveLength(1);
    await server.close();
  });

  it("leaves auto with HTTP/1.1 where the server will not, and fails when it was asked for", async () => {
    const server = await serve(
      async (peer) => {
        for (let at = 0; ;) {
          at = await peer.until("\r\n\r\n", at);
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
      },
      { tls: { ...issued } },
    );
    const all = await Promise.all(
      Array.from({ length: 4 }, () => secure.send({ port: server.port, ...unverified })),
    );
    expect(all.map((one) => one.response?.head?.httpVersion)).toEqual(Array(4).fill("1.1"));
    const forced = await secure.send({
      port: server.port,
      ...unverified,
      network: { ...defaultNetwork, httpVersion: "2" },
    });
    expect(forced.failure).toMatchObject({ kind: "protocol", code: "h2-not-negotiated" });
    await server.close();
  });

  it("is not spoken when another version was chosen", async () => {
    const server = await serveHttp2(hello, { ...issued, allowHTTP1: true });
    const got = await secure.send({
      port: server.port,
      ...unverified,
      network: { ...defaultNetwork, httpVersion: "1.1", reuse: false },
    });
    expect(got.body.toString()).toBe("HTTP/1.1");
    await server.close();
  });
});

describe("bodies", () => {
  it("go up within the windows the server opens", async () => {
    const server = await serveHttp2((stream, _headers) => {
      let size = 0;
      stream.respond({ ":status": 200 });
      stream.on("data", (bytes: Buffer) => {
        size += bytes.length;
      });
      stream.on("end", () => stream.end(String(size)));
    });
    const piece = Buffer.alloc(300_000, "0123456789");
    const pieces = Array.from({ length: 10 }, () => piece);
    const got = await bench.send({
      port: server.port,
      network: { ...h2c, trailers: [{ name: "X-Sum", value: "1" }] },
      method: "POST",
      body: bodyOf(...pieces),
    });
    expect(got.body.toString()).toBe("3000000");
    const sent = got.events.find((event) => event.kind === "sent");
    expect(sent).toMatchObject({ bodyBytes: 3_000_000 });
    const frames = await framesOf(got);
    const trailers = frames.findLast(({ type, direction }) => type === 1 && direction === "sent");
    expect(trailers).toMatchObject({ flags: 5, detail: { fields: [["x-sum", "1"]] } });
    await server.close();
  });

  it("go up however many frames make room for them", async () => {
    // Each opens a little of the stream's window or the connection's: more than a flood may have.
    const settings = { initialWindowSize: 256 };
    const server = await serveHttp2(
      (stream) => {
        let size = 0;
        stream.respond({ ":status": 200 });
        stream.on("data", (bytes: Buffer) => {
          size += bytes.length;
        });
        stream.on("end", () => stream.end(String(size)));
      },
      { settings },
    );
    const body = bodyOf(Buffer.alloc(3_000_000, "0123456789"));
    const got = await bench.send({ port: server.port, network: h2c, method: "POST", body });
    expect(got.body.toString()).toBe("3000000");
    await server.close();
  });

  it("come down whole, however large", async () => {
    const piece = Buffer.alloc(1 << 20, "x");
    const server = await serveHttp2((stream) => {
      stream.respond({ ":status": 200 });
      for (let at = 0; at < 20; at += 1) stream.write(piece);
      stream.end();
    });
    const got = await bench.send({ port: server.port, network: h2c });
    expect(got.body.length).toBe(20 << 20);
    await server.close();
  });

  it("that are no longer wanted are not sent", async () => {
    const server = await serveHttp2((stream) => {
      stream.respond({ ":status": 413 });
      stream.end("no");
    });
    const got = await bench.send({
      port: server.port,
      network: h2c,
      method: "POST",
      body: {
        length: null,
        replayable: false,
        async *open() {
          yield Buffer.from("first");
          await new Promise(() => undefined);
        },
      },
    });
    expect(got.failure).toBeNull();
    expect(got.body.toString()).toBe("no");
    expect(kinds(got)).toContain("early-reply");
    expect((await framesOf(got)).map(line).at(-1)).toBe("> RST_STREAM 1");
    await server.close();
  });
});

describe("one connection", () => {
  it("carries several exchanges, each with a record of its own", async () => {
    let waiting: (() => void)[] = [];
    const server = await serveHttp2((stream, { ":path": path }) => {
      stream.respond({ ":status": 200 });
      waiting.push(() => stream.end(path));
      if (waiting.length < 8) return;
      for (const answer of waiting.toReversed()) answer();
      waiting = [];
    });
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        bench.send({ port: server.port, network: h2c, target: `/${at}` }),
      ),
    );
    expect(all.map((one) => one.body.toString())).toEqual(all.map((_, at) => `/${at}`));
    expect(server.sessions).toHaveLength(1);
    const streams = all.map((one) => one.events.find((event) => event.kind === "stream")?.stream);
    expect(new Set(streams).size).toBe(8);
    for (const [at, one] of all.entries()) {
      const own = new Set((await framesOf(one)).map(({ stream }) => stream));
      expect(own).toEqual(new Set([0, streams[at]]));
    }
    await server.close();
  });

  it("outlives a cancelled exchange, whose stream is reset", async () => {
    const resets: number[] = [];
    const server = await serveHttp2((stream, { ":path": path }) => {
      stream.on("close", () => resets.push(stream.rstCode));
      stream.respond({ ":status": 200 });
      if (path === "/ok") stream.end("ok");
      else stream.write("begun");
    });
    const controller = new AbortController();
    const got = await bench.send(
      { port: server.port, network: h2c, target: "/slow" },
      {
        signal: controller.signal,
        onResponse: () => controller.abort(),
      },
    );
    expect(got.failure?.kind).toBe("cancelled");
    expect((await framesOf(got)).map(line).at(-1)).toBe("> RST_STREAM 1");
    const next = await bench.send({ port: server.port, network: h2c, target: "/ok" });
    expect(next.body.toString()).toBe("ok");
    expect(server.sessions).toHaveLength(1);
    expect(resets[0]).toBe(8);
    await server.close();
  });

  it("is left when the server is going away", async () => {
    const server = await serveHttp2((stream) => {
      stream.session?.goaway(0, 1);
      stream.respond({ ":status": 200 });
      stream.end("last");
    });
    const first = await bench.send({ port: server.port, network: h2c });
    expect(first.body.toString()).toBe("last");
    expect(kinds(first)).toContain("goaway");
    const second = await bench.send({ port: server.port, network: h2c });
    expect(second.body.toString()).toBe("last");
    expect(server.sessions).toHaveLength(2);
    await server.close();
  });
});
