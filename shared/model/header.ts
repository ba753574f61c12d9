/**
 * Header fields (RFC 9110 §5) as ordered pairs: case, order and duplicates survive from the file to the wire to the view.
 * Text typed by a person goes out as UTF-8; bytes received are kept one code unit a byte (Latin-1), so nothing is lost.
 */
export type HeaderField = readonly [name: string, value: string];

/** Who put a header field into the request as sent. */
export type HeaderOrigin =
  | "request"
  | "folder"
  | "collection"
  | "auth"
  | "cookies"
  | "body"
  | "client"
  | "raw";

/** A header field of a request as it went over the wire, with the part of Envoi that added it. */
export interface SentHeader {
  readonly name: string;
  readonly value: string;
  readonly origin: HeaderOrigin;
}

/**
 * A field as it stands on the wire in HTTP/1, without its line end. A value without anything to see stands right behind the colon, so that
 * both `Name:` (curl: -H 'Name;') and `Name: ` can be sent.
 */
export function fieldLine({
  name,
  value,
}: {
  readonly name: string;
  readonly value: string;
}): string {
  const seen = value !== "" && (value.charCodeAt(0) > 32 || value.trim() !== "");
  return seen ? `${name}: ${value}` : `${name}:${value}`;
}

/** All values of a field, in order; names compare case-insensitively (RFC 9110 §5.1). */
export function headerValues(fields: readonly HeaderField[], name: string): string[] {
  const wanted = name.toLowerCase();
  const found: string[] = [];
  for (const field of fields) if (isNamed(field, wanted)) found.push(field[1]);
  return found;
}

/** The first value of a field, or undefined. */
export function headerValue(fields: readonly HeaderField[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const field of fields) if (isNamed(field, wanted)) return field[1];
  return undefined;
}

/** The lengths tell nearly all names apart. */
function isNamed([name]: HeaderField, wanted: string): boolean {
  return name.length === wanted.length && name.toLowerCase() === wanted;
}
