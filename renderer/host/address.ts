import type { ExchangeId } from "../../shared/model/exchange.ts";
import type { WireSide } from "../../shared/model/wire-log.ts";

/**
 * How a body is served. The host decides the headers; nothing of it ever runs as a part of Envoi.
 * - `bytes`: application/octet-stream, for `fetch` with `Range`.
 * - `preview`: its own media type, in a sandbox without scripts or network, for `<img>` and `<iframe sandbox>`.
 * - `download`: as a file with its suggested name.
 */
export type BodyUse = "bytes" | "preview" | "download";

export interface BodyUrlOptions {
  /** The bytes as on the wire, content coding kept. */
  readonly encoded?: boolean;
  readonly as?: BodyUse;
}

/** Address of a body, of the page's own origin in every host. Answers `Range`. */
export function bodyUrl(id: string, options: BodyUrlOptions = {}): string {
  const query = new URLSearchParams();
  if (options.encoded === true) query.append("encoded", "1");
  if (options.as !== undefined && options.as !== "bytes") query.append("as", options.as);
  const text = query.toString();
  return `/body/${encodeURIComponent(id)}${text === "" ? "" : `?${text}`}`;
}

/** Address of one side of an exchange's record. Answers `Range`. */
export function wireUrl(id: ExchangeId, side: WireSide): string {
  return `/wire/${encodeURIComponent(id)}/${side}`;
}
