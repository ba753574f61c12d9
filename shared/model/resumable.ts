import type { BodyRef } from "./body.ts";
import type { Exchange, Hop } from "./exchange.ts";
import { headerValue } from "./header.ts";

/** How the rest of a body that stopped half-way can be asked for. */
export interface Resumable {
  readonly hop: Hop;
  readonly body: BodyRef;
  /** Value of If-Range (RFC 9110 §13.1.5). */
  readonly validator: string;
}

/** Why it cannot. `complete`: nothing is missing, or nothing came; the others are worth a word to the person. */
export type NotResumable = "complete" | "kind" | "validator" | "broken";

/** Faults after which what came is still the beginning of the body, because the connection just ended. */
const cuts: ReadonlySet<string> = new Set([
  "body-truncated",
  "chunk-truncated",
  "chunk-size-truncated",
  "last-chunk-missing",
  "trailers-truncated",
]);

/**
 * Whether a download can go on where it stopped: a GET answered by 200 (or by an earlier rest), whose bytes are certain, with a validator
 * strong enough to append to. Pure.
 */
export function resumableOf(exchange: Exchange): Resumable | NotResumable {
  const hop = exchange.hops.at(-1);
  const body = hop?.body ?? null;
  if (exchange.state === "running" || hop === undefined || hop.response === null || body === null)
    return "complete";
  if (body.complete || body.encodedSize === 0) return "complete";
  // It is what came that could not be decoded: more of it would not help.
  if (exchange.failure?.phase === "decode") return "complete";
  const { status, headers } = hop.response;
  const again = body.resumedFrom !== undefined;
  const ranged = headerValue(sentPairs(hop), "range") !== undefined;
  const answered = again ? status === 206 : status === 200 && !ranged;
  if (exchange.raw || hop.method !== "GET" || !answered) return "kind";
  if (headerValue(headers, "accept-ranges")?.trim().toLowerCase() === "none") return "kind";
  if (hop.faults.some(({ severity, rule }) => severity === "fatal" && !cuts.has(rule)))
    return "broken";
  const validator = strongValidator(hop);
  return validator === null ? "validator" : { hop, body, validator };
}

/** A strong ETag, or a Last-Modified that is at least a second older than the reply (RFC 9110 §8.8.2.2). */
export function strongValidator({ response }: Pick<Hop, "response">): string | null {
  const headers = response?.headers ?? [];
  const etag = headerValue(headers, "etag")?.trim() ?? "";
  if (/^"[^"]*"$/.test(etag)) return etag;
  const modified = headerValue(headers, "last-modified")?.trim() ?? "";
  const made = Date.parse(headerValue(headers, "date") ?? "");
  return Date.parse(modified) + 1_000 <= made ? modified : null;
}

function sentPairs({ requestHeaders }: Hop): readonly (readonly [string, string])[] {
  return requestHeaders.map(({ name, value }) => [name, value]);
}
