import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import { readFrames } from "../wire/record/read-record.ts";
import { serve } from "../wire/scripted-peer.testing.ts";
import { type Bench, bodyOf, markTexts, openBench } from "./exchange-hop.testing.ts";

const http10 = { ...defaultNetwork, httpVersion: "1.0" } as const;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe("HTTP/1.0", () => {
  it("is what goes out, with a body of known length", async () => {
    const server = await serve(async (peer) => {
      await peer.until("hello");
      peer.end("HTTP/1.0 200 OK\r\n\r\nall that comes");
    });
    const got = await bench.send({
      port: server.port,
      network: http10,
      method: "POST",
      headers: [
        { name: "Host", value: "a", origin: "client" },
        { name: "Content-Length", value: "5", origin: "body" },
      ],
      body: bodyOf("hello"),
    });
    expect(got.sent.toString()).toBe(
      "POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
    );
    expect(got.response?.head?.httpVersion).toBe("1.0");
    expect(got.body.toString()).toBe("all that comes");
    await server.close();
  });

  it("keeps a connection only where the server says so", async () => {
    const server = await serve(async (peer) => {
      for (let at = 0, count = 0; ; count += 1) {
        at = await peer.until("\r\n\r\n", at);
        const keep = count === 0 ? "Connection: keep-alive\r\n" : "";
        peer.send(`HTTP/1.0 200 OK\r\n${keep}Content-Length: 2\r\n\r\nok`);
      }
    });
    for (let count = 0; count < 3; count += 1) {
      const got = await bench.send({ port: server.port, network: http10 });
      expect(got.body.toString()).toBe("ok");
    }
    expect(server.peers).toHaveLength(2);
    await server.close();
  });

  it("refuses a body of unknown length before it connects", async () => {
    const got = await bench.send({
      port: 1,
      network: http10,
      method: "POST",
      headers: [{ name: "Transfer-Encoding", value: "chunked", origin: "body" }],
      body: bodyOf("hello"),
    });
    expect(got.failure).toMatchObject({ kind: "input", code: "http10-chunked" });
    expect(got.events).toEqual([]);
  });

  it("does not share a connection with HTTP/1.1, which a reply in HTTP/0.9 leaves too", async () => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.end("just text\n");
    });
    const got = await bench.send({ port: server.port, network: http10 });
    expect(got.response?.head).toMatchObject({ httpVersion: "0.9", status: 0 });
    expect(got.body.toString()).toBe("just text\n");
    await server.close();
  });
});

describe("Upgrade to another protocol", () => {
  it("shows 101 and the bytes that come after it", async () => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\n\r\nfirst ");
      peer.end("words");
    });
    const got = await bench.send({
      port: server.port,
      headers: [
        { name: "Connection", value: "Upgrade", origin: "request" },
        { name: "Upgrade", value: "chat", origin: "request" },
      ],
    });
    expect(got.failure).toBeNull();
    expect(got.response?.head?.status).toBe(101);
    expect(got.received.toString().endsWith("first words")).toBe(true);
    expect(got.events.some((one) => one.kind === "note" && one.code === "switched-protocols")).toBe(
      true,
    );
    const marks = await markTexts(got, "received");
    expect(
      marks
        .filter(([kind]) => kind === "switched")
        .map(([, text]) => text)
        .join(""),
    ).toBe("first words");
    await server.close();
  });

  it("to h2c keeps our own first words of a reply that comes with the 101", async () => {
    const reply = Buffer.concat([
      Buffer.from("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
      // SETTINGS, HEADERS `:status: 200` on stream 1, DATA that ends it.
      Buffer.from("000000040000000000" + "00000101040000000188" + "0000020001000000016f6b", "hex"),
    ]);
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send(reply);
    });
    const got = await bench.send({
      port: server.port,
      network: { ...defaultNetwork, httpVersion: "h2c-upgrade" },
    });
    expect(got.failure).toBeNull();
    expect(got.response?.head).toMatchObject({ httpVersion: "2", status: 200 });
    expect(got.body.toString()).toBe("ok");
    expect(got.received.equals(reply)).toBe(true);
    const words = got.sent.toString("latin1");
    expect(words).toContain("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    const { frames } = await readFrames(got.folder, 0, 100);
    expect(frames.filter(({ direction }) => direction === "sent").map(({ type }) => type)).toEqual(
      expect.arrayContaining([4, 8]),
    );
    await server.close();
  });

  it("to h2c is answered in HTTP/1.1 by a server that will not", async () => {
    const server = await serve(async (peer) => {
      await peer.until("\r\n\r\n");
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
    const got = await bench.send({
      port: server.port,
      network: { ...defaultNetwork, httpVersion: "h2c-upgrade" },
    });
    expect(got.body.toString()).toBe("ok");
    expect(got.sent.toString()).toMatch(/Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n/);
    expect(got.events.some((one) => one.kind === "note" && one.code === "h2c-not-upgraded")).toBe(
      true,
    );
    await server.close();
  });
});
