import type { ReactNode } from "react";
import type { PartChange } from "../../../shared/formats/import/openapi/merge.ts";
import type { ApiUpdate } from "../../../shared/formats/import/openapi/update.ts";
import { useText } from "../../i18n/language.ts";
import { importApi } from "../../i18n/messages/import-api.ts";
import { Method } from "../../ui/Method.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Switch } from "../../ui/Switch.tsx";
import styles from "./Api.module.css";

/** What a person decided, by ids as `UpdateChoices` has them. */
export interface Chosen {
  readonly skip: ReadonlySet<string>;
  readonly theirs: ReadonlySet<string>;
  readonly remove: ReadonlySet<string>;
  readonly restore: ReadonlySet<string>;
}

export const nothingChosen: Chosen = {
  skip: new Set(),
  theirs: new Set(),
  remove: new Set(),
  restore: new Set(),
};

/** Everything an update would do, each with its switch. */
export function UpdateList({
  update,
  chosen,
  onChosen,
}: {
  readonly update: ApiUpdate;
  readonly chosen: Chosen;
  readonly onChosen: (chosen: Chosen) => void;
}) {
  const words = useText(importApi);
  const set = (key: keyof Chosen, id: string, on: boolean) => {
    const next = new Set(chosen[key]);
    if (on) next.add(id);
    else next.delete(id);
    onChosen({ ...chosen, [key]: next });
  };
  const parts = (id: string, changes: readonly PartChange[]) =>
    changes.map((change) => (
      <Part
        key={change.part}
        change={change}
        theirs={chosen.theirs.has(`${id}\n${change.part}`)}
        onTheirs={(on) => set("theirs", `${id}\n${change.part}`, on)}
      />
    ));
  const { added, changed, removed, deleted, defaults, environments } = update;
  const count = added.length + changed.length + removed.length + defaults.length;
  return (
    <>
      <p className={styles.hint}>
        {[
          count + environments.length === 0 ? words.nothing : "",
          update.same > 0 ? words.same(update.same) : "",
          environments.length > 0 ? words.environments(environments.join(", ")) : "",
        ]
          .filter(Boolean)
          .join(" ")}
      </p>
      <Section title={words.added(added.length)} isShown={added.length > 0}>
        {added.map(({ id, name, method, folders }) => (
          <Item
            key={id}
            label={words.take(name)}
            on={!chosen.skip.has(id)}
            onChange={(on) => set("skip", id, !on)}
            method={method}
            name={name}
            place={[...folders, id].join(" / ")}
          />
        ))}
      </Section>
      <Section title={words.changed(changed.length)} isShown={changed.length > 0}>
        {changed.map(({ id, path, name, method, changes }) => (
          <Item
            key={path}
            label={words.take(name)}
            on={!chosen.skip.has(id)}
            onChange={(on) => set("skip", id, !on)}
            method={method}
            name={name}
            place={path}
          >
            {parts(id, changes)}
          </Item>
        ))}
      </Section>
      <Section title={words.defaults(defaults.length)} isShown={defaults.length > 0}>
        {defaults.map(({ path, name, changes }) => (
          <li key={path} className={styles.item}>
            <span className={styles.name}>{name}</span>
            {parts(`folder ${path}`, changes)}
          </li>
        ))}
      </Section>
      <Section
        title={words.removed(removed.length)}
        hint={words.removeHint}
        isShown={removed.length > 0}
      >
        {removed.map(({ id, path, name, method, edited }) => (
          <Item
            key={path}
            label={words.remove(name)}
            on={chosen.remove.has(id)}
            onChange={(on) => set("remove", id, on)}
            method={method}
            name={name}
            place={edited ? `${path} · ${words.edited}` : path}
          />
        ))}
      </Section>
      <Section
        title={words.deleted(deleted.length)}
        hint={words.deletedHint}
        isShown={deleted.length > 0}
      >
        {deleted.map(({ id, name, method }) => (
          <Item
            key={id}
            label={words.restore(name)}
            on={chosen.restore.has(id)}
            onChange={(on) => set("restore", id, on)}
            method={method}
            name={name}
            place={id}
          />
        ))}
      </Section>
    </>
  );
}

function Section({
  title,
  hint,
  isShown,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly isShown: boolean;
  readonly children: ReactNode;
}) {
  if (!isShown) return null;
  return (
    <section className={styles.section} aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      {hint === undefined ? null : <span className={styles.hint}>{hint}</span>}
      <ul className={styles.list}>{children}</ul>
    </section>
  );
}

function Item({
  label,
  on,
  onChange,
  method,
  name,
  place,
  children,
}: {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly method: string;
  readonly name: string;
  readonly place: string;
  readonly children?: ReactNode;
}) {
  return (
    <li className={styles.item}>
      <span className={styles.name}>
        <Switch label={label} isSelected={on} onChange={onChange} />
        <Method method={method} />
        <span>{name}</span>
        <span className={styles.place}>{place}</span>
      </span>
      {children}
    </li>
  );
}

/** One part: what happened, and of a conflict both sides with a choice. */
function Part({
  change,
  theirs,
  onTheirs,
}: {
  readonly change: PartChange;
  readonly theirs: boolean;
  readonly onTheirs: (on: boolean) => void;
}) {
  const words = useText(importApi);
  const { part, kind } = change;
  return (
    <div className={styles.part} data-kind={kind}>
      <span>
        {part} <span className={styles.kind}>{words.kinds[kind]}</span>
      </span>
      <div className={styles.sides}>
        <Side name={words.mine} text={change.mine || words.absent} />
        <Side name={words.theirs} text={change.theirs || words.absent} />
      </div>
      {kind === "conflict" ? (
        <Segmented
          label={words.side(part)}
          options={[
            { id: "mine", label: words.mine },
            { id: "theirs", label: words.theirs },
          ]}
          value={theirs ? "theirs" : "mine"}
          onChange={(side) => onTheirs(side === "theirs")}
        />
      ) : (
        <span />
      )}
    </div>
  );
}

/** What one side says. It scrolls when it is long, so the keyboard reaches it. */
function Side({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div className={styles.sideColumn}>
      <span className={styles.kind}>{name}</span>
      <pre className={styles.side} role="group" aria-label={name} tabIndex={0}>
        {text}
      </pre>
    </div>
  );
}
