import { expect } from "vitest";
import type { Fault, ResponseHead } from "../../../shared/model/exchange.ts";
import type { HeaderField } from "../../../shared/model/header.ts";
import { createDecoder } from "./decode.ts";
import type { DecoderOptions } from "./decoder.ts";
import type { DecodeEvent } from "./events.ts";

/** What a decoder made of some pieces, with pieces of one body joined: two ways of splitting must give equal results. */
export interface Decoded {
  readonly events: readonly DecodeEvent[];
  readonly head: ResponseHead | null;
  readonly informational: readonly ResponseHead[];
  readonly body: Buffer;
  readonly surplus: Buffer;
  readonly trailers: readonly HeaderField[];
  readonly faults: readonly Fault[];
  readonly end: Extract<DecodeEvent, { kind: "end" }> | null;
}

export function decodeAll(
  parts: readonly Uint8Array[],
  options: DecoderOptions = { method: "GET" },
  why: "closed" | "stopped" = "closed",
): Decoded {
  const decoder = createDecoder(options);
  const raw: DecodeEvent[] = [];
  for (const part of parts) raw.push(...decoder.push(part));
  raw.push(...decoder.finish(why));
  const events = joined(raw);
  const of = <K extends DecodeEvent["kind"]>(kind: K): Extract<DecodeEvent, { kind: K }>[] =>
    events.filter((event): event is Extract<DecodeEvent, { kind: K }> => event.kind === kind);
  return {
    events,
    head: of("head")[0]?.head ?? null,
    informational: of("informational").map((event) => event.head),
    body: Buffer.concat(of("body").map((event) => event.bytes)),
    surplus: Buffer.concat(of("surplus").map((event) => event.bytes)),
    trailers: of("trailers")[0]?.fields ?? [],
    faults: of("fault").map((event) => event.fault),
    end: of("end")[0] ?? null,
  };
}

/** Decodes the bytes split in two at each place, and one byte at a time; all must agree with the whole. */
export function everySplit(bytes: Uint8Array, options?: DecoderOptions): void {
  const whole = JSON.stringify(decodeAll([bytes], options).events);
  for (let at = 0; at <= bytes.length; at += 1) {
    const split = decodeAll([bytes.subarray(0, at), bytes.subarray(at)], options).events;
    if (JSON.stringify(split) !== whole)
      expect({ at, split }).toEqual({ at, split: decodeAll([bytes], options).events });
  }
  const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
  expect(JSON.stringify(decodeAll(single, options).events)).toBe(whole);
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

/** Joins neighbours of one run, and puts all surplus into one event and one mark. */
function joined(events: readonly DecodeEvent[]): DecodeEvent[] {
  const out: DecodeEvent[] = [];
  const surplus: Extract<DecodeEvent, { kind: "surplus" }>[] = [];
  for (const event of events) {
    const last = out[out.length - 1];
    if (event.kind === "surplus") surplus.push(event);
    else if (event.kind === "mark" && (event.mark === "surplus" || event.mark === "switched"))
      continue;
    else if (event.kind === "body" && last?.kind === "body") {
      expect(last.offset + last.bytes.length).toBe(event.offset);
      out[out.length - 1] = { ...last, bytes: Buffer.concat([last.bytes, event.bytes]) };
    } else if (event.kind === "body") out.push({ ...event, bytes: Buffer.from(event.bytes) });
    else out.push(event);
  }
  const first = surplus[0];
  if (first !== undefined) {
    const bytes = Buffer.concat(surplus.map((event) => event.bytes));
    out.push({ ...first, bytes });
    const end = first.offset + bytes.length;
    out.push({ kind: "mark", mark: "surplus", start: first.offset, end, label: "" });
  }
  return out;
}
