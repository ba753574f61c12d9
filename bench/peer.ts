import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

/** The server both sides talk to: node:http in a process of its own. `/N` answers N MiB, `/0` five bytes once the request has come. */
export interface Peer {
  readonly url: string;
  close(): void;
}

export async function openPeer(): Promise<Peer> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ["serve"], {
    execArgv: process.execArgv,
  });
  const [port] = (await once(child, "message")) as [unknown];
  return { url: `http://127.0.0.1:${Number(port)}`, close: () => child.disconnect() };
}

function serve(): void {
  const block = Buffer.alloc(256 << 10, "0123456789abcdef");
  const server = http.createServer((request, response) => {
    const size = Number(request.url?.slice(1) ?? 0) * 2 ** 20;
    request.resume();
    if (size === 0) {
      request.on("end", () => response.end("hello"));
      return;
    }
    let left = size;
    response.setHeader("Content-Length", size);
    const more = (): void => {
      while (left > 0) {
        const part = block.subarray(0, Math.min(left, block.length));
        left -= part.length;
        if (!response.write(part)) return;
      }
      response.end();
    };
    response.on("drain", more);
    more();
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
  process.on("disconnect", () => process.exit());
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === "serve") serve();
