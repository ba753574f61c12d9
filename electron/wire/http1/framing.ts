import type { ResponseHead } from "../../../shared/model/exchange.ts";
import type { HeaderField } from "../../../shared/model/header.ts";
import type { Framing } from "./events.ts";
import { trimSpace } from "./field-line.ts";
import type { Rule } from "./rules.ts";

export interface FramingFault {
  readonly rule: Rule;
  readonly severity: "fatal" | "tolerated";
}

export interface FramingDecision {
  readonly framing: Framing;
  readonly faults: readonly FramingFault[];
  /** As far as the head tells. */
  readonly keepAlive: boolean;
}

/**
 * The message body length rules of RFC 9112 §6.3, for a reply to `method` ("" when unknown).
 * Where the RFC calls an error unrecoverable the bytes are still wanted: read to the close, with a fatal fault.
 * `ignoreLength`: as if there were no Content-Length.
 */
export function decideFraming(
  head: ResponseHead,
  method: string,
  ignoreLength = false,
): FramingDecision {
  const { connections, codings, lengths } = framingFields(head.headers);
  if (ignoreLength) lengths.length = 0;
  const connection = tokens(connections);
  const persistent =
    head.httpVersion === "1.1"
      ? !connection.includes("close")
      : head.httpVersion === "1.0" &&
        connection.includes("keep-alive") &&
        !connection.includes("close");
  const { status } = head;
  if (status === 101 || (method === "CONNECT" && status >= 200 && status < 300)) {
    return { framing: { kind: "tunnel" }, faults: [], keepAlive: false };
  }
  const body = bodyFraming(head, tokens(codings), lengths);
  if (method === "HEAD" || status === 204 || status === 304) {
    const faults = body.faults.map((fault) => ({ ...fault, severity: "tolerated" as const }));
    return { framing: { kind: "none" }, faults, keepAlive: persistent && faults.length === 0 };
  }
  const { framing, faults } = body;
  const keepAlive = persistent && framing.kind !== "close" && faults.length === 0;
  return { framing, faults, keepAlive };
}

function bodyFraming(
  head: ResponseHead,
  codings: readonly string[],
  lengths: readonly string[],
): {
  readonly framing: Framing;
  readonly faults: readonly FramingFault[];
} {
  const coded = transferFraming(head, codings);
  if (coded !== null) {
    if (lengths.length === 0) return coded;
    const fault = tolerated("content-length-and-transfer-encoding");
    return { framing: coded.framing, faults: [fault, ...coded.faults] };
  }
  return lengthFraming(lengths);
}

/** null when there is no transfer coding but "identity". */
function transferFraming(
  head: ResponseHead,
  codings: readonly string[],
): { readonly framing: Framing; readonly faults: readonly FramingFault[] } | null {
  if (codings.length === 0) return null;
  const real = codings.filter((coding) => coding !== "identity");
  if (real.length === 0) return null;
  // RFC 2616 had it, RFC 9112 has not: another recipient may not see that chunked is the last.
  const faults: FramingFault[] =
    real.length < codings.length ? [tolerated("transfer-coding-identity")] : [];
  if (head.httpVersion === "1.0") {
    faults.push(tolerated("transfer-encoding-in-1.0"));
  }
  const chunked = real.filter((coding) => coding === "chunked").length;
  if (chunked > 1) faults.push(tolerated("chunked-twice"));
  const other = real.some(
    (coding) => coding !== "chunked" && !/^(?:x-)?gzip$|^deflate$/.test(coding),
  );
  if (other) {
    faults.push(tolerated("transfer-coding-kept"));
  }
  if (real[real.length - 1] === "chunked") return { framing: { kind: "chunked" }, faults };
  if (chunked > 0) {
    faults.push(tolerated("chunked-not-last"));
  }
  return { framing: { kind: "close" }, faults };
}

function lengthFraming(fields: readonly string[]): {
  readonly framing: Framing;
  readonly faults: readonly FramingFault[];
} {
  const only = fields[0];
  if (only === undefined) return { framing: { kind: "close" }, faults: [] };
  if (fields.length === 1 && only.length < 16 && isDigits(only)) {
    return { framing: { kind: "length", length: Number(only) }, faults: [] };
  }
  const lengths = fields.flatMap((field) => field.split(",")).map(trimSpace);
  const first = lengths[0] ?? "";
  if (!lengths.every(isDigits)) {
    return fatal("content-length-invalid");
  }
  const bare = lengths.map((digits) => digits.replace(/^0+(?=\d)/, ""));
  if (bare.some((digits) => digits !== bare[0])) {
    return fatal("content-length-conflict");
  }
  const length = Number(first);
  if (!Number.isSafeInteger(length)) {
    return fatal("content-length-huge");
  }
  const faults = lengths.length > 1 ? [tolerated("content-length-repeated")] : [];
  return { framing: { kind: "length", length }, faults };
}

function fatal(rule: Rule): { framing: Framing; faults: FramingFault[] } {
  return { framing: { kind: "close" }, faults: [{ rule, severity: "fatal" }] };
}

function tolerated(rule: Rule): FramingFault {
  return { rule, severity: "tolerated" };
}

interface FramingFields {
  readonly connections: readonly string[];
  readonly codings: readonly string[];
  readonly lengths: string[];
}

/** The values of the three fields that decide, found in one pass: the lengths of their names tell nearly all others apart. */
function framingFields(headers: readonly HeaderField[]): FramingFields {
  const connections: string[] = [];
  const codings: string[] = [];
  const lengths: string[] = [];
  for (const field of headers) {
    const name = field[0];
    if (name.length === 10 && name.toLowerCase() === "connection") connections.push(field[1]);
    else if (name.length === 14 && name.toLowerCase() === "content-length") lengths.push(field[1]);
    else if (name.length === 17 && name.toLowerCase() === "transfer-encoding")
      codings.push(field[1]);
  }
  return { connections, codings, lengths };
}

const noTokens: readonly string[] = [];
const keepAlive: readonly string[] = ["keep-alive"];

function tokens(fields: readonly string[]): readonly string[] {
  if (fields.length === 0) return noTokens;
  if (fields.length === 1 && fields[0] === "keep-alive") return keepAlive;
  return fields
    .flatMap((field) => field.split(","))
    .map((part) => trimSpace(part).toLowerCase())
    .filter((part) => part !== "");
}

/** No pattern: a hostile value may be long, and "+5", "0x5", "５" and "" are no lengths. */
function isDigits(text: string): boolean {
  if (text === "") return false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
