import { openPace } from "../wire/pace.ts";
import type { BodySource } from "./send.ts";

/** A body that gives at most `rate` bytes a second. What waits for it may let go of it while it waits. */
export function pacedBody(body: BodySource, rate: number): BodySource {
  return {
    ...body,
    async *open() {
      const pace = openPace(rate);
      for await (const bytes of body.open()) {
        for (let at = 0; at < bytes.length; at += pace.slice) {
          const wait = pace.wait();
          if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
          const slice = bytes.subarray(at, at + pace.slice);
          pace.passed(slice.length);
          yield slice;
        }
      }
    },
  };
}
