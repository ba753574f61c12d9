import { useText } from "../../i18n/language.ts";
import { compareWords } from "../../i18n/messages/compare.ts";
import { joined } from "../../ui/joined.ts";
import styles from "./Compare.module.css";
import type { FactPair } from "./facts.ts";

/** Timing, sizes and connection of both. */
export function FactTable({ pairs }: { readonly pairs: readonly FactPair[] }) {
  const words = useText(compareWords);
  return (
    <div className={styles.column}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.facts}>
        <table className={joined(styles.table, styles.facts)} aria-label={words.facts}>
          <thead>
            <tr>
              <th scope="col">{words.fact}</th>
              <th scope="col">{words.left}</th>
              <th scope="col">{words.right}</th>
              <th scope="col">{words.changed}</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map(({ name, left, right, change, differs }) => (
              <tr key={name} data-change={differs ? "value" : "same"}>
                <th scope="row" className={styles.fact}>
                  {name}
                </th>
                <td className={joined(differs && styles.differs)} data-side="left">
                  {left === "" ? "–" : left}
                </td>
                <td className={joined(differs && styles.differs)} data-side="right">
                  {right === "" ? "–" : right}
                </td>
                <td className={styles.change}>
                  {change === "" && differs ? words.change.line : change}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
