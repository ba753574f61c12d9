import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { variablesWords, variableValue } from "../../i18n/messages/variables.ts";
import { joined } from "../../ui/joined.ts";
import { keyText } from "../../ui/key-text.ts";
import { hasPage } from "./go-to.ts";
import styles from "./VariableCard.module.css";

type Words = ReturnType<typeof useText<(typeof variablesWords)["en"]>>;

/** What a variable is: its value (never a secret's) and where it comes from. */
export function VariableCard({
  name,
  view,
}: {
  readonly name: string;
  readonly view: VariableView | null;
}) {
  const words = useText(variablesWords);
  return (
    <div className={styles.card}>
      <div className={styles.name}>{name}</div>
      {view === null ? (
        <div className={styles.fault}>{words.unknown}</div>
      ) : (
        <>
          <div
            className={joined(
              view.missing ? styles.fault : view.secret || view.value === "" ? null : styles.value,
            )}
          >
            {variableValue(view, words)}
          </div>
          <div className={styles.origin}>
            {words.origin(view.scope, view.origin)}
            {view.shadows.length > 0 ? `. ${words.also(view.shadows.join(", "))}` : null}
          </div>
          {hasPage(view) ? (
            <div className={styles.hint}>{words.goThere(keyText("Mod"), "F12")}</div>
          ) : null}
        </>
      )}
    </div>
  );
}

/** The card as one sentence, for assistive technology. */
export function cardText(name: string, view: VariableView | null, words: Words): string {
  if (view === null) return `${name}: ${words.unknown}`;
  return `${name}: ${variableValue(view, words)}. ${words.origin(view.scope, view.origin)}`;
}
