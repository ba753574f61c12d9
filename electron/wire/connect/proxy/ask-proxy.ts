import type { Duplex } from "node:stream";
import type { ResponseHead } from "../../../../shared/model/exchange.ts";
import { abortFailure } from "../abort.ts";
import type { ConnectContext } from "../connector.ts";
import type { ReplyChunk } from "../../http1/body-queue.ts";
import { createDecoder } from "../../http1/decode.ts";
import type { EncodedHead } from "../../http1/encode.ts";
import type { DecodeEvent } from "../../http1/events.ts";
import { OffsetMap } from "../../http1/offset-map.ts";
import { proxyClosed } from "./proxy-failure.ts";

/** What a proxy answered to CONNECT. */
export interface ProxyAnswer {
  /** null: no head could be understood. */
  readonly head: ResponseHead | null;
  /** HTTP ended with the head: from here on the stream is the way to the target. */
  readonly open: boolean;
  /** Of a refusal, as much as is kept. */
  readonly body: readonly ReplyChunk[];
  /** Another request may be sent on the connection. */
  readonly reusable: boolean;
}

/** Bytes of a refusal that are kept; a longer one is cut. */
const mostBody = 1 << 20;

/** How long the rest of a refusal is waited for that ends with the connection, ms without a byte: some proxies never close it. */
const patience = 1000;

/**
 * Sends one CONNECT and reads the answer; both are recorded on the clear side of the hop, with marks. Afterwards the stream is paused and
 * whatever came after the head of a tunnel is in it. Rejects with FailureError when nothing came, or only a part; the stream is for the
 * caller to close.
 */
export function askProxy(
  stream: Duplex,
  request: EncodedHead,
  context: ConnectContext,
): Promise<ProxyAnswer> {
  const { recorder, hop, signal } = context;
  return new Promise((resolve, reject) => {
    const decoder = createDecoder({ method: "CONNECT" });
    const received = new OffsetMap();
    const body: ReplyChunk[] = [];
    let kept = 0;
    let head: ResponseHead | null = null;
    let failed: unknown = null;
    let untilClose = false;
    let waiting: ReturnType<typeof setTimeout> | undefined;

    const settle = (finish: () => void): void => {
      clearTimeout(waiting);
      signal.removeEventListener("abort", onAbort);
      stream.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onError);
      stream.pause();
      finish();
    };
    const handle = (event: DecodeEvent): void => {
      switch (event.kind) {
        case "mark": {
          const [start, end] = [received.at(event.start), received.endOf(event.start, event.end)];
          const { mark: kind, label } = event;
          return recorder.mark({ kind, direction: "received", hop, start, end, label });
        }
        case "informational":
          return context.emit({ kind: "informational", head: event.head });
        case "head":
          ({ head } = event);
          untilClose = event.framing.kind === "close";
          return context.emit({ kind: "head", head, headBytes: event.end - event.start });
        case "body":
          kept += event.bytes.length;
          body.push({ bytes: event.bytes, offset: received.at(event.offset) });
          return;
        case "fault":
          return context.emit({ kind: "fault", fault: event.fault });
        case "trailers":
          return context.emit({ kind: "trailers", trailers: event.fields });
        case "surplus":
        case "end":
          return;
      }
    };
    const answer = (reusable: boolean): void =>
      settle(() => resolve({ head, open: false, body, reusable }));

    const onData = (bytes: Buffer): void => {
      if (received.length === 0) context.emit({ kind: "first-byte" });
      const before = received.length;
      const events = decoder.push(bytes);
      // What comes after the head of a tunnel belongs to whoever speaks through it, and is recorded when they read it.
      const opening = events.findIndex(opensTunnel);
      const end = events[opening]?.kind === "head" ? events[opening].end - before : bytes.length;
      const own = bytes.subarray(0, end);
      received.add(recorder.append("clear", "received", hop, own), own.length);
      if (opening >= 0) {
        for (const event of events.slice(0, opening + 1)) handle(event);
        return settle(() => {
          if (end < bytes.length) stream.unshift(bytes.subarray(end));
          resolve({ head, open: true, body, reusable: true });
        });
      }
      for (const event of events) handle(event);
      const over = events.find((event) => event.kind === "end");
      if (over !== undefined) answer(over.reusable && over.fatal === null);
      else if (kept > mostBody) answer(false);
      else if (untilClose) {
        clearTimeout(waiting);
        waiting = setTimeout(answer, patience, false);
      }
    };
    const onEnd = (): void => {
      if (received.length === 0) return settle(() => reject(proxyClosed(failed)));
      for (const event of decoder.finish("closed")) handle(event);
      if (head === null && body.length === 0) settle(() => reject(proxyClosed(failed)));
      else answer(false);
    };
    const onError = (error: Error): void => {
      failed ??= error;
    };
    const onClose = (): void => onEnd();
    const onAbort = (): void => settle(() => reject(abortFailure(signal, "connect")));

    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    stream.on("error", onError).on("close", onClose).on("end", onEnd).on("data", onData);
    context.emit({ kind: "send-start" });
    const { bytes } = request;
    stream.write(bytes, (error) => {
      if (error) return;
      const at = recorder.append("clear", "sent", hop, bytes);
      for (const { kind, start, end, label } of request.marks)
        recorder.mark({ kind, direction: "sent", hop, start: at + start, end: at + end, label });
      context.emit({ kind: "sent", headBytes: bytes.length, bodyBytes: 0 });
    });
    stream.resume();
  });
}

function opensTunnel(event: DecodeEvent): boolean {
  if (event.kind !== "head") return false;
  const { status } = event.head;
  // 101 would be one to HTTP, but nobody asked for it; a head that could not be read to its end is none.
  return event.framing.kind === "tunnel" && status >= 200 && status < 300;
}
