import {
  isControl,
  opcode,
  type SocketCount,
  type SocketFrame,
} from "../../../shared/model/web-socket.ts";
import type { WireDirection } from "../../../shared/model/wire-log.ts";
import type { Recorder } from "../record/recorder.ts";

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

  add(frame: Omit<SocketFrame, "at" | "index" | "hop" | "first">, plainOffset: number): void {
    const { direction, start, end, fin, rsv, masked, headBytes, length } = frame;
    const { plainLength, compressed, closeCode, partial } = frame;
    const index = this.#index;
    this.#index += 1;
    const control = isControl(frame.opcode);
    if (!control && frame.opcode !== opcode.continuation) this.#first[direction] = index;
    const first = control ? index : this.#first[direction];
    const count = this[direction];
    count.frames += 1;
    if (!control) count.bytes += frame.plainLength;
    if (!control && frame.fin && !frame.partial) count.messages += 1;
    const place = { index, direction, hop: this.#hop, start, end, headBytes, length };
    const said = { opcode: frame.opcode, fin, rsv, masked, plainLength, compressed };
    const kept = { ...place, ...said, first, closeCode, partial };
    const at = this.#recorder.socketFrame(kept, plainOffset);
    this.#tell({ ...kept, at });
  }
}
