import type { SocketView } from "./web-socket.ts";
import type { Exchange, ExchangeId, ExchangeState, Hop } from "./exchange.ts";

/** Which request an exchange was of: a file of a collection, or a request without a file by the id of its tab. */
export interface HistoryPlace {
  readonly collectionId: string | null;
  /** Of the file; the tab's id without a collection. */
  readonly path: string;
}

/** One line of a history. */
export interface ExchangeSummary {
  readonly id: ExchangeId;
  readonly place: HistoryPlace | null;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly state: Exclude<ExchangeState, "running">;
  readonly raw: boolean;
  /** Of the first hop; "" when there was none. */
  readonly method: string;
  /** Of the first hop, without userinfo and at most 2,000 characters; "" when there was none. */
  readonly url: string;
  readonly hops: number;
  /** Of the last hop; null when no head came. */
  readonly status: number | null;
  readonly failureCode: string | null;
  /** ms. */
  readonly total: number | null;
  /** Encoded bytes of the last body. */
  readonly bodySize: number | null;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** Of a WebSocket: messages, and the code it was closed with first; null: it was not closed, or without a code. */
  readonly socket?: {
    readonly sent: number;
    readonly received: number;
    readonly code: number | null;
  };
}

const longestUrl = 2_000;

/** What a history shows of an exchange that has ended. Pure. */
export function summaryOf(exchange: Exchange, place: HistoryPlace | null): ExchangeSummary {
  const first = exchange.hops[0];
  const last = exchange.hops.at(-1);
  return {
    id: exchange.id,
    place,
    startedAt: exchange.startedAt,
    state: exchange.state === "running" ? "failed" : exchange.state,
    raw: exchange.raw,
    method: first?.method ?? "",
    url: (first?.url ?? "").slice(0, longestUrl),
    hops: exchange.hops.length,
    status: last?.response?.status ?? null,
    failureCode: exchange.failure?.code ?? null,
    total: exchange.total,
    bodySize: last?.body?.encodedSize ?? null,
    sentBytes: exchange.sentBytes,
    receivedBytes: exchange.receivedBytes,
    ...(last?.socket === undefined ? {} : { socket: socketOf(last.socket) }),
  };
}

function socketOf({
  sent,
  received,
  closedBy,
  goodbyeSent,
  goodbyeReceived,
}: SocketView): NonNullable<ExchangeSummary["socket"]> {
  const goodbye = closedBy === "server" ? goodbyeReceived : goodbyeSent;
  return { sent: sent.messages, received: received.messages, code: goodbye?.code ?? null };
}

export function samePlace(a: HistoryPlace | null, b: HistoryPlace | null): boolean {
  return a?.collectionId === b?.collectionId && a?.path === b?.path;
}

/**
 * Whether what a hop sent can be sent again as bytes: frames of HTTP/2 mean nothing on another connection, and those of a WebSocket were answers
 * to what came meanwhile.
 */
export function isReplayable(exchange: Exchange, hop: Hop): boolean {
  if (hop.socket !== undefined) return false;
  if (hop.response?.httpVersion === "2") return false;
  return exchange.raw || hop.requestHttpVersion === "" || /^[01]\./.test(hop.requestHttpVersion);
}
