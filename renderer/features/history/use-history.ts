import { useEffect, useState } from "react";
import type { Contract, Remote } from "../../../shared/contract/index.ts";
import type { ExchangeSummary, HistoryPlace } from "../../../shared/model/exchange-summary.ts";

/** Lines listed at most. */
export const historyLimit = 300;

/** What was sent from a place, or from all (null), as it is when this opens; null until main has said. */
export function useHistory(
  remote: Pick<Remote<Contract>, "exchange.history" | "exchange.remove">,
  place: HistoryPlace | null,
): {
  readonly items: readonly ExchangeSummary[] | null;
  /** Rejects with FailureError. */
  remove(id: string): Promise<void>;
} {
  const [items, setItems] = useState<readonly ExchangeSummary[] | null>(null);
  const key = JSON.stringify(place);
  useEffect(() => {
    const controller = new AbortController();
    const wanted = JSON.parse(key) as HistoryPlace | null;
    remote["exchange.history"]({ place: wanted, limit: historyLimit }, controller.signal).then(
      (found) => {
        if (!controller.signal.aborted) setItems(found);
      },
      () => {
        if (!controller.signal.aborted) setItems([]);
      },
    );
    return () => controller.abort();
  }, [remote, key]);
  return {
    items,
    async remove(id) {
      await remote["exchange.remove"]({ id });
      setItems((before) => before?.filter((item) => item.id !== id) ?? null);
    },
  };
}
