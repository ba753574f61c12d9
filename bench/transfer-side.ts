import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { readFile as readText, stat } from "node:fs/promises";
import http from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { multipartBody, multipartContentType } from "../electron/client/body/multipart.ts";
import type { BodySource } from "../electron/client/send.ts";
import { openEnvoi } from "./envoi.ts";

/** One side of one transfer, as a process of its own: `transfer-side.ts envoi|other down|up URL FILE`; tells its parent what it took. */
export interface Took {
  readonly ms: number;
  /** MiB of memory at most, since the process began. */
  readonly peak: number;
}

const boundary = "bench-boundary";
const type = multipartContentType(boundary);

async function upload(file: string): Promise<BodySource> {
  const { size } = await stat(file);
  return multipartBody(
    [
      {
        kind: "file",
        name: "file",
        file: { realPath: file, size, name: "body.bin" },
        fileName: "body.bin",
        contentType: "application/octet-stream",
      },
    ],
    boundary,
  );
}

async function envoiSide(direction: string, url: string, file: string): Promise<number> {
  const envoi = await openEnvoi();
  const body = direction === "up" ? { source: await upload(file), type } : undefined;
  const start = performance.now();
  await envoi.send(url, body);
  const ms = performance.now() - start;
  await envoi.close();
  return ms;
}

async function otherSide(direction: string, url: string, file: string): Promise<number> {
  const start = performance.now();
  if (direction === "down") {
    const [response] = (await once(http.get(url), "response")) as [http.IncomingMessage];
    await pipeline(response, createWriteStream(file));
  } else {
    const { size } = await stat(file);
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="body.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`;
    const tail = `\r\n--${boundary}--\r\n`;
    const headers = { "Content-Type": type, "Content-Length": head.length + size + tail.length };
    const sent = http.request(url, { method: "POST", headers });
    const answered = once(sent, "response") as Promise<[http.IncomingMessage]>;
    await pipeline(Readable.from(parts(head, file, tail)), sent);
    const [response] = await answered;
    response.resume();
    await once(response, "end");
  }
  return performance.now() - start;
}

async function* parts(head: string, file: string, tail: string): AsyncGenerator<Buffer | string> {
  yield head;
  yield* createReadStream(file) as AsyncIterable<Buffer>;
  yield tail;
}

/** The kernel's own count where there is one: `maxRSS` of a child begins with what its parent had. */
async function peakMemory(): Promise<number> {
  const status = await readText("/proc/self/status", "utf8").catch(() => "");
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024;
}

const [, , side, direction = "", url = "", file = ""] = process.argv;
const ms = await (side === "envoi" ? envoiSide : otherSide)(direction, url, file);
const took: Took = { ms, peak: await peakMemory() };
process.send?.(took, () => process.disconnect());
