import { FailureError, type Phase } from "../../../shared/model/failure.ts";
import type { HeaderField } from "../../../shared/model/header.ts";
import type { WireDirection } from "../../../shared/model/wire-log.ts";
import { abortFailure, offAbort, onAbort } from "../connect/abort.ts";
import type { Connection, ConnectionUser } from "../connect/connection.ts";
import { BodyQueue } from "./body-queue.ts";
import { type ContinueGate, createContinueGate } from "./continue-gate.ts";
import { createDecoder } from "./decode.ts";
import type { Decoder } from "./decoder.ts";
import type { DecodeEvent } from "./events.ts";
import { brokenConnection, faultyReply, silentClose, unreadableSource } from "./http1-failure.ts";
import type { Http1Context, Http1Reply, Http1Request, Switched } from "./message.ts";
import { cutOffNote, earlyNote, refusedNote, switchedNote, waitedNote } from "./notes.ts";
import { headEvent, interimEvent, switchedEvent } from "./head-event.ts";
import { lingerMs, mostAfterFault } from "./lingering.ts";
import { OffsetMap } from "./offset-map.ts";
import { RequestWriter } from "./request-writer.ts";
import { whyFailed, whyOver } from "./why-closed.ts";
import { type SilenceWatch, watchSilence } from "../silence.ts";

/**
 * Sends one request on a connection and reads its reply. Takes the connection over: it is released or closed in every case, at
 * the latest when the body has been read or left. Rejects with FailureError when no part of a reply came.
 */
export function converse(
  connection: Connection,
  request: Http1Request,
  context: Http1Context,
): Promise<Http1Reply> {
  return new Conversation(connection, request, context).reply;
}

class Conversation implements ConnectionUser {
  readonly reply: Promise<Http1Reply>;
  readonly #connection: Connection;
  readonly #reused: boolean;
  readonly #request: Http1Request;
  readonly #context: Http1Context;
  readonly #decoder: Decoder;
  readonly #writer: RequestWriter;
  readonly #queue: BodyQueue;
  readonly #gate: ContinueGate;
  /** A final reply came before the body was allowed to go. */
  #refused = false;
  readonly #silence: SilenceWatch;
  readonly #sent = new OffsetMap();
  readonly #received = new OffsetMap();
  #settle: {
    resolve: (reply: Http1Reply | Promise<Http1Reply>) => void;
    reject: (error: unknown) => void;
  } | null = null;
  #trailers: readonly HeaderField[] = [];
  #headMarked = false;
  #sendDone = false;
  #sentTold = false;
  /** Bytes given to the decoder; `#received` may be ahead of it. */
  #read = 0;
  /** Bytes read when the reply could be understood no more; -1: it can. */
  #fatalAt = -1;
  #surplus = false;
  #tunnel = false;
  #switched = false;
  /** What came behind a 101 that was asked for; null: there was none. */
  #switching: { readonly head: Switched["head"]; readonly rest: Buffer[] } | null = null;
  #end: Extract<DecodeEvent, { kind: "end" }> | null = null;
  #finished = false;
  #timer: NodeJS.Timeout | null = null;
  #queueFull = false;
  #recordFull = false;
  readonly #onAbort = (): void => this.#fail(abortFailure(this.#context.signal, this.#phase()));

  constructor(connection: Connection, request: Http1Request, context: Http1Context) {
    this.#connection = connection;
    this.#reused = connection.uses > 1;
    this.#request = request;
    this.#context = context;
    this.#decoder = createDecoder(request);
    this.#gate = createContinueGate(request.expectWait, () =>
      context.emit({ kind: "note", ...waitedNote }),
    );
    this.#writer = new RequestWriter({
      connection,
      request,
      recorder: context.recorder,
      proceed: () => this.#gate.pass(),
    });
    this.#queue = new BodyQueue({
      onFull: (full) => {
        this.#queueFull = full;
        this.#flow();
      },
      onLeave: () => this.#leave(),
    });
    this.#silence = watchSilence(context.limits, (failure) => this.#fail(failure));
    this.reply = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#start();
  }

  #start(): void {
    const { signal, recorder, hop } = this.#context;
    if (signal.aborted) return this.#onAbort();
    onAbort(signal, this.#onAbort);
    const recorded = (direction: WireDirection, offset: number, length: number): void =>
      this.#recorded(direction, offset, length);
    this.#connection.use(this, { recorder, hop, recorded });
    if (this.#finished) return;
    this.#context.emit({ kind: "send-start" });
    this.#writer.run().then(
      (whole) => this.#written(whole),
      (thrown: unknown) => this.#sourceFailed(thrown),
    );
  }

  data(bytes: Buffer): void {
    if (this.#finished) return;
    this.#silence.received();
    if (this.#read === 0) this.#context.emit({ kind: "first-byte" });
    this.#read += bytes.length;
    for (const event of this.#decoder.push(bytes)) this.#handle(event);
    if (this.#switching !== null) return this.#switch(this.#switching);
    if (this.#end !== null) this.#replied();
    else if (this.#fatalAt >= 0) {
      if (this.#read - this.#fatalAt > mostAfterFault) this.#stopReading();
      else this.#linger();
    }
    if (this.#finished) return;
    const full = this.#context.recorder.full();
    if (full !== null && !this.#recordFull) this.#waitForRecord(full);
  }

  end(cutOff: boolean): void {
    if (this.#finished) return;
    if (this.#end !== null) return this.#finish();
    if (cutOff) this.#context.emit({ kind: "note", ...cutOffNote });
    if (this.#read === 0) return this.#fail(silentClose(this.#reused, this.#phase()));
    for (const event of this.#decoder.finish("closed")) this.#handle(event);
    this.#writer.stop();
    this.#finish();
  }

  closed(error: NodeJS.ErrnoException | null): void {
    if (this.#finished) return;
    if (this.#end !== null) return this.#finish();
    const failure =
      this.#read === 0 && error === null
        ? silentClose(this.#reused, this.#phase())
        : brokenConnection(error, this.#reused && this.#read === 0, this.#phase());
    if (this.#read > 0 && !(error instanceof FailureError))
      for (const event of this.#decoder.finish("closed")) this.#handle(event);
    this.#fail(failure);
  }

  #recorded(direction: WireDirection, offset: number, length: number): void {
    if (direction === "received") return this.#received.add(offset, length);
    this.#sent.add(offset, length);
    if (!this.#headMarked && this.#sent.length >= this.#request.headBytes) {
      this.#headMarked = true;
      for (const { kind, start, end, label } of this.#request.marks)
        this.#mark("sent", kind, this.#sent, start, end, label);
    }
  }

  #mark(
    direction: WireDirection,
    kind: Parameters<Http1Context["recorder"]["mark"]>[0]["kind"],
    map: OffsetMap,
    start: number,
    end: number,
    label: string,
  ): void {
    const { recorder, hop } = this.#context;
    const shift = map.shift;
    const from = shift === null ? map.at(start) : start + shift;
    const to = shift === null ? map.endOf(start, end) : end + shift;
    recorder.mark({ kind, direction, hop, start: from, end: to, label });
  }

  #handle(event: DecodeEvent): void {
    const context = this.#context;
    switch (event.kind) {
      case "mark":
        this.#mark("received", event.mark, this.#received, event.start, event.end, event.label);
        return;
      case "informational":
        context.emit(interimEvent(event, this.#received));
        if (event.head.status === 100) this.#gate.open();
        return;
      case "head":
        if (event.head.status === 101 && this.#request.switched !== undefined) {
          this.#switching = { head: event.head, rest: [] };
          context.emit(switchedEvent(event, this.#received, this.#request.final101 === true));
          return;
        }
        this.#refused = this.#gate.close();
        context.emit(headEvent(event, this.#received));
        this.#tunnel = event.framing.kind === "tunnel";
        this.#switched = event.head.status === 101;
        if (this.#switched) context.emit({ kind: "note", ...switchedNote });
        this.#answer(event.head);
        return;
      case "body":
        this.#answer(null);
        this.#body(event.bytes, event.offset);
        return;
      case "trailers":
        this.#trailers = event.fields;
        context.emit({ kind: "trailers", trailers: event.fields });
        return;
      case "fault":
        if (event.fault.severity === "fatal" && this.#fatalAt < 0) this.#fatalAt = this.#read;
        context.emit({ kind: "fault", fault: event.fault });
        return;
      case "surplus":
        this.#switching?.rest.push(Buffer.from(event.bytes));
        this.#surplus = true;
        return;
      case "end":
        this.#end = event;
        return;
    }
  }

  #body(bytes: Uint8Array, offset: number): void {
    for (let at = 0; at < bytes.length;) {
      const length = Math.min(bytes.length - at, Math.max(1, this.#received.together(offset + at)));
      const part = length === bytes.length ? bytes : bytes.subarray(at, at + length);
      this.#queue.push({ bytes: part, offset: this.#received.at(offset + at) });
      at += length;
    }
  }

  #answer(head: Http1Reply["head"]): void {
    const settle = this.#settle;
    this.#settle = null;
    settle?.resolve({ head, body: this.#queue, trailers: () => this.#trailers });
  }

  /** HTTP/1 ends here, once the whole request is out; the reply is what comes in the other protocol. */
  #switch({ head, rest }: Pick<Switched, "head"> & { readonly rest: readonly Buffer[] }): void {
    const { switched } = this.#request;
    if (switched === undefined || this.#finished) return;
    if (!this.#sendDone) return this.#connection.pause();
    this.#finished = true;
    this.#writer.stop();
    offAbort(this.#context.signal, this.#onAbort);
    const behind = Buffer.concat(rest);
    const { length } = this.#received;
    const placed = this.#received.at(length - behind.length);
    const settle = this.#settle;
    this.#settle = null;
    const connection = this.#connection;
    settle?.resolve(switched({ head, connection, rest: behind, placed, received: length }));
  }

  /** The reply is complete. */
  #replied(): void {
    if (this.#finished) return;
    this.#silence.stop();
    if (this.#readsOn()) this.#linger();
    else if (this.#sendDone || this.#refused) this.#finish();
    else if (this.#end?.reusable === true && this.#timer === null) {
      // A short rest may be on its way already; a long one is not worth sending.
      this.#linger();
    } else if (this.#end?.reusable !== true) {
      this.#writer.stop();
      if (!this.#writer.writing) this.#finish();
      else this.#linger();
    }
  }

  #written(whole: boolean): void {
    this.#sendDone = whole;
    if (whole) this.#tellSent();
    if (whole && this.#switching !== null) return this.#switch(this.#switching);
    if (this.#finished) return;
    if (this.#end === null) {
      if (whole) this.#silence.sent();
    } else if (!this.#readsOn()) this.#finish();
  }

  /** After the end of a reply to a person's own bytes, and after 101, more may be worth seeing. */
  #readsOn(): boolean {
    return this.#switched || (this.#request.raw && (this.#request.more || this.#tunnel));
  }

  #tellSent(): void {
    if (this.#sentTold) return;
    this.#sentTold = true;
    const { headBytes } = this.#request;
    const bodyBytes = Math.max(0, this.#sent.length - headBytes);
    if (bodyBytes > 0) {
      this.#mark("sent", "request-body", this.#sent, headBytes, this.#sent.length, "");
    }
    const head = Math.min(headBytes, this.#sent.length);
    this.#context.emit({ kind: "sent", headBytes: head, bodyBytes });
  }

  #sourceFailed(thrown: unknown): void {
    if (!this.#finished) this.#fail(unreadableSource(thrown));
  }

  #stopReading(): void {
    if (this.#end === null)
      for (const event of this.#decoder.finish("stopped")) this.#handle(event);
    this.#finish();
  }

  #linger(): void {
    this.#silence.stop();
    if (this.#timer !== null) {
      this.#timer.refresh();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // Silence of our own making says nothing.
      if (this.#queueFull || this.#recordFull) return this.#linger();
      this.#stopReading();
    }, lingerMs);
  }

  #waitForRecord(full: Promise<void>): void {
    this.#recordFull = true;
    this.#flow();
    full.then(
      () => {
        this.#recordFull = false;
        this.#flow();
      },
      (thrown: unknown) => this.#fail(thrown),
    );
  }

  #flow(): void {
    if (this.#finished) return;
    const full = this.#queueFull || this.#recordFull;
    this.#silence.pause(full);
    if (full) this.#connection.pause();
    else this.#connection.resume();
  }

  /** The reply has ended, well or badly; all its bytes are in the queue. */
  #finish(): void {
    if (this.#finished) return;
    const keep =
      this.#end?.reusable === true && this.#sendDone && !this.#surplus && !this.#request.raw;
    if (!this.#sendDone) {
      this.#tellSent();
      this.#context.emit({ kind: "note", ...(this.#refused ? refusedNote : earlyNote) });
    }
    this.#over();
    const rule = this.#end?.fatal ?? null;
    const { raw } = this.#request;
    if (keep) this.#connection.release();
    else this.#connection.close(whyOver({ raw, fatal: rule !== null, surplus: this.#surplus }));
    this.#answer(null);
    this.#queue.end(rule === null ? null : faultyReply(rule));
  }

  #fail(failure: unknown): void {
    if (this.#finished) return;
    if (this.#end === null) {
      // The marks of what is there; a verdict only when the other side ended it.
      for (const event of this.#decoder.finish("stopped")) {
        if (event.kind === "mark" || event.kind === "body") this.#handle(event);
      }
    }
    this.#over();
    this.#connection.close(whyFailed(failure));
    this.#settle?.reject(failure);
    this.#settle = null;
    this.#queue.end(failure);
  }

  #leave(): void {
    if (this.#finished) return;
    for (const event of this.#decoder.finish("stopped")) {
      if (event.kind === "mark") this.#handle(event);
    }
    this.#over();
    this.#connection.close("left");
  }

  #over(): void {
    this.#finished = true;
    this.#silence.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    offAbort(this.#context.signal, this.#onAbort);
    this.#gate.close();
    this.#writer.stop();
    this.#context.emit({ kind: "hop-end" });
  }

  #phase(): Phase {
    if (this.#read > 0) return "receive";
    return this.#sendDone ? "wait" : "send";
  }
}
