import {
  type Action,
  actionScopes,
  type SelectorKind,
  selectorOf,
  selectorText,
} from "../../../shared/model/action.ts";
import { useText } from "../../i18n/language.ts";
import { keepWords } from "../../i18n/messages/keep.ts";
import type { Column } from "../../ui/TableLine.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import { choiceColumn, nameColumn } from "./row-columns.tsx";
import { RowsSection } from "./RowsSection.tsx";

const kinds = ["json", "header", "cookie", "regex", "status"] as const;
const blank: Action = { name: "", scope: "runtime", selector: { kind: "json", path: "" } };

/** What is kept of responses as variables: of a request, or of every request below a folder or collection. */
export function ActionsPanel({
  title,
  hint,
  actions,
  onChange,
}: {
  readonly title: string;
  readonly hint: string;
  readonly actions: readonly Action[];
  readonly onChange: (actions: readonly Action[]) => void;
}) {
  const words = useText(keepWords);
  const columns: readonly Column<Action>[] = [
    nameColumn(words.variable, "minmax(110px, min(30%, 260px))"),
    choiceColumn<Action, SelectorKind>({
      id: "from",
      label: words.from,
      width: "112px",
      optionsOf: ({ selector }) =>
        (selector.kind === "other" ? [...kinds, "other" as const] : kinds).map((id) => ({
          id,
          label: words.kinds[id],
        })),
      valueOf: ({ selector }) => selector.kind,
      withValue: (row, kind) => ({
        ...row,
        selector: selectorOf(kind, selectorText(row.selector)),
      }),
    }),
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
    choiceColumn({
      id: "scope",
      label: words.scope,
      width: "136px",
      optionsOf: () => actionScopes.map((id) => ({ id, label: words.scopes[id] })),
      valueOf: ({ scope }) => scope,
      withValue: (row, scope) => ({ ...row, scope }),
    }),
  ];
  return (
    <RowsSection
      title={title}
      hint={hint}
      rows={actions}
      onChange={onChange}
      columns={columns}
      blank={blank}
      isBlank={(row) => row.name === "" && selectorText(row.selector) === ""}
    />
  );
}
