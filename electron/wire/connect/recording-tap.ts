import type { Duplex } from "node:stream";
import type { WireDirection, WireSide } from "../../../shared/model/wire-log.ts";
import type { Reading } from "./reading.ts";
import type { Tap, TapListener, TapOwner, TapWatcher } from "./tap.ts";
import { type Done, type TapEnds, TapDuplex, TapSocket } from "./tap-stream.ts";

/** Wants to know when bytes were accepted that are still to be made of others above. */
interface Waiting {
  /** So many bytes have to be given to the stream below first. */
  readonly handed: number;
  /** What had been given then; null: not yet. */
  target: number | null;
  readonly tell: () => void;
}

/** TLS adds at least so much to a record, which holds at most so much. */
const recordOverhead = 21;
const recordBytes = 16 << 10;

/** What passes between the stream below and whoever reads and writes `stream`, recorded. */
export class RecordingTap implements Tap, TapEnds {
  readonly side: WireSide;
  readonly stream: Duplex;
  readonly #inner: Duplex;
  readonly #reading: Reading | null;
  /** The tap below TLS. */
  readonly #below: RecordingTap | null;
  /** Bytes the stream below accepted, and who waits for more. */
  #accepted = 0;
  readonly #waiting: Waiting[] = [];
  #owner: TapOwner | null = null;
  #watcher: TapWatcher | null = null;
  #listener: TapListener | null = null;
  #held = false;
  #joins = false;
  /** Taken from the writer, and not given to the stream below yet; and how many bytes of such it has not accepted yet. */
  #late: readonly Uint8Array[] = [];
  #owed = 0;
  /** The stream below broke while bytes it gave are still to be read here. */
  #broken: Error | null = null;
  #gone = false;

  constructor(inner: Duplex, reading: Reading | null, side: WireSide, below: RecordingTap | null) {
    this.side = side;
    this.stream = side === "clear" ? new TapDuplex(this) : new TapSocket(this);
    this.#inner = inner;
    this.#reading = reading;
    this.#below = below;
    // Without a listener an error between two owners would end the process; owners listen beside it.
    this.stream.on("error", () => undefined);
    inner.on("end", () => {
      this.stream.push(null);
      this.#listener?.end();
    });
    inner.on("error", (error) => {
      this.#broken ??= error;
      if (this.stream.readableLength === 0) this.stream.destroy(error);
    });
    inner.on("close", () => {
      this.#gone = true;
      if (this.#broken !== null || this.stream.readableLength > 0) return;
      if (!this.stream.readableEnded && !inner.readableEnded) this.stream.destroy();
    });
  }

  /** Takes what comes from now on, and what came before it. Once, when it has an owner. */
  start(): void {
    const take = (bytes: Buffer): void => {
      this.#record("received", bytes);
      if (this.#listener !== null) this.#listener.data(bytes);
      else if (!this.stream.push(bytes)) this.#inner.pause();
    };
    if (this.#reading === null) this.#inner.on("data", take);
    else this.#reading.hear(take);
  }

  attach(owner: TapOwner | null): void {
    this.#owner = owner;
  }

  watch(watcher: TapWatcher | null): void {
    this.#watcher = watcher;
  }

  hear(listener: TapListener | null): boolean {
    if (listener !== null && (this.stream.readableLength > 0 || this.#inner.readableEnded))
      return false;
    this.#listener = listener;
    this.#held = false;
    if (listener !== null) this.#inner.resume();
    return true;
  }

  hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    if (held) this.#inner.pause();
    else this.#inner.resume();
  }

  read(): void {
    if (this.#broken !== null) this.stream.destroy(this.#broken);
    else if (this.#gone && !this.#inner.readableEnded) this.stream.destroy();
    else this.#inner.resume();
  }

  forward(pieces: readonly Uint8Array[], done: Done): void {
    if (this.stream.destroyed) process.nextTick(done, new Error("the connection is closed"));
    else this.#pass(pieces, done);
  }

  joinNext(): void {
    this.#joins = true;
  }

  take(chunks: readonly Uint8Array[], done: Done): void {
    const late = this.#late;
    if (this.#joins) {
      this.#joins = false;
      this.#late = chunks;
      this.#owed = sizeOf(chunks);
      // TLS gives what comes next when it was told, at the end of this turn, that this was taken.
      setImmediate(() => setImmediate(() => this.#passLate()));
      done();
    } else if (late.length === 0) this.#pass(chunks, done);
    else this.#passLate(chunks, done);
  }

  /** Nobody is left to hear of what was late: a stream that breaks says so itself. */
  #passLate(chunks: readonly Uint8Array[] = [], done: Done = () => undefined): void {
    const all = [...this.#late, ...chunks];
    this.#late = [];
    if (all.length === 0 || this.stream.destroyed) return done();
    this.#pass(all, (error) => {
      this.#owed = 0;
      done(error);
    });
  }

  /**
   * Each chunk counts as sent when the stream below reports it. TLS reports some turns late, when the reply may be there already: once
   * the tap below has had more bytes accepted than these chunks can have become, its word is taken.
   */
  #pass(chunks: readonly Uint8Array[], done: Done): void {
    this.#markHanded();
    const [only] = chunks;
    if (only !== undefined && chunks.length === 1 && this.#below === null) {
      this.#inner.write(only, (error) => {
        if (!error) this.#record("sent", only);
        done(error);
        this.#tellAccepted();
      });
      this.#foresee(only);
      return;
    }
    let left = chunks.length;
    let failed: Error | null = null;
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      if (waiting !== undefined) this.#below?.forget(waiting);
      done(failed);
      this.#tellAccepted();
    };
    const accept = (): void => {
      if (over) return;
      for (const chunk of chunks.slice(chunks.length - left)) this.#record("sent", chunk);
      end();
    };
    const waiting = this.#below?.whenAccepted(sizeOf(chunks), accept);
    this.#inner.cork();
    for (const chunk of chunks) {
      this.#inner.write(chunk, (error) => {
        if (over) return;
        if (error) failed ??= error;
        else this.#record("sent", chunk);
        left -= 1;
        if (left === 0) end();
      });
    }
    this.#inner.uncork();
    for (const chunk of chunks) this.#foresee(chunk);
  }

  #foresee(bytes: Uint8Array): void {
    if (this.side === "clear") this.#owner?.recorder.foresee?.(bytes);
  }

  /** `tell` is called once, when what TLS makes of the next `clear` bytes was accepted, unless it is forgotten before. */
  whenAccepted(clear: number, tell: () => void): Waiting {
    const records = Math.ceil(clear / recordBytes);
    const last = this.#waiting.at(-1)?.handed ?? 0;
    const from = Math.max(last, this.#handed());
    const handed = from + clear + records * recordOverhead;
    const waiting: Waiting = { handed, target: null, tell };
    this.#waiting.push(waiting);
    return waiting;
  }

  forget(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** Bytes given to the stream below or waiting for it. */
  #handed(): number {
    return this.#accepted + this.#owed + this.stream.writableLength;
  }

  #markHanded(): void {
    const handed = this.#handed();
    for (const one of this.#waiting) if (one.handed <= handed) one.target ??= handed;
  }

  #tellAccepted(): void {
    while ((this.#waiting[0]?.target ?? Infinity) <= this.#accepted) this.#waiting.shift()?.tell();
  }

  end(done: Done): void {
    this.#passLate();
    this.#inner.end(() => done());
  }

  close(): void {
    this.#inner.destroy();
  }

  #record(direction: WireDirection, bytes: Uint8Array): void {
    if (direction === "sent") this.#accepted += bytes.length;
    this.#watcher?.(direction, bytes);
    const owner = this.#owner;
    if (owner === null) return;
    const offset = owner.recorder.append(this.side, direction, owner.hop, bytes);
    owner.recorded?.(direction, offset, bytes.length);
  }
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  let size = 0;
  for (const { length } of chunks) size += length;
  return size;
}
