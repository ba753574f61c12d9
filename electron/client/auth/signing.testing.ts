import type { SentHeader } from "../../../shared/model/header.ts";
import { requestUrl } from "../../../shared/model/url.ts";
import { textBody } from "../body/text.ts";
import type { AuthTools, Outgoing } from "./outgoing.ts";

/** One hop as it would go out. */
export function outgoing(
  method: string,
  url: string,
  headers: readonly (readonly [string, string])[] = [],
  body: string | null = null,
  trailers: Outgoing["trailers"] = [],
): Outgoing {
  const parsed = requestUrl(url, { encode: false });
  const own = headers.map(([name, value]): SentHeader => ({ name, value, origin: "request" }));
  const host: SentHeader = { name: "Host", value: parsed.hostField, origin: "client" };
  const named = own.some(({ name }) => name.toLowerCase() === "host");
  return {
    method,
    url: parsed,
    headers: named ? own : [host, ...own],
    body: body === null ? null : textBody(body),
    trailers,
  };
}

/** Time and chance that never change. */
export function fixedTools(epoch: number, random = 0xaa): AuthTools {
  return { epoch: () => epoch, random: (size) => Buffer.alloc(size, random) };
}
