import { Socket } from "node:net";
import { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Bench, bodyOf, openBench } from "../../client/exchange-hop.testing.ts";
import { readSegments } from "../record/read-record.ts";
import { serve } from "../scripted-peer.testing.ts";
import {
  type CertificateMaker,
  type Issued,
  openCertificateMaker,
} from "./certificates.testing.ts";
import { openConnectBench, targetOf } from "./connect.testing.ts";
import { tapped } from "./tap.ts";

let bench: Bench;
let maker: CertificateMaker;
let issued: Issued;
beforeAll(async () => {
  bench = await openBench();
  maker = await openCertificateMaker();
  issued = await maker.make({ name: "leaf" });
});
afterAll(async () => {
  await bench.close();
  await maker.close();
});

describe("the record of an exchange over TLS", () => {
  it.each([1, 20_000])("has the request before its reply: %d bytes", async (size) => {
    const body = Buffer.alloc(size, "0123456789");
    const server = await serve(
      async (peer) => {
        for (let at = 0; ;) {
          at = await peer.until("\r\n\r\n", at);
          at = await peer.until(`${body.subarray(-10).toString()}`, at + size - 10);
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
      },
      { tls: { ...issued } },
    );
    for (let count = 0; count < 5; count += 1) {
      const got = await bench.send({
        port: server.port,
        scheme: "https",
        verifyTls: false,
        method: "POST",
        headers: [{ name: "Content-Length", value: String(size), origin: "body" }],
        body: bodyOf(body),
      });
      expect(got.failure).toBeNull();
      const segments = await readSegments(got.folder, "clear", 0, 1e6);
      const directions = segments.map(({ direction }) => direction);
      expect(directions.indexOf("received")).toBeGreaterThan(directions.lastIndexOf("sent"));
      expect(got.events.findIndex(({ kind }) => kind === "sent")).toBeLessThan(
        got.events.findIndex(({ kind }) => kind === "first-byte"),
      );
    }
    expect(server.peers).toHaveLength(1);
    await server.close();
  });
});

describe("what is written right after a handshake", () => {
  /** A tap over a stream that tells what each write below is. */
  async function openTap() {
    const writes: string[] = [];
    const below = new Duplex({
      read: () => undefined,
      write(bytes: Buffer, _encoding, done) {
        writes.push(bytes.toString());
        done();
      },
      writev(chunks, done) {
        writes.push(chunks.map(({ chunk }) => String(chunk)).join("+"));
        done();
      },
    });
    const channel = { stream: below, socket: new Socket(), tls: null, taps: [] };
    const connector = tapped("socket", async () => channel);
    const connecting = await openConnectBench();
    onTestFinished(() => connecting.close());
    const { stream, taps } = await connector(targetOf(1), connecting.context());
    return { writes, stream, tap: taps[0] };
  }
  const turns = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1)
      await new Promise((resolve) => setImmediate(resolve));
  };

  it("goes out together with what comes next", async () => {
    const { writes, stream, tap } = await openTap();
    tap?.joinNext();
    stream.write(Buffer.from("finished"));
    await turns(1);
    expect(writes).toEqual([]);
    stream.write(Buffer.from("request"));
    expect(writes).toEqual(["finished+request"]);
    stream.write(Buffer.from("more"));
    await turns(1);
    expect(writes).toEqual(["finished+request", "more"]);
  });

  it("goes out alone when nothing comes, or the end", async () => {
    const { writes, stream, tap } = await openTap();
    tap?.joinNext();
    stream.write(Buffer.from("finished"));
    await turns(3);
    expect(writes).toEqual(["finished"]);
    tap?.joinNext();
    stream.end(Buffer.from("last"));
    await turns(3);
    expect(writes).toEqual(["finished", "last"]);
  });
});
