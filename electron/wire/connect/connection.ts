import type { CloseReason } from "../../../shared/model/connection-ledger.ts";
import type { ConnectionView } from "../../../shared/model/exchange.ts";
import type { SharedDelay, Wait, Waiter } from "../../base/shared-delay.ts";
import type { Http2Session } from "../http2/session.ts";
import { channelView } from "./channel-view.ts";
import type { Channel } from "./connector.ts";
import { dropped } from "./dropped.ts";
import type { Tap, TapListener, TapOwner } from "./tap.ts";

/** Who uses a connection now. Calls come in this order: any `data`, at most one `end`, one `closed`. */
export interface ConnectionUser {
  /** The bytes are in the record already. */
  data(bytes: Buffer): void;
  /** The other side will send no more. `cutOff`: TLS did not say so (Channel). */
  end(cutOff: boolean): void;
  /** The connection is gone; null: without an error. Not called after `release` or `close`. */
  closed(error: NodeJS.ErrnoException | null): void;
}

export interface Connection {
  readonly number: number;
  readonly uses: number;
  /** Exchanges on it now. */
  readonly active: number;
  /** No exchange is on it. */
  readonly idle: boolean;
  /** Epoch ms; null: it is in use. */
  readonly idleSince: number | null;
  /** It can take one more exchange beside those it carries. */
  readonly room: boolean;
  /** HTTP/2 on it: then exchanges go through this, and not through `use`, `write`, `pause` and `resume`. */
  readonly session: Http2Session | null;
  /** Makes HTTP/2 of a connection that spoke HTTP/1.1 until now. Called by its user, who is not told of anything any more. */
  upgrade(make: (channel: Channel) => Channel & { readonly session: Http2Session }): Http2Session;
  /** Marks it as used once more. False: it is gone, or bytes came that nobody asked for. */
  take(): boolean;
  view(): ConnectionView;
  /** Gives what passes from now on to this user and this record. */
  use(user: ConnectionUser, owner: TapOwner): void;
  /** `done` once: accepted by the stream below, or not. Pieces go out in the order of the calls. */
  write(pieces: readonly Uint8Array[], done: (error: Error | null) => void): void;
  pause(): void;
  resume(): void;
  /** Ends one use: gives it back for reuse, or closes it when it may not be reused. Nothing of it may be touched afterwards. */
  release(): void;
  /** Closes at once, without waiting for anything; the user, who calls it, is not told. The first reason there was is the reason. */
  close(why: CloseReason): void;
  /** Closes at once from outside; the user is told. */
  drop(why: CloseReason): void;
}

export interface ConnectionOptions {
  readonly number: number;
  readonly channel: Channel;
  /** How long it is kept unused. */
  readonly idle: SharedDelay;
  /** False: `release` closes it. */
  readonly reusable: boolean;
  /** It can take an exchange that it could not take before. */
  hasRoom(): void;
  /** Epoch ms. */
  now(): number;
  /** Called once. `code`: of the error it broke with, "" without one. */
  closed(why: CloseReason, code: string): void;
}

/** ms. */
const soon = 1;

export function openConnection(options: ConnectionOptions): Connection {
  return new PooledConnection(options);
}

class PooledConnection implements Connection, Waiter, TapListener {
  readonly number: number;
  uses = 0;
  active = 0;
  idleSince: number | null = null;
  #channel: Channel;
  readonly #options: ConnectionOptions;
  #user: ConnectionUser | null = null;
  #gone = false;
  #listening = false;
  /** The one whose bytes come here at once; null: they come from the channel's stream. */
  #heard: Tap | null = null;
  /** The other side will send no more. */
  #over = false;
  #error: NodeJS.ErrnoException | null = null;
  #why: CloseReason | null = null;
  #waiting: Wait | null = null;
  #view: ConnectionView | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.number = options.number;
    this.#channel = options.channel;
    const { stream } = options.channel;
    stream.on("error", (error) => {
      this.#error ??= error;
      this.#why ??= "failed";
    });
    stream.on("close", () => this.#ended());
    if (stream.destroyed) this.#ended();
    this.session?.onChange(() => this.#changed());
  }

  get session(): Http2Session | null {
    return this.#channel.session ?? null;
  }

  upgrade(make: (channel: Channel) => Channel & { readonly session: Http2Session }): Http2Session {
    this.#user = null;
    this.#heard?.hear(null);
    this.#heard = null;
    const channel = make(this.#channel);
    this.#channel = channel;
    this.#view = null;
    channel.session.onChange(() => this.#changed());
    return channel.session;
  }

  #changed(): void {
    if (this.#options.reusable) this.#options.hasRoom();
  }

  get idle(): boolean {
    return this.active === 0;
  }

  get room(): boolean {
    return !this.#gone && this.active < (this.#channel.capacity?.() ?? 1);
  }

  take(): boolean {
    this.#stopWaiting();
    const { stream, socket } = this.#channel;
    if (this.#gone || this.#over || stream.destroyed || stream.readableEnded) {
      this.close("server");
      return false;
    }
    socket.ref();
    this.idleSince = null;
    this.uses += 1;
    this.active += 1;
    return true;
  }

  view(): ConnectionView {
    // Only the uses change: asking the socket for its addresses costs more than all the rest.
    this.#view ??= channelView(this.#channel, this.number, this.uses);
    const { uses } = this;
    return this.#view.uses === uses ? this.#view : { ...this.#view, uses, reused: uses > 1 };
  }

  use(user: ConnectionUser, owner: TapOwner): void {
    for (const tap of this.#channel.taps) {
      tap.attach(tap.side === "clear" ? owner : { recorder: owner.recorder, hop: owner.hop });
    }
    this.#user = user;
    if (this.#gone) user.closed(this.#error);
    else if (this.#listening) this.resume();
    else this.#listen();
  }

  /** Not before the first use: a server that speaks first is heard by its user. */
  #listen(): void {
    this.#listening = true;
    const tap = this.#tap();
    if (this.session === null && tap?.hear(this) === true) {
      this.#heard = tap;
      return;
    }
    const { stream } = this.#channel;
    stream.on("data", (bytes: Buffer) => this.data(bytes));
    stream.on("end", () => this.end());
  }

  /** By what it listens to alone. */
  data(bytes: Buffer): void {
    if (this.session !== null) return;
    // Nobody asked: these bytes would be taken for the next reply.
    if (this.#user === null) this.close("unasked");
    else this.#user.data(bytes);
  }

  /** Likewise. */
  end(): void {
    this.#over = true;
    this.#why ??= "server";
    if (this.session !== null) return;
    if (this.#user === null) this.close("server");
    else this.#user.end(this.#channel.cutOff?.() ?? false);
  }

  /** What stands at the top of the channel, when it is a tap. */
  #tap(): Tap | null {
    const { stream, taps } = this.#channel;
    const tap = taps.at(-1);
    return tap !== undefined && tap.stream === stream ? tap : null;
  }

  write(pieces: readonly Uint8Array[], done: (error: Error | null) => void): void {
    const { stream } = this.#channel;
    const tap = this.#tap();
    if (tap !== null) return tap.forward(pieces, (error) => done(error ?? null));
    if (pieces.length > 1) stream.cork();
    pieces.forEach((piece, index) => {
      if (index < pieces.length - 1) stream.write(piece);
      else stream.write(piece, (error) => done(error ?? null));
    });
    if (pieces.length > 1) stream.uncork();
  }

  pause(): void {
    if (this.#heard !== null) this.#heard.hold(true);
    else this.#channel.stream.pause();
  }

  resume(): void {
    if (this.#heard !== null) this.#heard.hold(false);
    else this.#channel.stream.resume();
  }

  release(): void {
    if (!this.#options.reusable) return this.#closeSoon();
    this.active -= 1;
    if (this.active > 0) return this.#options.hasRoom();
    this.#detach();
    if (this.#gone) return;
    const { socket } = this.#channel;
    this.resume();
    // An unused connection keeps no process alive.
    socket.unref();
    this.idleSince = this.#options.now();
    this.#waiting = this.#options.idle.start(this);
    this.#options.hasRoom();
  }

  /** The exchange is over, and with it the connection: what closing costs falls into the wait of the next one. */
  #closeSoon(): void {
    this.#why ??= "single";
    this.#detach();
    const { stream } = this.#channel;
    setTimeout(() => stream.destroy(), soon);
    this.#ended();
  }

  /** By the delay alone. */
  due(): void {
    this.#waiting = null;
    this.#why ??= "idle";
    if (this.session === null) this.close("idle");
    else this.session.end();
  }

  #stopWaiting(): void {
    if (this.#waiting !== null) this.#options.idle.cancel(this.#waiting);
    this.#waiting = null;
  }

  close(why: CloseReason): void {
    this.#why ??= why;
    this.#detach();
    this.#channel.stream.destroy();
    this.#ended();
  }

  drop(why: CloseReason): void {
    this.#why ??= why;
    const failure = dropped(why);
    this.#error ??= failure;
    this.#channel.stream.destroy(failure);
    this.#ended();
  }

  #detach(): void {
    this.#user = null;
    // It tells apart by itself whose bytes they are.
    if (this.session !== null) return;
    for (const tap of this.#channel.taps) tap.attach(null);
  }

  #ended(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#stopWaiting();
    const user = this.#user;
    this.#options.closed(this.#why ?? "server", this.#error?.code ?? "");
    user?.closed(this.#error);
  }
}
