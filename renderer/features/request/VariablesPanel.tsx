import type { Variable, VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { type Column, RowTable } from "../../ui/RowTable.tsx";
import { Select } from "../../ui/Select.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import { ValueCell } from "./LongValue.tsx";
import { readPastedRows } from "./paste-rows.ts";
import rows from "./RowsEditor.module.css";
import styles from "./VariablesPanel.module.css";

const types = ["string", "number", "boolean", "null", "object"] as const;
const blank: Variable = { name: "", value: "" };

/** Variables of a request, a folder or a collection. */
export function VariablesPanel({
  title,
  hint,
  own,
  variables,
  onChange,
}: {
  readonly title: string;
  readonly hint: string;
  readonly own: readonly Variable[];
  readonly variables: readonly VariableView[];
  readonly onChange: (own: readonly Variable[]) => void;
}) {
  const words = useText(requestPartsWords);
  const shared = useText(requestWords);
  const columns: readonly Column<Variable>[] = [
    {
      id: "name",
      label: shared.name,
      width: "minmax(110px, min(36%, 340px))",
      cell: ({ row, label, placeholder, set }) => (
        <VariableField
          look="cell"
          label={label}
          placeholder={placeholder}
          variables={[]}
          value={row.name}
          onChange={(name) => set({ ...row, name })}
        />
      ),
    },
    {
      id: "value",
      label: shared.value,
      width: "minmax(140px, 1fr)",
      cell: ({ row, label, placeholder, set }) =>
        row.secret ? (
          <span className={styles.secret}>{words.secretValue}</span>
        ) : (
          <ValueCell
            label={label}
            placeholder={placeholder}
            variables={variables}
            value={row.value}
            onChange={(value) => set({ ...row, value })}
          />
        ),
    },
    {
      id: "type",
      label: shared.type,
      width: "112px",
      cell: ({ row, label, set }) => (
        <Select
          quiet
          className={styles.type}
          label={label}
          options={types.map((id) => ({ id, label: words.variableTypes[id] }))}
          value={row.type ?? "string"}
          onChange={(type) => set({ ...row, type })}
        />
      ),
    },
  ];
  return (
    <section className={rows.section}>
      <header className={rows.header}>
        <h3 className={rows.title}>{title}</h3>
      </header>
      <RowTable
        label={title}
        rows={own}
        onChange={onChange}
        columns={columns}
        blank={blank}
        isBlank={(row) => row.name === "" && row.value === "" && row.secret !== true}
        readPaste={(text, lineIsBlank) => readPastedRows(text, { lineIsBlank })}
      />
      <p className={styles.hint}>{hint}</p>
    </section>
  );
}
