import { X } from "lucide-react";
import type {
  ClosedConnection,
  LedgerConnection,
  WaitingRequest,
} from "../../../shared/model/connection-ledger.ts";
import { formatCount, formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { connections as messages } from "../../i18n/messages/connections.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { joined } from "../../ui/joined.ts";
import styles from "./Connections.module.css";
import { groupWaiting, targetText } from "./waiting.ts";

/** A span of time in whole seconds, and in whole minutes where it is long: nothing shivers. */
function useSpan(): (from: number, to: number) => string {
  const language = useLanguage();
  return (from, to) =>
    formatDuration(Math.max(0, Math.round((to - from) / 1000)) * 1000, language)
      .replace(/^0\s?ms$/, "0\u00a0s")
      .replace(/(?<=min)\s.*$/, "");
}

/** Connections that are there, the newest first. `marked`: the one somebody asked about. */
export function OpenTable({
  open,
  now,
  marked,
  onClose,
}: {
  readonly open: readonly LedgerConnection[];
  readonly now: number;
  readonly marked: number | null;
  readonly onClose: (number: number) => void;
}) {
  const words = useText(messages);
  const language = useLanguage();
  const span = useSpan();
  const stateOf = ({ state, active, idleSince }: LedgerConnection): string => {
    if (state === "opening") return words.opening;
    if (state === "idle") return words.idle(span(idleSince ?? now, now));
    return active > 1 ? words.busyWith(formatCount(active, language)) : words.busy;
  };
  return (
    <table className={styles.table}>
      <Columns />
      <thead>
        <tr>
          <th scope="col">{words.number}</th>
          <th scope="col">{words.target}</th>
          <th scope="col">{words.protocol}</th>
          <th scope="col">{words.state}</th>
          <th scope="col" className={styles.figure}>
            {words.uses}
          </th>
          <th scope="col" className={styles.figure}>
            {words.age}
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {open.toReversed().map((one) => (
          <tr key={one.number} aria-current={one.number === marked ? "true" : undefined}>
            <th scope="row" className={styles.number}>
              #{one.number}
            </th>
            <Target of={one} />
            <td className={styles.protocol}>{protocolOf(one)}</td>
            <td className={joined(styles.state, one.state === "busy" && styles.busy)}>
              {stateOf(one)}
            </td>
            <td className={styles.figure}>{formatCount(one.uses, language)}</td>
            <td className={styles.figure}>{span(one.openedAt, now)}</td>
            <td className={styles.action}>
              <IconButton
                dense
                label={words.closeOne(String(one.number))}
                onPress={() => onClose(one.number)}
              >
                <X size={14} aria-hidden="true" />
              </IconButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Requests in line, by where they want to go. */
export function WaitingList({
  waiting,
  now,
}: {
  readonly waiting: readonly WaitingRequest[];
  readonly now: number;
}) {
  const words = useText(messages);
  const language = useLanguage();
  const span = useSpan();
  return (
    <ul className={styles.waiting}>
      {groupWaiting(waiting).map(({ target, count, since }) => (
        <li key={target}>
          {count === 1
            ? words.waitsFor(target)
            : words.waitFor(formatCount(count, language), target)}
          , {words.sinceNow(span(since, now))}
        </li>
      ))}
    </ul>
  );
}

/** Connections that were there, the last one first, and why they are not any more. */
export function ClosedTable({
  closed,
  now,
  marked,
}: {
  readonly closed: readonly ClosedConnection[];
  readonly now: number;
  readonly marked: number | null;
}) {
  const words = useText(messages);
  const language = useLanguage();
  const span = useSpan();
  return (
    <table className={styles.table}>
      <Columns />
      <thead>
        <tr>
          <th scope="col">{words.number}</th>
          <th scope="col">{words.target}</th>
          <th scope="col">{words.protocol}</th>
          <th scope="col">{words.reason}</th>
          <th scope="col" className={styles.figure}>
            {words.uses}
          </th>
          <th scope="col" className={styles.figure}>
            {words.when}
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {closed.map((one) => (
          <tr key={one.number} aria-current={one.number === marked ? "true" : undefined}>
            <th scope="row" className={styles.number}>
              #{one.number}
            </th>
            <Target of={one} />
            <td className={styles.protocol}>{protocolOf(one)}</td>
            <td
              className={joined(styles.state, one.reason === "failed" && styles.failed)}
              title={one.code === "" ? undefined : one.code}
            >
              {words.reasons[one.reason]}
              {one.code === "" ? null : <code className={styles.code}>{one.code}</code>}
            </td>
            <td className={styles.figure}>{formatCount(one.uses, language)}</td>
            <td className={styles.figure}>{words.ago(span(one.closedAt, now))}</td>
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Columns() {
  return (
    <colgroup>
      <col className={styles.numberWidth} />
      <col />
      <col className={styles.protocolWidth} />
      <col className={styles.stateWidth} />
      <col className={styles.figureWidth} />
      <col className={styles.figureWidth} />
      <col className={styles.actionWidth} />
    </colgroup>
  );
}

function Target({ of }: { readonly of: LedgerConnection }) {
  const words = useText(messages);
  const target = targetText(of);
  const more = of.proxy === "" ? of.remote : words.via(of.proxy);
  return (
    <td className={styles.target} title={more === "" ? target : `${target} · ${more}`}>
      {target}
      {more === "" ? null : <span className={styles.more}> {more}</span>}
    </td>
  );
}

function protocolOf({ protocol, tls }: LedgerConnection): string {
  return [protocol, tls.replace(/^TLSv/, "TLS ")].filter(Boolean).join(", ");
}
