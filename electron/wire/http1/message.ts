import type { ResponseHead } from "../../../shared/model/exchange.ts";
import type { HeaderField } from "../../../shared/model/header.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import type { Connection } from "../connect/connection.ts";
import type { Recorder } from "../record/recorder.ts";
import type { SilenceLimits } from "../silence.ts";
import type { SpeedLimits } from "../speed.ts";
import type { NetworkSettings } from "../../../shared/model/network/network.ts";
import type { ReplyChunk } from "./body-queue.ts";
import type { HeadMark } from "./encode.ts";

/** One request, ready to be written. */
export interface Http1Request {
  /** The head; or, for a raw request, everything. Written as they are. */
  readonly bytes: Uint8Array;
  readonly marks: readonly HeadMark[];
  /** How many of `bytes` are head. */
  readonly headBytes: number;
  /** For the framing of the reply; "" when it is not known. */
  readonly method: string;
  /** The reply goes to the end of the connection, whatever its Content-Length says. Absent: no. */
  readonly ignoreLength?: boolean;
  /** HTTP/0.9: a reply without a head is what was asked for. */
  readonly simple: boolean;
  /** Called once. Its bytes must not change after they were given. */
  readonly body: (() => AsyncIterable<Uint8Array>) | null;
  /** Put the chunked framing around the body. */
  readonly chunked: boolean;
  /** Sent after the last chunk (RFC 9112 §7.1.2); only with `chunked`. */
  readonly trailers: readonly { readonly name: string; readonly value: string }[];
  /** ms to wait for 100 Continue between head and body; 0: no waiting (RFC 9110 §10.1.1). */
  readonly expectWait: number;
  /** A person's own bytes: the connection serves nobody else, and what comes after the end of the reply is read too. */
  readonly raw: boolean;
  /** The server switched protocols (101) as it was asked to: gives the reply that comes in the new one. Absent: bytes are all there is. */
  switched?(what: Switched): Promise<Http1Reply>;
  /** With `switched`: the 101 is the reply, not one on the way to it (RFC 6455). Absent: no. */
  readonly final101?: boolean;
  /** More than one reply may come: read on after the first until nothing comes for a while. */
  readonly more: boolean;
}

/** A connection at the end of HTTP/1. */
export interface Switched {
  readonly head: ResponseHead;
  readonly connection: Connection;
  /** What came behind the 101. */
  readonly rest: Buffer;
  /** Where it is in the record. */
  readonly placed: number;
  /** Bytes received on this hop. */
  readonly received: number;
}

export interface Http1Context {
  readonly recorder: Recorder;
  readonly hop: number;
  readonly signal: AbortSignal;
  readonly limits: SilenceLimits & SpeedLimits & Pick<NetworkSettings, "limitRate">;
  emit(detail: TraceDetail): void;
}

export interface Http1Reply {
  /** null: no head could be understood. */
  readonly head: ResponseHead | null;
  /** To be read to its end or returned early; throws FailureError after all bytes that came. */
  readonly body: AsyncIterable<ReplyChunk>;
  trailers(): readonly HeaderField[];
}
