import type { Exchange } from "../../../../shared/model/exchange.ts";

/** Whether the last hop is a CONNECT that a proxy refused: what it said is not the server's answer. */
export function isRefusal({ failure, hops }: Pick<Exchange, "failure" | "hops">): boolean {
  return failure?.kind === "proxy" && hops.at(-1)?.method === "CONNECT";
}
