import type { VariableView } from "../../../shared/model/variable.ts";
import { SecretField } from "../variables/SecretField.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import styles from "./LabelledField.module.css";

/** A field with its name before it. `secret`: what is typed proves who somebody is. */
export function LabelledField({
  label,
  value,
  onChange,
  variables,
  secret = false,
  placeholder,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly variables: readonly VariableView[];
  readonly secret?: boolean;
  /** What an empty field means. */
  readonly placeholder?: string | undefined;
}) {
  const Field = secret ? SecretField : VariableField;
  return (
    <div className={styles.row}>
      <span className={styles.label}>{label}</span>
      <Field
        label={label}
        placeholder={placeholder}
        variables={variables}
        value={value}
        onChange={onChange}
      />
    </div>
  );
}
