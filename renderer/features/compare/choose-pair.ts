import { type ExchangeSummary, samePlace } from "../../../shared/model/exchange-summary.ts";

/**
 * The two to compare where only some were named: the right one is the newest, the left one what the same request sent before it, else
 * what any sent before it, else any other. `items`: newest first.
 */
export function choosePair(
  items: readonly ExchangeSummary[],
  left: string | null,
  right: string | null,
): { readonly left: string | null; readonly right: string | null } {
  const chosenRight = right ?? items.find((item) => item.id !== left)?.id ?? null;
  if (left !== null) return { left, right: chosenRight };
  const of = items.find((item) => item.id === chosenRight);
  const others = items.filter((item) => item.id !== chosenRight);
  const before = others.filter((item) => of === undefined || item.startedAt <= of.startedAt);
  const own = (item: ExchangeSummary) => of !== undefined && samePlace(item.place, of.place);
  const found = before.find(own) ?? others.find(own) ?? before[0] ?? others[0];
  return { left: found?.id ?? null, right: chosenRight };
}
