import { type ErrorCodeName, frameFlag, frameType } from "../../../shared/model/http2-frame.ts";
import { FloodGuard } from "./flood-guard.ts";
import type { FrameEvent } from "./frame-event.ts";
import { frame, windowFrame } from "./frame-writer.ts";
import { ReceiveWindow } from "./receive-window.ts";
import type { Stream } from "./stream.ts";

/** The session, as far as what comes in concerns it. */
export interface IncomingPort {
  stream(id: number): Stream | undefined;
  /** No stream of this number was ever opened. */
  idle(id: number): boolean;
  write(pieces: readonly Uint8Array[], done?: () => void): void;
  settings(settings: readonly (readonly [number, number])[], ack: boolean): void;
  /** Room on the connection. False: more than there can be. */
  widen(increment: number): boolean;
  /** Room on a stream. */
  widened(): void;
  goingAway(lastStream: number, code: number, debug: string): void;
  /** The connection cannot go on; `back`: bytes received behind the place. */
  breach(rule: string, message: string, back: number, code: ErrorCodeName): void;
}

/** What the frames of a server mean for the streams of a connection (RFC 9113 §5, §6), and what has to be answered. */
export class Incoming {
  readonly #port: IncomingPort;
  readonly #window: ReceiveWindow;
  readonly #flood = new FloodGuard();
  #frameEnd = 0;

  constructor(port: IncomingPort, connectionWindow: number) {
    this.#port = port;
    this.#window = new ReceiveWindow(connectionWindow);
  }

  /** DATA of ours goes out: the frames that made room for it brought something. */
  contentSent(): void {
    this.#flood.progress();
  }

  /** In order; `at`: where a `data` begins in the record of its exchange. */
  take(event: FrameEvent, at: number): void {
    switch (event.kind) {
      case "data":
        this.#flood.progress();
        this.#port.stream(event.stream)?.data(event.bytes, at);
        return;
      case "headers":
        this.#headers(event);
        return;
      case "frame":
        this.#frameEnd = event.end;
        this.#frame(event);
        return;
      case "fault": {
        const { rule, message, offset, stream, code } = event;
        const back = Math.max(0, this.#frameEnd - offset);
        if (stream === 0) this.#port.breach(rule, message, back, code);
        else this.#port.stream(stream)?.broken(rule, message, back, code);
        return;
      }
      case "begin":
      case "rest":
        return;
    }
  }

  #headers(event: Extract<FrameEvent, { kind: "headers" }>): void {
    const back = event.end - event.start;
    if (event.promised !== null)
      return this.#breach("h2-push", "The server pushed a reply though it was told not to.", back);
    if (this.#port.idle(event.stream)) return this.#idleStream(back);
    this.#flood.progress();
    this.#port.stream(event.stream)?.headers(event);
  }

  #frame({ head, detail, end }: Extract<FrameEvent, { kind: "frame" }>): void {
    const { stream: id, flags, type, length, start } = head;
    const back = end - start;
    const touches = type === frameType.data || detail.kind === "window" || detail.kind === "reset";
    if (touches && id !== 0 && this.#port.idle(id)) return this.#idleStream(back);
    const ack = (flags & frameFlag.ack) !== 0;
    switch (detail.kind) {
      case "data":
        this.#data(id, length, (flags & frameFlag.endStream) !== 0, back);
        return;
      case "settings":
        this.#port.settings(detail.settings, ack);
        if (!ack) this.#answer(frame(frameType.settings, frameFlag.ack, 0, Buffer.alloc(0)));
        break;
      case "ping":
        if (!ack)
          this.#answer(frame(frameType.ping, frameFlag.ack, 0, Buffer.from(detail.data, "hex")));
        break;
      case "window":
        this.#widen(id, detail.increment, back);
        break;
      case "reset":
        this.#port.stream(id)?.resetBy(detail.code);
        break;
      case "goaway":
        this.#port.goingAway(detail.lastStream, detail.code, detail.debug);
        break;
      default:
        break;
    }
    if (type !== frameType.headers) this.#idleFrame(back);
  }

  #data(id: number, length: number, endStream: boolean, back: number): void {
    if (!this.#window.came(length)) {
      const message = "The server sent more than the connection had room for.";
      return this.#port.breach("h2-flow-control", message, back, "FLOW_CONTROL_ERROR");
    }
    // Given back at once: what a stream may hold is bounded by its own window, and one that waits must not hold up the others.
    const due = this.#window.due();
    if (due > 0) this.#port.write([windowFrame(0, due)]);
    if (length === 0 && !endStream) this.#idleFrame(back);
    this.#port.stream(id)?.dataFrame(length, endStream);
  }

  #widen(id: number, increment: number, back: number): void {
    if (id !== 0) this.#port.stream(id)?.widen(increment);
    else if (!this.#port.widen(increment)) {
      const message = "The server made the connection's window larger than it can be.";
      return this.#port.breach("h2-window-overflow", message, back, "FLOW_CONTROL_ERROR");
    }
    this.#port.widened();
  }

  #answer(bytes: Uint8Array): void {
    this.#flood.ackBegun();
    this.#port.write([bytes], () => this.#flood.ackDone());
  }

  #idleFrame(back: number): void {
    if (this.#flood.idleFrame()) return;
    const message = "The server sent thousands of frames that say nothing.";
    this.#port.breach("h2-flood", message, back, "ENHANCE_YOUR_CALM");
  }

  #idleStream(back: number): void {
    this.#breach("h2-idle-stream", "A frame came for a stream that was never opened.", back);
  }

  #breach(rule: string, message: string, back: number): void {
    this.#port.breach(rule, message, back, "PROTOCOL_ERROR");
  }
}
