import type { Duplex } from "node:stream";
import { clientPreface, errorCode, type ErrorCodeName } from "../../../shared/model/http2-frame.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import type { Tap } from "../connect/tap.ts";
import { FrameLog, type FrameOwner } from "./frame-log.ts";
import { goawayFrame, settingsFrame, windowFrame } from "./frame-writer.ts";
import { encodeHeaderBlock, noTable } from "./hpack-encoder.ts";
import { closedByServer } from "./http2-failure.ts";
import { Incoming } from "./incoming.ts";
import { lastWords } from "./last-words.ts";
import type { Http2Context, Http2Reply, Http2Request } from "./message.ts";
import { PeerSettings } from "./peer-settings.ts";
import { sessionRecorder } from "./session-recorder.ts";
import { Stream, type StreamHome } from "./stream.ts";

/** What a stream may have in flight towards us, and the connection. */
const streamWindow = 2 << 20;
/** Even at the lowest rate. */
const leastWindow = 1 << 10;
const connectionWindow = 16 << 20;
const defaultWindow = 65_535;
const largestWindow = 0x7fffffff;
const maxListSize = 1 << 20;
/** Streams before the server said how many: RFC 9113 §6.5.2 tells servers to allow at least 100. */
const firstStreams = 100;
const mostStreams = 1_000;
/** Told in the trace; all of them are in the record. */
const mostSettingsTold = 20;

/** No push; room for replies. */
const settingsFor = (window: number): readonly (readonly [id: number, value: number])[] => [
  [0x2, 0],
  [0x4, window],
  [0x6, maxListSize],
];

/** Value of HTTP2-Settings (RFC 7540 §3.2.1). */
export const upgradeSettings = (limitRate: number): string =>
  settingsFrame(settingsFor(windowFor(limitRate)))
    .subarray(9)
    .toString("base64url");

/** No more is to come ahead than a second takes. */
function windowFor(limitRate: number): number {
  return limitRate === 0 ? streamWindow : Math.min(streamWindow, Math.max(leastWindow, limitRate));
}

export interface SessionOptions {
  readonly stream: Duplex;
  readonly taps: readonly Tap[];
  /** Bytes a second each exchange is kept to, so that no more is sent ahead; 0: no limit. */
  readonly limitRate: number;
}

/** The exchange's hold on the connection. */
export interface SessionUse {
  /** The connection carried an exchange before. */
  readonly reused: boolean;
  /** Called once, when the stream is over. */
  release(): void;
}

interface Breach {
  readonly rule: string;
  readonly message: string;
  /** Bytes received behind the place. */
  readonly back: number;
  readonly code: ErrorCodeName;
}

/**
 * HTTP/2 on one connection (RFC 9113), the client's side: a stream for each exchange. Owns its state and nothing else; the stream
 * below belongs to the connection it is on.
 */
export class Http2Session implements StreamHome {
  readonly peer = new PeerSettings();
  readonly #options: SessionOptions;
  readonly #window: number;
  readonly #streams = new Map<number, Stream>();
  readonly #owners = new Map<number, FrameOwner>();
  /** Exchanges that are over but for a last frame, which belongs into their records. */
  readonly #parting = new Map<number, FrameOwner>();
  readonly #sent: FrameLog;
  readonly #received: FrameLog;
  readonly #went: () => void;
  #changed: () => void = () => undefined;
  #nextId = 1;
  #started = false;
  #blocks = false;
  #breach: Breach | null = null;
  #closed = false;
  #goaway: { readonly code: number; readonly lastStream: number } | null = null;
  #settingsTold = 0;
  #sendWindow = defaultWindow;
  #waiting: (() => void)[] = [];
  #error: NodeJS.ErrnoException | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#window = windowFor(options.limitRate);
    const incoming = this.#incoming();
    this.#went = () => incoming.contentSent();
    const owners = (stream: number): readonly FrameOwner[] => this.#ownersOf(stream);
    this.#sent = new FrameLog({
      direction: "sent",
      // Our own bytes are read to be shown, not to be judged.
      decoder: {
        from: "client",
        maxFrameSize: 0xffffff,
        maxBlockSize: 1 << 27,
        maxListSize: 1 << 27,
      },
      owners,
      event: () => undefined,
    });
    this.#received = new FrameLog({
      direction: "received",
      decoder: { from: "server", maxListSize },
      owners,
      event: (event, at) => {
        if (!this.#closed && this.#breach === null) incoming.take(event, at);
      },
    });
  }

  #incoming(): Incoming {
    return new Incoming(
      {
        stream: (id) => this.#streams.get(id),
        idle: (id) => this.#idle(id),
        write: (pieces, done) => this.write(pieces, done),
        settings: (settings, ack) => this.#settings(settings, ack),
        widen: (increment) => {
          this.#sendWindow += increment;
          return this.#sendWindow <= largestWindow;
        },
        widened: () => this.wake(),
        goingAway: (lastStream, code, debug) => this.#goingAway(lastStream, code, debug),
        breach: (rule, message, back, code) => {
          this.#breach ??= { rule, message, back, code };
        },
      },
      connectionWindow,
    );
  }

  /** `changed`: it may carry more exchanges, or fewer, than before. */
  onChange(changed: () => void): void {
    this.#changed = changed;
  }

  /** Exchanges it can carry at the same time, now. */
  capacity(): number {
    if (this.#closed || this.#goaway !== null || this.#nextId > 0x7fffffff) return 0;
    return Math.min(mostStreams, this.peer.maxStreams ?? firstStreams);
  }

  /**
   * Sends a request on a stream of its own and reads the reply. Rejects with FailureError when no part of a reply came.
   * `use.release` is called in every case, at the latest when the body has been read or left.
   */
  exchange(request: Http2Request, context: Http2Context, use: SessionUse): Promise<Http2Reply> {
    const id = this.#nextId;
    this.#nextId += 2;
    const stream = this.#open(id, request, context, use, 0);
    stream.start();
    return stream.reply;
  }

  /**
   * The reply on stream 1 to a request that went out as HTTP/1.1 with `Upgrade: h2c` (RFC 7540 §3.2). `rest`: what came behind the
   * 101, recorded at `placed`; `received`: bytes of this hop that are recorded.
   */
  adopt(
    request: Http2Request,
    context: Http2Context,
    use: SessionUse,
    came: { readonly rest: Buffer; readonly placed: number; readonly received: number },
  ): Promise<Http2Reply> {
    this.#nextId = 3;
    const stream = this.#open(1, request, context, use, came.received);
    const opening = this.opening();
    stream.adopted();
    // A reply that is here already would end the stream before our own first words are in its record.
    this.#options.stream.pause();
    this.write(opening, () => {
      if (came.rest.length > 0) this.#take(came.rest, came.placed);
      this.#options.stream.resume();
    });
    return stream.reply;
  }

  #open(
    id: number,
    request: Http2Request,
    context: Http2Context,
    use: SessionUse,
    received: number,
  ): Stream {
    const owner: FrameOwner = { recorder: context.recorder, hop: context.hop, received };
    this.#owners.set(id, owner);
    const stream = new Stream({
      id,
      request,
      context,
      owner,
      home: this,
      reused: use.reused,
      sendWindow: this.peer.initialWindow,
      receiveWindow: this.#window,
      over: () => {
        this.#streams.delete(id);
        this.#owners.delete(id);
        use.release();
        if (this.#streams.size === 0 && this.#goaway !== null) this.end();
      },
    });
    this.#streams.set(id, stream);
    return stream;
  }

  /** Listens, the first time; what a client says before its first request, to be sent with it. */
  opening(): readonly Uint8Array[] {
    if (this.#started) return [];
    this.#started = true;
    const { stream, taps } = this.#options;
    const recorder = sessionRecorder(this.#sent, () => this.#ownersOf(0));
    for (const tap of taps) tap.attach({ recorder, hop: 0 });
    stream.on("data", (bytes: Buffer) => this.#take(bytes, null));
    stream.on("end", () => this.#ended());
    stream.on("error", (error: NodeJS.ErrnoException) => {
      this.#error ??= error;
    });
    stream.on("close", () => this.#ended());
    // It was paused if HTTP/1.1 was spoken before.
    stream.resume();
    return [
      Buffer.from(clientPreface, "latin1"),
      settingsFrame(settingsFor(this.#window)),
      windowFrame(0, connectionWindow - defaultWindow),
    ];
  }

  /** `done` once: accepted by the stream below, or not. */
  write(pieces: readonly Uint8Array[], done: (accepted: boolean) => void = () => undefined): void {
    const { stream } = this.#options;
    if (!this.#closed && stream.destroyed) setImmediate(() => this.#ended());
    if (this.#closed || stream.destroyed) return done(false);
    stream.cork();
    pieces.forEach((piece, at) => {
      if (at < pieces.length - 1) stream.write(piece);
      else stream.write(piece, (error) => done(error === null || error === undefined));
    });
    stream.uncork();
  }

  part(id: number, bytes: Uint8Array, done: () => void): void {
    const owner = this.#owners.get(id);
    if (owner !== undefined) this.#parting.set(id, owner);
    this.#lastWords(bytes, () => {
      this.#parting.delete(id);
      done();
    });
  }

  encode(fields: readonly (readonly [string, string])[]): Uint8Array {
    const block = encodeHeaderBlock(fields);
    if (this.#blocks) return block;
    this.#blocks = true;
    return Buffer.concat([noTable, block]);
  }

  get sendWindow(): number {
    return this.#closed ? 0 : this.#sendWindow;
  }

  take(octets: number): void {
    this.#sendWindow -= octets;
    this.#went();
  }

  windowChange(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) one();
  }

  #ownersOf(stream: number): readonly FrameOwner[] {
    if (stream === 0) return [...new Set([...this.#owners.values(), ...this.#parting.values()])];
    const owner = this.#owners.get(stream) ?? this.#parting.get(stream);
    if (owner !== undefined) return [owner];
    // A late frame of a stream that is over is nobody's; one of a stream that cannot be is everybody's.
    return this.#idle(stream) ? [...this.#owners.values()] : [];
  }

  #take(bytes: Buffer, placed: number | null): void {
    if (this.#closed) return;
    this.#received.push(bytes, placed);
    // Only now are all bytes that came with it in the records.
    if (this.#breach !== null) this.#giveUp(this.#breach);
  }

  #settings(settings: readonly (readonly [number, number])[], ack: boolean): void {
    this.#settingsTold += 1;
    if (this.#settingsTold <= mostSettingsTold)
      this.#emit({ kind: "settings", direction: "received", ack, settings });
    if (ack) return;
    const before = this.peer.initialWindow;
    this.peer.apply(settings);
    const step = this.peer.initialWindow - before;
    if (step !== 0) for (const stream of [...this.#streams.values()]) stream.widen(step);
    this.wake();
    this.#changed();
  }

  #goingAway(lastStream: number, code: number, debug: string): void {
    const before = this.#goaway;
    this.#goaway = { code, lastStream };
    if (before?.code !== code || before.lastStream !== lastStream)
      this.#emit({ kind: "goaway", lastStream, code, debug });
    for (const stream of [...this.#streams.values()]) {
      if (stream.id > lastStream) stream.notProcessed(code);
    }
    this.#changed();
    if (this.#streams.size === 0) this.end();
  }

  #idle(id: number): boolean {
    return id % 2 === 0 || id >= this.#nextId;
  }

  /** The connection cannot go on: everybody on it is told, and so is the server. */
  #giveUp({ rule, message, back, code }: Breach): void {
    const { stream } = this.#options;
    this.#lastWords(goawayFrame(0, errorCode(code)), () => {
      for (const one of [...this.#streams.values()]) one.lost(rule, message, back);
      stream.destroy();
    });
    this.#closed = true;
    this.wake();
    this.#changed();
  }

  /** Nobody is on it and nobody may be: says good-bye and closes. */
  end(): void {
    if (this.#closed) return;
    this.#lastWords(goawayFrame(0, 0), () => this.#options.stream.destroy());
    this.#closed = true;
    this.#changed();
  }

  #lastWords(bytes: Uint8Array, done: () => void): void {
    lastWords((accepted) => this.write([bytes], accepted), done);
  }

  #ended(): void {
    if (this.#breach !== null || (this.#closed && this.#streams.size === 0)) return;
    this.#received.finish();
    this.#closed = true;
    const code = this.#goaway?.code ?? 0;
    for (const stream of [...this.#streams.values()]) {
      if (code === 0) stream.connectionGone(this.#error);
      else stream.endedBy(closedByServer(code, stream.phase()));
    }
    this.wake();
    this.#changed();
    this.#options.stream.destroy();
  }

  #emit(detail: TraceDetail): void {
    for (const stream of this.#streams.values()) stream.emit(detail);
  }
}
