import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { HopReason, ProxyView } from "../../../shared/model/exchange.ts";
import type { TlsView } from "../../../shared/model/tls-view.ts";
import type { NetworkSettings } from "../../../shared/model/network/network.ts";
import type { ProxyServer } from "../../../shared/model/network/proxy.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import type { Http2Session } from "../http2/session.ts";
import type { Recorder } from "../record/recorder.ts";
import type { Reading } from "./reading.ts";
import type { Tap } from "./tap.ts";
import type { TlsMaterial } from "./tls-material.ts";

/** Where to, by which way, and with what safety. Two targets with equal `connectionKey`s may share a connection. */
export interface Target {
  readonly scheme: "http" | "https";
  /** Name or address, IPv6 without brackets, a zone allowed. */
  readonly host: string;
  readonly port: number;
  /** False only for the request that asked for it: part of the pool's key and of the session cache's. */
  readonly verifyTls: boolean;
  /** The same for an https proxy on the way; absent: verify. */
  readonly verifyProxy?: boolean | undefined;
  /** A login that is the connection's own (NTLM): it serves nobody else. null or absent: anybody. */
  readonly owner?: string | null;
  readonly network: NetworkSettings;
  /** What `network.proxy` came to for this request; null: directly. */
  readonly proxy: ProxyServer | null;
  /** Authorities and client certificates, read from their files. */
  readonly material: TlsMaterial;
}

/** What a connector may use while it connects. */
export interface ConnectContext {
  readonly recorder: Recorder;
  /** Asked for when it is needed and not before. */
  readonly hop: number;
  /** Aborting ends every attempt within the same turn; the reason is thrown as it is when it is a FailureError. */
  readonly signal: AbortSignal;
  emit(detail: TraceDetail): void;
  /** Number the connection will have. */
  readonly connectionNumber?: number;
  /**
   * Begins a hop of its own for what is asked of a proxy before the hop this connection is for; to be called before anything else of this
   * context. Absent: it is told within that hop.
   */
  readonly proxyHop?: (hop: {
    readonly reason: HopReason;
    readonly method: string;
    readonly url: string;
  }) => ProxyHop;
}

/** A hop of its own on the way. Whoever began it ends it, once. */
export interface ProxyHop extends ConnectContext {
  end(): void;
}

/** An open way to the other side. Whoever got it destroys `stream`, which frees everything below. */
export interface Channel {
  readonly stream: Duplex;
  /** What `stream` reads comes by this and not from the stream, until a tap is on it. Absent or null: from the stream. */
  readonly reading?: Reading | null;
  /** The socket at the bottom: addresses, ref and unref. Nobody reads or writes it directly. */
  readonly socket: Socket;
  /** Of a unix socket or pipe, as in the settings. */
  readonly socketPath?: string;
  /** Whose way this is; absent: there is none in between. */
  readonly proxy?: ProxyView;
  /** With the target, never with the proxy. */
  readonly tls: TlsView | null;
  /** True once the bytes of the other side ended without TLS's word for it (close_notify): somebody may have cut them. Absent: no TLS. */
  cutOff?(): boolean;
  /** From the bottom up. */
  readonly taps: readonly Tap[];
  /** Exchanges it carries at the same time, now: HTTP/2 says. Absent: one. */
  capacity?(): number;
  /** HTTP/2 on it. It reads and writes `stream` by itself. */
  readonly session?: Http2Session;
}

/** Rejects with FailureError only; what it opened is closed then. */
export type Connector = (target: Target, context: ConnectContext) => Promise<Channel>;
