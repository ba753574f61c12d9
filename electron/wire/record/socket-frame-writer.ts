import type { SocketFrame } from "../../../shared/model/web-socket.ts";
import type { Lane } from "./lane.ts";
import { socketFrameBytes, writeSocketFrame } from "./socket-frame-format.ts";

const mostWaiting = 128;

/** Writes WebSocket frames and the plain payloads of compressed ones, at constant memory however many there are. */
export class SocketFrameWriter {
  readonly lanes: readonly [frames: Lane, plain: Lane];
  #page: Buffer = Buffer.allocUnsafe(mostWaiting * socketFrameBytes);
  #used = 0;
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

  flush(): void {
    if (this.#used === 0) return;
    this.lanes[0].push(this.#page.subarray(0, this.#used));
    this.#page = Buffer.allocUnsafe(mostWaiting * socketFrameBytes);
    this.#used = 0;
  }
}
