import { FailureError } from "../../shared/model/failure.ts";
import type { HeaderOrigin, SentHeader } from "../../shared/model/header.ts";
import type { ProxyField } from "../../shared/model/network/proxy-header.ts";
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
  /** What asks the server to go on in another protocol. */
  readonly handshake?: readonly SentHeader[];
  readonly cookieField: string | null;
  /** For the proxy that forwards the request. */
  readonly proxyField?: string | null;
  /** Beside what was typed for the server, to a proxy that forwards the request. */
  readonly proxyFields?: readonly ProxyField[];
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
  const taken = new Set<string>();
  input.typed.forEach((field, index) => {
    checkTyped(field, index);
    taken.add(field.name.toLowerCase());
  });
  const framed = framing(input, taken);
  const forProxy = input.proxyFields ?? [];
  for (const { name } of forProxy) taken.add(name.toLowerCase());
  for (const name of input.omit) taken.add(name.toLowerCase());
  const list: SentHeader[] = [];
  const automatic = (name: string, value: string, origin: HeaderOrigin): void => {
    if (taken.size === 0 || !taken.has(name.toLowerCase())) list.push({ name, value, origin });
  };
  automatic("Host", input.hostField, "client");
  automatic("User-Agent", `Envoi/${input.version}`, "client");
  automatic("Accept", "*/*", "client");
  automatic("Accept-Encoding", "gzip, deflate, br, zstd", "client");
  for (const { name, value, origin } of input.handshake ?? []) automatic(name, value, origin);
  for (const { name, value, origin } of input.typed) list.push({ name, value, origin });
  for (const { name, value } of forProxy)
    if (value !== null) list.push({ name, value, origin: "request" });
  if (input.proxyField != null) automatic("Proxy-Authorization", input.proxyField, "auth");
  for (const { name, value } of input.authFields) automatic(name, value, "auth");
  if (input.bodyContentType !== null) automatic("Content-Type", input.bodyContentType, "body");
  for (const { name, value } of input.bodyFields) automatic(name, value, "body");
  if (framed !== null) automatic(framed[0], framed[1], "body");
  if (input.cookieField !== null) automatic("Cookie", input.cookieField, "cookies");
  return list;
}

/** One framing field at most, and none when the person wrote either (RFC 9112 §6.3 forbids both). */
function framing(
  input: HeaderInput,
  typedNames: ReadonlySet<string>,
): readonly [name: string, value: string] | null {
  if (typedNames.has("content-length") || typedNames.has("transfer-encoding")) return null;
  if (input.body === null) return contentMethods.has(input.method) ? ["Content-Length", "0"] : null;
  if (input.chunked || input.body.length === null) return ["Transfer-Encoding", "chunked"];
  return ["Content-Length", String(input.body.length)];
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
