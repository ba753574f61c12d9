import type { AuthNote } from "./auth-note.ts";
import type { BodyRef } from "./body.ts";
import type {
  ConnectionView,
  CookieNote,
  ExchangeId,
  Fault,
  HopReason,
  RedirectNote,
  ResponseHead,
} from "./exchange.ts";
import type { HandshakeView, TlsView } from "./tls-view.ts";
import type { Failure } from "./failure.ts";
import type { HeaderField, SentHeader } from "./header.ts";
import type { SocketView } from "./web-socket.ts";
import type { WireDirection } from "./wire-log.ts";

/** Where the head of an HTTP/1 reply lies in the clear side of the record, its empty line included; only where it lies there in one piece. */
export interface HeadText {
  readonly start: number;
  readonly end: number;
}

/** What happened, in the order it happened. The timeline draws it; `envoi send -v` prints it in curl's `* > <` style. */
export type TraceEvent = { readonly at: number; readonly hop: number } & TraceDetail;

/** `at` is ms since the exchange began (monotonic clock, fractions kept); `hop` counts from 0. */
export type TraceDetail =
  | {
      readonly kind: "start";
      readonly id: ExchangeId;
      readonly startedAt: number;
      readonly raw: boolean;
    }
  | {
      readonly kind: "hop";
      readonly reason: HopReason;
      readonly method: string;
      readonly url: string;
    }
  /** Another place than the URL's was asked for (curl: --connect-to). Each is `host:port`. */
  | { readonly kind: "connect-to"; readonly from: string; readonly to: string }
  /** `servers`: asked instead of the system's resolver. */
  | { readonly kind: "dns-start"; readonly host: string; readonly servers?: readonly string[] }
  /** `override`: the settings said so (curl: --resolve); nobody was asked. */
  | {
      readonly kind: "dns";
      readonly host: string;
      readonly addresses: readonly string[];
      readonly override?: true;
    }
  /** `address` of a unix socket or pipe is its path, and `port` is 0. */
  | { readonly kind: "connect-start"; readonly address: string; readonly port: number }
  | {
      readonly kind: "connect-failed";
      readonly address: string;
      readonly port: number;
      readonly code: string;
    }
  | {
      readonly kind: "connected";
      readonly address: string;
      readonly port: number;
      readonly localAddress: string;
      readonly localPort: number;
    }
  /** Which way the request takes, and who said so. `proxy`: its address without user and password; "": directly. */
  | {
      readonly kind: "proxy";
      readonly proxy: string;
      readonly source: "setting" | "system" | "environment" | "pac";
      /** Why directly: the host is in the list of exceptions. */
      readonly bypassed?: true;
    }
  /** A SOCKS proxy is asked to connect to `to`, `host:port`. */
  | { readonly kind: "proxy-start"; readonly proxy: string; readonly to: string }
  /** It did; `bound` is the address it connects from, "" when it does not say. */
  | { readonly kind: "proxy-end"; readonly bound: string }
  /** The server was told who the client is (PROXY protocol, curl: --haproxy-protocol): this line, before anything else. */
  | { readonly kind: "haproxy"; readonly line: string }
  | { readonly kind: "tls-start"; readonly servername: string; readonly alpn: readonly string[] }
  | { readonly kind: "tls"; readonly tls: TlsView }
  /** The handshake was not done. Certificates that were refused after it are in `tls`. */
  | { readonly kind: "tls-failed"; readonly handshake: HandshakeView }
  | { readonly kind: "connection"; readonly connection: ConnectionView }
  | {
      readonly kind: "request";
      readonly method: string;
      readonly target: string;
      readonly httpVersion: string;
      readonly headers: readonly SentHeader[];
      readonly headBytes: number;
    }
  /** HTTP/2: the number of the stream that carries this hop. */
  | { readonly kind: "stream"; readonly stream: number }
  /** HTTP/2: numbers of settings and their values (RFC 9113 §6.5). */
  | {
      readonly kind: "settings";
      readonly direction: WireDirection;
      readonly ack: boolean;
      readonly settings: readonly (readonly [id: number, value: number])[];
    }
  /** HTTP/2: the server takes no streams above `lastStream` any more. `debug` is the server's own text. */
  | {
      readonly kind: "goaway";
      readonly lastStream: number;
      readonly code: number;
      readonly debug: string;
    }
  /** HTTP/2: the stream was ended with an error code by one side. */
  | { readonly kind: "reset"; readonly direction: WireDirection; readonly code: number }
  | { readonly kind: "send-start" }
  /** How far the body has come, its framing left out; `total` null: not known. At most every 50 ms. */
  | { readonly kind: "upload"; readonly bodyBytes: number; readonly total: number | null }
  | { readonly kind: "sent"; readonly headBytes: number; readonly bodyBytes: number }
  | { readonly kind: "first-byte" }
  | { readonly kind: "informational"; readonly head: ResponseHead; readonly text?: HeadText }
  | {
      readonly kind: "head";
      readonly head: ResponseHead;
      readonly headBytes: number;
      readonly text?: HeadText;
    }
  | { readonly kind: "body"; readonly body: BodyRef }
  /** The reply whose head came last is not the answer: it is read to its end, and another request follows. */
  | { readonly kind: "passed-over" }
  /** A WebSocket opened, or frames passed on it. */
  | { readonly kind: "socket"; readonly socket: SocketView }
  | { readonly kind: "trailers"; readonly trailers: readonly HeaderField[] }
  | { readonly kind: "fault"; readonly fault: Fault }
  | { readonly kind: "cookie"; readonly cookie: CookieNote }
  | { readonly kind: "redirect"; readonly redirect: RedirectNote }
  | { readonly kind: "auth"; readonly auth: AuthNote }
  /** Once more, because of a failure's code or a status. Absent: at once; else after `wait` ms, as the settings say, try `number` of `of`. */
  | {
      readonly kind: "retry";
      readonly reason: string;
      readonly wait?: number;
      readonly number?: number;
      readonly of?: number;
    }
  /** `subject`: the name it is about, where `message` has one. */
  | {
      readonly kind: "note";
      readonly code: string;
      readonly message: string;
      readonly subject?: string;
    }
  | { readonly kind: "hop-end" }
  | {
      readonly kind: "end";
      readonly state: "done" | "failed" | "cancelled";
      readonly failure: Failure | null;
      readonly sentBytes: number;
      readonly receivedBytes: number;
    };

/** Whether `event` makes `before`, which came just ahead of it, needless: both say how far the same body has come. */
export function outgrows(event: TraceEvent, before: TraceEvent): boolean {
  return (
    (event.kind === "body" || event.kind === "upload" || event.kind === "socket") &&
    before.kind === event.kind &&
    before.hop === event.hop
  );
}
