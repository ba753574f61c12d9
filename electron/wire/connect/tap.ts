import type { Duplex } from "node:stream";
import type { WireDirection, WireSide } from "../../../shared/model/wire-log.ts";
import type { Recorder } from "../record/recorder.ts";
import type { Channel, Connector, Target } from "./connector.ts";
import { RecordingTap } from "./recording-tap.ts";

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
  /** What is read from and written to above it. */
  readonly stream: Duplex;
  /** null: nobody; what passes then is not recorded. */
  attach(owner: TapOwner | null): void;
  /** Tells of what passes, recorded or not, from now on; null: nobody. The bytes may be kept, not changed. */
  watch(watcher: TapWatcher | null): void;
  /**
   * Gives the pieces to the stream below without the queue of a stream's own, which costs as much as the write. For the only one who
   * writes, one call after the other. `done` once: accepted, or not.
   */
  forward(pieces: readonly Uint8Array[], done: (error?: Error | null) => void): void;
  /**
   * Gives what comes to `listener`, without the queue of a stream's own; `null`: to the readers of `stream` again. False: something waits in
   * that queue already, so `stream` has to be read. What may be paused and resumed meanwhile is this, through `hold`.
   */
  hear(listener: TapListener | null): boolean;
  /** While somebody listens: stops reading below, or goes on. */
  hold(held: boolean): void;
  /** What is written next may wait for what is written after it, two turns of the event loop at most: both go out as one. */
  joinNext(): void;
}

/** Who hears what comes, in order; `end` once. */
export interface TapListener {
  data(bytes: Buffer): void;
  end(): void;
}

export type TapWatcher = (direction: WireDirection, bytes: Uint8Array) => void;

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
    const below = channel.taps.find((one) => one instanceof RecordingTap) ?? null;
    const tap = new RecordingTap(channel.stream, channel.reading ?? null, side, below);
    tap.attach({ recorder: context.recorder, hop: context.hop });
    tap.start();
    return { ...channel, reading: null, stream: tap.stream, taps: [...channel.taps, tap] };
  };
}
