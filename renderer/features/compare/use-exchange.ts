import { useEffect, useState } from "react";
import type { Contract, Remote } from "../../../shared/contract/index.ts";
import type { Exchange } from "../../../shared/model/exchange.ts";

/** An exchange by its id: null until it is there, or when none is asked for; "gone" when it is no longer kept. */
export function useExchange(
  remote: Pick<Remote<Contract>, "exchange.get">,
  id: string | null,
): Exchange | "gone" | null {
  const [found, setFound] = useState<{
    readonly id: string;
    readonly exchange: Exchange | "gone";
  } | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    const controller = new AbortController();
    const put = (exchange: Exchange | "gone") => {
      if (!controller.signal.aborted) setFound({ id, exchange });
    };
    remote["exchange.get"]({ id }, controller.signal).then(put, () => put("gone"));
    return () => controller.abort();
  }, [remote, id]);
  return found !== null && found.id === id ? found.exchange : null;
}
