import fs from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { anySealed, sealingOf } from "./seal.ts";

const open = promisify(fs.open);
const close = promisify(fs.close);
/** One system call takes at most this much, so that several records share the disk fairly. */
const maxBatchBytes = 4 << 20;
const maxBatchBuffers = 512;
/** What one waiting buffer costs beside its bytes. */
const bufferCost = 160;

export interface LaneOwner {
  /** Called after each batch reached the file or was given up. */
  drained(): void;
}

/** One append-only file of a record. Buffers wait here until the file takes them; each is written whole and in order. */
export class Lane {
  readonly name: string;
  readonly #folder: string;
  readonly #owner: LaneOwner;
  #first: Lane | null = null;
  #queue: Uint8Array[] = [];
  #fd: number | null = null;
  #busy: Promise<void> | null = null;
  #failure: unknown = null;
  /** undefined: not asked yet. */
  #sealing: ReturnType<typeof sealingOf> | undefined;
  /** Memory held by what is not yet on disk. */
  waiting = 0;

  constructor(folder: string, name: string, owner: LaneOwner) {
    this.#folder = folder;
    this.name = name;
    this.#owner = owner;
  }

  /** From now on nothing that is pushed here is on disk before what was pushed to `first` earlier. */
  follow(first: Lane): void {
    this.#first = first;
  }

  get failure(): unknown {
    return this.#failure;
  }

  /** Under way: what is pushed now will be written without another call of `flush`. */
  get busy(): boolean {
    return this.#busy !== null;
  }

  /** `bytes` must not be changed by anybody afterwards. */
  push(bytes: Uint8Array): void {
    if (this.#failure !== null || bytes.length === 0) return;
    this.#queue.push(bytes);
    this.waiting += bytes.length + bufferCost;
  }

  /** Starts writing what waits; resolves when nothing waits any more. Never rejects: see `failure`. */
  flush(): Promise<void> {
    if (this.#busy === null && this.#queue.length > 0) {
      this.#busy = this.#run().finally(() => {
        this.#busy = null;
      });
    }
    return this.#busy ?? Promise.resolve();
  }

  /** Gives away what waits, in order. Only for a lane whose file was never opened. */
  take(): readonly Uint8Array[] {
    const pieces = this.#sealed(this.#queue);
    this.#forget();
    return pieces;
  }

  /** Writes everything and closes. Blocks: only for a small record whose file was never opened. */
  closeNow(): void {
    const bytes = Buffer.concat(this.take());
    if (bytes.length === 0) return;
    const fd = fs.openSync(join(this.#folder, this.name), "w", 0o600);
    try {
      for (let at = 0; at < bytes.length;) at += fs.writeSync(fd, bytes, at);
    } finally {
      fs.closeSync(fd);
    }
  }

  async close(): Promise<void> {
    await this.flush();
    const fd = this.#fd;
    this.#fd = null;
    if (fd !== null) await close(fd).catch((error: unknown) => this.#fail(error));
  }

  async #run(): Promise<void> {
    try {
      this.#fd ??= await open(join(this.#folder, this.name), "w", 0o600);
      while (this.#queue.length > 0) {
        // What is taken below was pushed by now, so what had to be there before it is.
        while (this.#first !== null && this.#first.waiting > 0) await this.#first.flush();
        if (this.#first !== null && this.#first.failure !== null)
          return this.#fail(this.#first.failure);
        await this.#writeBatch(this.#fd, this.#take());
        this.#owner.drained();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #take(): Uint8Array[] {
    let bytes = 0;
    let count = 0;
    while (count < this.#queue.length && count < maxBatchBuffers && bytes < maxBatchBytes) {
      bytes += this.#queue[count]?.length ?? 0;
      count += 1;
    }
    return this.#sealed(this.#queue.splice(0, count));
  }

  /** As they go to the disk. Called once for each piece, in order. */
  #sealed(pieces: Uint8Array[]): Uint8Array[] {
    if (this.#sealing === undefined)
      this.#sealing = anySealed() ? sealingOf(join(this.#folder, this.name)) : null;
    const sealing = this.#sealing;
    return sealing === null ? pieces : pieces.map((bytes) => sealing.update(bytes));
  }

  async #writeBatch(fd: number, batch: Uint8Array[]): Promise<void> {
    const cost = batch.reduce((sum, bytes) => sum + bytes.length + bufferCost, 0);
    let rest = batch;
    while (rest.length > 0) rest = after(rest, await writev(fd, rest));
    this.waiting -= cost;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#forget();
    this.#owner.drained();
  }

  #forget(): void {
    this.#queue = [];
    this.waiting = 0;
  }
}

function writev(fd: number, buffers: readonly Uint8Array[]): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.writev(fd, buffers, (error, written) => {
      if (error !== null) reject(error);
      else resolve(written);
    });
  });
}

/** What a short write left: nothing is taken as written that the file did not take. */
function after(buffers: Uint8Array[], written: number): Uint8Array[] {
  let left = written;
  let index = 0;
  while (index < buffers.length) {
    const length = buffers[index]?.length ?? 0;
    if (left < length) break;
    left -= length;
    index += 1;
  }
  const rest = buffers.slice(index);
  const first = rest[0];
  if (left > 0 && first !== undefined) rest[0] = first.subarray(left);
  return rest;
}
