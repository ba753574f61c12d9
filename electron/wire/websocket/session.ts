import type { ResponseHead } from "../../../shared/model/exchange.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { opcode, type SocketGoodbye, type SocketView } from "../../../shared/model/web-socket.ts";
import type { WireDirection } from "../../../shared/model/wire-log.ts";
import { abortFailure, offAbort, onAbort } from "../connect/abort.ts";
import type { Connection, ConnectionUser } from "../connect/connection.ts";
import { BodyQueue } from "../http1/body-queue.ts";
import { brokenConnection } from "../http1/http1-failure.ts";
import type { Http1Context, Http1Reply } from "../http1/message.ts";
import { OffsetMap } from "../http1/offset-map.ts";
import { whyFailed } from "../http1/why-closed.ts";
import { lastWords } from "../http2/last-words.ts";
import { type SilenceWatch, watchSilence } from "../silence.ts";
import { canCompress, type Deflater, openDeflater } from "./deflater.ts";
import { FrameBook } from "./frame-book.ts";
import { closePayload, readClosePayload } from "./frame-encoder.ts";
import { FrameWriter } from "./frame-writer.ts";
import type { Agreement } from "./handshake.ts";
import { Incoming } from "./incoming.ts";
import { Pongs } from "./pongs.ts";
import { isTolerated, type SocketRule, socketRules } from "./rules.ts";
import {
  checkControl,
  checkGoodbye,
  type OpenSocket,
  socketOver,
  type SocketUse,
  type SwitchedSocket,
} from "./socket.ts";

export interface SessionOptions {
  readonly switched: SwitchedSocket;
  readonly head: ResponseHead;
  readonly agreement: Agreement;
  readonly use: SocketUse;
  readonly context: Http1Context;
}

/**
 * A WebSocket on a connection that has switched. Takes the connection over and closes it. The reply's body has no bytes: it ends when the
 * WebSocket does, and throws the FailureError it ended with, if any; left early, the connection is closed.
 */
export function openSession(options: SessionOptions): Http1Reply {
  return new SocketSession(options).reply;
}

/** ms the server has to answer our goodbye, and then to close the connection (RFC 6455 §7.1.1 wants it to be the first). */
const goodbyeWait = 5_000;
const closeWait = 1_000;
/** Received bytes that wait to be read before the server is held back. */
const fullAt = 1 << 20;

class SocketSession implements ConnectionUser, OpenSocket {
  readonly reply: Http1Reply;
  readonly #connection: Connection;
  readonly #context: Http1Context;
  readonly #agreement: Agreement;
  readonly #places = new OffsetMap();
  readonly #book: FrameBook;
  readonly #writer: FrameWriter;
  readonly #pongs = new Pongs((payload) => this.#frame(opcode.pong, payload));
  readonly #incoming: Incoming;
  readonly #deflater: Deflater | null;
  readonly #body: BodyQueue;
  readonly #silence: SilenceWatch;
  /** Received and not yet read. */
  #queue: Uint8Array[] = [];
  #waiting = 0;
  #reading = false;
  #held = false;
  /** What is compressed goes out in the order it was given. */
  #turn: Promise<unknown> = Promise.resolve();
  #goodbyeSent: SocketGoodbye | null = null;
  #goodbyeReceived: SocketGoodbye | null = null;
  #closedBy: SocketView["closedBy"] = null;
  #finished = false;
  /** A fault ended the reading; what still comes is only recorded. */
  #faulty: SocketRule | null = null;
  #timer: NodeJS.Timeout | null = null;
  readonly #pings: NodeJS.Timeout | null;
  readonly #onAbort = (): void => this.#abort();

  constructor({ switched, head, agreement, use, context }: SessionOptions) {
    const { connection, rest, placed, received } = switched;
    const { recorder, hop, signal } = context;
    this.#connection = connection;
    this.#context = context;
    this.#agreement = agreement;
    this.#book = new FrameBook(recorder, hop, (frame) => use.frame?.(frame));
    this.#writer = new FrameWriter(connection, (frame, place) => this.#book.addSent(frame, place));
    if (rest.length > 0) this.#places.add(placed, rest.length);
    const { deflate } = agreement;
    this.#deflater = deflate !== null && canCompress(deflate) ? openDeflater(deflate) : null;
    this.#incoming = new Incoming({
      deflate,
      limits: use.limits,
      recorder,
      places: this.#places,
      book: this.#book,
      received: use.received,
      control: (code, payload) => this.#control(code, payload),
      fault: (rule, offset) => this.#fault(rule, offset, received - rest.length),
    });
    this.#body = new BodyQueue({ onFull: () => undefined, onLeave: () => this.#abort() });
    this.reply = { head, body: this.#body, trailers: () => [] };
    this.#silence = watchSilence(context.limits, (failure) => this.#fail(failure));
    this.#pings = use.pingInterval > 0 ? setInterval(() => this.#ping(), use.pingInterval) : null;
    onAbort(signal, this.#onAbort);
    this.#connection.use(this, {
      recorder,
      hop,
      recorded: (direction, offset, length) => this.#recorded(direction, offset, length),
    });
    if (signal.aborted) this.#abort();
    if (this.#finished) return;
    this.#silence.sent();
    use.opened(this);
    if (rest.length > 0) this.data(rest);
  }

  view(): SocketView {
    const { protocol, extensions, deflate } = this.#agreement;
    const closing = this.#goodbyeSent !== null || this.#goodbyeReceived !== null;
    return {
      state: this.#finished ? "closed" : closing ? "closing" : "open",
      protocol,
      extensions,
      deflate,
      sent: { ...this.#book.sent },
      received: { ...this.#book.received },
      closedBy: this.#closedBy,
      goodbyeSent: this.#goodbyeSent,
      goodbyeReceived: this.#goodbyeReceived,
    };
  }

  send({ text, bytes }: Parameters<OpenSocket["send"]>[0]): Promise<void> {
    const code = text ? opcode.text : opcode.binary;
    const deflater = this.#deflater;
    const plain = { opcode: code, fin: true, rsv: 0, plainLength: bytes.length, closeCode: null };
    return this.#inTurn(async () => {
      if (deflater === null)
        return await this.#writer.write({ ...plain, payload: bytes, plainOffset: -1 });
      const payload = await deflater.deflate(bytes);
      // It may have ended meanwhile; then nothing is put into the record any more.
      if (this.#finished) throw socketOver();
      const plainOffset = this.#context.recorder.plain(Buffer.from(bytes));
      await this.#writer.write({ ...plain, rsv: 4, payload, plainOffset });
    });
  }

  ping(payload: Uint8Array): Promise<void> {
    return this.#checked(() => {
      checkControl(payload);
      return this.#frame(opcode.ping, payload);
    });
  }

  close(code: number | null, reason: string): Promise<void> {
    return this.#checked(() => {
      checkGoodbye(code, reason);
      return this.#inTurn(() => this.#sayGoodbye(code, reason));
    });
  }

  async #checked(work: () => Promise<void>): Promise<void> {
    if (this.#finished || this.#goodbyeSent !== null) throw socketOver();
    await work();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(() => this.#checked(work));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  #frame(code: number, payload: Uint8Array, closeCode: number | null = null): Promise<void> {
    return this.#writer.write({
      opcode: code,
      fin: true,
      rsv: 0,
      payload,
      plainLength: payload.length,
      plainOffset: -1,
      closeCode,
    });
  }

  #ping(): void {
    if (this.#goodbyeSent === null)
      this.#frame(opcode.ping, new Uint8Array()).catch(() => undefined);
  }

  #sayGoodbye(code: number | null, reason: string): Promise<void> {
    this.#closedBy ??= "client";
    this.#goodbyeSent = { code, reason };
    this.#wait(this.#goodbyeReceived === null ? goodbyeWait : closeWait);
    return this.#frame(opcode.close, closePayload(code, reason), code);
  }

  #wait(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#goodbyeReceived === null) this.#note("ws-goodbye-unanswered", unanswered);
      this.#finish();
    }, ms);
  }

  data(bytes: Buffer): void {
    if (this.#finished || this.#faulty !== null || this.#goodbyeReceived !== null) return;
    this.#silence.received();
    this.#queue.push(bytes);
    this.#waiting += bytes.length;
    if (!this.#reading) void this.#read();
    if (this.#waiting > fullAt) this.#hold(true);
  }

  /** Reads what waits, in order; holds the server back while the record or the reader cannot follow. */
  async #read(): Promise<void> {
    this.#reading = true;
    try {
      for (let bytes = this.#queue.shift(); bytes !== undefined; bytes = this.#queue.shift()) {
        const wait = this.#incoming.push(bytes);
        if (wait !== null) await wait;
        this.#waiting -= bytes.length;
        const full = this.#context.recorder.full();
        if (full !== null) await full;
        if (this.#finished) return;
        if (this.#waiting <= fullAt) this.#hold(false);
      }
    } catch (thrown) {
      this.#fail(thrown);
    } finally {
      this.#reading = false;
    }
    if (this.#ended !== null) this.#over(this.#ended.error);
  }

  #hold(held: boolean): void {
    if (this.#held === held) return;
    this.#held = held;
    this.#silence.pause(held);
    if (held) this.#connection.pause();
    else this.#connection.resume();
  }

  /** The connection has ended, maybe before all that came was read. */
  #ended: { readonly error: NodeJS.ErrnoException | null } | null = null;

  end(): void {
    this.#ended ??= { error: null };
    if (!this.#reading) this.#over(null);
  }

  closed(error: NodeJS.ErrnoException | null): void {
    this.#ended ??= { error };
    if (!this.#reading) this.#over(error);
  }

  #over(error: NodeJS.ErrnoException | null): void {
    if (this.#finished) return;
    if (this.#faulty !== null) return this.#fail(faulty(this.#faulty));
    if (this.#goodbyeReceived !== null) return this.#finish();
    if (this.#goodbyeSent !== null && error === null) {
      this.#note("ws-goodbye-unanswered", unanswered);
      return this.#finish();
    }
    this.#fail(error === null ? cutOff() : brokenConnection(error, false, "receive"));
  }

  #recorded(direction: WireDirection, offset: number, length: number): void {
    if (direction === "received") this.#places.add(offset, length);
    else this.#writer.recorded(offset, length);
  }

  #control(code: number, payload: Uint8Array): void {
    if (code === opcode.ping && this.#goodbyeSent === null) this.#pongs.answer(payload);
    if (code !== opcode.close) return;
    const goodbye = readClosePayload(payload);
    this.#closedBy ??= "server";
    this.#goodbyeReceived = goodbye;
    // Nothing may come after it.
    this.#queue = [];
    this.#waiting = 0;
    this.#hold(false);
    if (this.#goodbyeSent === null)
      // Answered with the same code, and without its reason (RFC 6455 §5.5.1).
      this.#sayGoodbye(goodbye.code, "").catch(() => undefined);
    else this.#wait(closeWait);
  }

  #fault(rule: SocketRule, offset: number, before: number): void {
    const [code, message] = socketRules[rule];
    const { recorder, hop, emit } = this.#context;
    const start = this.#places.at(offset);
    recorder.mark({
      kind: "fault",
      direction: "received",
      hop,
      start,
      end: start + 1,
      label: rule,
    });
    const severity = isTolerated(rule) ? "tolerated" : "fatal";
    emit({ kind: "fault", fault: { offset: before + offset, rule, message, severity } });
    if (severity === "tolerated" || this.#finished) return;
    this.#faulty = rule;
    this.#queue = [];
    this.#parting(code, () => this.#fail(faulty(rule)));
  }

  /** Stopped from outside: goodbye is said, and not waited for. */
  #abort(): void {
    this.#parting(1001, () => this.#fail(abortFailure(this.#context.signal, "receive")));
  }

  #parting(code: number, done: () => void): void {
    if (this.#finished) return;
    if (this.#goodbyeSent !== null) return done();
    this.#closedBy ??= "client";
    this.#goodbyeSent = { code, reason: "" };
    const bytes = closePayload(code, "");
    lastWords((accepted) => {
      this.#frame(opcode.close, bytes, code).then(accepted, accepted);
    }, done);
  }

  #note(code: string, message: string): void {
    this.#context.emit({ kind: "note", code, message });
  }

  #finish(): void {
    if (this.#finished) return;
    this.#stop(socketOver());
    this.#connection.close("single");
    this.#context.emit({ kind: "hop-end" });
    this.#body.end();
  }

  #fail(failure: unknown): void {
    if (this.#finished) return;
    this.#stop(failure);
    this.#connection.close(this.#faulty === null ? whyFailed(failure) : "fault");
    this.#context.emit({ kind: "hop-end" });
    this.#body.end(failure);
  }

  #stop(error: unknown): void {
    this.#finished = true;
    this.#silence.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#pings !== null) clearInterval(this.#pings);
    offAbort(this.#context.signal, this.#onAbort);
    this.#incoming.end();
    this.#writer.end(error);
    this.#deflater?.dispose();
  }
}

const unanswered = "The server did not answer the close frame.";

function faulty(rule: SocketRule): FailureError {
  return new FailureError({
    kind: "protocol",
    code: rule,
    message: socketRules[rule][1],
    phase: "receive",
    remedy: "The fault names the place; the Wire view shows the bytes.",
  });
}

function cutOff(): FailureError {
  return new FailureError({
    kind: "protocol",
    code: "ws-cut-off",
    message: "The server ended the connection without a close frame (1006).",
    phase: "receive",
    remedy: "Look at the server's log; a proxy in between may have a time limit: send pings.",
  });
}
