import type { Exchange } from "../../../shared/model/exchange.ts";
import {
  type ExchangeSummary,
  samePlace,
  summaryOf,
} from "../../../shared/model/exchange-summary.ts";
import { formatMoment } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { compareWords } from "../../i18n/messages/compare.ts";
import { historyWords } from "../../i18n/messages/history.ts";
import { SearchSelect } from "../../ui/SearchSelect.tsx";
import { Select } from "../../ui/Select.tsx";
import styles from "./Compare.module.css";

/** Chooses one side out of the history, and which of its requests where it has several. */
export function SidePicker({
  side,
  items,
  now,
  exchange,
  id,
  hop,
  onChange,
}: {
  readonly side: "left" | "right";
  /** Newest first. */
  readonly items: readonly ExchangeSummary[];
  /** Epoch ms. */
  readonly now: number;
  /** The chosen one, once it was read. */
  readonly exchange: Exchange | null;
  readonly id: string | null;
  readonly hop: number | null;
  readonly onChange: (id: string, hop: number | null) => void;
}) {
  const words = useText(compareWords);
  const says = useText(historyWords);
  const language = useLanguage();
  // One that is too old for the list, or was never kept in it, is still what is chosen.
  const known = items.some((item) => item.id === id) || exchange === null;
  const all = known ? items : [summaryOf(exchange, null), ...items];
  const place = all.find((item) => item.id === id)?.place ?? null;
  const label = (item: ExchangeSummary) =>
    [
      formatMoment(item.startedAt, now, language),
      item.status ?? (item.state === "cancelled" ? says.cancelled : says.failed),
      item.raw ? says.raw : item.method,
      item.url,
    ].join("  ");
  const own = all.filter((item) => samePlace(item.place, place));
  const others = all.filter((item) => !samePlace(item.place, place));
  const section = (sectionId: string, name: string, some: readonly ExchangeSummary[]) =>
    some.length === 0
      ? []
      : [
          {
            id: sectionId,
            label: name,
            options: some.map((item) => ({ id: item.id, label: label(item) })),
          },
        ];
  const hops = exchange?.hops ?? [];
  return (
    <div className={styles.side} data-side={side}>
      <SearchSelect
        label={words[side]}
        search={words.search}
        nothing={words.nothing}
        placeholder={words.choose}
        sections={[
          ...section("own", words.ownRequest, own),
          ...section("others", words.others, others),
        ]}
        value={id}
        onChange={(next) => onChange(next, null)}
        className={styles.pick}
      />
      {hops.length < 2 || id === null ? null : (
        <Select
          label={words.hopOf}
          value={String(hop ?? hops.at(-1)?.index)}
          onChange={(index) => onChange(id, Number(index))}
          options={hops.map((one, at) => ({
            id: String(one.index),
            label: words.hop(String(at + 1), String(one.response?.status || "–")),
          }))}
        />
      )}
    </div>
  );
}
