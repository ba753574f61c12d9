import { useEffect, useRef, useState } from "react";
import type { Exchange } from "../../../shared/model/exchange.ts";
import type { TraceEvent } from "../../../shared/model/trace.ts";
import type { Host } from "../../host/connect.ts";

export type Trace = readonly TraceEvent[] | "gone";

/** Between two looks at a trace that grows, ms. */
const pause = 250;

/** The trace of an exchange, as far as it has come. null while it is first fetched. */
export function useTrace(exchange: Exchange, host: Pick<Host, "remote">): Trace | null {
  const [trace, setTrace] = useState<Trace | null>(null);
  const look = useRef<(() => void) | null>(null);
  const { id } = exchange;
  const { remote } = host;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let busy = false;
    let more = false;
    const rested = (): void => {
      timer = null;
      busy = false;
      if (more) ask();
    };
    // One at a time: what comes while one is under way is in the next.
    const ask = (): void => {
      more = busy;
      if (busy) return;
      busy = true;
      remote["exchange.trace"]({ id }, signal)
        .then(setTrace, () => {
          if (!signal.aborted) setTrace("gone");
        })
        .finally(() => {
          if (!signal.aborted) timer = setTimeout(rested, pause);
        });
    };
    look.current = ask;
    ask();
    return () => {
      controller.abort();
      look.current = null;
      if (timer !== null) clearTimeout(timer);
    };
  }, [id, remote]);
  // A new one for each thing that happened.
  useEffect(() => look.current?.(), [exchange]);
  return trace;
}
