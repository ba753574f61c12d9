import { FailureError } from "../../../shared/model/failure.ts";
import { fieldLine } from "../../../shared/model/header.ts";

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
  const { method, target, httpVersion, headers } = head;
  refuse(method === "" || /[\s\0]/.test(method), "method", "method");
  const lines = [`${method} ${target} HTTP/${httpVersion}`];
  for (const header of headers) lines.push(fieldLine(header));
  // One look at all of it; which part is wrong is asked only then.
  if (breaksLine(lines.join(""))) refuseParts(head);
  const text = `${lines.join("\r\n")}\r\n\r\n`;
  const bytes = Buffer.from(text, "utf8");
  const ascii = bytes.length === text.length;
  const marks: HeadMark[] = [];
  let start = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const end = start + 2 + (ascii ? line.length : Buffer.byteLength(line, "utf8"));
    marks.push(
      index === 0
        ? { kind: "request-line", start, end, label: method }
        : { kind: "request-header", start, end, label: headers[index - 1]?.name ?? "" },
    );
    start = end;
  }
  return { bytes, marks };
}

function refuseParts({ target, headers }: RequestHead): void {
  refuse(breaksLine(target), "target", "request target");
  for (const [index, { name, value }] of headers.entries()) {
    refuse(breaksLine(name), `headers[${index}].name`, "name of a header field");
    refuse(breaksLine(value), `headers[${index}].value`, "value of a header field");
  }
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
    return `${fieldLine({ name, value })}\r\n`;
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
