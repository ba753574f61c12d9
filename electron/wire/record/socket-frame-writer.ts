import type { SocketFrame } from "../../../shared/model/web-socket.ts";
import type { Lane } from "./lane.ts";
import { socketFrameBytes, writeSocketFrame } from "./socket-frame-format.ts";

const mostWaiting = 128;

/** Writes WebSocket frames and the plain payloads of compressed ones, at constant memory however many there are. */
export class SocketFrameWriter {
  readonly lanes: readonly [frames: Lane, plain: Lane];
  #page: Buffer = Buffer.allocUnsafe(mostWaiting * socketFrameBytes);
  /** Bytes of the page that are frames, and those of them the lane has. */
  #used = 0;
  #given = 0;
  #plainBytes = 0;

  constructor(frames: Lane, plain: Lane) {
    this.lanes = [frames, plain];
  }

  /** `at`: when it was complete, ms. `plainOffset`: see KeptSocketFrame. */
  add(frame: Omit<SocketFrame, "at">, at: number, plainOffset: number): void {
    writeSocketFrame(this.#page, this.#used, { frame, at, plainOffset });
    this.#used += socketFrameBytes;
    if (this.#used === this.#page.length) this.flush();
  }

  /** Gives their offset in `plain.bin`. The bytes must not be changed by anybody afterwards. */
  plain(bytes: Uint8Array): number {
    const at = this.#plainBytes;
    this.#plainBytes += bytes.length;
    this.lanes[1].push(bytes);
    return at;
  }

  /** Memory held by what is not yet on disk. */
  get waiting(): number {
    return this.lanes[0].waiting + this.lanes[1].waiting;
  }

  /** Something of it is being written. */
  get busy(): boolean {
    return this.lanes[0].busy || this.lanes[1].busy;
  }

  flush(): void {
    if (this.#used > this.#given) this.lanes[0].push(this.#page.subarray(this.#given, this.#used));
    this.#given = this.#used;
    // The rest of a page is used for what comes next: a page for each frame would be a hundred times its size.
    if (this.#used < this.#page.length) return;
    this.#page = Buffer.allocUnsafe(mostWaiting * socketFrameBytes);
    this.#used = 0;
    this.#given = 0;
  }
}
