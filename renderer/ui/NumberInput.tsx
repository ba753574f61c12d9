import { useState } from "react";
import styles from "./NumberInput.module.css";

/** A whole number from 0 to `most`. What is not one stays visible while typing and is not passed on. */
export function NumberInput({
  label,
  value,
  unit,
  most = 999_999_999,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly unit?: string | undefined;
  readonly most?: number;
  readonly onChange: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const isWhole = (text: string) => /^\d{1,15}$/.test(text.trim()) && Number(text) <= most;
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
