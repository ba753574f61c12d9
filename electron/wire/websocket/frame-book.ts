import {
  isControl,
  opcode,
  type SocketCount,
  type SocketFrame,
} from "../../../shared/model/web-socket.ts";
import type { WireDirection } from "../../../shared/model/wire-log.ts";
import type { Recorder } from "../record/recorder.ts";
import type { FramePlace, OutgoingFrame } from "./frame-writer.ts";

/** Counts. */
type Growing = { -readonly [K in keyof SocketCount]: SocketCount[K] };

/** Numbers the frames of both directions in the order they are complete, puts them into the record and counts them. */
export class FrameBook {
  readonly sent: Growing = { frames: 0, messages: 0, bytes: 0 };
  readonly received: Growing = { frames: 0, messages: 0, bytes: 0 };
  readonly #recorder: Recorder;
  readonly #hop: number;
  readonly #tell: (frame: SocketFrame) => void;
  #index = 0;
  /** Where the message under way began, for each direction. */
  readonly #first: Record<WireDirection, number> = { sent: 0, received: 0 };

  constructor(recorder: Recorder, hop: number, tell: (frame: SocketFrame) => void) {
    this.#recorder = recorder;
    this.#hop = hop;
    this.#tell = tell;
  }

  /** A frame of ours: it is masked. */
  addSent(frame: OutgoingFrame, place: FramePlace): void {
    const { opcode: code, fin, rsv, plainLength, plainOffset, closeCode } = frame;
    const { start, end, headBytes, length, partial } = place;
    this.add(
      {
        direction: "sent",
        start,
        end,
        opcode: code,
        fin,
        rsv,
        masked: true,
        headBytes,
        length,
        plainLength,
        compressed: plainOffset >= 0,
        closeCode,
        partial,
      },
      plainOffset,
    );
  }

  add(frame: Omit<SocketFrame, "at" | "index" | "hop" | "first">, plainOffset: number): void {
    const { direction } = frame;
    const index = this.#index;
    this.#index += 1;
    const control = isControl(frame.opcode);
    if (!control && frame.opcode !== opcode.continuation) this.#first[direction] = index;
    const count = this[direction];
    count.frames += 1;
    if (!control) count.bytes += frame.plainLength;
    if (!control && frame.fin && !frame.partial) count.messages += 1;
    // Named one by one: there may be millions, and copying with `...` takes as long as all the rest.
    const kept = {
      index,
      direction,
      hop: this.#hop,
      at: 0,
      start: frame.start,
      end: frame.end,
      opcode: frame.opcode,
      fin: frame.fin,
      rsv: frame.rsv,
      masked: frame.masked,
      headBytes: frame.headBytes,
      length: frame.length,
      plainLength: frame.plainLength,
      compressed: frame.compressed,
      first: control ? index : this.#first[direction],
      closeCode: frame.closeCode,
      partial: frame.partial,
    };
    kept.at = this.#recorder.socketFrame(kept, plainOffset);
    this.#tell(kept);
  }
}
