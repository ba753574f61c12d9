import { isControl, mayBeSent, opcode } from "../../../shared/model/web-socket.ts";
import { isTolerated, type SocketRule } from "./rules.ts";
import { type Utf8Check, utf8Check } from "./utf8.ts";

/** The head of a frame (RFC 6455 §5.2). `start` counts the bytes of this direction from 0. */
export interface FrameHead {
  readonly start: number;
  readonly fin: boolean;
  /** RSV1 to RSV3 as bits 4, 2 and 1. */
  readonly rsv: number;
  readonly opcode: number;
  /** null: not masked. */
  readonly mask: Uint8Array | null;
  readonly headBytes: number;
  /** Of the payload. */
  readonly length: number;
  /** Part of a compressed message. */
  readonly compressed: boolean;
  /** It begins a message, or is a control frame. */
  readonly first: boolean;
}

/** What the decoder found. Offsets count the bytes of this direction from 0. */
export type FrameEvent =
  | { readonly kind: "head"; readonly head: FrameHead }
  /** Payload, unmasked and still compressed; never empty. A view of the bytes pushed unless it was masked. */
  | { readonly kind: "payload"; readonly bytes: Uint8Array; readonly offset: number }
  /** The frame is complete. `control`: its whole payload, of a control frame. */
  | { readonly kind: "end"; readonly head: FrameHead; readonly control: Uint8Array | null }
  /** At most one that is fatal, and nothing but `rest` after it. */
  | {
      readonly kind: "fault";
      readonly rule: SocketRule;
      readonly offset: number;
      readonly fatal: boolean;
    }
  /** Bytes that are not read as frames any more. */
  | { readonly kind: "rest"; readonly start: number; readonly end: number };

export interface FrameDecoderOptions {
  /** Whose frames these are: servers must not mask (§5.1). */
  readonly from: "server" | "client";
  /** permessage-deflate was agreed: RSV1 begins a compressed message (RFC 7692 §6). */
  readonly deflate: boolean;
}

/**
 * Turns the bytes of one direction into frames. No I/O, never throws, drops no byte. Faults of a frame's head are told before anything of its
 * payload; UTF-8 is checked here for messages that are not compressed, else by whoever decompresses them.
 */
export interface FrameDecoder {
  /** The bytes must not change as long as the events of this call are in use. */
  push(bytes: Uint8Array): readonly FrameEvent[];
  /** The frame that has begun and is not complete, with how many bytes of its payload came; null: none. */
  unfinished(): {
    readonly head: FrameHead | null;
    readonly start: number;
    readonly came: number;
  } | null;
}

export function createFrameDecoder(options: FrameDecoderOptions): FrameDecoder {
  return new SocketDecoder(options);
}

const mostControl = 125;

class SocketDecoder implements FrameDecoder {
  readonly #options: FrameDecoderOptions;
  #events: FrameEvent[] = [];
  /** Bytes pushed so far, before the piece in hand. */
  #base = 0;
  /** The head that is being collected: 14 bytes are the longest. */
  readonly #headBytes = new Uint8Array(14);
  #headLength = 0;
  #head: FrameHead | null = null;
  #came = 0;
  #control: Uint8Array | null = null;
  /** Of the message under way. */
  #message: { readonly compressed: boolean; readonly utf8: Utf8Check | null } | null = null;
  #fatal = false;

  constructor(options: FrameDecoderOptions) {
    this.#options = options;
  }

  push(bytes: Uint8Array): readonly FrameEvent[] {
    this.#events = [];
    let at = 0;
    while (at < bytes.length || this.#readyToEnd()) {
      if (this.#fatal) {
        const end = this.#base + bytes.length;
        this.#events.push({ kind: "rest", start: this.#base + at, end });
        break;
      }
      at =
        this.#head === null ? this.#takeHead(bytes, at) : this.#takePayload(this.#head, bytes, at);
    }
    this.#base += bytes.length;
    return this.#events;
  }

  unfinished(): ReturnType<FrameDecoder["unfinished"]> {
    const head = this.#head;
    if (head !== null) return { head, start: head.start, came: this.#came };
    if (this.#headLength === 0) return null;
    return { head: null, start: this.#base - this.#headLength, came: 0 };
  }

  /** A frame whose payload is there, or has none, does not wait for another byte. */
  #readyToEnd(): boolean {
    return !this.#fatal && this.#head !== null && this.#came === this.#head.length;
  }

  #takeHead(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length) {
      this.#headBytes[this.#headLength] = bytes[at] ?? 0;
      this.#headLength += 1;
      at += 1;
      if (this.#headLength >= 2 && this.#headLength === this.#wanted()) {
        this.#begin(this.#base + at - this.#headLength);
        break;
      }
    }
    return at;
  }

  /** How long the head is, as its first two bytes say. */
  #wanted(): number {
    const second = this.#headBytes[1] ?? 0;
    const short = second & 0x7f;
    return 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + ((second & 0x80) === 0 ? 0 : 4);
  }

  #begin(start: number): void {
    const bytes = this.#headBytes;
    const headBytes = this.#headLength;
    this.#headLength = 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const first = bytes[0] ?? 0;
    const second = bytes[1] ?? 0;
    const short = second & 0x7f;
    const masked = (second & 0x80) !== 0;
    const high = short === 127 ? view.getUint32(2) : 0;
    const length =
      short === 126
        ? view.getUint16(2)
        : short === 127
          ? high * 2 ** 32 + view.getUint32(6)
          : short;
    const code = first & 0x0f;
    const rsv = (first >> 4) & 0x7;
    const control = isControl(code);
    const starts = code === opcode.text || code === opcode.binary;
    const head: FrameHead = {
      start,
      fin: (first & 0x80) !== 0,
      rsv,
      opcode: code,
      mask: masked ? bytes.slice(headBytes - 4, headBytes) : null,
      headBytes,
      length,
      compressed: control
        ? false
        : starts
          ? this.#options.deflate && (rsv & 4) !== 0
          : (this.#message?.compressed ?? false),
      first: control || code !== opcode.continuation,
    };
    const rule = this.#headFault(head, high);
    if (short === 126 ? length < 126 : short === 127 && length < 65_536 && high === 0)
      this.#fault("ws-length-form", start + 1);
    this.#head = head;
    this.#came = 0;
    this.#events.push({ kind: "head", head });
    if (rule !== null) return this.#fault(rule[0], start + rule[1]);
    if (control) this.#control = new Uint8Array(length);
    else if (starts) {
      const utf8 = code === opcode.text && !head.compressed ? utf8Check() : null;
      this.#message = { compressed: head.compressed, utf8 };
    }
  }

  /** What can be said against a frame from its head alone, and at which of its bytes; null: nothing. */
  #headFault(head: FrameHead, high: number): readonly [rule: SocketRule, at: number] | null {
    const { rsv, opcode: code, fin, length, mask } = head;
    const { from, deflate } = this.#options;
    const control = isControl(code);
    if ((rsv & (deflate ? 3 : 7)) !== 0) return ["ws-reserved", 0];
    if (!(code <= opcode.binary || (code >= opcode.close && code <= opcode.pong)))
      return ["ws-opcode", 0];
    if ((rsv & 4) !== 0 && control) return ["ws-compressed-control", 0];
    if ((rsv & 4) !== 0 && code === opcode.continuation) return ["ws-compressed-continuation", 0];
    if (control && !fin) return ["ws-control-fragmented", 0];
    if (control && length > mostControl) return ["ws-control-length", 1];
    if (code === opcode.continuation && this.#message === null) return ["ws-continuation-alone", 0];
    if (!control && code !== opcode.continuation && this.#message !== null)
      return ["ws-message-unfinished", 0];
    if (from === "server" && mask !== null) return ["ws-mask", 1];
    // RFC 6455 §5.2; and what cannot be counted is never going to be complete.
    return high >= 2 ** 21 ? ["ws-length-huge", 2] : null;
  }

  #takePayload(head: FrameHead, bytes: Uint8Array, at: number): number {
    const most = Math.min(bytes.length - at, head.length - this.#came);
    if (most > 0) {
      const piece = bytes.subarray(at, at + most);
      const all = head.mask === null ? piece : unmasked(piece, head.mask, this.#came);
      const wrong = isControl(head.opcode) ? -1 : (this.#message?.utf8?.push(all) ?? -1);
      // Wherever the bytes were cut: the payload ends with the one that is wrong.
      const plain = wrong < 0 ? all : all.subarray(0, wrong + 1);
      const offset = this.#base + at;
      this.#events.push({ kind: "payload", bytes: plain, offset });
      this.#control?.set(plain, this.#came);
      this.#came += plain.length;
      at += plain.length;
      if (wrong >= 0) this.#fault("ws-utf8", offset + wrong);
    }
    if (this.#came === head.length && !this.#fatal) this.#end(head);
    return at;
  }

  #end(head: FrameHead): void {
    const control = this.#control;
    this.#control = null;
    const payload = head.start + head.headBytes;
    if (control === null && head.fin) {
      if (this.#message?.utf8?.complete() === false) {
        this.#fault("ws-utf8", payload + Math.max(0, head.length - 1));
        return;
      }
      this.#message = null;
    }
    if (control !== null && head.opcode === opcode.close) {
      const wrong = closeFault(control);
      if (wrong !== null) return this.#fault(wrong[0], payload + wrong[1]);
    }
    this.#head = null;
    this.#events.push({ kind: "end", head, control });
  }

  #fault(rule: SocketRule, offset: number): void {
    const fatal = !isTolerated(rule);
    this.#fatal ||= fatal;
    this.#events.push({ kind: "fault", rule, offset, fatal });
  }
}

/** What is wrong with the payload of a close frame (RFC 6455 §5.5.1, §7.4), and at which byte of it; null: nothing. */
function closeFault(payload: Uint8Array): readonly [rule: SocketRule, at: number] | null {
  if (payload.length === 0) return null;
  if (payload.length === 1) return ["ws-close-length", 0];
  const code = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
  if (!mayBeSent(code)) return ["ws-close-code", 0];
  const check = utf8Check();
  const wrong = check.push(payload.subarray(2));
  if (wrong >= 0) return ["ws-close-reason", 2 + wrong];
  return check.complete() ? null : ["ws-close-reason", payload.length - 1];
}

/** The payload with the mask taken off or put on (RFC 6455 §5.3); `from`: its place in the payload of the frame. */
export function unmasked(bytes: Uint8Array, mask: Uint8Array, from = 0): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1)
    out[at] = (bytes[at] ?? 0) ^ (mask[(from + at) & 3] ?? 0);
  return out;
}
