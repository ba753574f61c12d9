import type { JarId } from "../../shared/model/cookie.ts";
import type { CookieNote, HopReason, ResponseHead } from "../../shared/model/exchange.ts";
import type { HeaderField, HeaderOrigin, SentHeader } from "../../shared/model/header.ts";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import type { RequestUrl } from "../../shared/model/url.ts";
import type { Lease } from "../wire/connect/lease.ts";
import type { Recorder } from "../wire/record/recorder.ts";
import type { AppliedAuth } from "./auth/applied.ts";
import type { SocketUse } from "../wire/websocket/socket.ts";
import type { Sign } from "./auth/outgoing.ts";
import type { BodyChunk } from "./hop.ts";
import type { BodySource, ResolvedRequest, ResolvedSettings } from "./send.ts";

/** A header field a person wrote, in the request itself or in what it inherits. */
export interface TypedHeader {
  readonly name: string;
  readonly value: string;
  readonly origin: HeaderOrigin;
}

/** One try of one hop: what the layers below `redirect` hand to each other. Each layer adds its own and changes nothing else. */
export interface Attempt {
  readonly reason: HopReason;
  readonly method: string;
  readonly url: RequestUrl;
  readonly headers: readonly TypedHeader[];
  readonly body: BodySource | null;
  readonly bodyContentType: string | null;
  /** Fields `prepareBody` made of the body: they go where it goes. */
  readonly bodyFields: readonly SentHeader[];
  /** `none` from the moment a redirect left the origin the person named. */
  readonly auth: AppliedAuth;
  readonly settings: ResolvedSettings;
  /** The login of the person's own for a host a redirect leads to. */
  readonly loginFor: ResolvedRequest["loginFor"];
  /** The jar cookies come from and go to. */
  readonly jar: JarId;
  /** True once a redirect has left the first origin; it stays true. */
  readonly crossed: boolean;
  readonly raw: Uint8Array | null;
  /** Present: what the exchange goes on as, when the server switches. */
  readonly socket: SocketUse | null;
  /** Added by `singleHop`: the fields that ask the server to switch. */
  readonly handshake: readonly SentHeader[];
  /** Added by `proxied`: the proxy it goes through; null: directly. */
  readonly proxy: ProxyServer | null;
  /** Told in the first hop of the attempt. */
  readonly proxyNote: TraceDetail | null;
  /** Value of Proxy-Authorization for a request the proxy forwards; null: none. */
  readonly proxyField: ((method: string, target: string) => string | null) | null;
  /** The connection that several attempts must share. */
  readonly lease: Lease | null;
  /** Added by `authenticate`: makes what proves who the person is from the hop as it will be sent. null: nothing does. */
  readonly sign: Sign | null;
  /** The login that alone may use the hop's connection (NTLM); null: it is anybody's. */
  readonly owner: string | null;
  /** Added by `cookies`. */
  readonly cookieField: string | null;
  /** One for each cookie in `cookieField`; goes into the trace of every hop that sends it. */
  readonly cookieNotes: readonly CookieNote[];
}

/** What came back, its body not yet read. Whoever gets it reads the body to its end or returns it early. */
export interface Reply {
  readonly hop: number;
  /** Number of the connection it came on. */
  readonly connection: number | null;
  readonly url: RequestUrl;
  readonly method: string;
  readonly head: ResponseHead | null;
  readonly body: AsyncIterable<BodyChunk>;
  trailers(): readonly HeaderField[];
}

/** The exchange under way, as the layers see it. */
export interface AttemptContext {
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
  /** Counts hops: gives the index of the next one and makes it the current one. */
  nextHop(): number;
  /** Reads a reply that is not the last one, so that its connection can go on. */
  receive(reply: Reply): Promise<void>;
  /** Stamps the time and the hop: the current one unless it is named. */
  emit(detail: TraceDetail, hop?: number): void;
}

/** Rejects with FailureError only. */
export type SendAttempt = (attempt: Attempt, context: AttemptContext) => Promise<Reply>;
export type Layer = (next: SendAttempt) => SendAttempt;
