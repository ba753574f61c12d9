import { createContinueGate, type ContinueGate } from "../http1/continue-gate.ts";
import { earlyNote, refusedNote, waitedNote } from "../http1/notes.ts";
import { BodySender } from "./body-sender.ts";
import { headersFrames } from "./frame-writer.ts";
import type { Http2Context, Http2Request } from "./message.ts";
import type { StreamHome } from "./stream.ts";

export interface RequestSenderOptions {
  readonly id: number;
  readonly request: Http2Request;
  readonly context: Http2Context;
  readonly home: StreamHome;
  /** Octets of DATA the stream may send at first. */
  readonly window: number;
  /** Called once, when the whole request was accepted. */
  sent(): void;
  /** Called at most once: the body's source threw, or the server makes no room. */
  failed(thrown: unknown): void;
}

const largestWindow = 0x7fffffff;

/** One request onto its stream: HEADERS, DATA within the windows, trailers (RFC 9113 §8.1). Says `sent` in the trace. */
export class RequestSender {
  readonly #options: RequestSenderOptions;
  readonly #gate: ContinueGate;
  #body: BodySender | null = null;
  #window: number;
  #headBytes = 0;
  #told = false;
  #stopped = false;
  /** A final reply came before the body was allowed to go. */
  #refused = false;
  #handedOver = false;
  /** All of it was accepted. */
  done = false;

  constructor(options: RequestSenderOptions) {
    this.#options = options;
    this.#window = options.window;
    this.#gate = createContinueGate(options.request.expectWait, () =>
      options.context.emit({ kind: "note", ...waitedNote }),
    );
  }

  /** Nothing is left to send, though it may not be known yet that the last of it was accepted. */
  get handedOver(): boolean {
    return this.done || this.#handedOver || this.#body?.handedOver === true;
  }

  start(): void {
    const { context, home, request, id } = this.#options;
    context.emit({ kind: "send-start" });
    const last = request.body === null && request.trailers.length === 0;
    const head = headersFrames(home.encode(request.fields), id, last, home.peer.maxFrameSize);
    this.#handedOver = last;
    home.write([...home.opening(), head], (accepted) => {
      if (!accepted || this.#stopped) return;
      this.#headBytes = head.length;
      if (last) this.#sent();
      else this.#rest().then((whole) => whole && this.#sent(), this.#options.failed);
    });
  }

  /** The request went another way: there is nothing to send. */
  skip(): void {
    this.done = true;
    this.#told = true;
  }

  /** False: more than a window can be. */
  widen(octets: number): boolean {
    this.#window += octets;
    return this.#window <= largestWindow;
  }

  /** The server wants the body. */
  proceed(): void {
    this.#gate.open();
  }

  /** The head of the final reply came: a body that waits to be wanted stays. */
  answered(): void {
    this.#refused = this.#gate.close();
  }

  /** The reply is complete: what is not sent by now is not sent. */
  overtaken(): void {
    this.stop();
    this.#tell();
    this.#options.context.emit({ kind: "note", ...(this.#refused ? refusedNote : earlyNote) });
  }

  stop(): void {
    this.#stopped = true;
    this.#gate.close();
    this.#body?.stop();
  }

  async #rest(): Promise<boolean> {
    const { home, request, id } = this.#options;
    const { body, trailers, expectWait } = request;
    if (expectWait > 0 && !(await this.#gate.pass())) return false;
    if (body !== null) {
      this.#body = this.#sender(body);
      if (!(await this.#body.run())) return false;
    }
    if (trailers.length === 0 || this.#stopped) return !this.#stopped;
    this.#handedOver = true;
    const frames = headersFrames(home.encode(trailers), id, true, home.peer.maxFrameSize);
    return await new Promise<boolean>((resolve) => home.write([frames], resolve));
  }

  #sender(body: NonNullable<Http2Request["body"]>): BodySender {
    const { home, request, context, id } = this.#options;
    return new BodySender({
      stream: id,
      recorder: context.recorder,
      body,
      last: request.trailers.length === 0,
      patience: context.limits.idleTimeout,
      room: {
        maxFrameSize: () => home.peer.maxFrameSize,
        window: () => Math.min(this.#window, home.sendWindow),
        take: (octets) => {
          this.#window -= octets;
          home.take(octets);
        },
        change: () => home.windowChange(),
        write: (pieces, done) => home.write(pieces, done),
      },
    });
  }

  #sent(): void {
    if (this.#stopped) return;
    this.done = true;
    this.#tell();
    this.#options.sent();
  }

  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    const bodyBytes = this.#body?.sent ?? 0;
    this.#options.context.emit({ kind: "sent", headBytes: this.#headBytes, bodyBytes });
  }
}
