import { useState } from "react";
import { isPicked, type PickEntry } from "../../../shared/formats/import/pick.ts";
import { useText } from "../../i18n/language.ts";
import { importWords } from "../../i18n/messages/import.ts";
import { Button } from "../../ui/Button.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { Method } from "../../ui/Method.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import styles from "./Import.module.css";

/** Rows that are drawn at once; a filter brings the others into sight. */
const mostRows = 300;

/** The requests of an archive, each to be taken or left: found by text, method, host, type and status. */
export function PickRequests({
  entries,
  picked,
  onPicked,
}: {
  readonly entries: readonly PickEntry[];
  readonly picked: ReadonlySet<number>;
  readonly onPicked: (picked: ReadonlySet<number>) => void;
}) {
  const words = useText(importWords);
  const [text, setText] = useState("");
  const [method, setMethod] = useState("");
  const [host, setHost] = useState("");
  const [type, setType] = useState("");
  const [status, setStatus] = useState("");
  const one = (value: string) => (value === "" ? [] : [value]);
  const shown = entries.filter((entry) =>
    isPicked(entry, {
      text,
      methods: one(method),
      hosts: one(host),
      types: one(type),
      statuses: one(status),
    }),
  );
  const set = (some: readonly PickEntry[], on: boolean) => {
    const next = new Set(picked);
    for (const { index } of some)
      if (on) next.add(index);
      else next.delete(index);
    onPicked(next);
  };
  return (
    <section className={styles.pick} aria-label={words.pick(picked.size, entries.length)}>
      <div className={styles.headingLine}>
        <h3 className={styles.heading}>{words.pick(picked.size, entries.length)}</h3>
        <div className={styles.buttons}>
          <Button variant="quiet" onPress={() => set(shown, true)}>
            {words.pickShown}
          </Button>
          <Button variant="quiet" onPress={() => set(shown, false)}>
            {words.leaveShown}
          </Button>
        </div>
      </div>
      <SearchField
        label={words.pickFind}
        placeholder={words.pickFind}
        clearLabel={words.pickClear}
        value={text}
        onChange={setText}
      />
      <div className={styles.filters}>
        <Filter
          label={words.pickMethod}
          value={method}
          onChange={setMethod}
          values={distinct(entries, (entry) => entry.method)}
        />
        <Filter
          label={words.pickHost}
          value={host}
          onChange={setHost}
          values={distinct(entries, (entry) => entry.host)}
        />
        <Filter
          label={words.pickType}
          value={type}
          onChange={setType}
          values={distinct(entries, (entry) => entry.type)}
        />
        <Filter
          label={words.pickStatus}
          value={status}
          onChange={setStatus}
          values={distinct(entries, (entry) =>
            entry.status === 0 ? "" : `${Math.floor(entry.status / 100)}xx`,
          )}
        />
      </div>
      <ul className={styles.entries}>
        {shown.slice(0, mostRows).map((entry) => (
          <li key={entry.index} className={styles.entry}>
            <Switch isSelected={picked.has(entry.index)} onChange={(on) => set([entry], on)}>
              <span className={styles.entryName}>
                <Method method={entry.method} /> <span className={styles.url}>{entry.url}</span>
              </span>
            </Switch>
            <span className={styles.fact}>
              {[entry.status === 0 ? "" : `${entry.status}`, entry.type]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      {shown.length > mostRows ? (
        <p className={styles.hint}>{words.pickMore(shown.length - mostRows)}</p>
      ) : null}
    </section>
  );
}

function Filter({
  label,
  values,
  value,
  onChange,
}: {
  readonly label: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  if (values.length < 2) return null;
  return (
    <Select
      label={label}
      options={[{ id: "", label }, ...values.map((id) => ({ id, label: id }))]}
      value={value}
      onChange={onChange}
    />
  );
}

function distinct(
  entries: readonly PickEntry[],
  of: (entry: PickEntry) => string,
): readonly string[] {
  return [...new Set(entries.map(of))].filter((value) => value !== "").toSorted();
}
