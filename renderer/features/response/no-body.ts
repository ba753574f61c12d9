import type { Exchange, Hop } from "../../../shared/model/exchange.ts";
import { headerValue } from "../../../shared/model/header.ts";
import { parseMediaType } from "../../../shared/model/media-type.ts";

/** Why there are no body bytes to show; null when there are some. */
export type NoBody = "head" | "status" | "empty" | "not-arrived" | "later";

/** Reads it from the rules of RFC 9112 §6.3 (HEAD, 1xx, 204, 304) and from what came. */
export function noBodyOf(exchange: Exchange, hop: Hop): NoBody | null {
  if (hop.body !== null && (hop.body.size > 0 || hop.body.encodedSize > 0)) return null;
  const running = exchange.state === "running" && hop === exchange.hops.at(-1);
  if (hop.response === null) return running ? "later" : "not-arrived";
  if (hop.method.toUpperCase() === "HEAD") return "head";
  const { status } = hop.response;
  if (status === 204 || status === 205 || status === 304) return "status";
  if (running && hop.body?.complete !== true) return "later";
  return exchange.state === "done" || hop.body?.complete === true ? "empty" : "not-arrived";
}

/** Whether the reply says that it is a stream of events (WHATWG HTML §9.2). */
export function isEventStream({ response }: Hop): boolean {
  const type = headerValue(response?.headers ?? [], "content-type") ?? "";
  return parseMediaType(type).essence === "text/event-stream";
}
