import type { Variable, VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { environments } from "../../i18n/messages/environments.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import type { Column } from "../../ui/TableLine.tsx";
import { secretColumn } from "../environments/columns.tsx";
import { SecretCell } from "../environments/SecretCell.tsx";
import type { Secrets } from "../environments/use-secrets.ts";
import { duplicateNames, unusableNames } from "../environments/variable-names.ts";
import { useSoughtRow } from "../variables/use-sought-row.ts";
import { ValueCell } from "./LongValue.tsx";
import { readPastedRows } from "./paste-rows.ts";
import { choiceColumn, nameColumn } from "./row-columns.tsx";
import { RowsSection } from "./RowsSection.tsx";
import styles from "./VariablesPanel.module.css";

const types = ["string", "number", "boolean", "null", "object"] as const;
const blank: Variable = { name: "", value: "" };

/** Variables of a request, a folder or a collection. */
export function VariablesPanel({
  documentKey,
  title,
  hint,
  own,
  variables,
  secrets,
  onChange,
}: {
  /** Of the tab they are in. */
  readonly documentKey: string;
  readonly title: string;
  readonly hint: string;
  readonly own: readonly Variable[];
  readonly variables: readonly VariableView[];
  /** Where secret ones get their values from; null: none can be made here. */
  readonly secrets: Secrets | null;
  readonly onChange: (own: readonly Variable[]) => void;
}) {
  const words = useText(requestPartsWords);
  const sight = useSoughtRow(documentKey, own);
  const shared = useText(requestWords);
  const locks = useText(environments);
  const twice = duplicateNames(own);
  const unusable = unusableNames(own);
  const wrong = [
    ...(twice.size > 0 ? [locks.duplicates(`${[...twice].join(", ")}.`)] : []),
    ...(unusable.length > 0 ? [locks.unusables(`${unusable.join(", ")}.`)] : []),
  ];
  const columns: readonly Column<Variable>[] = [
    nameColumn(shared.name, "minmax(110px, min(36%, 340px))"),
    {
      id: "value",
      label: shared.value,
      width: "minmax(140px, 1fr)",
      cell: ({ row, label, placeholder, set }) =>
        row.secret && secrets !== null ? (
          <SecretCell key={row.name} name={row.name} label={label} secrets={secrets} />
        ) : row.secret ? (
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
    choiceColumn({
      id: "type",
      label: shared.type,
      width: "112px",
      optionsOf: () => types.map((id) => ({ id, label: words.variableTypes[id] })),
      valueOf: (row) => row.type ?? "string",
      withValue: (row, type) => ({ ...row, type }),
    }),
    ...(secrets === null ? [] : [secretColumn(locks, secrets)]),
  ];
  return (
    <RowsSection
      title={title}
      hint={[hint, ...wrong].join(" ")}
      sight={sight}
      rows={own}
      onChange={onChange}
      columns={columns}
      blank={blank}
      isBlank={(row) => row.name === "" && row.value === "" && row.secret !== true}
      readPaste={(text, lineIsBlank) => readPastedRows(text, { lineIsBlank })}
    />
  );
}
