import { Eraser } from "lucide-react";
import { useState } from "react";
import { useText } from "../../i18n/language.ts";
import { environments } from "../../i18n/messages/environments.ts";
import styles from "./EnvironmentEditor.module.css";
import type { Secrets } from "./use-secrets.ts";

/** The value of a secret: one can write it or forget it, never read it. Enter or leaving the field writes. */
export function SecretCell({
  name,
  label,
  secrets,
}: {
  readonly name: string;
  readonly label: string;
  readonly secrets: Secrets;
}) {
  const words = useText(environments);
  const [typed, setTyped] = useState("");
  const stored = secrets.has(name);
  const write = async () => {
    if (typed === "" || name === "") return;
    if (await secrets.set(name, typed)) setTyped("");
  };
  return (
    <div className={styles.secret}>
      <input
        type="password"
        aria-label={`${label}. ${stored ? words.secretStored : words.secretMissing}`}
        placeholder={
          name === "" ? words.secretNeedsName : stored ? words.secretStored : words.secretMissing
        }
        disabled={name === ""}
        data-missing={!stored || undefined}
        value={typed}
        autoComplete="new-password"
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => void write()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && typed !== "") {
            event.preventDefault();
            event.stopPropagation();
            void write();
          }
          if (event.key === "Escape" && typed !== "") {
            event.stopPropagation();
            setTyped("");
          }
        }}
      />
      {stored ? (
        <button
          type="button"
          className={styles.forget}
          aria-label={`${words.forget}: ${name}`}
          title={words.forget}
          onClick={() => void secrets.forget(name)}
        >
          <Eraser size={14} aria-hidden="true" />
        </button>
      ) : null}
    </div>
  );
}
