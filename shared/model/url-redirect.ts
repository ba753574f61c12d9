import { encodeBytes } from "./percent.ts";
import type { RequestUrl } from "./url.ts";

/**
 * A Location (RFC 9110 §10.2.2) against the URL it came from, resolved by the URL standard. `location` is as received (one code unit a
 * byte): bytes outside ASCII become `%XX` of themselves. null: it is no URL.
 */
export function resolveLocation(base: string, location: string): string | null {
  const ascii = location.replace(/[\u0080-\u00ff]/g, (unit) =>
    encodeBytes(Uint8Array.of(unit.charCodeAt(0))),
  );
  if (!URL.canParse(ascii, base)) return null;
  return new URL(ascii, base).href;
}

/** Scheme, host and port as the URL standard compares them (RFC 6454 §4); forms of one address are one host. */
export interface Origin {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
}

export function originOf(url: Pick<RequestUrl, "scheme" | "host" | "port">): Origin {
  const bare = url.host.includes(":") ? `[${url.host.split("%")[0] ?? ""}]` : url.host;
  const text = `http://${bare}/`;
  const zone = url.host.includes("%") ? `%${url.host.split("%")[1] ?? ""}` : "";
  const host = (URL.canParse(text) ? new URL(text).hostname : bare.toLowerCase()) + zone;
  return { scheme: url.scheme, host, port: url.port };
}

export function sameOrigin(a: Origin, b: Origin): boolean {
  return a.scheme === b.scheme && a.host === b.host && a.port === b.port;
}
