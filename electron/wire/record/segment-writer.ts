import type { WireDirection, WireSegment, WireSide } from "../../../shared/model/wire-log.ts";
import { segmentBytes, writeSegment, writeSocketCapped } from "./index-format.ts";
import { newPage } from "./page.ts";
import type { Lane } from "./lane.ts";

/** Neighbours of one direction that came within this time are one segment, up to this length. */
const joinWithin = 1;
const joinUpTo = 64 << 10;
/** From here on only a change of direction begins a new segment, so that a year of dripping stays small. */
export const fineSegments = 200_000;
/** So many wait before they are written out. */
const mostWaiting = 128;

/** Turns writes and reads into the segment index: joins small neighbours, keeps some in memory. */
export class SegmentWriter {
  readonly #lane: Lane;
  #waiting: WireSegment[] = [];
  readonly #open: { clear: Mutable<WireSegment> | null; socket: Mutable<WireSegment> | null } = {
    clear: null,
    socket: null,
  };
  count = 0;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  add(
    side: WireSide,
    direction: WireDirection,
    hop: number,
    at: number,
    offset: number,
    length: number,
  ): void {
    const open = this.#open[side];
    if (open !== null) {
      const near = at - open.at <= joinWithin && open.length + length <= joinUpTo;
      if (open.direction === direction && open.hop === hop && (near || this.count > fineSegments)) {
        open.length += length;
        return;
      }
      this.#write(open);
    }
    this.#open[side] = { side, direction, hop, at, offset, length };
    this.count += 1;
  }

  capSocket(): void {
    this.#give();
    const page = newPage(segmentBytes);
    writeSocketCapped(page, 0);
    this.#lane.push(page.bytes);
  }

  /** Gives everything to the lane; the next bytes begin a new segment. */
  flush(): void {
    this.#close("clear");
    this.#close("socket");
    this.#give();
  }

  #close(side: WireSide): void {
    const open = this.#open[side];
    if (open === null) return;
    this.#open[side] = null;
    this.#write(open);
  }

  #write(segment: WireSegment): void {
    this.#waiting.push(segment);
    if (this.#waiting.length === mostWaiting) this.#give();
  }

  #give(): void {
    const segments = this.#waiting;
    if (segments.length === 0) return;
    this.#waiting = [];
    const page = newPage(segments.length * segmentBytes);
    for (let index = 0; index < segments.length; index += 1) {
      const segment = segments[index];
      if (segment !== undefined) writeSegment(page, index * segmentBytes, segment);
    }
    this.#lane.push(page.bytes);
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
