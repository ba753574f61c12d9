import type { ResponseHead } from "../../../shared/model/exchange.ts";
import type { HeaderField } from "../../../shared/model/header.ts";
import { readChunkSize } from "./chunk-size.ts";
import { type DecodeState, missingAt } from "./decode-state.ts";
import { type Decoder, type DecoderLimits, type DecoderOptions, defaultLimits } from "./decoder.ts";
import { EventLog } from "./event-log.ts";
import type { DecodeEvent, Framing } from "./events.ts";
import { readFieldLine } from "./field-line.ts";
import { decideFraming } from "./framing.ts";
import { LineReader } from "./line-reader.ts";
import { beginsHttp2, isText } from "./no-status-line.ts";
import { areAmple, type OrdinaryHead, readOrdinaryHead } from "./ordinary-head.ts";
import type { Rule } from "./rules.ts";
import { type Hunted, StatusHunt } from "./status-hunt.ts";
import { readStatusLine } from "./status-line.ts";

export function createDecoder(options: DecoderOptions): Decoder {
  return new ReplyDecoder(options);
}

const none = Buffer.alloc(0);
const noStatus = { httpVersion: "", status: 0, reason: "" };
const CR = 13;
const LF = 10;
const maxStatusLine = 64 << 10;
/** A longer line before a chunk is accepted but pointed at. */
const longChunkLine = 16 << 10;

class ReplyDecoder implements Decoder {
  readonly #options: DecoderOptions;
  readonly #limits: DecoderLimits;
  /** No limit is so small that an ordinary head could reach it. */
  readonly #ample: boolean;
  readonly #log = new EventLog();
  #bytes: Buffer = none;
  #at = 0;
  /** Offset of `#bytes[0]`. */
  #base = 0;
  #state: DecodeState = "start";
  #hunt = new StatusHunt(maxStatusLine);
  #huntStart = 0;
  readonly #lines = new LineReader();
  #sectionStart = 0;
  #status: { httpVersion: string; status: number; reason: string } | null = null;
  #fields: [string, string][] = [];
  #interim = 0;
  #left = 0;
  #bodyStart = 0;
  #sawCr = false;
  #keepAlive = false;
  #tunnel = false;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#limits =
      options.limits === undefined ? defaultLimits : { ...defaultLimits, ...options.limits };
    this.#ample = areAmple(this.#limits);
  }

  push(bytes: Uint8Array): readonly DecodeEvent[] {
    this.#base += this.#bytes.length;
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = 0;
    while (this.#at < this.#bytes.length) this.#step();
    return this.#log.take();
  }

  finish(why: "closed" | "stopped"): readonly DecodeEvent[] {
    this.#base += this.#bytes.length;
    this.#bytes = none;
    this.#at = 0;
    const closed = why === "closed";
    const state = this.#state;
    const missing = missingAt(state, { left: this.#left, waiting: this.#lines.waiting });
    if (state === "start") this.#finishStart(closed);
    if (state === "chunk-data") this.#markRun("chunk-data", this.#bodyStart);
    if (closed && missing !== null) this.#log.fault(missing, "fatal", this.#base, this.#base);
    if (closed && state === "head") this.#emitHead(this.#base, { kind: "none" });
    if (state === "trailers" && this.#fields.length > 0)
      this.#log.push({ kind: "trailers", fields: this.#fields });
    if (this.#state === "length" || this.#state === "rest") this.#markRun("body", this.#bodyStart);
    if (this.#state !== "done") this.#end(false);
    return this.#log.take();
  }

  #step(): void {
    switch (this.#state) {
      case "start":
        return this.#start();
      case "head":
      case "trailers":
        return this.#fieldLine();
      case "length":
        return this.#counted("length");
      case "chunk-data":
        return this.#counted("chunk-data");
      case "chunk-size":
        return this.#chunkSize();
      case "chunk-end":
        return this.#chunkEnd();
      case "rest":
        return this.#body(this.#bytes.length);
      case "done":
        return this.#surplus();
    }
  }

  #start(): void {
    const ordinary =
      this.#ample && this.#hunt.fresh ? readOrdinaryHead(this.#bytes, this.#at) : null;
    if (ordinary !== null) return this.#ordinary(ordinary);
    const hunted = this.#hunt.take(this.#bytes, this.#at);
    this.#at = this.#hunt.at;
    if (hunted === null) return;
    if (hunted.kind === "found") this.#found(hunted);
    else this.#withoutHead(hunted.held, hunted.tooLong ? "status-line-length" : null);
  }

  #found(hunted: Extract<Hunted, { kind: "found" }>): void {
    const end = this.#base + this.#at;
    const start = end - hunted.length;
    if (hunted.garbage > 0) {
      const rule = hunted.onlyBlank ? "blank-before-status-line" : "garbage-before-status-line";
      this.#log.fault(rule, "tolerated", start - hunted.garbage, start);
    }
    const { httpVersion, status, reason, problems } = readStatusLine(hunted.line);
    this.#log.mark("status-line", start, end, hunted.line.slice(0, 100));
    this.#log.tolerate(problems, start, end);
    if (hunted.bareLf) this.#log.bareLf(end - 1);
    this.#status = { httpVersion, status, reason };
    this.#fields = [];
    this.#sectionStart = start;
    this.#state = "head";
  }

  #ordinary(head: OrdinaryHead): void {
    const start = this.#base + this.#at;
    const { httpVersion, status, reason, fields, length } = head;
    this.#log.ordinary(head, start);
    this.#status = { httpVersion, status, reason };
    this.#fields = fields;
    this.#sectionStart = start;
    this.#at += length;
    this.#endHead(start + length - 2, start + length);
  }

  /** No status line: what was asked for in HTTP/0.9, and text, is taken for such a reply (all of it content), the rest for no HTTP at all. */
  #withoutHead(held: Buffer, rule: Rule | null): void {
    const start = this.#huntStart;
    const { length } = held;
    if (rule !== null) {
      this.#log.fault(rule, "fatal", start, start + length);
    } else if (this.#options.simple === true || isText(held)) {
      if (this.#options.simple !== true) {
        this.#log.fault("no-status-line", "tolerated", start, start + length);
      }
      const head = { httpVersion: "0.9", status: 0, reason: "", headers: [] };
      this.#log.push({ kind: "head", head, start, end: start, framing: { kind: "close" } });
    } else {
      const rule = beginsHttp2(held) ? "http2-reply" : "not-http";
      this.#log.fault(rule, "fatal", start, start + length);
    }
    this.#rest(start);
    if (length > 0) this.#log.push({ kind: "body", bytes: held, offset: start });
  }

  #finishStart(closed: boolean): void {
    const left = this.#hunt.finish();
    if (left === null) {
      if (closed && this.#interim > 0) {
        this.#log.fault("final-reply-missing", "fatal", this.#base, this.#base);
      }
      return;
    }
    if (closed && !left.began) return this.#withoutHead(left.held, null);
    const start = this.#base - left.held.length;
    if (closed) {
      this.#log.fault("status-line-truncated", "fatal", this.#base, this.#base);
    }
    this.#rest(start);
    this.#log.push({ kind: "body", bytes: left.held, offset: start });
  }

  #fieldLine(): void {
    const trailers = this.#state === "trailers";
    const lineStart = this.#base + this.#at - this.#lines.waiting;
    const room = this.#sectionStart + this.#limits.headBytes - lineStart;
    const line = this.#line(Math.min(this.#limits.lineBytes, room));
    if (line === "more") return;
    if (line === "long") {
      if (this.#limits.lineBytes > room) {
        return this.#refuseLine("head-size");
      }
      return this.#refuseLine("header-line-length");
    }
    const { start, end, text } = this.#lines;
    if (text === "") {
      if (trailers) this.#endTrailers(start, end);
      else this.#endHead(start, end);
      return;
    }
    if (this.#fields.length >= this.#limits.fields) {
      return this.#refuseLine("header-count");
    }
    const read = readFieldLine(text);
    const last = this.#fields[this.#fields.length - 1];
    this.#log.tolerate(read.problems, start, end);
    if (read.kind === "field") this.#fields.push([read.name, read.value]);
    else if (read.kind === "fold") {
      this.#log.fault(last === undefined ? "leading-space" : "obs-fold", "tolerated", start, end);
      if (last !== undefined) last[1] = last[1] === "" ? read.value : `${last[1]} ${read.value}`;
    }
    const label = read.kind === "field" ? read.name : (last?.[0] ?? "");
    this.#log.mark(trailers ? "trailer" : "header", start, end, label);
  }

  #endHead(start: number, end: number): void {
    this.#log.mark("head-end", start, end, "");
    const status = this.#status?.status ?? 0;
    if (status >= 100 && status < 200 && status !== 101) {
      this.#interim += 1;
      this.#log.push({ kind: "informational", head: this.#head(), start: this.#sectionStart, end });
      if (this.#interim > this.#limits.informational) {
        this.#log.fault("informational-count", "fatal", start, end);
        this.#rest(end);
        return;
      }
      this.#hunt = new StatusHunt(maxStatusLine);
      this.#huntStart = end;
      this.#state = "start";
      return;
    }
    const { method, ignoreLength } = this.#options;
    const { framing, faults, keepAlive } = decideFraming(this.#head(), method, ignoreLength);
    for (const { rule, severity } of faults) {
      this.#log.fault(rule, severity, this.#sectionStart, end);
    }
    this.#keepAlive = keepAlive;
    this.#emitHead(end, framing);
    this.#bodyStart = end;
    if (framing.kind === "close") this.#state = "rest";
    else if (framing.kind === "chunked") this.#state = "chunk-size";
    else if (framing.kind === "length" && framing.length > 0) {
      this.#left = framing.length;
      this.#state = "length";
    } else {
      this.#tunnel = framing.kind === "tunnel";
      this.#end(keepAlive);
    }
  }

  #endTrailers(start: number, end: number): void {
    this.#log.mark("trailer", start, end, "");
    if (this.#fields.length > 0) this.#log.push({ kind: "trailers", fields: this.#fields });
    this.#end(this.#keepAlive);
  }

  #counted(state: "length" | "chunk-data"): void {
    const end = Math.min(this.#bytes.length, this.#at + this.#left);
    this.#left -= end - this.#at;
    this.#body(end);
    if (this.#left > 0) return;
    this.#markRun(state === "length" ? "body" : "chunk-data", this.#bodyStart);
    if (state === "length") this.#end(this.#keepAlive);
    else this.#state = "chunk-end";
  }

  #chunkSize(): void {
    const line = this.#line(this.#limits.lineBytes);
    if (line === "more") return;
    if (line === "long") {
      return this.#refuseLine("chunk-line-length");
    }
    const { start, end, text } = this.#lines;
    const read = readChunkSize(text);
    if (read.kind === "wrong") return this.#refuseLine(read.rule);
    this.#log.mark("chunk-size", start, end, `${read.size}${read.extension.slice(0, 100)}`);
    if (read.spaces) {
      this.#log.fault("chunk-size-space", "tolerated", start, end);
    }
    if (!read.proper) this.#log.fault("chunk-extension", "tolerated", start, end);
    if (end - start > longChunkLine) {
      this.#log.fault("chunk-extension-length", "tolerated", start, end);
    }
    if (read.size > 0) {
      this.#left = read.size;
      this.#bodyStart = end;
      this.#state = "chunk-data";
    } else {
      this.#fields = [];
      this.#sectionStart = end;
      this.#state = "trailers";
    }
  }

  #chunkEnd(): void {
    const byte = this.#bytes[this.#at];
    if (byte === CR && !this.#sawCr) {
      this.#sawCr = true;
      this.#at += 1;
      return;
    }
    const offset = this.#base + this.#at;
    if (byte === LF) {
      if (!this.#sawCr) this.#log.bareLf(offset);
      this.#at += 1;
      this.#sawCr = false;
      this.#state = "chunk-size";
      return;
    }
    this.#log.fault("chunk-data-end", "fatal", offset, offset + 1);
    this.#rest(offset - (this.#sawCr ? 1 : 0));
    if (this.#sawCr) this.#log.push({ kind: "body", bytes: Buffer.from("\r"), offset: offset - 1 });
  }

  #surplus(): void {
    const offset = this.#base + this.#at;
    const end = this.#base + this.#bytes.length;
    this.#log.push({ kind: "surplus", bytes: this.#bytes.subarray(this.#at), offset });
    this.#log.mark(this.#tunnel ? "switched" : "surplus", offset, end, "");
    if (!this.#tunnel) this.#log.surplus(offset);
    this.#at = this.#bytes.length;
  }

  #line(limit: number): "line" | "more" | "long" {
    const lines = this.#lines;
    const read = lines.read(this.#bytes, this.#at, this.#base, limit);
    this.#at = lines.at;
    if (read === "line" && lines.bareLf) this.#log.bareLf(lines.end - 1);
    return read;
  }

  /** A fatal fault at the line being read: from its first byte on everything is content. */
  #refuseLine(rule: Rule): void {
    const { start } = this.#lines;
    this.#log.fault(rule, "fatal", start, start + 1);
    if (this.#state === "head") this.#emitHead(start, { kind: "close" });
    if (this.#state === "trailers" && this.#fields.length > 0) {
      this.#log.push({ kind: "trailers", fields: this.#fields });
    }
    this.#rest(start);
    const held = this.#lines.giveBack();
    this.#at = this.#lines.at;
    if (held !== null) this.#log.push({ kind: "body", bytes: held, offset: start });
  }

  #rest(start: number): void {
    this.#keepAlive = false;
    this.#bodyStart = start;
    this.#state = "rest";
  }

  #body(end: number): void {
    const offset = this.#base + this.#at;
    const whole = this.#at === 0 && end === this.#bytes.length;
    const bytes = whole ? this.#bytes : this.#bytes.subarray(this.#at, end);
    this.#at = end;
    this.#log.push({ kind: "body", bytes, offset });
  }

  #head(): ResponseHead {
    const { httpVersion, status, reason } = this.#status ?? noStatus;
    return { httpVersion, status, reason, headers: this.#fields as readonly HeaderField[] };
  }

  #emitHead(end: number, framing: Framing): void {
    this.#log.push({
      kind: "head",
      head: this.#head(),
      start: this.#sectionStart,
      end,
      framing,
    });
  }

  #end(reusable: boolean): void {
    this.#state = "done";
    const offset = this.#base + this.#at;
    this.#log.push({
      kind: "end",
      offset,
      reusable: reusable && this.#log.fatal === null,
      fatal: this.#log.fatal,
    });
  }

  #markRun(mark: "body" | "chunk-data", start: number): void {
    const end = this.#base + this.#at;
    if (end > start) this.#log.mark(mark, start, end, "");
  }
}

/** No control characters but those of text, in what was looked at. */
