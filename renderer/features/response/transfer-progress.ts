import type { Hop } from "../../../shared/model/exchange.ts";
import { headerValue } from "../../../shared/model/header.ts";
import { guess } from "./steps.ts";

/** How far a body has come, in either direction. */
export interface TransferProgress {
  readonly direction: "sent" | "received";
  readonly bytes: number;
  /** null: nobody said. */
  readonly total: number | null;
  /** Bytes a second on average; null while it is too early to say. */
  readonly rate: number | null;
}

/** ms before an average means anything. */
const settled = 250;

/** null: nothing of a body moves right now. */
export function transferProgress(hop: Hop): TransferProgress | null {
  const phase = guess(hop);
  const { upload, body, timing, grownAt } = hop;
  if (phase === "send" && upload != null) {
    return {
      direction: "sent",
      ...upload,
      rate: rateOf(upload.bytes, timing.sendStart, grownAt),
    };
  }
  if (phase !== "receive" || body === null) return null;
  const earlier = body.resumedFrom ?? 0;
  const length = lengthOf(hop);
  return {
    direction: "received",
    bytes: body.encodedSize,
    total: length === null ? null : earlier + length,
    rate: rateOf(body.encodedSize - earlier, timing.headEnd, grownAt),
  };
}

function rateOf(bytes: number, start: number | null, now: number | null): number | null {
  if (start === null || now == null || now - start < settled) return null;
  return (bytes * 1000) / (now - start);
}

/** What Content-Length says, where it frames the body (RFC 9112 §6.3). */
function lengthOf({ response }: Hop): number | null {
  const headers = response?.headers ?? [];
  const length = headerValue(headers, "content-length")?.trim() ?? "";
  if (headerValue(headers, "transfer-encoding") !== undefined) return null;
  return /^\d{1,15}$/.test(length) ? Number(length) : null;
}
