import { useState } from "react";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { compareWords } from "../../i18n/messages/compare.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Button } from "../../ui/Button.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { joined } from "../../ui/joined.ts";
import { Switch } from "../../ui/Switch.tsx";
import { drawControls } from "../../views/rows/row-text.ts";
import styles from "./Compare.module.css";
import type { HeadPair } from "./compared.ts";
import { sharedEnds } from "./header-diff.ts";
import { type HeadCell, type HeadLine, headLines } from "./head-lines.ts";

/** Lines drawn at once; a hostile reply may have a hundred thousand. */
const step = 300;

/** First lines and fields of both, aligned: order, spelling and duplicates count. */
export function HeadCompare({
  pairs,
  onlyDifferences,
  onOnlyDifferences,
}: {
  readonly pairs: readonly HeadPair[];
  readonly onlyDifferences: boolean;
  readonly onOnlyDifferences: (on: boolean) => void;
}) {
  const words = useText(compareWords);
  const language = useLanguage();
  const [shown, setShown] = useState(step);
  const groups = groupsOf(pairs, onlyDifferences);
  const count = groups.reduce((sum, { lines }) => sum + lines.length, 0);
  return (
    <div className={styles.column}>
      <div className={styles.bar}>
        <span className={styles.said} />
        <Switch isSelected={onlyDifferences} onChange={onOnlyDifferences}>
          {words.onlyDifferences}
        </Switch>
      </div>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.parts}>
        {groups.map(({ pair, lines, before }, at) => {
          const some = lines.slice(0, Math.max(0, shown - before));
          const absent = pair.left === null || pair.right === null;
          return (
            // Heads come in order and have no other identity.
            <section key={at}>
              {pair.kind === "interim" || pair.kind === "trailers" ? (
                <h3 className={styles.group}>
                  {pair.kind === "interim" ? words.interim : words.trailers}
                </h3>
              ) : null}
              {isBytes(pair) ? <p className={styles.note}>{words.bytesOfYours}</p> : null}
              {absent && pair.kind === "response" ? (
                <p className={styles.note} data-side={pair.left === null ? "left" : "right"}>
                  {words.noHead}
                </p>
              ) : null}
              {some.length === 0 ? null : <Lines lines={some} />}
            </section>
          );
        })}
        {count === 0 && onlyDifferences ? <Empty title={words.nothingDiffers} /> : null}
        {count > shown ? (
          <Button variant="quiet" onPress={() => setShown(shown * 4)}>
            {words.more(formatCount(count - shown, language))}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** The lines of each pair, and how many stand before them. */
function groupsOf(pairs: readonly HeadPair[], onlyDifferences: boolean) {
  let before = 0;
  return pairs.map((pair) => {
    const lines = headLines(pair).filter((line) => !onlyDifferences || line.change !== "same");
    const group = { pair, lines, before };
    before += lines.length;
    return group;
  });
}

/** A raw exchange has no head that Envoi wrote. */
function isBytes({ kind, left, right }: HeadPair): boolean {
  return (
    kind === "request" && (left?.line === "" || right?.line === "") && (left ?? right) !== null
  );
}

function Lines({ lines }: { readonly lines: readonly HeadLine[] }) {
  const words = useText(compareWords);
  const says = useText(responseWords);
  return (
    <table className={styles.table} aria-label={says.headers}>
      <thead>
        <tr>
          <th scope="col">{words.left}</th>
          <th scope="col">{words.right}</th>
          <th scope="col">{words.changed}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, at) => (
          // Order is the identity of a field: names repeat.
          <tr key={at} data-change={line.change}>
            <Cell cell={line.left} other={line.right} change={line.change} side="left" />
            <Cell cell={line.right} other={line.left} change={line.change} side="right" />
            <td className={styles.change}>
              {line.change === "same" ? (
                <span className={styles.hidden}>{words.change.same}</span>
              ) : (
                words.change[line.change]
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({
  cell,
  other,
  change,
  side,
}: {
  readonly cell: HeadCell | null;
  readonly other: HeadCell | null;
  readonly change: HeadLine["change"];
  readonly side: "left" | "right";
}) {
  if (cell === null) return <td className={styles.nothing} />;
  const whole = change === "left" || change === "right" || change === "moved";
  return (
    <td
      className={joined(change !== "same" && styles.differs, whole && styles.whole)}
      data-side={side}
    >
      {cell.name === "" ? null : (
        <>
          <span className={styles.name}>
            <Marked text={cell.name} other={whole ? undefined : other?.name} />
          </span>
          {": "}
        </>
      )}
      <span className={cell.name === "" ? styles.first : undefined}>
        <Marked text={cell.value} other={whole ? undefined : other?.value} />
      </span>
    </td>
  );
}

/** A text with what differs from the other marked. */
function Marked({ text, other }: { readonly text: string; readonly other: string | undefined }) {
  if (other === undefined || other === text) return drawControls(text);
  const { start, end } = sharedEnds(text, other);
  return (
    <>
      {drawControls(text.slice(0, start))}
      <mark className={styles.mark}>{drawControls(text.slice(start, text.length - end))}</mark>
      {drawControls(text.slice(text.length - end))}
    </>
  );
}
