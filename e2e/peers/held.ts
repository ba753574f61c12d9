import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A server whose replies stop half way until they are let go. */
export interface HeldPeer {
  readonly url: string;
  /** Lets the second halves go. */
  release(): void;
  close(): Promise<void>;
}

const row = "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXY\n";
const rows = Buffer.from(row.repeat(1000));

/** Answers every request with `length` bytes of text, at the pace it is read. */
export async function startHeld(length: number): Promise<HeldPeer> {
  const gate = new AbortController();
  const released = once(gate.signal, "abort");
  async function* body(): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; left -= rows.length) {
      yield rows.subarray(0, left);
      if (left > length / 2 && left - rows.length <= length / 2) await released;
    }
  }
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/plain", "Content-Length": length });
    // A peer that has gone is no concern of this one.
    pipeline(Readable.from(body()), response).catch(() => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    release: () => gate.abort(),
    async close() {
      gate.abort();
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
