import { MessageSquareText } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Row } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { IconToggle } from "../../ui/IconButton.tsx";
import { type Column, RowTable } from "../../ui/RowTable.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import { BulkText } from "./BulkText.tsx";
import { fitsText, type Separator } from "./bulk-text.ts";
import { ValueCell } from "./LongValue.tsx";
import styles from "./RowsEditor.module.css";
import { readPastedRows } from "./paste-rows.ts";
import { blankRow, described, isBlankRow } from "./rows-panel.ts";

/** Name/value rows as a table or as lines of text, under a title. */
export function RowsEditor({
  title,
  textLabel,
  rows,
  onChange,
  variables,
  separator,
  query = false,
  names,
  values,
  tools,
  children,
}: {
  readonly title: string;
  readonly textLabel: string;
  readonly rows: readonly Row[];
  readonly onChange: (rows: readonly Row[]) => void;
  readonly variables: readonly VariableView[];
  readonly separator: Separator;
  /** A pasted `a=1&b=2` is rows. */
  readonly query?: boolean;
  /** Names to offer. */
  readonly names?: readonly string[];
  /** Values to offer for a name. */
  readonly values?: (name: string) => readonly string[];
  /** At the right of the title. */
  readonly tools?: ReactNode;
  /** Below the table. */
  readonly children?: (withDescriptions: boolean) => ReactNode;
}) {
  const words = useText(requestWords);
  const [mode, setMode] = useState<"table" | "text">("table");
  const [told, setTold] = useState(false);
  const fits = fitsText(rows, separator);
  const asText = mode === "text" && fits;
  const hasTold = rows.some((row) => (row.description ?? "") !== "");
  const columns: Column<Row>[] = [
    {
      id: "name",
      label: words.name,
      width: "minmax(120px, min(36%, 340px))",
      cell: ({ row, label, placeholder, set }) => (
        <VariableField
          look="cell"
          label={label}
          placeholder={placeholder}
          variables={variables}
          value={row.name}
          suggest={names ? () => names : undefined}
          onChange={(name) => set({ ...row, name })}
        />
      ),
    },
    {
      id: "value",
      label: words.value,
      width: "minmax(140px, 1fr)",
      cell: ({ row, label, placeholder, set }) => (
        <ValueCell
          label={label}
          placeholder={placeholder}
          variables={variables}
          value={row.value}
          suggest={values ? () => values(row.name) : undefined}
          onChange={(value) => set({ ...row, value })}
        />
      ),
    },
  ];
  if (told || hasTold) {
    columns.push({
      id: "description",
      label: words.description,
      width: "minmax(100px, min(26%, 420px))",
      cell: ({ row, label, placeholder, set }) => (
        <input
          aria-label={label}
          placeholder={placeholder}
          className={styles.told}
          value={row.description ?? ""}
          onChange={(event) => set(described(row, event.currentTarget.value))}
        />
      ),
    });
  }
  return (
    <section className={styles.section}>
      <header className={styles.header}>
        <h3 className={styles.title}>{title}</h3>
        {fits ? null : <span className={styles.note}>{words.noBulk}</span>}
        {tools}
        <IconToggle
          dense
          label={words.showDescriptions}
          isSelected={told || hasTold}
          onChange={setTold}
        >
          <MessageSquareText size={14} aria-hidden="true" />
        </IconToggle>
        {fits ? (
          <Segmented
            label={words.editAs}
            options={[
              { id: "table", label: words.table },
              { id: "text", label: words.text },
            ]}
            value={mode}
            onChange={setMode}
          />
        ) : null}
      </header>
      {asText ? (
        <BulkText label={textLabel} rows={rows} separator={separator} onChange={onChange} />
      ) : (
        <RowTable
          label={title}
          rows={rows}
          onChange={onChange}
          columns={columns}
          blank={blankRow}
          isBlank={isBlankRow}
          readPaste={(text, lineIsBlank) => readPastedRows(text, { lineIsBlank, query })}
        />
      )}
      {children?.(told || hasTold)}
    </section>
  );
}
