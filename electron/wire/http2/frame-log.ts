import type { WireDirection } from "../../../shared/model/wire-log.ts";
import type { Recorder } from "../record/recorder.ts";
import {
  createFrameDecoder,
  type FrameDecoder,
  type FrameDecoderOptions,
} from "./frame-decoder.ts";
import type { FrameEvent, FrameHead } from "./frame-event.ts";

/** An exchange that has a stream on the connection, and its record. */
export interface FrameOwner {
  readonly recorder: Recorder;
  readonly hop: number;
  /** Bytes received on this hop so far: faults are placed by it. */
  received: number;
}

export interface FrameLogOptions {
  readonly direction: WireDirection;
  readonly decoder: FrameDecoderOptions;
  /** In whose records a frame of this stream belongs. */
  owners(stream: number): readonly FrameOwner[];
  /** Called in order, when the bytes of the event are in the records. `at`: where a `data` begins in the first owner's record. */
  event(event: FrameEvent, at: number): void;
}

interface Held {
  readonly bytes: Buffer;
  /** Where they are in the record already; null: nowhere. */
  readonly placed: number | null;
}

/**
 * One direction of a connection between the tap and the records: each frame goes, whole and in order, into the record of the exchange it
 * belongs to; a frame of the connection goes into those of all exchanges on it. Not more than eight octets are ever held back.
 */
export class FrameLog {
  readonly #options: FrameLogOptions;
  readonly #decoder: FrameDecoder;
  #owners: readonly FrameOwner[] = [];
  /** For each owner, where in its record the frame begins, and where the last bytes of it begin and end. */
  #starts: number[] = [];
  #last: number[] = [];
  #ends: number[] = [];
  #lastFrom = 0;
  #open = false;
  #held: Held[] = [];
  #piece: { readonly bytes: Buffer; readonly start: number; readonly placed: number | null } = {
    bytes: Buffer.alloc(0),
    start: 0,
    placed: null,
  };
  /** How far the piece is in the records. */
  #written = 0;

  constructor(options: FrameLogOptions) {
    this.#options = options;
    this.#decoder = createFrameDecoder(options.decoder);
  }

  /** `placed`: where the bytes are in the record of the only owner, when they were recorded before. */
  push(bytes: Buffer, placed: number | null = null): void {
    const start = this.#piece.start + this.#piece.bytes.length;
    const events = this.#decoder.push(bytes);
    this.#piece = { bytes, start, placed };
    this.#written = start;
    for (const event of events) this.#handle(event);
    const end = start + bytes.length;
    if (this.#open) this.#upTo(end);
    else if (this.#written < end) {
      const from = this.#written - start;
      const at = placed === null ? null : placed + from;
      this.#held.push({ bytes: bytes.subarray(from), placed: at });
    }
  }

  /** The connection has ended: what is not whole is told and kept. */
  finish(): void {
    for (const event of this.#decoder.finish()) this.#handle(event);
  }

  #handle(event: FrameEvent): void {
    switch (event.kind) {
      case "begin":
        this.#begin(event.preface ? 0 : event.head.stream);
        break;
      case "data":
        this.#upTo(event.offset + event.bytes.length);
        this.#options.event(event, (this.#last[0] ?? 0) + event.offset - this.#lastFrom);
        return;
      case "frame":
        this.#upTo(event.end);
        this.#note(event.head, event.detail);
        this.#open = false;
        break;
      case "fault":
        this.#mark(event.offset, event.rule);
        break;
      case "rest":
        if (event.head !== null) {
          this.#note(event.head, { kind: "partial" });
          this.#open = false;
          break;
        }
        this.#begin(0);
        this.#upTo(event.end);
        this.#open = false;
        break;
      case "headers":
        break;
    }
    this.#options.event(event, 0);
  }

  #begin(stream: number): void {
    this.#owners = this.#options.owners(stream);
    this.#starts = [];
    this.#last = [];
    this.#open = true;
    const held = this.#held;
    this.#held = [];
    for (const { bytes, placed } of held) this.#append(bytes, placed);
  }

  #upTo(end: number): void {
    const { bytes, start, placed } = this.#piece;
    if (end <= this.#written) return;
    const from = this.#written - start;
    this.#lastFrom = this.#written;
    this.#append(bytes.subarray(from, end - start), placed === null ? null : placed + from);
    this.#written = end;
  }

  #append(bytes: Buffer, placed: number | null): void {
    const { direction } = this.#options;
    this.#last = this.#owners.map((owner) => {
      if (direction === "received" && placed === null) owner.received += bytes.length;
      return placed ?? owner.recorder.append("clear", direction, owner.hop, bytes);
    });
    if (this.#starts.length === 0) this.#starts = this.#last;
    this.#ends = this.#last.map((at) => at + bytes.length);
  }

  #note(head: FrameHead, detail: Parameters<Recorder["frame"]>[0]["detail"]): void {
    const { direction } = this.#options;
    const { stream, type, flags, length, start: place } = head;
    this.#owners.forEach(({ recorder, hop }, at) => {
      const start = this.#starts[at] ?? 0;
      const end = this.#ends[at] ?? start;
      recorder.frame({ direction, hop, start, end, place, stream, type, flags, length, detail });
    });
  }

  #mark(offset: number, rule: string): void {
    const { direction } = this.#options;
    this.#owners.forEach(({ recorder, hop }, at) => {
      const end = this.#ends[at] ?? 0;
      const start = Math.max(this.#starts[at] ?? 0, end - (this.#written - offset));
      recorder.mark({ kind: "fault", direction, hop, start, end, label: rule });
    });
  }
}
