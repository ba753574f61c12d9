import type { OnReadOpts } from "node:net";

/** Bytes of the first block a connection reads into, and of each one after it that a read filled to its end. */
const smallBlock = 16 << 10;
const largeBlock = 64 << 10;
/** What is left of a block is read into while it is at least so much. */
const leastRoom = 4 << 10;

/**
 * What a socket reads, handed on as it comes: into blocks that many small reads share, and without the queue of a readable stream, which
 * costs as much as the read. One for each socket.
 */
export interface Reading {
  /** For the options of `net.connect`: the socket then gives nothing as a stream but its end. */
  readonly onread: OnReadOpts;
  /** Calls `listener` with all that was read, from the first byte on. The bytes may be kept, not changed. Called once. */
  hear(listener: (bytes: Buffer) => void): void;
}

export function createReading(): Reading {
  return new BlockReading();
}

class BlockReading implements Reading {
  readonly onread: OnReadOpts;
  #block = Buffer.allocUnsafeSlow(smallBlock);
  #used = 0;
  /** The last read took all the room there was: more is coming. */
  #filled = false;
  #listener: ((bytes: Buffer) => void) | null = null;
  #early: Buffer[] = [];

  constructor() {
    this.onread = {
      buffer: () => this.#room(),
      callback: (length) => this.#took(length),
    };
  }

  hear(listener: (bytes: Buffer) => void): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    for (const bytes of early) listener(bytes);
  }

  #room(): Buffer {
    const left = this.#block.length - this.#used;
    if (left < leastRoom) {
      const size = this.#filled ? largeBlock : smallBlock;
      this.#block = Buffer.allocUnsafeSlow(size);
      this.#used = 0;
    }
    return this.#used === 0 ? this.#block : this.#block.subarray(this.#used);
  }

  #took(length: number): boolean {
    const from = this.#used;
    this.#used += length;
    this.#filled = this.#used === this.#block.length;
    const bytes = this.#block.subarray(from, this.#used);
    if (this.#listener === null) this.#early.push(bytes);
    else this.#listener(bytes);
    // Nobody there yet: reading goes on when somebody resumes the socket.
    return this.#listener !== null;
  }
}
