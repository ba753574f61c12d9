/** Content bytes of a reply and where they lie in the clear side of the record. */
export interface ReplyChunk {
  readonly bytes: Uint8Array;
  readonly offset: number;
}

export interface BodyQueueOptions {
  /** Called when the queue has become full, and when it has room again. */
  onFull(full: boolean): void;
  /** The reader went away before the end. Called at most once, never after `end` or `fail` was read. */
  onLeave(): void;
}

/** Bytes waiting for the reader before the other side is asked to pause, and after which it may go on. */
const fullAt = 1 << 20;
const roomAt = 256 << 10;
/** A waiting chunk is an object beside its bytes. */
const chunkCost = 256;

type Step = IteratorResult<ReplyChunk, undefined>;

/** The body of one reply between the wire and its one reader: bounded by asking the wire to pause. */
export class BodyQueue implements AsyncIterableIterator<ReplyChunk> {
  readonly #options: BodyQueueOptions;
  #chunks: ReplyChunk[] = [];
  #head = 0;
  #waiting = 0;
  #full = false;
  #ended = false;
  #failure: unknown = null;
  #left = false;
  #reader: { resolve: (step: Step) => void; reject: (error: unknown) => void } | null = null;

  constructor(options: BodyQueueOptions) {
    this.#options = options;
  }

  push(chunk: ReplyChunk): void {
    if (this.#left) return;
    if (this.#reader !== null) {
      const { resolve } = this.#reader;
      this.#reader = null;
      resolve({ done: false, value: chunk });
      return;
    }
    this.#chunks.push(chunk);
    this.#waiting += chunk.bytes.length + chunkCost;
    if (!this.#full && this.#waiting >= fullAt) this.#setFull(true);
  }

  /** No more chunks. With a failure: thrown after those that wait. */
  end(failure: unknown = null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    const reader = this.#reader;
    this.#reader = null;
    if (reader === null) return;
    if (failure === null) reader.resolve({ done: true, value: undefined });
    else reader.reject(this.#takeFailure());
  }

  next(): Promise<Step> {
    const chunk = this.#chunks[this.#head];
    if (chunk !== undefined) {
      this.#shift(chunk);
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.#ended || this.#left) {
      const failure = this.#takeFailure();
      if (failure !== null) return Promise.reject(failure);
      return Promise.resolve({ done: true, value: undefined });
    }
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
    });
  }

  return(): Promise<Step> {
    const early = !this.#ended && !this.#left;
    this.#left = true;
    this.#chunks = [];
    this.#head = 0;
    this.#waiting = 0;
    if (this.#full) this.#setFull(false);
    if (early) this.#options.onLeave();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #shift(chunk: ReplyChunk): void {
    this.#head += 1;
    this.#waiting -= chunk.bytes.length + chunkCost;
    if (this.#head === this.#chunks.length) {
      this.#chunks = [];
      this.#head = 0;
    } else if (this.#head >= 1024) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
    if (this.#full && this.#waiting <= roomAt) this.#setFull(false);
  }

  #setFull(full: boolean): void {
    this.#full = full;
    this.#options.onFull(full);
  }

  #takeFailure(): unknown {
    const failure = this.#failure;
    this.#failure = null;
    return failure;
  }
}
