import type { Exchange, Hop, ResponseHead } from "../../../shared/model/exchange.ts";
import type { HeaderField } from "../../../shared/model/header.ts";

/** One of the two exchanges, and which of its requests is looked at. */
export interface Compared {
  readonly exchange: Exchange;
  readonly hop: Hop | null;
}

/** A first line and the fields below it, of one side. */
export interface Head {
  /** "GET /a HTTP/1.1", "HTTP/1.1 200 OK"; "" where there is none. */
  readonly line: string;
  readonly fields: readonly HeaderField[];
}

/** What stands side by side: each side's head, or null where it has none. */
export interface HeadPair {
  readonly kind: "request" | "response" | "interim" | "trailers";
  readonly left: Head | null;
  readonly right: Head | null;
}

/** The requests' heads. */
export function requestHeads(left: Compared, right: Compared): readonly HeadPair[] {
  return [{ kind: "request", left: requestHead(left.hop), right: requestHead(right.hop) }];
}

/** The responses' heads in the order they came: interim ones, the final one, trailers. */
export function responseHeads(left: Compared, right: Compared): readonly HeadPair[] {
  const [one, other] = [left.hop, right.hop];
  const interims = Math.max(one?.informational.length ?? 0, other?.informational.length ?? 0);
  const pairs: HeadPair[] = [];
  for (let at = 0; at < interims; at += 1) {
    pairs.push({
      kind: "interim",
      left: responseHead(one?.informational[at]),
      right: responseHead(other?.informational[at]),
    });
  }
  pairs.push({
    kind: "response",
    left: responseHead(one?.response),
    right: responseHead(other?.response),
  });
  if ((one?.trailers.length ?? 0) + (other?.trailers.length ?? 0) > 0) {
    pairs.push({ kind: "trailers", left: trailers(one), right: trailers(other) });
  }
  return pairs;
}

function requestHead(hop: Hop | null): Head | null {
  if (hop === null) return null;
  const { method, requestTarget, requestHttpVersion, requestHeaders } = hop;
  const line = requestTarget === "" ? "" : `${method} ${requestTarget} HTTP/${requestHttpVersion}`;
  return { line, fields: requestHeaders.map(({ name, value }) => [name, value] as const) };
}

function responseHead(head: ResponseHead | null | undefined): Head | null {
  if (!head) return null;
  const line = `HTTP/${head.httpVersion} ${head.status} ${head.reason}`.trimEnd();
  return { line, fields: head.headers };
}

function trailers(hop: Hop | null): Head | null {
  return hop === null || hop.trailers.length === 0 ? null : { line: "", fields: hop.trailers };
}
