import { useEffect, useState } from "react";
import type { Exchange } from "../../../shared/model/exchange.ts";
import type { TraceEvent } from "../../../shared/model/trace.ts";
import type { Host } from "../../host/connect.ts";

export type Trace = readonly TraceEvent[] | "later" | "gone";

/** The trace of an exchange, once it has ended. null while it is being fetched. */
export function useTrace(exchange: Exchange, host: Pick<Host, "remote">): Trace | null {
  const [trace, setTrace] = useState<Trace | null>(null);
  const { id } = exchange;
  const { remote } = host;
  const ended = exchange.state !== "running";
  useEffect(() => {
    if (!ended) return undefined;
    const controller = new AbortController();
    remote["exchange.trace"]({ id }, controller.signal).then(setTrace, () => {
      if (!controller.signal.aborted) setTrace("gone");
    });
    return () => controller.abort();
  }, [id, ended, remote]);
  return ended ? trace : "later";
}
