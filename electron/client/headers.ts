import { FailureError } from "../../shared/model/failure.ts";
import type { HeaderOrigin, SentHeader } from "../../shared/model/header.ts";
import type { TypedHeader } from "./attempt.ts";

/** What the header list of a hop is made from. */
export interface HeaderInput {
  /** Value of the automatic Host field. */
  readonly hostField: string;
  readonly method: string;
  /** Written by a person; kept in place, case and number. */
  readonly typed: readonly TypedHeader[];
  /** null: no body. `length` null: unknown, so chunked; a string stands for one that is not known yet (previews only). */
  readonly body: { readonly length: number | string | null } | null;
  readonly bodyContentType: string | null;
  /** What `prepareBody` adds. */
  readonly bodyFields: readonly SentHeader[];
  /** True: chunked even where the length is known. */
  readonly chunked: boolean;
  readonly authFields: readonly SentHeader[];
  readonly cookieField: string | null;
  /** For the proxy that forwards the request. */
  readonly proxyField?: string | null;
  /** Lower case names of automatic fields not to add. */
  readonly omit: readonly string[];
  readonly version: string;
}

/** Methods whose requests are expected to have content: they say so when they have none (RFC 9110 §8.6). */
const contentMethods = new Set(["POST", "PUT", "PATCH"]);

/**
 * The complete header list of a hop, each field with its origin, in sending order: Host, the client's own fields, what the person
 * typed, auth, body, cookies. A typed field replaces every automatic one of its name and keeps its place. Nothing else is ever added.
 * Throws `input` for a name or value that cannot stand in a header line.
 */
export function buildHeaders(input: HeaderInput): SentHeader[] {
  input.typed.forEach(checkTyped);
  const typedNames = new Set(input.typed.map((field) => field.name.toLowerCase()));
  const omitted = new Set(input.omit.map((name) => name.toLowerCase()));
  const wanted = (name: string): boolean => !typedNames.has(name) && !omitted.has(name);
  const automatic = (name: string, value: string, origin: HeaderOrigin): SentHeader[] =>
    wanted(name.toLowerCase()) ? [{ name, value, origin }] : [];
  return [
    ...automatic("Host", input.hostField, "client"),
    ...automatic("User-Agent", `Envoi/${input.version}`, "client"),
    ...automatic("Accept", "*/*", "client"),
    ...automatic("Accept-Encoding", "gzip, deflate, br, zstd", "client"),
    ...input.typed.map(({ name, value, origin }) => ({ name, value, origin })),
    ...(input.proxyField == null ? [] : automatic("Proxy-Authorization", input.proxyField, "auth")),
    ...input.authFields.flatMap((field) => automatic(field.name, field.value, "auth")),
    ...(input.bodyContentType === null
      ? []
      : automatic("Content-Type", input.bodyContentType, "body")),
    ...input.bodyFields.flatMap((field) => automatic(field.name, field.value, "body")),
    ...framing(input, typedNames).flatMap(([name, value]) => automatic(name, value, "body")),
    ...(input.cookieField === null ? [] : automatic("Cookie", input.cookieField, "cookies")),
  ];
}

/** One framing field at most, and none when the person wrote either (RFC 9112 §6.3 forbids both). */
function framing(
  input: HeaderInput,
  typedNames: ReadonlySet<string>,
): readonly (readonly [string, string])[] {
  if (typedNames.has("content-length") || typedNames.has("transfer-encoding")) return [];
  if (input.body === null) return contentMethods.has(input.method) ? [["Content-Length", "0"]] : [];
  if (input.chunked || input.body.length === null) return [["Transfer-Encoding", "chunked"]];
  return [["Content-Length", String(input.body.length)]];
}

function checkTyped(field: TypedHeader, index: number): void {
  const place = `header ${index + 1}`;
  // Odd names are the person's business; what would be another line on the wire than on the screen is not sent.
  if (field.name === "" || /^\s|[:\r\n\u0000]/.test(field.name))
    throw new FailureError({
      kind: "input",
      code: "header-name",
      message:
        "A header name is empty, begins with a space, or holds a colon, a line break or a NUL.",
      remedy: "Correct it, or send the request as raw bytes.",
      phase: "prepare",
      place,
    });
  if (/[\r\n\u0000]/.test(field.value))
    throw new FailureError({
      kind: "input",
      code: "header-value",
      message: "A header value holds a line break or a NUL, which would begin another header.",
      remedy: "Remove it, or send the request as raw bytes.",
      phase: "prepare",
      place,
    });
}
