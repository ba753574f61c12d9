import type { FailureError } from "../../shared/model/failure.ts";
import type { NetworkSettings } from "../../shared/model/network/network.ts";
import { phaseTimeout } from "./connect/phase-limit.ts";

/** How long the other side may be silent, ms; 0: as long as it likes. */
export type SilenceLimits = Pick<NetworkSettings, "firstByteTimeout" | "idleTimeout">;

/** Watches one request and its reply for silence. Whoever opened it stops it. */
export interface SilenceWatch {
  /** The whole request is out: from now on the reply is waited for. */
  sent(): void;
  /** Bytes came. */
  received(): void;
  /** We do not read for now; silence of our own making says nothing. */
  pause(paused: boolean): void;
  stop(): void;
}

/**
 * `expired` is called at most once: `first-byte-timeout` when nothing came within its limit after the request was out, `idle-timeout` when
 * the time between two bytes is longer than its limit. While the request is still going out there is no limit: an upload may be slow.
 */
export function watchSilence(
  { firstByteTimeout, idleTimeout }: SilenceLimits,
  expired: (failure: FailureError) => void,
): SilenceWatch {
  if (firstByteTimeout === 0 && idleTimeout === 0) return noWatch;
  let waiting: "first-byte" | "idle" | null = null;
  let out = false;
  let paused = false;
  let timer: NodeJS.Timeout | null = null;
  /** Counts what happened, so that a timer that ran out knows whether it was the last. */
  let turns = 0;
  const disarm = (): void => {
    turns += 1;
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const arm = (phase: "first-byte" | "idle"): void => {
    waiting = phase;
    disarm();
    const limit = phase === "idle" ? idleTimeout : firstByteTimeout;
    if (limit === 0 || paused) return;
    timer = setTimeout(() => {
      const before = turns;
      // Bytes that wait for a busy process to read them are not silence: they are read before this.
      setImmediate(() => {
        if (turns === before) expired(phaseTimeout(phase));
      });
    }, limit);
  };
  return {
    sent() {
      out = true;
      arm("first-byte");
    },
    received() {
      if (!out) return;
      turns += 1;
      if (waiting === "idle" && timer !== null) timer.refresh();
      else arm("idle");
    },
    pause(now) {
      if (paused === now) return;
      paused = now;
      if (now) disarm();
      else if (waiting !== null) arm(waiting);
    },
    stop() {
      out = false;
      waiting = null;
      disarm();
    },
  };
}

/** The other side may be silent as long as it likes. */
const noWatch: SilenceWatch = {
  sent: () => undefined,
  received: () => undefined,
  pause: () => undefined,
  stop: () => undefined,
};
