import type { CloseReason } from "../../../shared/model/connection-ledger.ts";
import type { ConnectionView } from "../../../shared/model/exchange.ts";
import type { Http2Session } from "../http2/session.ts";
import { openPace, type Pace } from "../pace.ts";
import type { Connection, ConnectionUser } from "./connection.ts";
import type { Channel } from "./connector.ts";
import type { TapOwner } from "./tap.ts";

/**
 * The same connection for one exchange in HTTP/1, which sends and takes at most `rate` bytes a second, each way. What waits here was read
 * from the socket once, at most what one read gives; then the socket is not read until that was taken.
 */
export function pacedConnection(connection: Connection, options: PacedOptions): Connection {
  return new PacedConnection(connection, options);
}

export interface PacedOptions {
  readonly rate: number;
  /** So many bytes go first, and at once: they are the head of the request. */
  readonly headBytes: number;
  /** What one read gave is handed on whole: the protocol may change behind any byte of it, and nothing may wait here then. */
  readonly whole: boolean;
}

type Happening = (user: ConnectionUser) => void;

class PacedConnection implements Connection, ConnectionUser {
  readonly #inner: Connection;
  readonly #down: Pace;
  readonly #up: Pace;
  readonly #whole: boolean;
  #user: ConnectionUser | null = null;
  /** Read and not yet given to the user; what happened to the connection comes after it. */
  #bytes: Buffer[] = [];
  #after: Happening[] = [];
  #timer: NodeJS.Timeout | null = null;
  #held = false;
  /** Bytes of the head that are still to go. */
  #head: number;
  #writing: { readonly timer: NodeJS.Timeout; readonly left: () => void } | null = null;

  constructor(inner: Connection, { rate, headBytes, whole }: PacedOptions) {
    this.#inner = inner;
    this.#head = headBytes;
    this.#whole = whole;
    this.#down = openPace(rate);
    this.#up = openPace(rate);
  }

  get number(): number {
    return this.#inner.number;
  }

  get uses(): number {
    return this.#inner.uses;
  }

  get active(): number {
    return this.#inner.active;
  }

  get idle(): boolean {
    return this.#inner.idle;
  }

  get idleSince(): number | null {
    return this.#inner.idleSince;
  }

  get room(): boolean {
    return this.#inner.room;
  }

  get session(): Http2Session | null {
    return this.#inner.session;
  }

  upgrade(make: (channel: Channel) => Channel & { readonly session: Http2Session }): Http2Session {
    this.#leave();
    return this.#inner.upgrade(make);
  }

  take(): boolean {
    return this.#inner.take();
  }

  view(): ConnectionView {
    return this.#inner.view();
  }

  use(user: ConnectionUser, owner: TapOwner): void {
    this.#user = user;
    this.#inner.use(this, owner);
  }

  /** By the connection alone. */
  data(bytes: Buffer): void {
    if (this.#whole) {
      this.#down.passed(bytes.length);
      this.#user?.data(bytes);
    } else this.#bytes.push(bytes);
    this.#go();
  }

  /** Likewise. */
  end(cutOff: boolean): void {
    this.#after.push((user) => user.end(cutOff));
    this.#go();
  }

  /** Likewise. */
  closed(error: NodeJS.ErrnoException | null): void {
    this.#after.push((user) => user.closed(error));
    this.#go();
  }

  #go(): void {
    while (this.#user !== null && this.#timer === null && !this.#held) {
      const [first] = this.#bytes;
      const happening = first === undefined ? this.#after.shift() : undefined;
      if (happening !== undefined) {
        happening(this.#user);
        continue;
      }
      const wait = this.#down.wait();
      if (wait > 0) {
        this.#inner.pause();
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#go();
        }, wait);
      } else if (first === undefined) return this.#inner.resume();
      else {
        const slice = first.subarray(0, this.#down.slice);
        if (slice.length === first.length) this.#bytes.shift();
        else this.#bytes[0] = first.subarray(slice.length);
        this.#down.passed(slice.length);
        this.#user.data(slice);
      }
    }
  }

  write(pieces: readonly Uint8Array[], done: (error: Error | null) => void): void {
    const [first, ...rest] = pieces;
    if (first === undefined) return done(null);
    const wait = this.#head > 0 ? 0 : this.#up.wait();
    if (wait > 0) {
      const timer = setTimeout(() => {
        this.#writing = null;
        this.write(pieces, done);
      }, wait);
      this.#writing = { timer, left: () => done(new Error("the connection was left")) };
      return;
    }
    const free = Math.min(this.#head, first.length);
    this.#head -= free;
    const slice = first.subarray(0, free > 0 ? free : this.#up.slice);
    const left = slice.length < first.length ? [first.subarray(slice.length), ...rest] : rest;
    this.#inner.write([slice], (error) => {
      if (free === 0) this.#up.passed(slice.length);
      if (error !== null || left.length === 0) done(error);
      else this.write(left, done);
    });
  }

  pause(): void {
    this.#held = true;
    this.#inner.pause();
  }

  resume(): void {
    this.#held = false;
    this.#go();
  }

  release(): void {
    const unasked = this.#bytes.length > 0;
    this.#leave();
    // Bytes behind the reply would be taken for the next one.
    if (unasked) this.#inner.close("unasked");
    else this.#inner.release();
  }

  close(why: CloseReason): void {
    this.#leave();
    this.#inner.close(why);
  }

  drop(why: CloseReason): void {
    this.#inner.drop(why);
  }

  /** Nobody is told of anything any more. */
  #leave(): void {
    this.#user = null;
    this.#bytes = [];
    this.#after = [];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const writing = this.#writing;
    this.#writing = null;
    if (writing === null) return;
    clearTimeout(writing.timer);
    writing.left();
  }
}
