import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import type { VariableView } from "../../../shared/model/variable.ts";
import { references } from "../../../shared/template/references.ts";
import { useText } from "../../i18n/language.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { IconToggle } from "../../ui/IconButton.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import styles from "./LabelledField.module.css";

/**
 * A field with its name before it. A secret is drawn as dots while it is a literal, with advice below; a variable's name is no secret.
 */
export function LabelledField({
  label,
  value,
  onChange,
  variables,
  secret = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly variables: readonly VariableView[];
  readonly secret?: boolean;
}) {
  const words = useText(requestPartsWords);
  const [shown, setShown] = useState(false);
  const literal = secret && value !== "" && references(value).length === 0;
  // While a reference is being typed the text must be seen, or completion would be blind.
  const masked = literal && !shown && !value.includes("{{");
  return (
    <div className={styles.row}>
      <span className={styles.label}>{label}</span>
      <div className={styles.field}>
        <div className={styles.line}>
          <VariableField
            className={styles.input}
            label={label}
            variables={variables}
            value={value}
            masked={masked}
            onChange={onChange}
          />
          {secret ? (
            <IconToggle
              label={shown ? words.hide : words.show}
              isSelected={shown}
              onChange={setShown}
            >
              {shown ? (
                <EyeOff size={16} aria-hidden="true" />
              ) : (
                <Eye size={16} aria-hidden="true" />
              )}
            </IconToggle>
          ) : null}
        </div>
        {secret ? <p className={styles.advice}>{literal ? words.literal : null}</p> : null}
      </div>
    </div>
  );
}
