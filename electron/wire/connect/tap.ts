import { Duplex } from "node:stream";
import type { WireDirection, WireSide } from "../../../shared/model/wire-log.ts";
import type { Recorder } from "../record/recorder.ts";
import type { Channel, Connector, Target } from "./connector.ts";

/** Who the bytes passing now belong to. */
export interface TapOwner {
  readonly recorder: Recorder;
  readonly hop: number;
  /** Clear side only: told of each run of bytes and its place in the record, in order, before the reader gets it. */
  recorded?(direction: WireDirection, offset: number, length: number): void;
}

/** The recording end of a tap. */
export interface Tap {
  readonly side: WireSide;
  /** null: nobody; what passes then is not recorded. */
  attach(owner: TapOwner | null): void;
  /** Tells of what passes, recorded or not, from now on; null: nobody. The bytes may be kept, not changed. */
  watch(watcher: TapWatcher | null): void;
}

export type TapWatcher = (direction: WireDirection, bytes: Buffer) => void;

/**
 * Connector part: puts a recording stream on what `next` opens, when `when` says so.
 * Forward first, then record: sent bytes when the stream below reported them accepted, received bytes as it gave them.
 */
export function tapped(
  side: WireSide,
  next: Connector,
  when: (target: Target) => boolean = () => true,
): Connector {
  return async (target, context): Promise<Channel> => {
    const channel = await next(target, context);
    if (!when(target)) return channel;
    const tap = new TapStream(channel.stream, side);
    tap.attach({ recorder: context.recorder, hop: context.hop });
    return { ...channel, stream: tap, taps: [...channel.taps, tap] };
  };
}

type Done = (error?: Error | null) => void;

class TapStream extends Duplex implements Tap {
  readonly side: WireSide;
  readonly #inner: Duplex;
  #owner: TapOwner | null = null;
  #watcher: TapWatcher | null = null;
  /** The stream below broke while bytes it gave are still to be read here. */
  #broken: Error | null = null;
  #gone = false;

  constructor(inner: Duplex, side: WireSide) {
    super({
      allowHalfOpen: true,
      readableHighWaterMark: 64 << 10,
      writableHighWaterMark: 64 << 10,
    });
    this.side = side;
    this.#inner = inner;
    // Without a listener an error between two owners would end the process; owners listen beside it.
    this.on("error", () => undefined);
    inner.on("data", (bytes: Buffer) => {
      this.#record("received", bytes);
      if (!this.push(bytes)) inner.pause();
    });
    inner.on("end", () => this.push(null));
    inner.on("error", (error) => {
      this.#broken ??= error;
      if (this.readableLength === 0) this.destroy(error);
    });
    inner.on("close", () => {
      this.#gone = true;
      if (this.#broken !== null || this.readableLength > 0) return;
      if (!this.readableEnded && !inner.readableEnded) this.destroy();
    });
  }

  attach(owner: TapOwner | null): void {
    this.#owner = owner;
  }

  watch(watcher: TapWatcher | null): void {
    this.#watcher = watcher;
  }

  override _read(): void {
    if (this.#broken !== null) this.destroy(this.#broken);
    else if (this.#gone && !this.#inner.readableEnded) this.destroy();
    else this.#inner.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#inner.write(bytes, (error) => {
      if (!error) this.#record("sent", bytes);
      done(error);
    });
  }

  override _writev(chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: Done): void {
    let left = chunks.length;
    let failed: Error | null = null;
    this.#inner.cork();
    for (const { chunk } of chunks) {
      this.#inner.write(chunk, (error) => {
        if (error) failed ??= error;
        else this.#record("sent", chunk);
        left -= 1;
        if (left === 0) done(failed);
      });
    }
    this.#inner.uncork();
  }

  override _final(done: Done): void {
    this.#inner.end(() => done());
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#inner.destroy();
    done(error);
  }

  #record(direction: WireDirection, bytes: Buffer): void {
    this.#watcher?.(direction, bytes);
    const owner = this.#owner;
    if (owner === null) return;
    const offset = owner.recorder.append(this.side, direction, owner.hop, bytes);
    owner.recorded?.(direction, offset, bytes.length);
  }
}
