import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The server both sides talk to: node:http in a process of its own. `/N` answers N MiB, `/0` five bytes once the request has come. */
export interface Peer {
  readonly url: string;
  close(): void;
}

export const openPeer = (): Promise<Peer> => start("http", []);

/** The same with TLS and a certificate of its own, made in `folder`; null without the openssl command. */
export async function openSecurePeer(folder: string): Promise<Peer | null> {
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  try {
    const files = ["-keyout", key, "-out", cert];
    await promisify(execFile)("openssl", ["req", "-x509", ...made, ...subject, ...files]);
  } catch {
    return null;
  }
  return await start("https", [key, cert]);
}

async function start(scheme: "http" | "https", files: readonly string[]): Promise<Peer> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ["serve", ...files], {
    execArgv: process.execArgv,
  });
  const [port] = (await once(child, "message")) as [unknown];
  return { url: `${scheme}://127.0.0.1:${Number(port)}`, close: () => child.disconnect() };
}

function serve(files: readonly string[]): void {
  const block = Buffer.alloc(256 << 10, "0123456789abcdef");
  const answer: http.RequestListener = (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    const size = Number(path.slice(1)) * 2 ** 20;
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
  };
  const [key, cert] = files.map((file) => readFileSync(file));
  const server =
    key !== undefined && cert !== undefined
      ? https.createServer({ key, cert }, answer)
      : http.createServer(answer);
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
  process.on("disconnect", () => process.exit());
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === "serve")
  serve(process.argv.slice(3));
