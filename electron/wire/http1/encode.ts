import { FailureError } from "../../../shared/model/failure.ts";

/** A run of the encoded head; offsets count from its first byte, `end` exclusive. */
export interface HeadMark {
  readonly kind: "request-line" | "request-header";
  readonly start: number;
  readonly end: number;
  /** The method, or the field's name. */
  readonly label: string;
}

export interface EncodedHead {
  readonly bytes: Uint8Array;
  readonly marks: readonly HeadMark[];
}

export interface RequestHead {
  readonly method: string;
  /** Written as it is; spaces and non-ASCII characters too. */
  readonly target: string;
  /** "1.1", "1.0". */
  readonly httpVersion: string;
  /** Written in this order and case; duplicates stay. Nothing is added. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/**
 * The request line and header section (RFC 9112 §3, §5) with the empty line after it, strings as UTF-8.
 * Throws FailureError `input` when a string holds CR, LF or NUL, or the method a space: such a request would be
 * another request on the wire than on the screen. The raw mode is there for those.
 */
export function encodeRequestHead(head: RequestHead): EncodedHead {
  refuse(head.method === "" || /[\s\0]/.test(head.method), "method", "method");
  refuse(breaksLine(head.target), "target", "request target");
  const lines = [`${head.method} ${head.target} HTTP/${head.httpVersion}\r\n`];
  for (const [index, { name, value }] of head.headers.entries()) {
    const line = `${name}: ${value}`;
    // One look at the line; which part of it is wrong is asked only then.
    if (breaksLine(line)) {
      refuse(breaksLine(name), `headers[${index}].name`, "name of a header field");
      refuse(breaksLine(value), `headers[${index}].value`, "value of a header field");
    }
    lines.push(`${line}\r\n`);
  }
  lines.push("\r\n");
  const text = lines.join("");
  const bytes = Buffer.from(text, "utf8");
  const ascii = bytes.length === text.length;
  let at = 0;
  const marks = lines.slice(0, -1).map((part, index): HeadMark => {
    const start = at;
    at += ascii ? part.length : Buffer.byteLength(part, "utf8");
    return index === 0
      ? { kind: "request-line", start, end: at, label: head.method }
      : { kind: "request-header", start, end: at, label: head.headers[index - 1]?.name ?? "" };
  });
  return { bytes, marks };
}

/** What goes before the bytes of one chunk (RFC 9112 §7.1). `first`: no chunk went before it. `length` > 0. */
export function chunkStart(length: number, first: boolean): Uint8Array {
  return Buffer.from(`${first ? "" : "\r\n"}${length.toString(16)}\r\n`, "latin1");
}

/**
 * The end of a chunked body: the last chunk and the trailer section (RFC 9112 §7.1.2).
 * Throws FailureError `input` like `encodeRequestHead`.
 */
export function chunkedEnd(
  first: boolean,
  trailers: readonly { readonly name: string; readonly value: string }[] = [],
): Uint8Array {
  const lines = trailers.map(({ name, value }, index) => {
    refuse(breaksLine(name), `trailers[${index}].name`, "name of a trailer field");
    refuse(breaksLine(value), `trailers[${index}].value`, "value of a trailer field");
    return `${name}: ${value}\r\n`;
  });
  return Buffer.from(`${first ? "" : "\r\n"}0\r\n${lines.join("")}\r\n`, "utf8");
}

function breaksLine(text: string): boolean {
  return /[\r\n\0]/.test(text);
}

function refuse(wrong: boolean, place: string, what: string): void {
  if (!wrong) return;
  throw new FailureError({
    kind: "input",
    code: "line-break-in-head",
    message:
      place === "method"
        ? "The method is empty or holds a space, a line break or a NUL."
        : `The ${what} holds a line break or a NUL.`,
    phase: "prepare",
    remedy: "Take the character out, or send the request as a raw exchange.",
    place,
  });
}
