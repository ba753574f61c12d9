import { FailureError } from "../../../shared/model/failure.ts";
import type { SentHeader } from "../../../shared/model/header.ts";

export interface RequestParts {
  readonly method: string;
  readonly scheme: "http" | "https";
  readonly target: string;
  /** As for HTTP/1.1, in sending order. */
  readonly headers: readonly SentHeader[];
}

interface FieldNote {
  readonly code: string;
  readonly message: string;
  /** The field it is about. */
  readonly subject?: string;
}

export interface RequestFields {
  /** As sent: pseudo-header fields first, names in lower case, the order kept. */
  readonly headers: readonly SentHeader[];
  /** What HTTP/2 made of the person's fields, one sentence each. */
  readonly notes: readonly FieldNote[];
}

/** Fields that belong to an HTTP/1 connection (RFC 9113 §8.2.2). */
const connectionFields = new Set([
  "connection",
  "proxy-connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
]);

/**
 * An HTTP/1.1 request as HTTP/2 fields (RFC 9113 §8.3.1): the request line and Host become pseudo-header fields, fields of the
 * connection are left out, and everything that changed is said. Throws FailureError `input` for CR, LF or NUL in a field, as HTTP/1.1 does.
 */
export function requestFields({ method, scheme, target, headers }: RequestParts): RequestFields {
  headers.forEach(({ name, value }, index) => refuseBreaks(name, value, index));
  refuseBreaks(method, target, -1);
  const notes: FieldNote[] = [];
  const note = (code: string, message: string): void => void notes.push({ code, message });
  const host = headers.find(({ name }) => name.toLowerCase() === "host");
  const pseudo = (name: string, value: string): SentHeader => ({ name, value, origin: "client" });
  const authority: SentHeader[] =
    host === undefined ? [] : [{ name: ":authority", value: host.value, origin: host.origin }];
  const list: SentHeader[] =
    method === "CONNECT"
      ? [pseudo(":method", method), pseudo(":authority", target)]
      : [
          pseudo(":method", method),
          pseudo(":scheme", scheme),
          ...authority,
          pseudo(":path", target),
        ];
  const listed = new Set(connectionFields);
  for (const { name, value } of headers) {
    if (name.toLowerCase() !== "connection") continue;
    for (const option of value.split(",")) listed.add(option.trim().toLowerCase());
  }
  let lowered = false;
  for (const field of headers) {
    const name = field.name.toLowerCase();
    if (field === host) continue;
    const trailers = name === "te" && field.value.trim().toLowerCase() === "trailers";
    if (name === "transfer-encoding") {
      note("h2-framing", "Transfer-Encoding was not sent: HTTP/2 frames the body itself.");
    } else if ((listed.has(name) && !trailers) || (name === "te" && !trailers)) {
      const message = `${field.name} was not sent: HTTP/2 has no fields for one connection.`;
      notes.push({ code: "h2-left-out", message, subject: field.name });
    } else {
      lowered ||= name !== field.name && field.origin !== "client" && field.origin !== "body";
      list.push({ ...field, name });
    }
  }
  if (host !== undefined && host.origin !== "client" && method !== "CONNECT")
    note("h2-authority", "Host was sent as :authority, its name in HTTP/2.");
  if (lowered)
    note("h2-lower-case", "Field names were sent in lower case, as HTTP/2 writes all of them.");
  return { headers: list, notes };
}

function refuseBreaks(name: string, value: string, index: number): void {
  if (!/[\r\n\0]/.test(name) && !/[\r\n\0]/.test(value)) return;
  throw new FailureError({
    kind: "input",
    code: "line-break-in-head",
    message: "A field of the request holds a line break or a NUL.",
    phase: "prepare",
    remedy: "Take the character out.",
    place: index < 0 ? "target" : `headers[${index}]`,
  });
}
