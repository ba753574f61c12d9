import type { Connection } from "../connect/connection.ts";
import type { Recorder } from "../record/recorder.ts";
import { chunkedEnd, chunkStart } from "./encode.ts";
import type { Http1Request } from "./message.ts";
import { beginRequest, endRequest, writeInTurn } from "./write-turn.ts";

/**
 * What is not known when a connection dies is one write at most: 64 KiB, and of what is large a sixteenth of what went out before, up to
 * 2 MiB, for each write costs as much whatever its length.
 */
const pieceBytes = 64 << 10;
const mostPieceBytes = 2 << 20;

/** The longest write after `accepted` bytes: 64 KiB doubled as often as it stays within a sixteenth of them. */
export function pieceAfter(accepted: number): number {
  let piece = pieceBytes;
  while (piece < mostPieceBytes && piece * 32 <= accepted) piece *= 2;
  return piece;
}

export interface RequestWriterOptions {
  readonly connection: Connection;
  readonly request: Http1Request;
  readonly recorder: Recorder;
  /** Asked once between head and body when the request waits for 100 Continue: whether the body goes. */
  proceed(): Promise<boolean>;
}

/**
 * Writes one request, piece by piece: the next piece goes when the last one was accepted. `run` resolves true when all of it
 * was, false when it was stopped or the connection broke; it rejects with what the body's source throws.
 */
export class RequestWriter {
  readonly #options: RequestWriterOptions;
  #running = false;
  #stopped = false;
  #source: AsyncIterator<Uint8Array> | null = null;
  #accepted = 0;
  /** True between handing a piece over and its acceptance. */
  writing = false;

  constructor(options: RequestWriterOptions) {
    this.#options = options;
  }

  run(): Promise<boolean> {
    const { body, bytes } = this.#options.request;
    if (this.#stopped) return Promise.resolve(false);
    this.#running = true;
    beginRequest();
    if (body !== null) return this.#withBody(body);
    const isOne = bytes.length > 0 && bytes.length <= pieceBytes;
    return isOne && this.#options.recorder.full() === null ? this.#one(bytes) : this.#all([bytes]);
  }

  /** Sends nothing more and lets go of the body's source. Called at the end of every exchange that ran. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#running) endRequest();
    const source = this.#source;
    this.#source = null;
    // A source that is waiting for something ends when it comes; nobody waits for that.
    void source?.return?.().catch(() => undefined);
  }

  #one(bytes: Uint8Array): Promise<boolean> {
    this.writing = true;
    return new Promise((resolve) => {
      const done = (error: Error | null): void => {
        this.writing = false;
        if (error === null) this.#accepted += bytes.length;
        resolve(error === null);
      };
      writeInTurn(() => {
        if (!this.#stopped) return this.#options.connection.write([bytes], done);
        this.writing = false;
        resolve(false);
      });
    });
  }

  async #withBody(open: () => AsyncIterable<Uint8Array>): Promise<boolean> {
    const { request } = this.#options;
    const waits = request.expectWait > 0;
    if (waits && !((await this.#all([request.bytes])) && (await this.#options.proceed())))
      return false;
    if (this.#stopped) return false;
    const source = open()[Symbol.asyncIterator]();
    this.#source = source;
    if (waits) return await this.#content(source, source.next(), []);
    // The head waits one turn for the first bytes of the body, so that a small request is one write.
    const first = source.next();
    const ready = await Promise.race([first.then(() => true), nextTurn()]);
    let before: readonly Uint8Array[] = [request.bytes];
    if (!ready) {
      if (!(await this.#all(before))) return false;
      before = [];
    }
    return await this.#content(source, first, before);
  }

  async #content(
    source: AsyncIterator<Uint8Array>,
    first: Promise<IteratorResult<Uint8Array>>,
    held: readonly Uint8Array[],
  ): Promise<boolean> {
    const { request } = this.#options;
    let before = held;
    let started = false;
    for (let step = await first; step.done !== true; step = await source.next()) {
      if (this.#stopped) return false;
      const bytes = step.value;
      if (bytes.length === 0) continue;
      const pieces = request.chunked ? [chunkStart(bytes.length, !started), bytes] : [bytes];
      started = true;
      if (!(await this.#all([...before, ...pieces]))) return false;
      before = [];
    }
    this.#source = null;
    const last = request.chunked ? [...before, chunkedEnd(!started, request.trailers)] : before;
    return last.length === 0 || (await this.#all(last));
  }

  /** Writes the pieces, small ones together. */
  async #all(pieces: readonly Uint8Array[]): Promise<boolean> {
    let batch: Uint8Array[] = [];
    let size = 0;
    for (const piece of pieces) {
      for (let at = 0; at < piece.length;) {
        const most = pieceAfter(this.#accepted);
        const part = at === 0 && piece.length <= most ? piece : piece.subarray(at, at + most);
        if (size > 0 && size + part.length > most) {
          if (!(await this.#write(batch))) return false;
          batch = [];
          size = 0;
          continue;
        }
        batch.push(part);
        size += part.length;
        at += part.length;
      }
    }
    return size === 0 || (await this.#write(batch));
  }

  async #write(pieces: readonly Uint8Array[]): Promise<boolean> {
    if (this.#stopped) return false;
    const full = this.#options.recorder.full();
    if (full !== null) await full;
    if (this.#stopped) return false;
    this.writing = true;
    const accepted = await new Promise<boolean>((resolve) => {
      this.#options.connection.write(pieces, (error) => resolve(error === null));
    });
    this.writing = false;
    if (accepted) for (const { length } of pieces) this.#accepted += length;
    return accepted;
  }
}

function nextTurn(): Promise<false> {
  return new Promise((resolve) => setImmediate(resolve, false));
}
