import { frameFlag, frameType } from "../../../shared/model/http2-frame.ts";
import type { Recorder } from "../record/recorder.ts";
import { frameHead } from "./frame-writer.ts";
import { noRoom } from "./http2-failure.ts";

/** The connection, as far as sending DATA goes. */
export interface SendRoom {
  readonly maxFrameSize: () => number;
  /** Octets that may go now: of the stream's window and the connection's. */
  readonly window: () => number;
  readonly take: (octets: number) => void;
  /** Resolves when there may be more room, or none will come. */
  readonly change: () => Promise<void>;
  readonly write: (pieces: readonly Uint8Array[], done: (accepted: boolean) => void) => void;
}

export interface BodySenderOptions {
  readonly stream: number;
  readonly recorder: Recorder;
  readonly room: SendRoom;
  readonly body: { readonly length: number | null; open(): AsyncIterable<Uint8Array> };
  /** The last DATA ends the stream. */
  readonly last: boolean;
  /** ms without room to send; 0: no limit. */
  readonly patience: number;
}

/** One write is at most about this much, so that what is not known when a connection dies is at most this much. */
const batchBytes = 64 << 10;
const largestFrame = 64 << 10;

/**
 * Sends a body as DATA (RFC 9113 §6.1) within both windows: the next piece goes when the last one was accepted. `run` resolves true when
 * all of it was, false when it was stopped or the connection ended; it rejects with what the body's source throws, and with
 * FailureError `h2-window-timeout`.
 */
export class BodySender {
  readonly #options: BodySenderOptions;
  #stopped = false;
  #source: AsyncIterator<Uint8Array> | null = null;
  #sent = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: BodySenderOptions) {
    this.#options = options;
  }

  /** The end of the stream was handed over; that it was accepted may not be known yet. */
  handedOver = false;

  /** Octets of the body that were accepted. */
  get sent(): number {
    return this.#sent;
  }

  /** Sends nothing more and lets go of the body's source. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const source = this.#source;
    this.#source = null;
    void source?.return?.().catch(() => undefined);
  }

  async run(): Promise<boolean> {
    const { body, last } = this.#options;
    const source = body.open()[Symbol.asyncIterator]();
    this.#source = source;
    let ended = false;
    for (let step = await source.next(); step.done !== true; step = await source.next()) {
      if (this.#stopped) return false;
      if (step.value.length === 0) continue;
      ended = last && body.length !== null && this.#sent + step.value.length >= body.length;
      if (!(await this.#piece(step.value, ended))) return false;
      if (ended) break;
    }
    this.#source = null;
    if (ended) void source.return?.().catch(() => undefined);
    if (ended || !last) return !this.#stopped;
    this.handedOver = true;
    return await this.#write([this.#head(0, true)], 0);
  }

  async #piece(bytes: Uint8Array, last: boolean): Promise<boolean> {
    const { recorder, room } = this.#options;
    for (let at = 0; at < bytes.length;) {
      if (!(await this.#roomy())) return false;
      const full = recorder.full();
      if (full !== null) await full;
      if (this.#stopped) return false;
      const pieces: Uint8Array[] = [];
      let size = 0;
      while (size < batchBytes && at + size < bytes.length && room.window() > 0) {
        const most = Math.min(largestFrame, room.maxFrameSize(), room.window());
        const part = bytes.subarray(at + size, at + size + most);
        room.take(part.length);
        size += part.length;
        pieces.push(this.#head(part.length, last && at + size === bytes.length), part);
      }
      if (last && at + size === bytes.length) this.handedOver = true;
      if (!(await this.#write(pieces, size))) return false;
      at += size;
    }
    return true;
  }

  async #roomy(): Promise<boolean> {
    const { room, patience } = this.#options;
    if (room.window() > 0) return !this.#stopped;
    let late = false;
    const give = new Promise<void>((resolve) => {
      if (patience <= 0) return;
      this.#timer = setTimeout(() => {
        late = true;
        resolve();
      }, patience);
    });
    while (room.window() <= 0 && !this.#stopped && !late) await Promise.race([room.change(), give]);
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (late && !this.#stopped) throw noRoom();
    return !this.#stopped;
  }

  async #write(pieces: readonly Uint8Array[], size: number): Promise<boolean> {
    const accepted = await new Promise<boolean>((resolve) => {
      this.#options.room.write(pieces, resolve);
    });
    if (accepted) this.#sent += size;
    return accepted;
  }

  #head(length: number, end: boolean): Uint8Array {
    const { stream } = this.#options;
    return frameHead(frameType.data, end ? frameFlag.endStream : 0, stream, length);
  }
}
