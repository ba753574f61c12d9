import { FailureError } from "../../shared/model/failure.ts";
import type { NetworkSettings } from "../../shared/model/network/network.ts";

/** Below how many bytes a second, both ways together, for how many ms. */
export type SpeedLimits = Pick<NetworkSettings, "speedLimit" | "speedTime">;

/** Whoever opened it stops it. */
export interface SpeedWatch {
  start(): void;
  stop(): void;
}

/** ms between two looks, and how far back the speed is measured: curl's current speed is that of its last five seconds. */
const every = 250;
const back = 5_000;

/**
 * `passed` says how many bytes have passed so far. `tooSlow` is called at most once, with a `timeout`: the speed of the last seconds was below
 * the limit at every look for as long as is allowed (curl: --speed-limit, --speed-time).
 */
export function watchSpeed(
  { speedLimit, speedTime }: SpeedLimits,
  passed: () => number,
  tooSlow: (failure: FailureError) => void,
): SpeedWatch {
  let timer: NodeJS.Timeout | null = null;
  let looks: { readonly at: number; readonly bytes: number }[] = [];
  let slowSince: number | null = null;
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };
  const look = (): void => {
    const now = { at: performance.now(), bytes: passed() };
    const [first = now] = looks;
    const ms = now.at - first.at;
    const speed = ms === 0 ? Number.POSITIVE_INFINITY : ((now.bytes - first.bytes) * 1000) / ms;
    looks = [...looks.filter(({ at }) => now.at - at < back), now];
    if (speed >= speedLimit) slowSince = null;
    else slowSince ??= first.at;
    if (slowSince === null || now.at - slowSince < speedTime) return;
    stop();
    tooSlow(speedFailure());
  };
  return {
    start() {
      stop();
      looks = [{ at: performance.now(), bytes: passed() }];
      slowSince = null;
      timer = setInterval(look, Math.min(every, Math.max(1, speedTime)));
    },
    stop,
  };
}

function speedFailure(): FailureError {
  return new FailureError({
    kind: "timeout",
    code: "too-slow",
    message: "The exchange was slower than allowed for longer than allowed.",
    remedy:
      "Lower the least speed or raise its time in the network settings; what arrived is kept.",
  });
}
