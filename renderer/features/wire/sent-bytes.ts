import type { Hop } from "../../../shared/model/exchange.ts";
import { bytesToBase64, bytesToText } from "../../../shared/model/raw-bytes.ts";
import type { RawRequest } from "../../../shared/model/request.ts";
import type { WireSegment } from "../../../shared/model/wire-log.ts";
import type { ByteSource } from "../../views/bytes/byte-source.ts";

/** Most bytes a raw request is made of. */
export const sentLimit = 8 * 1024 * 1024;

/** What was sent on a hop, as a raw request that sends it again, to the byte. null: too many bytes, or none. */
export async function rawOf(
  hop: Hop,
  segments: readonly WireSegment[],
  source: ByteSource,
): Promise<RawRequest | null> {
  const own = segments.filter((one) => one.hop === hop.index && one.direction === "sent");
  const size = own.reduce((sum, one) => sum + one.length, 0);
  if (size === 0 || size > sentLimit) return null;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const { offset, length } of own) {
    bytes.set(await source.read(offset, offset + length), at);
    at += length;
  }
  const text = bytesToText(bytes);
  const target = targetOf(hop);
  return text === null
    ? { ...target, encoding: "base64", data: bytesToBase64(bytes), newline: "crlf" }
    : {
        ...target,
        encoding: "text",
        data: text.text,
        newline: text.newline,
        // What was sent is what is to be sent: braces in it are no variables.
        ...(text.text.includes("{{") ? { literal: true as const } : {}),
      };
}

/** Where a hop went: the URL's host and port, or the address where there is no URL to read. */
function targetOf({ url, connection }: Hop): Pick<RawRequest, "target" | "tls"> {
  if (/^https?:/.test(url) && URL.canParse(url)) {
    const { hostname, port, protocol } = new URL(url);
    const tls = protocol === "https:";
    return { target: `${hostname}:${port === "" ? (tls ? 443 : 80) : port}`, tls };
  }
  if (connection === null) return { target: url, tls: false };
  const { remoteAddress, remotePort, tls } = connection;
  const host = remoteAddress.includes(":") ? `[${remoteAddress}]` : remoteAddress;
  return { target: `${host}:${remotePort}`, tls: tls !== undefined };
}
