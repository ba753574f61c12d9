import { useEffect, useState } from "react";
import { type ConnectionLedger, emptyLedger } from "../../../shared/model/connection-ledger.ts";
import { useApp } from "../../app/app.ts";

/** The ledger as it is now, and the time it is read at: ages are counted from it. Epoch ms. */
export function useLedger(): { readonly ledger: ConnectionLedger; readonly now: number } {
  const app = useApp();
  const [ledger, setLedger] = useState(emptyLedger);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const ended = new AbortController();
    const follow = async () => {
      for await (const item of app.remote["connections.watch"](ended.signal)) {
        setLedger(item);
        setNow(Date.now());
      }
    };
    void follow().catch(() => undefined);
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => {
      ended.abort();
      clearInterval(timer);
    };
  }, [app]);
  return { ledger, now };
}
