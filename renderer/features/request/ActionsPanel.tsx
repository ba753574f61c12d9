import {
  type Action,
  actionScopes,
  type SelectorKind,
  selectorOf,
  selectorText,
} from "../../../shared/model/action.ts";
import { useText } from "../../i18n/language.ts";
import { keepWords } from "../../i18n/messages/keep.ts";
import { type Column, RowTable } from "../../ui/RowTable.tsx";
import { Select } from "../../ui/Select.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import rows from "./RowsEditor.module.css";
import styles from "./VariablesPanel.module.css";

const kinds = ["json", "header", "cookie", "regex", "status"] as const;
const blank: Action = { name: "", scope: "runtime", selector: { kind: "json", path: "" } };

/** What a request keeps of its response as variables. */
export function ActionsPanel({
  actions,
  onChange,
}: {
  readonly actions: readonly Action[];
  readonly onChange: (actions: readonly Action[]) => void;
}) {
  const words = useText(keepWords);
  const columns: readonly Column<Action>[] = [
    {
      id: "name",
      label: words.variable,
      width: "minmax(110px, min(30%, 260px))",
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
      id: "from",
      label: words.from,
      width: "112px",
      cell: ({ row, label, set }) => (
        <Select<SelectorKind>
          quiet
          className={styles.type}
          label={label}
          options={(row.selector.kind === "other" ? [...kinds, "other" as const] : kinds).map(
            (id) => ({ id, label: words.kinds[id] }),
          )}
          value={row.selector.kind}
          onChange={(kind) =>
            set({ ...row, selector: selectorOf(kind, selectorText(row.selector)) })
          }
        />
      ),
    },
    {
      id: "what",
      label: words.what,
      width: "minmax(140px, 1fr)",
      cell: ({ row, label, set }) =>
        row.selector.kind === "status" ? null : (
          <VariableField
            look="cell"
            label={label}
            placeholder={words.placeholders[row.selector.kind]}
            variables={[]}
            readOnly={row.selector.kind === "other"}
            value={selectorText(row.selector)}
            onChange={(text) => set({ ...row, selector: selectorOf(row.selector.kind, text) })}
          />
        ),
    },
    {
      id: "scope",
      label: words.scope,
      width: "136px",
      cell: ({ row, label, set }) => (
        <Select
          quiet
          className={styles.type}
          label={label}
          options={actionScopes.map((id) => ({ id, label: words.scopes[id] }))}
          value={row.scope}
          onChange={(scope) => set({ ...row, scope })}
        />
      ),
    },
  ];
  return (
    <section className={rows.section}>
      <header className={rows.header}>
        <h3 className={rows.title}>{words.title}</h3>
      </header>
      <RowTable
        label={words.title}
        rows={actions}
        onChange={onChange}
        columns={columns}
        blank={blank}
        isBlank={(row) => row.name === "" && selectorText(row.selector) === ""}
      />
      <p className={styles.hint}>{words.hint}</p>
    </section>
  );
}
