import type { TraceDetail } from "../../shared/model/trace.ts";
import type { Clock } from "../base/clock.ts";
import { createProgress } from "./progress.ts";
import type { BodySource } from "./send.ts";

/** Smaller ones are gone before anybody could read how far they are. */
const worthTelling = 256 << 10;

/** A body whose way out is told: content bytes handed over for sending, at most every 50 ms. A small body is not told at all. */
export function toldBody(
  body: BodySource,
  clock: Clock,
  emit: (detail: TraceDetail) => void,
): BodySource {
  if (body.length !== null && body.length < worthTelling) return body;
  return {
    ...body,
    async *open() {
      let bodyBytes = 0;
      const progress = createProgress(clock, () =>
        emit({ kind: "upload", bodyBytes, total: body.length }),
      );
      try {
        for await (const bytes of body.open()) {
          // A block counts when the next one is asked for: until then it may still be waiting for the kernel.
          yield bytes;
          bodyBytes += bytes.length;
          progress.moved();
        }
      } finally {
        progress.stop();
      }
    },
  };
}
