import { fieldLine } from "../../model/header.ts";
import type { CodeBody, CodeHeader, CodePiece, CodeRequest } from "./code-request.ts";

/** The URL, its target exactly as in the request line. */
export function urlOf({ scheme, hostField, target }: CodeRequest): string {
  return `${scheme}://${hostField}${target}`;
}

/** True when the request's head ends with `Transfer-Encoding: chunked` framing (RFC 9112 §6.1). */
export function isChunked(request: CodeRequest): boolean {
  const codings = request.headers
    .filter(({ name }) => name.toLowerCase() === "transfer-encoding")
    .flatMap(({ value }) => value.split(","))
    .map((coding) => coding.trim().toLowerCase());
  return request.body !== null && codings.at(-1) === "chunked";
}

/** True when the server is asked to close the connection after its reply. */
export function closes(request: CodeRequest): boolean {
  return (
    request.httpVersion === "1.0" ||
    request.headers.some(
      ({ name, value }) => name.toLowerCase() === "connection" && /\bclose\b/i.test(value),
    )
  );
}

/** Request line, fields, and the empty line (RFC 9112 §2.1). */
export function headText(request: CodeRequest): string {
  const version = request.httpVersion === "1.0" ? "1.0" : "1.1";
  const fields = request.headers.map((header) => `${fieldLine(header)}\r\n`).join("");
  return `${request.method} ${request.target} HTTP/${version}\r\n${fields}\r\n`;
}

/** What follows the head on the wire: the pieces, in chunks of one piece each where that is the framing. */
export function bodyPieces(request: CodeRequest): readonly (CodePiece | ChunkedFile)[] {
  const pieces = request.body?.pieces ?? [];
  if (!isChunked(request)) return pieces;
  const chunks = pieces.flatMap((piece): (CodePiece | ChunkedFile)[] => {
    if (piece.kind === "file") return [{ kind: "chunked-file", path: piece.path }];
    const size = pieceBytes(piece);
    const edge = (text: string): CodePiece => ({ kind: "text", text });
    return size === 0 ? [] : [edge(`${size.toString(16)}\r\n`), piece, edge("\r\n")];
  });
  return joinTexts([...chunks, { kind: "text", text: "0\r\n\r\n" }]);
}

/** A file as one chunk; its size is known when the program runs. */
export interface ChunkedFile {
  readonly kind: "chunked-file";
  readonly path: string;
}

function pieceBytes(piece: Exclude<CodePiece, { kind: "file" }>): number {
  return piece.kind === "text"
    ? new TextEncoder().encode(piece.text).length
    : (piece.data.replace(/=+$/, "").length * 3) >> 2;
}

/** The same pieces with texts beside each other made one. */
export function joinTexts<T extends { readonly kind: string }>(
  pieces: readonly (T | CodePiece)[],
): (T | CodePiece)[] {
  const joined: (T | CodePiece)[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (isText(piece) && last !== undefined && isText(last))
      joined[joined.length - 1] = { kind: "text", text: last.text + piece.text };
    else joined.push(piece);
  }
  return joined;
}

function isText(piece: {
  readonly kind: string;
}): piece is { readonly kind: "text"; readonly text: string } {
  return piece.kind === "text";
}

/**
 * The fields a library is told: those a person wrote, auth, cookies and the body's own. What a library adds by itself (framing, Host, its
 * own name, what it accepts) is left to it, unless a person wrote it.
 */
export function ownHeaders(request: CodeRequest): readonly CodeHeader[] {
  return request.headers.filter(
    ({ name, origin }) =>
      origin !== "client" &&
      !(origin === "body" && /^(?:content-length|transfer-encoding|expect)$/i.test(name)),
  );
}

/** The same where a name may stand once: values of one name joined as RFC 9110 §5.3 allows, cookies as RFC 6265 §5.4 has them. */
export function joinedHeaders(request: CodeRequest): readonly CodeHeader[] {
  const joined = new Map<string, CodeHeader>();
  for (const header of ownHeaders(request)) {
    const key = header.name.toLowerCase();
    const before = joined.get(key);
    const glue = key === "cookie" ? "; " : ", ";
    joined.set(
      key,
      before === undefined ? header : { ...before, value: before.value + glue + header.value },
    );
  }
  return [...joined.values()];
}

/** The body's only piece when it is text; null for everything else. */
export function onlyText(body: CodeBody | null): string | null {
  if (body === null || body.pieces.length > 1) return null;
  const [piece] = body.pieces;
  if (piece === undefined) return "";
  return piece.kind === "text" ? piece.text : null;
}

/** The path of a body that is one file and nothing else. */
export function onlyFile(body: CodeBody | null): string | null {
  const [piece, more] = body?.pieces ?? [];
  return more === undefined && piece?.kind === "file" ? piece.path : null;
}

/** How a language says the pieces of a body. */
export interface BodyWords {
  text(text: string): string;
  base64(data: string): string;
  file(path: string): string;
  /** Of two or more, all as bytes. */
  concat(pieces: readonly string[]): string;
  /** A text as bytes, where it must stand beside other pieces; absent: as `text`. */
  textBytes?(text: string): string;
}

/** An expression that gives the body; null without one. */
export function bodyExpression(body: CodeBody | null, words: BodyWords): string | null {
  if (body === null) return null;
  const one = body.pieces.length <= 1;
  const said = body.pieces.map((piece) => {
    if (piece.kind === "file") return words.file(piece.path);
    if (piece.kind === "base64") return words.base64(piece.data);
    return one ? words.text(piece.text) : (words.textBytes ?? words.text)(piece.text);
  });
  if (said.length === 0) return words.text("");
  return one ? (said[0] ?? "") : words.concat(said);
}

/** `text` with every line but the first moved right by `width` spaces. */
export function indented(text: string, width: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(width)}`);
}

/** Seconds as a decimal number: 1500 ms are "1.5". */
export function seconds(milliseconds: number): string {
  return String(milliseconds / 1000);
}

/** What of a target libraries write another way: characters no URL may hold, dot segments, a query with nothing in it. */
export function isUnusualTarget(target: string): boolean {
  return (
    /[^A-Za-z0-9\-._~:/?@!$&()*+,;=%]|%(?![0-9A-F]{2})/.test(target) ||
    /(?:^|\/)(?:\.|%2e){1,2}(?:\/|\?|$)/i.test(target) ||
    target.endsWith("?")
  );
}

/**
 * What a person should know before trusting the code, as comment lines with `mark` before each: places where a library sends something
 * else than Envoi does.
 */
export function remarks(
  request: CodeRequest,
  mark: string,
  more: readonly (string | false)[] = [],
): string {
  const lines = [
    isUnusualTarget(request.target) &&
      "The library may write some characters of this URL another way than Envoi sends them.",
    request.challenge !== null &&
      `Envoi answers the server's challenge (${request.challenge.scheme}); this code does not.`,
    ...more,
  ].filter((line) => line !== false);
  return lines.map((line) => `${mark} ${line}\n`).join("");
}
