import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createReading, type Reading } from "./reading.ts";

interface Read {
  readonly reading: Reading;
  readonly socket: Socket;
  readonly peer: Socket;
}

/** A connection whose one end is read by a `Reading`. */
async function open(): Promise<Read> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const reading = createReading();
  const connection = once(server, "connection") as Promise<[Socket]>;
  const socket = connect({ port, host: "127.0.0.1", onread: reading.onread, allowHalfOpen: true });
  const [peer] = await connection;
  onTestFinished(() => {
    socket.destroy();
    peer.destroy();
    server.close();
  });
  return { reading, socket, peer };
}

test("what came before somebody heard is given first, and nothing is lost while it is paused", async () => {
  const { reading, socket, peer } = await open();
  peer.write("first ");
  await new Promise<void>((resolve) => {
    const look = (): void => void (socket.bytesRead >= 6 ? resolve() : setImmediate(look));
    look();
  });
  const heard: Buffer[] = [];
  reading.hear((bytes) => {
    heard.push(bytes);
    socket.pause();
    setImmediate(() => socket.resume());
  });
  socket.resume();
  peer.end("second");
  await once(socket, "end");
  expect(Buffer.concat(heard).toString()).toBe("first second");
});

test.each([1, 100, 5000, 70_000])("pieces of %i bytes stay what they were", async (size) => {
  const { reading, socket, peer } = await open();
  const heard: Buffer[] = [];
  reading.hear((bytes) => void heard.push(bytes));
  socket.resume();
  const sent = Array.from({ length: 200 }, () => randomBytes(size));
  for (const piece of sent) {
    if (!peer.write(piece)) await once(peer, "drain");
    // Most pieces are then a read of their own.
    await new Promise((resolve) => setImmediate(resolve));
  }
  peer.end();
  await once(socket, "end");
  const hash = (pieces: readonly Buffer[]): string =>
    createHash("sha256").update(Buffer.concat(pieces)).digest("hex");
  expect(hash(heard)).toBe(hash(sent));
  // Small reads share blocks; large ones have their own.
  const blocks = new Set(heard.map(({ buffer }) => buffer));
  if (size === 1) expect(blocks.size).toBe(1);
});
