import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import type { VariableView } from "../../../shared/model/variable.ts";
import { references } from "../../../shared/template/references.ts";
import { useText } from "../../i18n/language.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { IconToggle } from "../../ui/IconButton.tsx";
import styles from "./SecretField.module.css";
import { VariableField } from "./VariableField.tsx";

/**
 * A field for what proves who somebody is: drawn as dots while it is a literal, with advice below; a variable's name is no secret.
 */
export function SecretField({
  label,
  placeholder,
  value,
  variables,
  onChange,
}: {
  readonly label: string;
  readonly placeholder?: string | undefined;
  readonly value: string;
  readonly variables: readonly VariableView[];
  readonly onChange: (value: string) => void;
}) {
  const words = useText(requestPartsWords);
  const [shown, setShown] = useState(false);
  const literal = value !== "" && references(value).length === 0;
  // While a reference is being typed the text must be seen, or completion would be blind.
  const masked = literal && !shown && !value.includes("{{");
  return (
    <div className={styles.field}>
      <div className={styles.line}>
        <VariableField
          className={styles.input}
          label={label}
          placeholder={placeholder}
          variables={variables}
          value={value}
          masked={masked}
          onChange={onChange}
        />
        <IconToggle label={shown ? words.hide : words.show} isSelected={shown} onChange={setShown}>
          {shown ? <EyeOff size={16} aria-hidden="true" /> : <Eye size={16} aria-hidden="true" />}
        </IconToggle>
      </div>
      {literal ? <p className={styles.advice}>{words.literal}</p> : null}
    </div>
  );
}
