import type { WireFrame } from "../../../shared/model/http2-frame.ts";
import { encodeFrame, encodeFramesCapped } from "./index-format.ts";
import type { Lane } from "./lane.ts";

/** Writes what HTTP/2 frames say until the limit, then one entry that says so. */
export class FrameWriter {
  readonly #lane: Lane;
  readonly #limit: number;
  #count = 0;

  constructor(lane: Lane, limit: number) {
    this.#lane = lane;
    this.#limit = limit;
  }

  add(frame: WireFrame): void {
    if (this.#count > this.#limit) return;
    this.#count += 1;
    this.#lane.push(this.#count > this.#limit ? encodeFramesCapped() : encodeFrame(frame));
  }
}
