import type { TraceDetail } from "../../shared/model/trace.ts";
import type { Clock } from "../base/clock.ts";
import { createProgress } from "./progress.ts";
import type { BodySource } from "./send.ts";

/** A body whose way out is told: content bytes handed over for sending, at most every 50 ms. A small body is not told at all. */
export function toldBody(
  body: BodySource,
  clock: Clock,
  emit: (detail: TraceDetail) => void,
): BodySource {
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
