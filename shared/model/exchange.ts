import type { AuthNote } from "./auth-note.ts";
import type { BodyRef } from "./body.ts";
import type { Failure } from "./failure.ts";
import type { HeaderField, SentHeader } from "./header.ts";
import type { SocketView } from "./web-socket.ts";
import type { HandshakeView, TlsView } from "./tls-view.ts";

export type ExchangeId = string;

/** What a parser did not accept, and where: `offset` counts the bytes received on this hop from 0. */
export interface Fault {
  readonly offset: number;
  /** Stable name: `status-line`, `chunk-size`, `content-length-and-transfer-encoding`, `bare-lf` … */
  readonly rule: string;
  readonly message: string;
  /** `fatal`: nothing after it could be understood. `tolerated`: reading went on. */
  readonly severity: "fatal" | "tolerated";
}

/** The proxy a connection goes through. */
export interface ProxyView {
  /** `http://proxy.test:3128`, without user and password. */
  readonly address: string;
  /** Of the connection to the proxy itself. */
  readonly tls?: TlsView;
}

export interface ConnectionView {
  /** Number of the connection since the app started: "#3". */
  readonly number: number;
  readonly reused: boolean;
  /** Exchanges this connection has carried, this one included. */
  readonly uses: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** Path of the unix socket or pipe; the addresses are "" then. */
  readonly socketPath?: string;
  /** The remote address is the proxy's then. */
  readonly proxy?: ProxyView;
  /** With the target, never with the proxy. */
  readonly tls?: TlsView;
}

export interface ResponseHead {
  /** As on the wire: "1.1", "1.0", "0.9". */
  readonly httpVersion: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly HeaderField[];
}

/** Points in ms since the exchange began; null when the phase did not take place (a reused connection has no dns). */
export interface HopTiming {
  readonly start: number;
  readonly dnsStart: number | null;
  readonly dnsEnd: number | null;
  readonly connectStart: number | null;
  readonly connectEnd: number | null;
  /** Of a SOCKS handshake; a CONNECT is a hop of its own. Absent in what was kept before there were proxies. */
  readonly proxyStart?: number | null;
  readonly proxyEnd?: number | null;
  readonly tlsStart: number | null;
  readonly tlsEnd: number | null;
  readonly sendStart: number | null;
  /** Last byte of the request accepted by the kernel. */
  readonly sendEnd: number | null;
  /** First byte of the response (1xx included). */
  readonly firstByte: number | null;
  readonly headEnd: number | null;
  readonly end: number | null;
}

export interface CookieNote {
  readonly action: "sent" | "stored" | "rejected" | "removed";
  readonly name: string;
  readonly domain: string;
  readonly path: string;
  /** Why it was rejected (RFC 6265bis rule), else "". */
  readonly reason: string;
  /** The stable name of the reason; absent in what older versions kept. */
  readonly code?: string;
}

export interface RedirectNote {
  readonly status: number;
  /** Location as received. */
  readonly location: string;
  readonly from: string;
  readonly to: string;
  /** Method of the next hop, and whether its body went. */
  readonly method: string;
  readonly methodChanged: boolean;
  readonly bodyDropped: boolean;
  readonly dropped: readonly {
    readonly name: string;
    readonly reason: string;
    readonly code?: string;
  }[];
  readonly followed: boolean;
  /** When not followed: limit, switched off, unsupported scheme. */
  readonly reason: string;
  /** The stable name of the reason; absent in what older versions kept, and for a URL that cannot be read. */
  readonly code?: string;
  /** No server said it: Envoi went to https by itself, since the host wants nothing else (RFC 6797); `status` says what a browser shows. */
  readonly internal?: "hsts";
}

/** Why this hop took place. `tunnel`: a CONNECT to a proxy, on the way to the next hop. */
export type HopReason = "first" | "redirect" | "auth" | "retry" | "tunnel";

/** One request and its response on one connection. */
export interface Hop {
  readonly index: number;
  readonly reason: HopReason;
  readonly method: string;
  readonly url: string;
  /** The request line's target as sent; "" for raw. */
  readonly requestTarget: string;
  readonly requestHttpVersion: string;
  readonly requestHeaders: readonly SentHeader[];
  readonly requestHeadBytes: number;
  readonly requestBodyBytes: number;
  /** How far the body of the request has come while it is being sent; null before and afterwards. */
  readonly upload: { readonly bytes: number; readonly total: number | null } | null;
  /** ms since the exchange began: when `upload` or `body` last grew. */
  readonly grownAt: number | null;
  readonly connection: ConnectionView | null;
  /** TLS was set up and then refused, so that there is no connection to show it in. */
  readonly refusedTls?: TlsView | undefined;
  /** The handshake that was not done. */
  readonly failedHandshake?: HandshakeView;
  readonly informational: readonly (ResponseHead & { readonly at: number })[];
  readonly response: ResponseHead | null;
  readonly trailers: readonly HeaderField[];
  /** What became of the connection when the server switched to WebSocket. */
  readonly socket?: SocketView | undefined;
  readonly responseHeadBytes: number;
  readonly body: BodyRef | null;
  readonly timing: HopTiming;
  readonly faults: readonly Fault[];
  readonly cookies: readonly CookieNote[];
  /** What authentication did on this hop, in order. */
  readonly auth: readonly AuthNote[];
  readonly redirect: RedirectNote | null;
}

export type ExchangeState = "running" | "done" | "failed" | "cancelled";

/** Everything that is known of one send, redirects included. Grows by `reduceExchange` from trace events. */
export interface Exchange {
  readonly id: ExchangeId;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly state: ExchangeState;
  readonly raw: boolean;
  readonly hops: readonly Hop[];
  readonly failure: Failure | null;
  /** ms from start to the last byte (or the failure). */
  readonly total: number | null;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}
