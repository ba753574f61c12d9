import { useState } from "react";
import type { Row } from "../../../shared/model/request.ts";
import { TextArea } from "../../ui/TextArea.tsx";
import { rowsToText, type Separator, textToRows } from "./bulk-text.ts";
import styles from "./RowsEditor.module.css";

/** Rows as lines. The text stays as typed, blank lines and all, as long as nothing else changes the rows. */
export function BulkText({
  label,
  rows,
  separator,
  onChange,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly separator: Separator;
  readonly onChange: (rows: readonly Row[]) => void;
}) {
  const [typed, setTyped] = useState(() => rowsToText(rows, separator));
  const means = rowsToText(textToRows(typed, separator, rows), separator);
  const shown = rowsToText(rows, separator);
  const text = means === shown ? typed : shown;
  const lines = text.split("\n").length;
  return (
    <TextArea
      mono
      label={label}
      value={text}
      className={styles.bulk}
      areaRef={(area) => {
        if (area) area.style.height = `${Math.max(6, lines + 1) * 20 + 20}px`;
      }}
      onChange={(next) => {
        setTyped(next);
        onChange(textToRows(next, separator, rows));
      }}
    />
  );
}
