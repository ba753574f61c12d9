import { useState } from "react";
import { Field } from "../../ui/Field.tsx";
import styles from "./Settings.module.css";

/** Taken when the field is left or Enter is pressed: half a name would be a file. */
export function KeyLogFile({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    if (typed !== null && typed.trim() !== value) onChange(typed.trim());
    setTyped(null);
  };
  return (
    <Field
      aria-label={label}
      mono
      className={styles.wide}
      value={typed ?? value}
      onChange={setTyped}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        // Other keys are the dialog's as well: Escape closes it.
        else event.continuePropagation();
      }}
    />
  );
}
