import { useState } from "react";
import styles from "./SettingControl.module.css";

/** A list, one entry a line. Empty lines are kept while typing and mean nothing. */
export function LinesControl({
  label,
  placeholder,
  lines,
  onChange,
}: {
  readonly label: string;
  readonly placeholder?: string;
  readonly lines: readonly string[];
  readonly onChange: (lines: readonly string[]) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? lines.join("\n");
  return (
    <textarea
      aria-label={label}
      placeholder={placeholder}
      className={styles.lines}
      rows={Math.min(8, Math.max(1, text.split("\n").length))}
      value={text}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        onChange(
          next
            .split("\n")
            .map((line) => line.trim())
            .filter((line) => line !== ""),
        );
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
