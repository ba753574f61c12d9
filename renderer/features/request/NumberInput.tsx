import { useState } from "react";
import styles from "./SettingsPanel.module.css";

/** A whole number from 0. What is not one stays visible while typing and is not passed on. */
export function NumberInput({
  label,
  value,
  unit,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly unit?: string | undefined;
  readonly onChange: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <span className={styles.number}>
      <input
        inputMode="numeric"
        aria-label={unit ? `${label}, ${unit}` : label}
        className={styles.input}
        value={typed ?? String(value)}
        aria-invalid={typed !== null && !isWhole(typed) ? true : undefined}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (isWhole(text)) onChange(Number(text));
        }}
        onBlur={() => setTyped(null)}
      />
      {unit ? <span className={styles.unit}>{unit}</span> : null}
    </span>
  );
}

function isWhole(text: string): boolean {
  return /^\d{1,9}$/.test(text.trim());
}
