import { FailureError, type Phase, toFailure } from "../../../shared/model/failure.ts";
import { errorCode, type ErrorCodeName } from "../../../shared/model/http2-frame.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import { abortFailure } from "../connect/abort.ts";
import { StaleConnectionError } from "../connect/stale.ts";
import { BodyQueue } from "../http1/body-queue.ts";
import { brokenConnection, faultyReply, silentClose } from "../http1/http1-failure.ts";
import { type SilenceWatch, watchSilence } from "../silence.ts";
import type { FrameEvent } from "./frame-event.ts";
import type { FrameOwner } from "./frame-log.ts";
import { resetFrame, windowFrame } from "./frame-writer.ts";
import { closedByServer, resetByServer, unprocessed } from "./http2-failure.ts";
import type { Http2Context, Http2Reply, Http2Request } from "./message.ts";
import { PacedWindow, ReceiveWindow } from "./receive-window.ts";
import { RequestSender } from "./request-sender.ts";
import { ReplyReader } from "./reply-reader.ts";

/** What a stream needs of the connection it is on. */
export interface StreamHome {
  readonly peer: { readonly maxFrameSize: number };
  /** Octets of DATA that may go on the connection; `take` uses them. */
  readonly sendWindow: number;
  take(octets: number): void;
  /** Resolves when there may be more room, or none will come; `wake` makes it so. */
  windowChange(): Promise<void>;
  wake(): void;
  /** Listens, the first time; what a client says before its first request, to be sent with it. */
  opening(): readonly Uint8Array[];
  /** A header block as this connection sends it. */
  encode(fields: readonly (readonly [string, string])[]): Uint8Array;
  write(pieces: readonly Uint8Array[], done?: (accepted: boolean) => void): void;
  /** The last frame of a stream; `done` when it was accepted, or after a moment. */
  part(id: number, bytes: Uint8Array, done: () => void): void;
}

export interface StreamOptions {
  readonly id: number;
  readonly request: Http2Request;
  readonly context: Http2Context;
  readonly owner: FrameOwner;
  readonly home: StreamHome;
  /** The connection carried an exchange before. */
  readonly reused: boolean;
  readonly sendWindow: number;
  readonly receiveWindow: number;
  /** Called once: the stream is closed. */
  over(): void;
}

/** Methods that may be sent twice without asking (RFC 9110 §9.2.2). */
const idempotent = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]);

/** One request and its reply on a stream (RFC 9113 §5, §8.1). */
export class Stream {
  readonly id: number;
  readonly reply: Promise<Http2Reply>;
  readonly #options: StreamOptions;
  readonly #queue: BodyQueue;
  readonly #reader: ReplyReader;
  #settle: { resolve: (reply: Http2Reply) => void; reject: (error: unknown) => void } | null = null;
  readonly #sender: RequestSender;
  readonly #receiveWindow: ReceiveWindow;
  readonly #silence: SilenceWatch;
  /** The server knows of it and has not ended it by a reset. */
  #open = false;
  #came = false;
  #over = false;
  #queueFull = false;
  #recordFull = false;
  readonly #onAbort = (): void =>
    this.fail(abortFailure(this.#options.context.signal, this.phase()));

  constructor(options: StreamOptions) {
    this.#options = options;
    this.id = options.id;
    const { context, request, receiveWindow } = options;
    const { limitRate } = context.limits;
    this.#receiveWindow =
      limitRate === 0
        ? new ReceiveWindow(receiveWindow)
        : new PacedWindow(receiveWindow, limitRate, () => this.#replenish());
    this.#silence = watchSilence(context.limits, (failure) => this.fail(failure));
    this.#sender = new RequestSender({
      id: options.id,
      request,
      context,
      home: options.home,
      window: options.sendWindow,
      sent: () => this.#sent(),
      failed: (thrown) => this.#sourceFailed(thrown),
    });
    this.#queue = new BodyQueue({
      onFull: (full) => {
        this.#queueFull = full;
        this.#held();
      },
      onLeave: () => this.#close(() => undefined, "CANCEL"),
    });
    this.#reader = new ReplyReader(options.request.method, {
      emit: (detail) => {
        if (detail.kind === "informational" && detail.head.status === 100) this.#sender.proceed();
        this.emit(detail);
      },
      head: (head) => {
        this.#sender.answered();
        this.#answer(head);
      },
      content: (bytes, at) => this.#content(bytes, at),
      tolerated: (rule, message, back) => this.#fault(rule, message, back, "tolerated"),
      breach: (rule, message, back, code) => this.broken(rule, message, back, code),
      ended: () => this.#replied(),
    });
    this.reply = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  /** Sends the request. */
  start(): void {
    if (!this.#attend()) return;
    this.emit({ kind: "stream", stream: this.id });
    this.#open = true;
    this.#sender.start();
  }

  /** The request has been sent by other means. */
  adopted(): void {
    if (!this.#attend()) return;
    this.#open = true;
    this.#sender.skip();
    this.emit({ kind: "stream", stream: this.id });
    this.#silence.sent();
  }

  #attend(): boolean {
    const { signal } = this.#options.context;
    if (signal.aborted) {
      this.#onAbort();
      return false;
    }
    signal.addEventListener("abort", this.#onAbort, { once: true });
    return true;
  }

  #sent(): void {
    if (this.#reader.ended) this.#finish();
    else this.#silence.sent();
  }

  #sourceFailed(thrown: unknown): void {
    if (thrown instanceof FailureError) return this.fail(thrown);
    const { code } = toFailure(thrown);
    const message = "The body of the request could not be read.";
    this.fail(new FailureError({ kind: "body", code, message, phase: "send" }, { cause: thrown }));
  }

  headers(event: Extract<FrameEvent, { kind: "headers" }>): void {
    if (this.#over) return;
    this.#first();
    this.#reader.headers(event);
  }

  data(bytes: Uint8Array, at: number): void {
    if (this.#over) return;
    this.#first();
    this.#reader.data(bytes, at);
  }

  /** The end of a DATA frame; `length`: of its payload, padding included. */
  dataFrame(length: number, endStream: boolean): void {
    if (this.#over) return;
    if (!this.#receiveWindow.came(length)) {
      const message = "The server sent more than the stream had room for.";
      return this.broken("h2-flow-control", message, length, "FLOW_CONTROL_ERROR");
    }
    if (endStream) this.#reader.end(0);
    else this.#replenish();
  }

  /** The other side allows more, or less when it changed a setting. */
  widen(octets: number): void {
    if (this.#sender.widen(octets)) return;
    const message = "The server made the stream's window larger than it can be.";
    this.broken("h2-window-overflow", message, 0, "FLOW_CONTROL_ERROR");
  }

  resetBy(code: number): void {
    if (this.#over) return;
    this.emit({ kind: "reset", direction: "received", code });
    this.#open = false;
    // A server that has said all may cut short what it does not want to hear (RFC 9113 §8.1).
    if (this.#reader.ended) return this.#finish();
    if (code === errorCode("NO_ERROR") && this.#reader.whole) {
      this.#reader.endByReset();
      return this.#finish();
    }
    const refused = !this.#came && code === errorCode("REFUSED_STREAM");
    this.fail(refused ? unprocessed("reset", this.phase()) : resetByServer(code, this.phase()));
  }

  /** GOAWAY, and the server did nothing with this stream. A new connection that ends with an error would only do so again. */
  notProcessed(code: number): void {
    this.#open = false;
    const again = this.#options.reused || code === errorCode("NO_ERROR");
    this.fail(again ? unprocessed("goaway", this.phase()) : closedByServer(code, this.phase()));
  }

  /** A frame of this stream breaks the rules; the connection goes on. */
  broken(
    rule: string,
    message: string,
    back: number,
    code: ErrorCodeName = "PROTOCOL_ERROR",
  ): void {
    if (this.#over) return;
    this.#fault(rule, message, back, "fatal");
    this.#fail(faultyReply(rule, message), code);
  }

  /** The connection cannot go on because of a frame of the server's. */
  lost(rule: string, message: string, back: number): void {
    if (this.#over) return;
    this.#fault(rule, message, back, "fatal");
    this.endedBy(faultyReply(rule, message));
  }

  connectionGone(error: NodeJS.ErrnoException | null): void {
    const { reused, request } = this.#options;
    const phase = this.phase();
    if (this.#came || error instanceof FailureError)
      this.endedBy(brokenConnection(error, false, phase));
    else if (reused && idempotent.has(request.method))
      this.endedBy(new StaleConnectionError(phase, error));
    else
      this.endedBy(
        error === null ? silentClose(false, phase) : brokenConnection(error, false, phase),
      );
  }

  /** The connection is gone. */
  endedBy(failure: FailureError): void {
    this.#open = false;
    if (this.#reader.ended) this.#finish();
    else this.fail(failure);
  }

  /** Ends it badly; what came stays. */
  fail(failure: unknown): void {
    this.#fail(failure, "CANCEL");
  }

  emit(detail: TraceDetail): void {
    this.#options.context.emit(detail);
  }

  phase(): Phase {
    if (this.#came) return "receive";
    return this.#sender.done ? "wait" : "send";
  }

  #first(): void {
    this.#silence.received();
    if (this.#came) return;
    this.#came = true;
    this.emit({ kind: "first-byte" });
  }

  #answer(head: Http2Reply["head"]): void {
    const settle = this.#settle;
    this.#settle = null;
    settle?.resolve({ head, body: this.#queue, trailers: () => this.#reader.trailers });
  }

  #content(bytes: Uint8Array, at: number): void {
    this.#queue.push({ bytes, offset: at });
    const full = this.#recordFull ? null : this.#options.context.recorder.full();
    if (full === null) return;
    this.#recordFull = true;
    this.#held();
    full.then(
      () => {
        this.#recordFull = false;
        this.#held();
      },
      (thrown: unknown) => this.fail(thrown),
    );
  }

  /** The other side has said all. */
  #replied(): void {
    // Over TLS a quick reply is there before the word that the request was taken; that word ends it then.
    if (!this.#sender.done && this.#sender.handedOver) return;
    if (!this.#sender.done) this.#sender.overtaken();
    this.#finish();
  }

  #finish(): void {
    this.#close(() => this.#queue.end(null), "NO_ERROR");
  }

  #fail(failure: unknown, code: ErrorCodeName): void {
    this.#close(() => {
      this.#settle?.reject(failure);
      this.#settle = null;
      this.#queue.end(failure);
    }, code);
  }

  #fault(rule: string, message: string, back: number, severity: "fatal" | "tolerated"): void {
    const offset = Math.max(0, this.#options.owner.received - back);
    this.emit({ kind: "fault", fault: { offset, rule, message, severity } });
  }

  /** Over: a stream that is still open is reset, and the exchange ends when that is in its record. */
  #close(then: () => void, code: ErrorCodeName): void {
    if (this.#over) return;
    this.#over = true;
    const { context, home, over } = this.#options;
    this.#silence.stop();
    this.#receiveWindow.stop();
    context.signal.removeEventListener("abort", this.#onAbort);
    this.#sender.stop();
    home.wake();
    const end = (): void => {
      this.emit({ kind: "hop-end" });
      then();
    };
    if (this.#open && !(this.#reader.ended && this.#sender.done)) {
      this.emit({ kind: "reset", direction: "sent", code: errorCode(code) });
      home.part(this.id, resetFrame(this.id, errorCode(code)), end);
      over();
    } else {
      over();
      end();
    }
  }

  /** Whether anybody takes what comes. */
  #held(): void {
    this.#silence.pause(this.#queueFull || this.#recordFull);
    this.#replenish();
  }

  /** Gives back room once half of it is used, while somebody takes what comes. */
  #replenish(): void {
    if (this.#over || this.#reader.ended || this.#queueFull || this.#recordFull) return;
    const due = this.#receiveWindow.due();
    if (due > 0) this.#options.home.write([windowFrame(this.id, due)]);
  }
}
