import type { HopReason, ResponseHead } from "../../shared/model/exchange.ts";
import type { HeaderField, SentHeader } from "../../shared/model/header.ts";
import type { NetworkSettings } from "../../shared/model/network/network.ts";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import type { ConnectContext } from "../wire/connect/connector.ts";
import type { Lease } from "../wire/connect/lease.ts";
import type { TlsMaterial } from "../wire/connect/tls-material.ts";
import type { Recorder } from "../wire/record/recorder.ts";
import type { SocketUse } from "../wire/websocket/socket.ts";
import type { BodySource } from "./send.ts";

/** One request on one connection. The header list is final: nothing is added or changed below this line. */
export interface HopRequest {
  readonly reason: HopReason;
  readonly scheme: "http" | "https";
  /** Name or address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** For people. */
  readonly url: string;
  readonly method: string;
  /** The request line's target, byte for byte. */
  readonly target: string;
  readonly headers: readonly SentHeader[];
  /** With `raw`: more bytes, to be written after those. */
  readonly body: BodySource | null;
  /** ms to wait for 100 Continue before the body goes; 0: it goes at once. */
  readonly expectWait: number;
  /** Present: written as they are; the codec learns the method from them where it can, to frame the reply. */
  readonly raw: Uint8Array | null;
  readonly verifyTls: boolean;
  /** Of an https proxy; absent: verify. */
  readonly verifyProxy?: boolean | undefined;
  /** The login the connection belongs to; null or absent: it is anybody's. */
  readonly owner?: string | null;
  readonly network: NetworkSettings;
  readonly material: TlsMaterial;
  /** The proxy it goes through; null: directly. */
  readonly proxy: ProxyServer | null;
  /** The connection it must share with the requests before and after it. */
  readonly lease: Lease | null;
  /** Present: the server is asked to go on in WebSocket; the fields that ask are in `headers`. */
  readonly socket?: SocketUse | null;
}

/** Content bytes of a response (framing removed, content coding kept) and where they lie in the clear record. */
export interface BodyChunk {
  readonly bytes: Uint8Array;
  /** Offset of `bytes[0]` in the clear side of the record. */
  readonly offset: number;
}

export interface HopResponse {
  /** null: no head could be understood; what arrived is in the record and the fault says why. */
  readonly head: ResponseHead | null;
  /** Must be read to its end or returned early; either way the connection is given back or closed. Throws FailureError. */
  readonly body: AsyncIterable<BodyChunk>;
  /** Complete once `body` has ended. */
  trailers(): readonly HeaderField[];
}

export interface HopContext {
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
  /** Its number; asking begins the hop. */
  readonly hop: number;
  /** Begins a hop of its own for a CONNECT, before this one. */
  readonly proxyHop?: NonNullable<ConnectContext["proxyHop"]>;
  /** Stamps the time and the hop and passes the event on. */
  emit(detail: TraceDetail): void;
}

/** Emits `hop-end` when nothing more comes. Rejects with FailureError only (resolve, connect, tls, protocol, cancelled, timeout). */
export type HopSend = (request: HopRequest, context: HopContext) => Promise<HopResponse>;
