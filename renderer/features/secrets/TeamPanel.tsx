import { UserMinus } from "lucide-react";
import { useState } from "react";
import { useText } from "../../i18n/language.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { joined } from "../../ui/joined.ts";
import styles from "./Secrets.module.css";
import { useTeam } from "./use-team.ts";

/** Who can open the shared secrets of an environment: added, removed, and what a merge left. */
export function TeamPanel({
  collectionId,
  environment,
  revision,
  onChanged,
  flush = false,
}: {
  readonly collectionId: string;
  readonly environment: string;
  /** Changes when a value was shared or unshared elsewhere. */
  readonly revision: number;
  readonly onChanged: () => void;
  /** At the page's edge, not below the names of a table. */
  readonly flush?: boolean;
}) {
  const words = useText(secretSourceWords);
  const { view, add, remove, encrypt } = useTeam(collectionId, environment, revision);
  const [key, setKey] = useState("");
  const [label, setLabel] = useState("");
  if (view === null) return null;
  const ready = key.trim().startsWith("age1");
  const addThem = async () => {
    if (!ready) return;
    if (!(await add(key.trim(), label.trim()))) return;
    setKey("");
    setLabel("");
    onChanged();
  };
  return (
    <section className={joined(styles.team, flush && styles.flush)} aria-label={words.team}>
      <h3 className={styles.section}>{words.team}</h3>
      <p className={styles.hint}>
        {view.file === null || view.recipients.length === 0
          ? words.teamNone
          : words.teamHint(view.file)}
      </p>
      <ul className={styles.list} aria-label={words.people}>
        {view.recipients.map((one) => {
          const who = one.label || (one.own ? words.thisMachine : words.noLabel);
          return (
            <li key={one.key} className={styles.row}>
              <div className={styles.told}>
                <span className={styles.name}>
                  {who}
                  {one.own && one.label !== "" ? (
                    <span className={styles.place}> · {words.thisMachine}</span>
                  ) : null}
                </span>
                <span className={styles.key} title={one.key}>
                  {one.key}
                </span>
              </div>
              <IconButton
                dense
                label={words.removePerson(who)}
                isDisabled={view.recipients.length === 1}
                onPress={() => void remove(one.key, who).then(onChanged)}
              >
                <UserMinus size={14} aria-hidden="true" />
              </IconButton>
            </li>
          );
        })}
      </ul>
      {view.recipientConflict ? <p className={styles.warning}>{words.listConflict}</p> : null}
      {view.conflicts.length > 0 ? (
        <p className={styles.warning}>{words.conflicts(view.conflicts.join(", "))}</p>
      ) : null}
      {view.stale.length > 0 ? (
        <p className={styles.warning}>
          {words.stale(view.stale.join(", "))}
          <Button dense onPress={() => void encrypt().then(onChanged)}>
            {words.encryptAgain}
          </Button>
        </p>
      ) : null}
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          void addThem();
        }}
      >
        <Field
          mono
          label={words.publicKey}
          placeholder={words.publicKeyHint}
          value={key}
          onChange={setKey}
        />
        <Field label={words.label} value={label} onChange={setLabel} />
        <Button type="submit" isDisabled={!ready} className={styles.addButton}>
          {words.addPerson}
        </Button>
      </form>
    </section>
  );
}
