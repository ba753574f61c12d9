import type { HeaderField } from "../../../shared/model/header.ts";
import {
  clientPreface,
  type ErrorCodeName,
  type FrameDetail,
  frameFlag,
  frameType,
} from "../../../shared/model/http2-frame.ts";
import type { FrameEvent, FrameHead } from "./frame-event.ts";
import { headFault, paddingFault, type PayloadFault, readPayload } from "./frame-payload.ts";
import { createHpackDecoder, type HpackDecoder } from "./hpack-decoder.ts";

export interface FrameDecoderOptions {
  /** Whose bytes they are: a client's begin with the preface. */
  readonly from: "client" | "server";
  /** Octets of a payload that are accepted; default 16,384 (RFC 9113 §4.2). */
  readonly maxFrameSize?: number;
  /** Octets of the dynamic table; default 4,096. */
  readonly tableSize?: number;
  /** Octets of one header block, coded; default 1 MiB. */
  readonly maxBlockSize?: number;
  /** Octets of one header list, decoded (RFC 9113 §6.5.2); default 1 MiB. */
  readonly maxListSize?: number;
}

/** Bytes in, events out; no I/O, never throws, linear time. The same bytes give the same events however they are split, `data` aside. */
export interface FrameDecoder {
  push(bytes: Uint8Array): readonly FrameEvent[];
  /** No more bytes will come: tells what is not whole. */
  finish(): readonly FrameEvent[];
}

/** RFC 9113 §4–6 for one direction of a connection. What depends on the state of streams is the caller's to judge. */
export function createFrameDecoder(options: FrameDecoderOptions): FrameDecoder {
  return new Decoder(options);
}

const headBytes = 9;
/** Frames of one header block; each costs something even when it is empty. */
const mostBlockFrames = 1_000;
/** Decoded octets kept with a frame for people. */
const mostDetail = 64 << 10;

interface OpenBlock {
  readonly stream: number;
  readonly start: number;
  readonly endStream: boolean;
  readonly promised: number | null;
  readonly parts: Uint8Array[];
  size: number;
}

class Decoder implements FrameDecoder {
  readonly #from: "client" | "server";
  readonly #maxFrameSize: number;
  readonly #maxBlockSize: number;
  readonly #hpack: HpackDecoder;
  #events: FrameEvent[] = [];
  /** Bytes of this direction taken so far. */
  #at = 0;
  #preface: number;
  /** Octets of a head or of a payload that is not whole. */
  #held: Buffer[] = [];
  #heldSize = 0;
  #head: FrameHead | null = null;
  /** Octets of the payload still to come. */
  #left = 0;
  #padding = 0;
  #padRead = true;
  #block: OpenBlock | null = null;
  #first = true;
  #lost = false;

  constructor(options: FrameDecoderOptions) {
    this.#from = options.from;
    this.#preface = options.from === "client" ? clientPreface.length : 0;
    this.#maxFrameSize = options.maxFrameSize ?? 16_384;
    this.#maxBlockSize = options.maxBlockSize ?? 1 << 20;
    this.#hpack = createHpackDecoder({
      tableSize: options.tableSize ?? 4_096,
      maxListSize: options.maxListSize ?? 1 << 20,
    });
  }

  push(bytes: Uint8Array): readonly FrameEvent[] {
    let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    while (rest.length > 0 || this.#due()) {
      if (this.#lost) {
        this.#rest(null, this.#at, this.#at + rest.length);
        this.#at += rest.length;
        break;
      }
      rest = this.#step(rest);
    }
    const events = this.#events;
    this.#events = [];
    return events;
  }

  finish(): readonly FrameEvent[] {
    if (this.#head !== null) this.#rest(this.#head, this.#head.start, this.#at);
    else if (this.#heldSize > 0) this.#rest(null, this.#at - this.#heldSize, this.#at);
    this.#head = null;
    this.#heldSize = 0;
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** A frame that is complete although no byte of it is left. */
  #due(): boolean {
    return !this.#lost && this.#head !== null && this.#left === 0 && this.#heldSize === 0;
  }

  #step(bytes: Buffer): Buffer {
    if (this.#preface > 0) return this.#readPreface(bytes);
    const head = this.#head;
    if (head === null) return this.#readHead(bytes);
    if (head.type === frameType.data) return this.#readData(head, bytes);
    const taken = bytes.subarray(0, this.#left);
    this.#take(taken);
    this.#left -= taken.length;
    if (this.#left === 0) this.#complete(head, this.#release());
    return bytes.subarray(taken.length);
  }

  #take(bytes: Buffer): void {
    if (bytes.length > 0) this.#held.push(bytes);
    this.#heldSize += bytes.length;
    this.#at += bytes.length;
  }

  #release(): Buffer {
    const held = this.#held.length === 1 ? this.#held[0] : Buffer.concat(this.#held);
    this.#held = [];
    this.#heldSize = 0;
    return held ?? Buffer.alloc(0);
  }

  #readPreface(bytes: Buffer): Buffer {
    if (this.#at === 0) {
      const head = { length: this.#preface, type: 0, flags: 0, stream: 0, start: 0 };
      this.#events.push({ kind: "begin", head, preface: true });
    }
    const taken = bytes.subarray(0, this.#preface);
    const other = taken.findIndex((byte, at) => byte !== clientPreface.charCodeAt(this.#at + at));
    if (other >= 0) {
      this.#at += other;
      const message = "The connection does not begin as HTTP/2 does.";
      this.#fault(this.#at, "h2-preface", message, 0, "PROTOCOL_ERROR");
      this.#preface = 0;
      return bytes.subarray(other);
    }
    this.#at += taken.length;
    this.#preface -= taken.length;
    if (this.#preface === 0) {
      const head = { length: this.#at, type: 0, flags: 0, stream: 0, start: 0 };
      this.#events.push({ kind: "frame", head, end: this.#at, detail: { kind: "preface" } });
    }
    return bytes.subarray(taken.length);
  }

  #readHead(bytes: Buffer): Buffer {
    const taken = bytes.subarray(0, headBytes - this.#heldSize);
    this.#take(taken);
    const rest = bytes.subarray(taken.length);
    if (this.#heldSize < headBytes) return rest;
    const octets = this.#release();
    const head: FrameHead = {
      length: octets.readUIntBE(0, 3),
      type: octets[3] ?? 0,
      flags: octets[4] ?? 0,
      stream: octets.readUInt32BE(5) & 0x7fffffff,
      start: this.#at - headBytes,
    };
    if (this.#from === "server" && this.#first && octets.toString("latin1", 0, 5) === "HTTP/") {
      const message = "The server answered in HTTP/1: it does not speak HTTP/2 here.";
      this.#fault(head.start, "h2-http1-reply", message, 0, "HTTP_1_1_REQUIRED");
      this.#rest(null, head.start, this.#at);
      return rest;
    }
    this.#head = head;
    this.#left = head.length;
    this.#events.push({ kind: "begin", head, preface: false });
    const fault = this.#orderFault(head) ?? headFault(head, this.#maxFrameSize);
    this.#first = false;
    if (fault !== null) {
      this.#tell(head, fault);
      return rest;
    }
    this.#padding = 0;
    this.#padRead = head.type !== frameType.data || (head.flags & frameFlag.padded) === 0;
    return rest;
  }

  #orderFault(head: FrameHead): PayloadFault | null {
    const wrong = (rule: string, message: string): PayloadFault => ({
      at: 3,
      rule,
      message,
      code: "PROTOCOL_ERROR",
      connection: true,
    });
    const settings = head.type === frameType.settings && (head.flags & frameFlag.ack) === 0;
    if (this.#first && !settings)
      return wrong("h2-settings-first", "The first frame of a connection has to be SETTINGS.");
    const block = this.#block;
    const continues = head.type === frameType.continuation;
    if (block === null && continues)
      return wrong("h2-continuation", "CONTINUATION follows nothing that it could continue.");
    if (block !== null && (!continues || head.stream !== block.stream))
      return wrong("h2-continuation", "A header block is interrupted by another frame.");
    return null;
  }

  #readData(head: FrameHead, bytes: Buffer): Buffer {
    let rest = bytes;
    if (!this.#padRead) {
      if (head.length === 0) {
        this.#tell(head, paddingFault());
        return rest;
      }
      this.#padding = rest[0] ?? 0;
      this.#padRead = true;
      this.#at += 1;
      this.#left -= 1;
      rest = rest.subarray(1);
      if (this.#padding > this.#left) {
        this.#tell(head, paddingFault());
        return rest;
      }
    }
    const content = rest.subarray(0, Math.max(0, this.#left - this.#padding));
    if (content.length > 0) {
      const { stream } = head;
      this.#events.push({ kind: "data", stream, bytes: content, offset: this.#at });
    }
    const taken = Math.min(rest.length, this.#left);
    this.#at += taken;
    this.#left -= taken;
    if (this.#left === 0) {
      this.#head = null;
      this.#frame(head, { kind: "data", padding: this.#padding });
    }
    return rest.subarray(taken);
  }

  #complete(head: FrameHead, bytes: Buffer): void {
    this.#head = null;
    const payload = readPayload(head, bytes);
    if (payload.kind === "fault") {
      this.#tell(head, payload.fault);
      return;
    }
    if (payload.kind === "detail") {
      this.#frame(head, payload.detail);
      return;
    }
    const { block, padding, priority, promised } = payload;
    this.#block ??= {
      stream: head.stream,
      start: head.start,
      endStream: head.type === frameType.headers && (head.flags & frameFlag.endStream) !== 0,
      promised,
      parts: [],
      size: 0,
    };
    const open = this.#block;
    open.parts.push(block);
    open.size += block.length;
    const whole = (head.flags & frameFlag.endHeaders) !== 0;
    const beside = { padding, priority, promised };
    if (open.size > this.#maxBlockSize || open.parts.length > mostBlockFrames) {
      this.#frame(head, { kind: "headers", fields: [], whole, cut: true, ...beside });
      const message = "A header block is larger than this side takes.";
      this.#fault(open.start, "h2-header-block-size", message, 0, "ENHANCE_YOUR_CALM");
      return;
    }
    if (!whole) {
      this.#frame(head, { kind: "headers", fields: [], whole, cut: false, ...beside });
      return;
    }
    this.#block = null;
    const read = this.#hpack.decode(open.parts.length === 1 ? block : Buffer.concat(open.parts));
    if (read.kind === "broken") {
      this.#frame(head, { kind: "headers", fields: [], whole, cut: true, ...beside });
      this.#fault(open.start, "h2-hpack", read.message, 0, "COMPRESSION_ERROR");
      return;
    }
    const shown = firstFields(read.fields, mostDetail);
    const cut = read.tooLarge || shown.length < read.fields.length;
    this.#frame(head, { kind: "headers", fields: shown, whole, cut, ...beside });
    const { stream, endStream, start } = open;
    this.#events.push({
      kind: "headers",
      stream,
      fields: read.fields,
      tooLarge: read.tooLarge,
      endStream,
      promised: open.promised,
      start,
      end: this.#at,
    });
  }

  #frame(head: FrameHead, detail: FrameDetail): void {
    this.#events.push({ kind: "frame", head, end: this.#at, detail });
  }

  #tell(head: FrameHead, fault: PayloadFault): void {
    const { rule, message, code } = fault;
    const { start } = head;
    this.#events.push({
      kind: "frame",
      head,
      end: this.#at,
      detail: { kind: "fault", rule, message },
    });
    this.#head = null;
    this.#fault(start + fault.at, rule, message, fault.connection ? 0 : head.stream, code);
  }

  #fault(offset: number, rule: string, message: string, stream: number, code: ErrorCodeName): void {
    this.#events.push({ kind: "fault", offset, rule, message, stream, code });
    if (stream !== 0) return;
    this.#lost = true;
    this.#head = null;
    this.#held = [];
    this.#heldSize = 0;
  }

  #rest(head: FrameHead | null, start: number, end: number): void {
    if (end > start) this.#events.push({ kind: "rest", head, start, end });
  }
}

function firstFields(fields: readonly HeaderField[], most: number): readonly HeaderField[] {
  let size = 0;
  const end = fields.findIndex(([name, value]) => {
    size += name.length + value.length;
    return size > most;
  });
  return end < 0 ? fields : fields.slice(0, end);
}
