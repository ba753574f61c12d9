import type { ResponseHead } from "../../../shared/model/exchange.ts";
import type { HeaderField } from "../../../shared/model/header.ts";
import type { ErrorCodeName } from "../../../shared/model/http2-frame.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import type { FrameEvent } from "./frame-event.ts";
import { plainFields, readReplyHead } from "./reply-head.ts";

/** What the reader of a reply tells, and its stream does about it. `back`: bytes received behind the place of a fault. */
export interface ReplySink {
  emit(detail: TraceDetail): void;
  /** The head of the final reply. */
  head(head: ResponseHead): void;
  content(bytes: Uint8Array, at: number): void;
  /** Against the rules, but reading goes on. */
  tolerated(rule: string, message: string, back: number): void;
  /** Against the rules, and the stream ends here. */
  breach(rule: string, message: string, back: number, code?: ErrorCodeName): void;
  /** The reply is complete. */
  ended(): void;
}

/** The frames of one stream as a reply: interim heads, a head, content, trailers (RFC 9113 §8.1). */
export class ReplyReader {
  readonly #sink: ReplySink;
  readonly #method: string;
  #status = 0;
  #declared: number | null = null;
  #got = 0;
  trailers: readonly HeaderField[] = [];
  /** The other side has said all. */
  ended = false;

  constructor(method: string, sink: ReplySink) {
    this.#method = method;
    this.#sink = sink;
  }

  headers(event: Extract<FrameEvent, { kind: "headers" }>): void {
    const back = event.end - event.start;
    if (this.#late(back)) return;
    if (event.tooLarge) {
      const message = "The header list is larger than this side takes.";
      return this.#sink.breach("h2-header-list-size", message, back, "ENHANCE_YOUR_CALM");
    }
    if (this.#status >= 200) this.#trailers(event, back);
    else if (!this.#head(event, back)) return;
    if (event.endStream) this.end(back);
  }

  #trailers({ fields, endStream }: Extract<FrameEvent, { kind: "headers" }>, back: number): void {
    this.trailers = plainFields(fields);
    this.#sink.emit({ kind: "trailers", trailers: this.trailers });
    if (endStream) return;
    const message = "Fields came behind the head and did not end the stream.";
    this.#sink.tolerated("h2-trailers-open", message, back);
  }

  /** False: the stream is over. */
  #head({ fields }: Extract<FrameEvent, { kind: "headers" }>, back: number): boolean {
    const { head, faults } = readReplyHead(fields);
    const fatal = faults.find(({ rule }) => rule === "h2-status");
    for (const fault of faults) {
      if (fault !== fatal) this.#sink.tolerated(fault.rule, fault.message, back);
    }
    if (head.status >= 100 && head.status < 200) {
      this.#sink.emit({ kind: "informational", head });
      return true;
    }
    this.#status = head.status;
    this.#declared = declaredLength(head.headers);
    this.#sink.emit({ kind: "head", head, headBytes: back });
    this.#sink.head(head);
    if (fatal !== undefined) this.#sink.breach(fatal.rule, fatal.message, back);
    return fatal === undefined;
  }

  data(bytes: Uint8Array, at: number): void {
    if (this.#late(bytes.length)) return;
    if (this.#status < 200) {
      const message = "Content came before the head of the reply.";
      return this.#sink.breach("h2-data-before-head", message, bytes.length);
    }
    this.#got += bytes.length;
    this.#sink.content(bytes, at);
  }

  /** All the content that was announced is there, END_STREAM or not. */
  get whole(): boolean {
    return this.#status >= 200 && this.#declared !== null && this.#declared === this.#got;
  }

  /**
   * The server ended the stream without an error and without END_STREAM, which breaks RFC 9113 §8.1; Node's servers do so behind long
   * replies to requests they have not read. Where the length is known and reached, nothing is missing.
   */
  endByReset(): void {
    const message = "The stream was reset without an error where its end should have been said.";
    this.#sink.tolerated("h2-end-missing", message, 0);
    this.end(0);
  }

  /** END_STREAM came. */
  end(back: number): void {
    if (this.#late(back)) return;
    this.ended = true;
    const none = this.#method === "HEAD" || this.#status === 204 || this.#status === 304;
    if (!none && this.#declared !== null && this.#declared !== this.#got) {
      const message = "The content is not as long as Content-Length says.";
      this.#sink.tolerated("h2-content-length", message, back);
    }
    if (this.#status >= 200) return this.#sink.ended();
    this.#sink.breach("h2-no-reply", "The stream ended without a reply.", back);
  }

  #late(back: number): boolean {
    if (!this.ended) return false;
    const message = "A frame came after the end of the stream.";
    this.#sink.breach("h2-stream-closed", message, back, "STREAM_CLOSED");
    return true;
  }
}

function declaredLength(headers: readonly HeaderField[]): number | null {
  const value = headers.find(([name]) => name.toLowerCase() === "content-length")?.[1];
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : null;
}
