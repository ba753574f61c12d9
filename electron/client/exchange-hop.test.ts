import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SentHeader } from "../../shared/model/header.ts";
import { serve } from "../wire/scripted-peer.testing.ts";
import { type Bench, bodyOf, markTexts, openBench } from "./exchange-hop.testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const headers = (...pairs: readonly (readonly [string, string])[]): SentHeader[] =>
  pairs.map(([name, value]) => ({ name, value, origin: "request" }));
const host = ["Host", "a"] as const;

describe("one exchange", () => {
  it("tells what happens in order and gives the reply back with its places in the record", async () => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n");
      peer.send("HTTP/1.1 200 OK\r\nX-Case: 1\r\nx-case: 2\r\nTransfer-Encoding: chunked\r\n\r\n");
      peer.send("5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nDigest: x\r\n\r\n");
    });
    const got = await bench.send({ port: server.port });
    expect(got.failure).toBeNull();
    expect(got.body.toString()).toBe("hello!");
    expect(got.response?.head).toEqual({
      httpVersion: "1.1",
      status: 200,
      reason: "OK",
      headers: [
        ["X-Case", "1"],
        ["x-case", "2"],
        ["Transfer-Encoding", "chunked"],
      ],
    });
    expect(got.response?.trailers()).toEqual([["Digest", "x"]]);
    expect(got.events.map((event) => event.kind)).toEqual([
      "connect-start",
      "connected",
      "connection",
      "request",
      "send-start",
      "sent",
      "first-byte",
      "informational",
      "head",
      "trailers",
      "hop-end",
    ]);
    expect(got.sent.toString()).toBe("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(server.peers[0]?.received().equals(got.sent)).toBe(true);
    expect(await markTexts(got, "sent")).toEqual([
      ["request-line", "GET / HTTP/1.1\r\n", "GET"],
      ["request-header", "Host: a\r\n", "Host"],
    ]);
    const received = await markTexts(got, "received");
    expect(received.map(([kind, , label]) => `${kind} ${label}`)).toEqual([
      "status-line HTTP/1.1 103 Early Hints",
      "header Link",
      "head-end ",
      "status-line HTTP/1.1 200 OK",
      "header X-Case",
      "header x-case",
      "header Transfer-Encoding",
      "head-end ",
      "chunk-size 5;a=b",
      "chunk-data ",
      "chunk-size 1",
      "chunk-data ",
      "chunk-size 0",
      "trailer Digest",
      "trailer ",
    ]);
    expect(received.filter(([kind]) => kind === "chunk-data").map(([, text]) => text)).toEqual([
      "hello",
      "!",
    ]);
    await server.close();
  });

  it("uses a connection again and says so", async () => {
    const server = await serve(async (peer) => {
      for (let at = 0; ;) {
        at = await peer.until("\r\n\r\n", at);
        peer.send(ok);
      }
    });
    const numbers: unknown[] = [];
    for (let i = 0; i < 3; i += 1) {
      const got = await bench.send({ port: server.port });
      expect(got.body.toString()).toBe("ok");
      const event = got.events.find((one) => one.kind === "connection");
      if (event?.kind === "connection")
        numbers.push([event.connection.reused, event.connection.uses]);
      expect(got.events.some((one) => one.kind === "connected")).toBe(i === 0);
      expect(got.clear.toString()).toBe(`GET / HTTP/1.1\r\nHost: a\r\n\r\n${ok}`);
    }
    expect(numbers).toEqual([
      [false, 1],
      [true, 2],
      [true, 3],
    ]);
    expect(server.peers).toHaveLength(1);
    await server.close();
  });
});

describe("the bytes shown as sent are the bytes the server got", () => {
  const big = Buffer.alloc(300_000, "0123456789");
  const cases: readonly (readonly [
    string,
    Parameters<Bench["send"]>[0] extends infer R ? Partial<R> : never,
    string,
  ])[] = [
    ...[
      "GET",
      "HEAD",
      "POST",
      "PUT",
      "PATCH",
      "DELETE",
      "OPTIONS",
      "TRACE",
      "CONNECT",
      "PROPFIND",
      "M-SEARCH",
      "get",
      "X_ÿ",
      "!",
    ].map(
      (method) =>
        [`method ${method}`, { method }, `${method} / HTTP/1.1\r\nHost: a\r\n\r\n`] as const,
    ),
    ...["*", "/a b", "/é?q=ü#frag", "http://other/abs", "/%zz/../.", "a:443", ""].map(
      (target) =>
        [`target ${target}`, { target }, `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`] as const,
    ),
    ["no header", { headers: [] }, "GET / HTTP/1.1\r\n\r\n"],
    [
      "order, case and duplicates",
      { headers: headers(["b", "1"], ["A", "2"], ["B", "3"], ["b", "1"]) },
      "GET / HTTP/1.1\r\nb: 1\r\nA: 2\r\nB: 3\r\nb: 1\r\n\r\n",
    ],
    [
      "odd names and values",
      { headers: headers(["", "v"], ["n m", ""], ["ü", " x\t"], ["😀", "☃"]) },
      "GET / HTTP/1.1\r\n: v\r\nn m:\r\nü:  x\t\r\n😀: ☃\r\n\r\n",
    ],
    [
      "body with length",
      {
        method: "POST",
        headers: headers(host, ["Content-Length", "5"]),
        body: bodyOf("he", "", "llo"),
      },
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
    ],
    [
      "empty body",
      { method: "POST", headers: headers(host, ["Content-Length", "0"]), body: bodyOf() },
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
    ],
    [
      "chunked body",
      {
        method: "POST",
        headers: headers(["transfer-encoding", "gzip, Chunked"]),
        body: bodyOf("he", "", "llo"),
      },
      "POST / HTTP/1.1\r\ntransfer-encoding: gzip, Chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
    ],
    [
      "empty chunked body",
      { headers: headers(["Transfer-Encoding", "chunked"]), body: bodyOf() },
      "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    [
      "body without framing",
      { headers: headers(host), body: bodyOf("lost") },
      "GET / HTTP/1.1\r\nHost: a\r\n\r\nlost",
    ],
    [
      "wrong length",
      { headers: headers(["Content-Length", "99"]), body: bodyOf("short") },
      "GET / HTTP/1.1\r\nContent-Length: 99\r\n\r\nshort",
    ],
    [
      "large body",
      { method: "PUT", headers: headers(["Content-Length", "300000"]), body: bodyOf(big) },
      `PUT / HTTP/1.1\r\nContent-Length: 300000\r\n\r\n${big.toString()}`,
    ],
    [
      "large chunk",
      { method: "PUT", headers: headers(["Transfer-Encoding", "chunked"]), body: bodyOf(big) },
      `PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n493e0\r\n${big.toString()}\r\n0\r\n\r\n`,
    ],
  ];

  it.each(cases)("%s", async (_name, request, wanted) => {
    const bytes = Buffer.from(wanted);
    const server = await serve(async (peer) => {
      while (peer.received().length < bytes.length)
        await new Promise((resolve) => peer.socket.once("data", resolve));
      peer.end("HTTP/1.1 204 No\r\nConnection: close\r\n\r\n");
    });
    const got = await bench.send({ port: server.port, ...request });
    expect(got.failure).toBeNull();
    expect(got.sent.equals(bytes)).toBe(true);
    expect(server.peers[0]?.received().equals(got.sent)).toBe(true);
    const sent = got.events.find((one) => one.kind === "sent");
    if (sent?.kind === "sent") expect(sent.headBytes + sent.bodyBytes).toBe(bytes.length);
    const marks = await markTexts(got, "sent");
    expect(marks.map(([, text]) => text).join("").length).toBe(bytes.length - 2);
    await server.close();
  });

  it.each([
    ["the plain example", "GET /get HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"],
    ["bare LF", "GET / HTTP/1.1\nHost: a\n\n"],
    [
      "both framings",
      "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["NUL and folds", "GET / HTTP/1.1\r\nA: b\0\r\n c\r\n\r\n"],
    ["no end", "GET / HTTP/1.1\r\nHost"],
    ["not HTTP", "\x16\x03\x01\0\xff"],
    ["HTTP/0.9", "GET /\r\n"],
    ["two requests", "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["large", `POST / HTTP/1.1\r\nContent-Length: 200000\r\n\r\n${"x".repeat(200_000)}`],
  ])("raw: %s", async (_name, typed) => {
    const bytes = Buffer.from(typed, "latin1");
    const server = await serve(async (peer) => {
      while (peer.received().length < bytes.length)
        await new Promise((resolve) => peer.socket.once("data", resolve));
      peer.end("HTTP/1.1 200 OK\r\n\r\nto the end");
    });
    const got = await bench.send({ port: server.port, raw: bytes });
    expect(got.failure).toBeNull();
    expect(got.body.toString()).toBe("to the end");
    expect(got.sent.equals(bytes)).toBe(true);
    expect(server.peers[0]?.received().equals(bytes)).toBe(true);
    await server.close();
  });

  it("shows the replies to both requests of a raw exchange", async () => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n", await peer.until("\r\n\r\n"));
      peer.send(ok);
      peer.end(ok);
    });
    const raw = Buffer.from("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    const got = await bench.send({ port: server.port, raw });
    expect(got.body.toString()).toBe("ok");
    expect(got.received.toString()).toBe(ok + ok);
    expect(
      (await markTexts(got, "received")).some(([kind, text]) => kind === "surplus" && text === ok),
    ).toBe(true);
    await server.close();
  });

  it("refuses a line break before it connects", async () => {
    const got = await bench.send({ port: 1, headers: headers(["A", "b\r\nC: d"]) });
    expect(got.failure).toMatchObject({ kind: "input", place: "headers[0].value" });
    expect(got.events).toEqual([]);
  });
});
