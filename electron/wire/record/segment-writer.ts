import type { WireDirection, WireSegment, WireSide } from "../../../shared/model/wire-log.ts";
import {
  type IndexPage,
  newPage,
  segmentBytes,
  writeSegment,
  writeSocketCapped,
} from "./index-format.ts";
import type { Lane } from "./lane.ts";

/** Neighbours of one direction that came within this time are one segment, up to this length. */
const joinWithin = 1;
const joinUpTo = 64 << 10;
/** From here on only a change of direction begins a new segment, so that a year of dripping stays small. */
const fineSegments = 200_000;
/** The first page is what a small exchange needs. */
const firstPageBytes = segmentBytes * 8;
const pageBytes = segmentBytes * 128;

/** Turns writes and reads into the segment index: joins small neighbours, keeps one page in memory. */
export class SegmentWriter {
  readonly #lane: Lane;
  #page: IndexPage | null = null;
  #used = 0;
  #given = false;
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
    this.#room();
    if (this.#page === null) return;
    writeSocketCapped(this.#page, this.#used);
    this.#used += segmentBytes;
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
    this.#room();
    if (this.#page === null) return;
    writeSegment(this.#page, this.#used, segment);
    this.#used += segmentBytes;
  }

  #room(): void {
    if (this.#page !== null && this.#used === this.#page.bytes.length) this.#give();
    this.#page ??= newPage(this.#given ? pageBytes : firstPageBytes);
  }

  #give(): void {
    if (this.#page !== null && this.#used > 0) {
      this.#lane.push(this.#page.bytes.subarray(0, this.#used));
      this.#given = true;
    }
    this.#page = null;
    this.#used = 0;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
