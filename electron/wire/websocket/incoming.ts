import { isControl, opcode, type DeflateView } from "../../../shared/model/web-socket.ts";
import type { OffsetMap } from "../http1/offset-map.ts";
import type { Recorder } from "../record/recorder.ts";
import type { FrameBook } from "./frame-book.ts";
import {
  createFrameDecoder,
  type FrameDecoder,
  type FrameEvent,
  type FrameHead,
} from "./frame-decoder.ts";
import { readClosePayload } from "./frame-encoder.ts";
import { type Inflater, openInflater } from "./inflater.ts";
import { isTolerated, type SocketRule } from "./rules.ts";
import type { SocketLimits, SocketUse } from "./socket.ts";
import { type Utf8Check, utf8Check } from "./utf8.ts";

export interface IncomingOptions {
  readonly deflate: DeflateView | null;
  readonly limits: SocketLimits;
  readonly recorder: Recorder;
  /** Where the bytes of this direction are in the record, from the first frame on. */
  readonly places: OffsetMap;
  readonly book: FrameBook;
  readonly received: SocketUse["received"];
  /** A control frame, complete and in the book. */
  control(code: number, payload: Uint8Array): void;
  /** `offset` counts the bytes of this direction from the first frame on. Nothing more is read after one that is not tolerated. */
  fault(rule: SocketRule, offset: number): void;
}

/** Of the message under way. */
interface Message {
  readonly text: boolean;
  /** On the wire, and with compression undone. */
  wire: number;
  plain: number;
  /** For text that was compressed; the decoder checks what was not. */
  readonly utf8: Utf8Check | null;
}

/** Reads what the server sends: frames into the book, payloads to whoever wants them, faults by their place. */
export class Incoming {
  readonly #options: IncomingOptions;
  readonly #decoder: FrameDecoder;
  readonly #inflater: Inflater | null;
  #message: Message | null = null;
  /** The frame under way: plain bytes of it so far, and where they begin in `plain.bin`. */
  #plain = 0;
  #plainOffset = -1;
  /** Of the frame under way. */
  #control = false;
  #compressed = false;
  #fatal = false;

  constructor(options: IncomingOptions) {
    this.#options = options;
    const { deflate } = options;
    this.#decoder = createFrameDecoder({ from: "server", deflate: deflate !== null });
    this.#inflater = deflate === null ? null : openInflater(deflate.serverNoContextTakeover);
  }

  /** The next bytes; what they say is told before it gives null, or before the promise resolves. One call at a time. */
  push(bytes: Uint8Array): Promise<void> | null {
    return this.#each(this.#decoder.push(bytes), 0);
  }

  /** No more will be read: a frame that is not complete is put into the book as partial. */
  end(): void {
    this.#inflater?.dispose();
    const open = this.#decoder.unfinished();
    if (open?.head) this.#book(open.head, open.came, null, true);
  }

  /** Events are handled in this turn of the event loop as long as nothing has to be waited for. */
  #each(events: readonly FrameEvent[], from: number): Promise<void> | null {
    for (let at = from; at < events.length; at += 1) {
      const event = events[at];
      if (event === undefined || this.#fatal) return null;
      const next = events[at + 1];
      const wait = this.#handle(event, next?.kind === "fault" && next.fatal);
      if (wait !== undefined) return wait.then(() => this.#each(events, at + 1) ?? undefined);
    }
    return null;
  }

  /** `faulty`: what is wrong with it comes next. */
  #handle(event: FrameEvent, faulty: boolean): Promise<void> | undefined {
    switch (event.kind) {
      case "head":
        return this.#begin(event.head, faulty);
      case "payload":
        if (this.#control) return undefined;
        return this.#payload(event.bytes, event.offset);
      case "end":
        return this.#end(event.head, event.control);
      case "fault":
        return this.#fault(event.rule, event.offset);
      case "rest":
        return undefined;
    }
  }

  #begin(head: FrameHead, faulty: boolean): undefined {
    this.#control = isControl(head.opcode);
    this.#plain = 0;
    this.#plainOffset = -1;
    if (this.#control) return;
    this.#compressed = head.compressed;
    if (head.first) {
      const text = head.opcode === opcode.text;
      const utf8 = text && head.compressed ? utf8Check() : null;
      this.#message = { text, wire: 0, plain: 0, utf8 };
    }
    const { message: most } = this.#options.limits;
    const so = this.#message?.wire ?? 0;
    // What cannot become smaller when it is decompressed is refused before it comes. What breaks the rules has no size.
    if (!faulty && !head.compressed && most > 0 && so + head.length > most)
      this.#fault("ws-message-size", head.start);
  }

  #payload(bytes: Uint8Array, offset: number): Promise<void> | undefined {
    const message = this.#message;
    if (message === null) return undefined;
    message.wire += bytes.length;
    if (this.#compressed) return this.#inflate(message, bytes, false, offset);
    message.plain += bytes.length;
    this.#plain += bytes.length;
    return this.#options.received?.({ text: message.text, bytes, last: false });
  }

  async #inflate(
    message: Message,
    bytes: Uint8Array,
    last: boolean,
    offset: number,
  ): Promise<void> {
    const { limits, recorder, received } = this.#options;
    const parts: Buffer[] = [];
    let rule: SocketRule = "ws-message-size";
    const how = await this.#inflater?.push(bytes, last, (out) => {
      message.plain += out.length;
      this.#plain += out.length;
      const at = recorder.plain(out);
      if (this.#plainOffset < 0) this.#plainOffset = at;
      if ((message.utf8?.push(out) ?? -1) >= 0) rule = "ws-utf8";
      else if (limits.message > 0 && message.plain > limits.message) rule = "ws-message-size";
      else if (message.plain > limits.ratioFrom && message.plain > limits.ratio * message.wire)
        rule = "ws-ratio";
      else {
        if (received !== undefined) parts.push(out);
        return true;
      }
      return false;
    });
    for (const part of parts) await received?.({ text: message.text, bytes: part, last: false });
    if (how === "stopped") this.#fault(rule, offset);
    if (how === "wrong") this.#fault("ws-deflate", offset);
  }

  #end(head: FrameHead, control: Uint8Array | null): Promise<void> | undefined {
    if (control !== null) {
      this.#book(head, head.length, control, false);
      this.#options.control(head.opcode, control);
      return undefined;
    }
    const message = this.#message;
    if (message === null) return undefined;
    if (head.compressed && head.fin) return this.#endCompressed(message, head);
    this.#book(head, head.length, null, false);
    return head.fin ? this.#endMessage(message) : undefined;
  }

  async #endCompressed(message: Message, head: FrameHead): Promise<void> {
    const end = head.start + head.headBytes + head.length;
    await this.#inflate(message, Buffer.alloc(0), true, Math.max(head.start, end - 1));
    if (!this.#fatal && message.utf8?.complete() === false) this.#fault("ws-utf8", end - 1);
    if (this.#fatal) return this.#book(head, head.length, null, false);
    this.#book(head, head.length, null, false);
    await this.#endMessage(message);
  }

  #endMessage(message: Message): Promise<void> | undefined {
    this.#message = null;
    return this.#options.received?.({ text: message.text, bytes: Buffer.alloc(0), last: true });
  }

  #fault(rule: SocketRule, offset: number): undefined {
    this.#fatal ||= !isTolerated(rule);
    this.#options.fault(rule, offset);
  }

  #book(head: FrameHead, came: number, control: Uint8Array | null, partial: boolean): void {
    const { places, book } = this.#options;
    const start = places.at(head.start);
    const end = places.endOf(head.start, head.start + head.headBytes + came);
    const compressed = !isControl(head.opcode) && head.compressed;
    const { fin, rsv, headBytes } = head;
    const goodbye = head.opcode === opcode.close && control !== null;
    book.add(
      {
        direction: "received",
        start,
        end,
        opcode: head.opcode,
        fin,
        rsv,
        masked: head.mask !== null,
        headBytes,
        length: came,
        plainLength: compressed ? this.#plain : came,
        compressed,
        closeCode: goodbye ? readClosePayload(control).code : null,
        partial,
      },
      // Nothing came out of it: there is no place where it is.
      compressed ? Math.max(0, this.#plainOffset) : -1,
    );
  }
}
