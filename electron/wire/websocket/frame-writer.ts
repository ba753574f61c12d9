import type { SocketFrame } from "../../../shared/model/web-socket.ts";
import { lateCrypto } from "../../base/late.ts";
import type { Connection } from "../connect/connection.ts";
import { encodeFrame } from "./frame-encoder.ts";
import { socketOver } from "./socket.ts";

/** What is known of a frame that is sent, before it has a place in the record. */
export interface OutgoingFrame {
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv: number;
  /** As it goes out, not yet masked. */
  readonly payload: Uint8Array;
  readonly plainLength: number;
  /** -1: the payload is plain. */
  readonly plainOffset: number;
  readonly closeCode: number | null;
}

/** Where the bytes of a frame are. */
export type FramePlace = Pick<SocketFrame, "start" | "end" | "headBytes" | "length" | "partial">;

interface Waiting {
  readonly frame: OutgoingFrame;
  readonly pieces: readonly Uint8Array[];
  readonly headBytes: number;
  left: number;
  start: number;
  end: number;
  settle(error: unknown): void;
}

/** Bytes given to the connection in one write, more or less. */
const batchBytes = 256 << 10;

const masksAtOnce = 64;

/** Writes frames one batch after the other, and tells of each once the kernel took its last byte. */
export class FrameWriter {
  readonly #connection: Connection;
  readonly #placed: (frame: OutgoingFrame, place: FramePlace) => void;
  /** Not yet written. */
  #queue: Waiting[] = [];
  /** Written, and not all accepted. */
  #pending: Waiting[] = [];
  #random: Uint8Array = new Uint8Array();
  #writing = false;
  #over = false;

  constructor(connection: Connection, placed: (frame: OutgoingFrame, place: FramePlace) => void) {
    this.#connection = connection;
    this.#placed = placed;
  }

  /** Resolves when it was accepted. Rejects with what `end` is called with, or FailureError `ws-over`. */
  write(frame: OutgoingFrame): Promise<void> {
    if (this.#over) return Promise.reject(socketOver());
    const mask = this.#mask();
    const { fin, rsv, opcode, payload: plain } = frame;
    const [head, payload] = encodeFrame({ fin, rsv, opcode, payload: plain, mask });
    return new Promise((resolve, reject) => {
      this.#queue.push({
        frame,
        pieces: payload.length === 0 ? [head] : [head, payload],
        headBytes: head.length,
        left: head.length + payload.length,
        start: -1,
        end: -1,
        settle: (error) => (error === null ? resolve() : reject(error)),
      });
      this.#next();
    });
  }

  /** Four bytes nobody can foresee, taken from the system many at a time. */
  #mask(): Uint8Array {
    if (this.#random.length === 0) this.#random = lateCrypto().randomBytes(4 * masksAtOnce);
    const mask = this.#random.subarray(0, 4);
    this.#random = this.#random.subarray(4);
    return mask;
  }

  #next(): void {
    if (this.#writing || this.#over || this.#queue.length === 0) return;
    let bytes = 0;
    let count = 0;
    while (count < this.#queue.length && bytes < batchBytes) {
      bytes += this.#queue[count]?.left ?? 0;
      count += 1;
    }
    const batch = this.#queue.splice(0, count);
    this.#pending.push(...batch);
    this.#writing = true;
    this.#connection.write(
      batch.flatMap(({ pieces }) => [...pieces]),
      (error) => {
        this.#writing = false;
        // What broke the connection says so itself.
        if (error === null) this.#next();
      },
    );
  }

  /** The kernel took the next `length` sent bytes; they are at `offset` of the record. */
  recorded(offset: number, length: number): void {
    for (let at = offset, left = length; left > 0;) {
      const [first] = this.#pending;
      if (first === undefined) return;
      const count = Math.min(left, first.left);
      if (first.start < 0) first.start = at;
      at += count;
      left -= count;
      first.left -= count;
      first.end = at;
      if (first.left > 0) return;
      this.#pending.shift();
      this.#tell(first, false);
      first.settle(null);
    }
  }

  /** Nothing more goes out. A frame that was under way is told as partial, the rest was never sent. */
  end(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const waiting = [...this.#pending, ...this.#queue];
    this.#pending = [];
    this.#queue = [];
    const [first] = waiting;
    if (first !== undefined && first.start >= 0) this.#tell(first, true);
    for (const one of waiting) one.settle(error);
  }

  #tell({ frame, start, end, headBytes, left }: Waiting, partial: boolean): void {
    const length = partial ? Math.max(0, frame.payload.length - left) : frame.payload.length;
    this.#placed(frame, { start, end, headBytes, length, partial });
  }
}
