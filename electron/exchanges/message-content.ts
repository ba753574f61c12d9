import { isControl, opcode } from "../../shared/model/web-socket.ts";
import { keptFrames, messageOf, readMessage, readPayload } from "../wire/record/read-socket.ts";
import type { StoredContent } from "./bodies.ts";
import { notFound } from "./exchange-id.ts";

/** The message a frame of a WebSocket belongs to, as bytes to be read by range. `complete`: nothing is added to the record any more. */
export async function openMessage(
  folder: string,
  index: number,
  complete: boolean,
): Promise<StoredContent> {
  const message = await messageOf(folder, index);
  if (message === null) throw notFound("body");
  const { code, size, whole } = message;
  const text = code === opcode.text || isControl(code);
  return {
    size,
    complete: complete || whole,
    mediaType: text ? "text/plain" : "application/octet-stream",
    charset: text ? "utf-8" : "",
    fileName: `message-${index}.${text ? "txt" : "bin"}`,
    read: (start, end) => slice(readMessage(folder, index), start, Math.min(end, size)),
  };
}

/** The payload of one frame. */
export async function openFrame(folder: string, index: number): Promise<StoredContent> {
  const [kept] = await keptFrames(folder, index, 1);
  if (kept === undefined) throw notFound("body");
  const size = kept.frame.plainLength;
  return {
    size,
    complete: true,
    mediaType: "application/octet-stream",
    charset: "",
    fileName: `frame-${index}.bin`,
    read: (start, end) => slice(readPayload(folder, kept), start, Math.min(end, size)),
  };
}

async function* slice(
  source: AsyncIterable<Uint8Array>,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = 0;
  for await (const bytes of source) {
    const from = Math.max(0, start - at);
    const to = Math.min(bytes.length, end - at);
    if (from < to) yield bytes.subarray(from, to);
    at += bytes.length;
    if (at >= end) return;
  }
}
