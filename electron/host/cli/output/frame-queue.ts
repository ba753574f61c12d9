import type { WireFrame } from "../../../../shared/model/http2-frame.ts";
import { readFrames } from "../../../wire/record/read-record.ts";

const page = 2048;

/** The HTTP/2 frames of a record in the order they ended, read a page at a time. */
export interface FrameQueue {
  /** Those not yet given that begin before an offset of the clear side. */
  before(offset: number): Promise<readonly WireFrame[]>;
}

export function createFrameQueue(folder: string): FrameQueue {
  let from = 0;
  let more = true;
  const waiting: WireFrame[] = [];
  return {
    async before(offset) {
      const given: WireFrame[] = [];
      for (;;) {
        const at = waiting.findIndex(({ start }) => start >= offset);
        given.push(...waiting.splice(0, at < 0 ? waiting.length : at));
        if (at >= 0 || !more) return given;
        const answer = await readFrames(folder, from, page);
        waiting.push(...answer.frames);
        from += answer.frames.length;
        more = answer.more;
      }
    },
  };
}
