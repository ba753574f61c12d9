import { FailureError } from "../../../shared/model/failure.ts";
import { type HeaderField, headerValues } from "../../../shared/model/header.ts";
import { lateZlib } from "../../base/late.ts";
import type { Decoder, Sink } from "./decoder.ts";
import { nodeDecoder } from "./node-decoder.ts";

/** Decoded bytes are stopped when they are more than `size` and more than `ratio` times the encoded ones. */
export interface DecodeLimit {
  readonly size: number;
  readonly ratio: number;
}

/** The limit of a setting in bytes, 0: none. deflate can reach 1,032 : 1, real bodies hardly 100 : 1. */
export function decodeLimitOf(size: number): DecodeLimit {
  return { size: size === 0 ? Number.POSITIVE_INFINITY : size, ratio: 200 };
}

const mostCodings = 8;

/**
 * Codings in the order they were applied, lower case, without `identity`: those of the content (RFC 9110 §8.4), then those of the transfer
 * (RFC 9112 §7.2) but `chunked`, which the wire undoes.
 */
export function contentCodings(headers: readonly HeaderField[]): string[] {
  const content = listed(headers, "content-encoding");
  const transfer = listed(headers, "transfer-encoding");
  if (transfer.length === 0) return content;
  return [...content, ...transfer.filter((coding) => coding !== "chunked")];
}

function listed(headers: readonly HeaderField[], name: string): string[] {
  const values = headerValues(headers, name);
  if (values.length === 0) return values;
  return values
    .flatMap((value) => value.split(","))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity");
}

/** True when Envoi can undo this coding. */
export function isKnownCoding(coding: string): boolean {
  return /^(?:x-)?gzip$|^deflate$|^br$|^zstd$/.test(coding);
}

/** A decoder for a list of known codings, outermost (last applied) first to be undone; bounded by `limit`. */
export async function openDecoder(
  codings: readonly string[],
  limit: DecodeLimit,
): Promise<Decoder> {
  if (codings.length > mostCodings)
    throw new FailureError({
      kind: "body",
      code: "content-coding-too-many",
      message: `The body is encoded ${codings.length} times over; Envoi undoes at most ${mostCodings}.`,
      remedy: "The bytes as they arrived are in the Wire view.",
      phase: "decode",
    });
  const stages: Decoder[] = [];
  for (const coding of codings.toReversed()) stages.push(await openStage(coding));
  return bounded(stages, limit);
}

async function openStage(coding: string): Promise<Decoder> {
  const zlib = lateZlib();
  if (coding === "br") return nodeDecoder("br", () => zlib.createBrotliDecompress());
  if (coding === "deflate") return deflateDecoder();
  // Loaded only when a body needs it: start-up is counted in milliseconds. Newer Nodes have a decoder of their own, which waits for ever
  // after an empty frame or between two, and takes a window of any size.
  if (coding === "zstd") return (await import("./zstd-decoder.ts")).fzstdDecoder();
  return nodeDecoder("gzip", () => zlib.createGunzip());
}

/** `deflate` means zlib (RFC 9110 §8.4.1.2), but some servers send it bare: the first two bytes tell (RFC 1950 §2.2). */
function deflateDecoder(): Decoder {
  const zlib = lateZlib();
  let first: Uint8Array | null = null;
  let inner: Decoder | null = null;
  const choose = (bytes: Uint8Array): Decoder => {
    const [cmf = 0, flags = 0] = bytes;
    const wrapped = (cmf & 0x0f) === 8 && (cmf * 256 + flags) % 31 === 0;
    return nodeDecoder("deflate", () => (wrapped ? zlib.createInflate() : zlib.createInflateRaw()));
  };
  return {
    async push(bytes, sink) {
      const all: Uint8Array = first === null ? bytes : Buffer.concat([first, bytes]);
      first = null;
      if (inner === null && all.length < 2) {
        first = Uint8Array.from(all);
        return;
      }
      inner ??= choose(all);
      await inner.push(all, sink);
    },
    async end(sink) {
      if (inner === null && first !== null) {
        inner = choose(first);
        await inner.push(first, sink);
      }
      await inner?.end(sink);
    },
    dispose: () => inner?.dispose(),
  };
}

function bounded(stages: readonly Decoder[], limit: DecodeLimit): Decoder {
  let encoded = 0;
  const made = stages.map(() => 0);
  const sinkFrom = (index: number, sink: Sink): Sink => {
    const next = stages[index + 1];
    return async (bytes) => {
      const total = (made[index] ?? 0) + bytes.length;
      made[index] = total;
      if (total > limit.size && total > limit.ratio * encoded) throw tooLarge();
      await (next === undefined ? sink(bytes) : next.push(bytes, sinkFrom(index + 1, sink)));
    };
  };
  return {
    async push(bytes, sink) {
      encoded += bytes.length;
      await stages[0]?.push(bytes, sinkFrom(0, sink));
    },
    async end(sink) {
      // An empty body has no coding to complete (HEAD, 304, a server that compresses nothing).
      if (encoded === 0) return;
      for (const [index, stage] of stages.entries()) await stage.end(sinkFrom(index, sink));
    },
    dispose: () => stages.forEach((stage) => stage.dispose()),
  };
}

function tooLarge(): FailureError {
  return new FailureError({
    kind: "body",
    code: "decoded-too-large",
    message: "The body grows out of all proportion when it is decoded; Envoi stopped.",
    remedy: "What was decoded is shown; the bytes as they arrived are in the Wire view.",
    phase: "decode",
  });
}
