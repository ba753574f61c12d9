import { chooseCharset } from "../../../shared/formats/charset.ts";
import { type BodyKind, sniffBody, sniffLength } from "../../../shared/formats/sniff.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import type { Hop } from "../../../shared/model/exchange.ts";
import { frameType, type WireFrame } from "../../../shared/model/http2-frame.ts";
import { parseMediaType } from "../../../shared/model/media-type.ts";
import type { WireSegment } from "../../../shared/model/wire-log.ts";
import type { Host } from "../../host/connect.ts";
import { type ByteSource, createByteSource } from "../../views/bytes/byte-source.ts";
import { type BytePart, createPartSource } from "../../views/bytes/part-source.ts";
import { readFrames, spokeHttp2 } from "../wire/use-frames.ts";
import { emptyIndex, fileName, lostRuns, readIndex } from "../wire/wire-index.ts";
import type { Compared } from "./compared.ts";

type BodyHost = Pick<Host, "remote" | "bodyUrl" | "wireUrl">;

/** A body to compare. */
export interface BodySide {
  readonly source: ByteSource;
  readonly kind: BodyKind;
  readonly mediaType: string;
  /** WHATWG name. */
  readonly charset: string;
  /** Chunk sizes stand among the bytes. */
  readonly framed: boolean;
}

/** The body of a side's request or response; null where there is none. Rejects with FailureError. */
export async function bodySide(
  { exchange, hop }: Compared,
  of: "request" | "response",
  host: BodyHost,
  signal: AbortSignal,
): Promise<BodySide | null> {
  if (hop === null) return null;
  if (of === "response") {
    const { body } = hop;
    if (body === null) return null;
    const encoded = body.undecoded === true;
    const size = encoded ? body.encodedSize : body.size;
    const source = createByteSource(host.bodyUrl(body.id, { encoded }), size, true);
    return described(source, body.mediaType, body.charset, false);
  }
  // What follows the handshake are frames, not a body.
  if (hop.socket !== undefined) return null;
  const record = await readIndex(host, exchange.id, "clear", emptyIndex, signal);
  const own = record.segments.filter((one) => one.hop === hop.index && one.direction === "sent");
  const parts = spokeHttp2(hop)
    ? await framedParts(exchange.id, hop, own, host, signal)
    : after(own, hop.requestHeadBytes);
  const source = createPartSource(
    createByteSource(host.wireUrl(exchange.id, "clear"), record.bytes, true),
    parts,
  );
  if (source.size() === 0) return null;
  const lost = lostRuns(record).find((run) =>
    parts.some((part) => part.start < run.end && part.end > run.start),
  );
  if (lost !== undefined)
    throw new FailureError({
      kind: "storage",
      code: lost.file.state === "gone" ? "sent-file-gone" : "sent-file-changed",
      message: "The file that was sent is no longer what it was, and no copy was kept.",
      place: fileName(lost.file.path),
    });
  const field = (name: string) =>
    hop.requestHeaders.find((header) => header.name.toLowerCase() === name)?.value ?? "";
  const type = parseMediaType(field("content-type"));
  const chunked = /\bchunked\b/i.test(field("transfer-encoding"));
  return described(source, type.essence, type.parameters["charset"] ?? "", chunked);
}

async function described(
  source: ByteSource,
  mediaType: string,
  charset: string,
  framed: boolean,
): Promise<BodySide> {
  const first = await source.read(0, sniffLength);
  const { name } = chooseCharset(charset, first);
  return { source, kind: sniffBody(first, mediaType), mediaType, charset: name, framed };
}

/** The segments without their first `count` bytes. */
function after(segments: readonly WireSegment[], count: number): BytePart[] {
  let left = count;
  const parts: BytePart[] = [];
  for (const { offset, length } of segments) {
    const skipped = Math.min(left, length);
    left -= skipped;
    if (skipped < length) parts.push({ start: offset + skipped, end: offset + length });
  }
  return parts;
}

/** What the DATA frames of a hop hold (RFC 9113 §6.1), without their heads and padding. */
async function framedParts(
  id: string,
  hop: Hop,
  own: readonly WireSegment[],
  host: Pick<Host, "remote">,
  signal: AbortSignal,
): Promise<BytePart[]> {
  const frames: WireFrame[] = [];
  await readFrames(id, host, signal, frames);
  return frames.flatMap((frame) => {
    const { detail } = frame;
    const mine = frame.hop === hop.index && frame.direction === "sent";
    if (!mine || frame.type !== frameType.data || detail.kind !== "data") return [];
    // Bytes of the other direction may have passed in between: only what was sent counts.
    const within = own.flatMap(({ offset, length }) => {
      const start = Math.max(offset, frame.start);
      const end = Math.min(offset + length, frame.end);
      return start < end ? [{ start, end }] : [];
    });
    const lead = 9 + (detail.padding === 0 ? 0 : 1);
    return slice(within, lead, frame.length + 9 - detail.padding);
  });
}

/** The bytes `[from, to)` of parts in a row. */
function slice(parts: readonly BytePart[], from: number, to: number): BytePart[] {
  let at = 0;
  return parts.flatMap(({ start, end }) => {
    const first = Math.max(from, at) - at;
    const last = Math.min(to, at + end - start) - at;
    at += end - start;
    return first < last ? [{ start: start + first, end: start + last }] : [];
  });
}
