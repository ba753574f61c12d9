import type { ImportSecret } from "../../../shared/contract/imports.ts";
import { useText } from "../../i18n/language.ts";
import { importWords } from "../../i18n/messages/import.ts";
import { Switch } from "../../ui/Switch.tsx";
import styles from "./Import.module.css";

/** Literal secrets, each with a switch: on, it goes to the secret store. */
export function ImportSecrets({
  secrets,
  chosen,
  onChosen,
}: {
  readonly secrets: readonly ImportSecret[];
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
}) {
  const words = useText(importWords);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChosen(next);
  };
  return (
    <section className={styles.section} aria-label={words.secrets(secrets.length)}>
      <div className={styles.headingLine}>
        <h3 className={styles.heading}>{words.secrets(secrets.length)}</h3>
        <Switch
          isSelected={chosen.size === secrets.length}
          onChange={(on) => onChosen(new Set(on ? secrets.map(({ id }) => id) : []))}
        >
          {words.secretsAll}
        </Switch>
      </div>
      <p className={styles.hint}>{words.secretsHint}</p>
      <ul className={styles.secrets}>
        {secrets.map((secret) => (
          <li key={secret.id} className={styles.secret}>
            <Switch isSelected={chosen.has(secret.id)} onChange={(on) => toggle(secret.id, on)}>
              <span className={styles.secretName}>{secret.name}</span>
            </Switch>
            <code className={styles.secretHint}>{secret.hint}</code>
            <span className={styles.place}>
              {words.secretPlaces(secret.place.join(" / "), secret.count - 1)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
