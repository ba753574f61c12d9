import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** Waits, or ends early without complaint when the peer has gone. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * A chunked reply with a chunk extension and trailer fields (RFC 9112 §7.1), written to the socket by hand because
 * Node's server knows no chunk extensions.
 */
export async function streamChunks(response: ServerResponse, signal: AbortSignal): Promise<void> {
  const socket = response.socket;
  if (!socket) return;
  const write = (textual: string) => socket.write(textual, "latin1");
  write(
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n" +
      "Transfer-Encoding: chunked\r\nTrailer: X-Chunks, X-Note\r\nConnection: close\r\n\r\n",
  );
  for (let number = 1; number <= 5 && !signal.aborted; number += 1) {
    const line = `chunk ${number} of 5\n`;
    write(`${line.length.toString(16)};part=${number}\r\n${line}\r\n`);
    await pause(120, signal);
  }
  socket.end("0\r\nX-Chunks: 5\r\nX-Note: trailers come after the body\r\n\r\n", "latin1");
}

const harbour = ["in sight", "pilot aboard", "mooring", "alongside", "unloading"] as const;

/**
 * Server-sent events (WHATWG HTML §9.2), a third of a second apart: a comment, how long to wait, and five events behind the one with the ID
 * `after`.
 */
export async function streamEvents(
  response: ServerResponse,
  after: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write(": events of a harbour\n\nretry: 3000\n\n");
  const from = Math.max(0, Math.trunc(Number(after))) || 0;
  for (let number = from + 1; number <= from + 5 && !signal.aborted; number += 1) {
    const state = harbour[(number - 1) % harbour.length];
    response.write(
      number % 3 === 0
        ? `id: ${number}\ndata: The crew says hello\ndata: on two lines\n\n`
        : `id: ${number}\nevent: vessel\ndata: {"name":"Envoi","state":"${state}","at":${number}}\n\n`,
    );
    await pause(300, signal);
  }
  response.end();
}

const rowLength = 64;

/** `length` bytes of numbered text rows, as fast as the peer takes them, at constant memory. */
export async function streamBytes(
  response: ServerResponse,
  length: number,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": length,
  });
  let sent = 0;
  for (let block = 0; sent < length && !signal.aborted; block += 1) {
    const rows = rowsOf(block).subarray(0, length - sent);
    sent += rows.length;
    if (!response.write(rows)) await once(response, "drain", { signal }).catch(() => undefined);
  }
  response.end();
}

const rowsInBlock = 1024;

function rowsOf(block: number): Buffer {
  let text = "";
  for (let row = 0; row < rowsInBlock; row += 1) {
    const number = String(block * rowsInBlock + row + 1).padStart(12, "0");
    text += `row ${number} `.padEnd(rowLength - 1, ".") + "\n";
  }
  return Buffer.from(text, "latin1");
}
