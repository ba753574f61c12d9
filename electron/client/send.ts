import type { CodeBody } from "../../shared/formats/code/code-request.ts";
import type { JarId } from "../../shared/model/cookie.ts";
import type { Exchange, ExchangeId, ResponseHead } from "../../shared/model/exchange.ts";
import type { HeaderOrigin } from "../../shared/model/header.ts";
import type { NetworkSettings } from "../../shared/model/network/network.ts";
import type { TraceEvent } from "../../shared/model/trace.ts";
import type { AppliedAuth } from "./auth/applied.ts";
import type { SocketUse } from "../wire/websocket/socket.ts";
import type { TlsMaterial } from "../wire/connect/tls-material.ts";

/** A body that can be sent more than once when `replayable` (a redirect or an auth round needs it again). */
export interface BodySource {
  /** Bytes, or null when unknown (then chunked). */
  readonly length: number | null;
  readonly replayable: boolean;
  /** Called once for each hop that sends the body. Ending the iteration early closes what it opened. */
  open(): AsyncIterable<Uint8Array>;
  /** What it is made of, for who writes code that sends it; absent: its bytes say it all. */
  readonly made?: CodeBody;
}

/** A body that stopped half-way, and how to ask for the rest of it. */
export interface Resume {
  /** Encoded bytes that are there. */
  readonly from: number;
  /** Value of If-Range: a strong ETag or a date (RFC 9110 §13.1.5). */
  readonly validator: string;
  /** Content codings of what is there, in the order applied. */
  readonly codings: readonly string[];
  /** The encoded bytes that are there. Ending the iteration closes what it opened. */
  open(): AsyncIterable<Uint8Array>;
}

/** What a WebSocket request says beside its handshake. */
export interface SocketPlan {
  /** To be sent when it is open, in order. */
  readonly messages: readonly { readonly text: boolean; readonly bytes: Uint8Array }[];
  /** ms; 0: no pings. */
  readonly pingInterval: number;
}

/** A request with variables, inheritance and secrets applied: what the client gets. */
export interface ResolvedRequest {
  readonly method: string;
  /** As typed after variables; not normalised. */
  readonly url: string;
  /** Sent on the first request line instead of the URL's target, byte for byte (curl: --request-target). */
  readonly target?: string;
  /** In sending order. Two of one name stay two. */
  readonly headers: readonly {
    readonly name: string;
    readonly value: string;
    readonly origin: HeaderOrigin;
  }[];
  readonly body: BodySource | null;
  /** Content-Type to add when `headers` has none; null for none. */
  readonly bodyContentType: string | null;
  /** Never `inherit`. */
  readonly auth: AppliedAuth;
  readonly settings: ResolvedSettings;
  /** The login the person keeps for a host, by its very name, should a redirect lead there; null: none. Absent: no host has one. */
  loginFor?(host: string): AppliedAuth | null;
  /** Values in it that nobody is to see by accident: what is kept of the exchange hides them. */
  readonly secrets?: ReadonlySet<string>;
  /** The jar cookies come from and go to; absent: the one for everything. */
  readonly jar?: JarId;
  /** Present: only the rest of that body is asked for, and appended when it comes. */
  readonly resume?: Resume;
  /** Present: it is a WebSocket request; whoever sends it makes `socket` of it. */
  readonly socketPlan?: SocketPlan;
  /** Present: the handshake of a WebSocket, which goes on when the server switches. Has no body. */
  readonly socket?: SocketUse;
  /** Present: these bytes go to that target as they are; nothing else of this object but settings is used. */
  readonly raw: {
    readonly host: string;
    readonly port: number;
    readonly tls: boolean;
    readonly bytes: Uint8Array;
    /** More bytes, streamed after them: a replay of something large. */
    readonly rest?: BodySource;
  } | null;
}

export interface ResolvedSettings {
  /** ms, 0 = none; redirects included. */
  readonly timeout: number;
  readonly followRedirects: boolean;
  readonly maxRedirects: number;
  readonly encodeUrl: boolean;
  /** Lower case names of automatic fields not to add. */
  readonly omitHeaders: readonly string[];
  readonly verifyTls: boolean;
  /** Of an https proxy; absent: verify. */
  readonly verifyProxy?: boolean;
  /** How it travels: every field has its value, variables replaced (those of client certificates in `material` alone). */
  readonly network: NetworkSettings;
  /** What the TLS settings name files for, read. */
  readonly material: TlsMaterial;
}

export interface SendOptions {
  readonly id: ExchangeId;
  readonly signal: AbortSignal;
  /** Called in order, on the caller's turn of the event loop; must not throw. */
  onEvent(event: TraceEvent): void;
  /** Whether the body of a final reply is not wanted: it is left and the connection closed. Absent: every body is read. */
  leaves?(head: ResponseHead): boolean;
}

/** Sends and never rejects: a failure is the state of the exchange. The record is complete when it resolves. */
export type Send = (request: ResolvedRequest, options: SendOptions) => Promise<Exchange>;
