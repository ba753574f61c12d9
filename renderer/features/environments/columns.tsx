import { Lock, LockOpen } from "lucide-react";
import type { Variable, VariableView } from "../../../shared/model/variable.ts";
import type { Column } from "../../ui/TableLine.tsx";
import { Select } from "../../ui/Select.tsx";
import { ValueCell } from "../request/LongValue.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import styles from "./EnvironmentEditor.module.css";
import { SecretCell } from "./SecretCell.tsx";
import { isUnusableName } from "./variable-names.ts";
import type { Secrets } from "./use-secrets.ts";

const variableTypes = ["string", "number", "boolean", "null", "object"] as const;

interface Words {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  readonly secret: string;
  readonly description: string;
  readonly duplicate: string;
  readonly unusable: string;
  readonly makeSecret: string;
  readonly makePlain: string;
  readonly variableTypes: Readonly<Record<(typeof variableTypes)[number], string>>;
}

/** The columns of an environment's variables. */
export function variableColumns(
  words: Words,
  variables: readonly VariableView[],
  duplicates: ReadonlySet<string>,
  secrets: Secrets,
): readonly Column<Variable>[] {
  return [
    {
      id: "name",
      label: words.name,
      width: "minmax(110px, 2fr)",
      cell: ({ row, label, placeholder, set }) => {
        const wrong =
          row.disabled === true
            ? undefined
            : isUnusableName(row.name)
              ? words.unusable
              : duplicates.has(row.name)
                ? words.duplicate
                : undefined;
        return (
          <input
            className={styles.name}
            aria-label={label}
            aria-invalid={wrong !== undefined || undefined}
            title={wrong}
            placeholder={placeholder}
            value={row.name}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => set({ ...row, name: event.currentTarget.value })}
          />
        );
      },
    },
    {
      id: "value",
      label: words.value,
      width: "minmax(140px, 3fr)",
      cell: ({ row, label, placeholder, set }) =>
        row.secret ? (
          <SecretCell key={row.name} name={row.name} label={label} secrets={secrets} />
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
      label: words.type,
      width: "104px",
      cell: ({ row, label, placeholder, set }) =>
        placeholder === undefined && (
          <Select
            quiet
            className={styles.type}
            label={label}
            value={row.type ?? "string"}
            options={variableTypes.map((id) => ({ id, label: words.variableTypes[id] }))}
            onChange={(type) => set(typed(row, type))}
          />
        ),
    },
    secretColumn(words, secrets),
    {
      id: "description",
      label: words.description,
      width: "minmax(90px, 2fr)",
      cell: ({ row, label, placeholder, set }) => (
        <VariableField
          look="cell"
          className={styles.told}
          label={label}
          placeholder={placeholder}
          variables={[]}
          value={row.description ?? ""}
          onChange={(description) => set(described(row, description))}
        />
      ),
    },
  ];
}

/** The lock that takes a variable's value out of the file, or lets it be plain again. */
export function secretColumn(
  words: Pick<Words, "secret" | "makeSecret" | "makePlain">,
  secrets: Secrets,
): Column<Variable> {
  return {
    id: "secret",
    label: words.secret,
    width: "34px",
    cell: ({ row, label, placeholder, set }) =>
      placeholder === undefined && (
        <button
          type="button"
          aria-label={label}
          aria-pressed={row.secret === true}
          title={row.secret ? words.makePlain : words.makeSecret}
          className={styles.lock}
          onClick={() => void toggleSecret(row, secrets, set)}
        >
          {row.secret ? (
            <Lock size={14} aria-hidden="true" />
          ) : (
            <LockOpen size={14} aria-hidden="true" />
          )}
        </button>
      ),
  };
}

/** Secret: the value leaves the file for the store of this machine. Plain again: it begins empty, for it cannot be read back. */
async function toggleSecret(
  row: Variable,
  secrets: Secrets,
  set: (row: Variable) => void,
): Promise<void> {
  const { secret, ...plain } = row;
  if (secret) return set({ ...plain, value: "" });
  if (row.value !== "" && row.name !== "" && !(await secrets.set(row.name, row.value))) return;
  set({ ...plain, value: "", secret: true });
}

function typed(row: Variable, type: (typeof variableTypes)[number]): Variable {
  const { type: _, ...rest } = row;
  return type === "string" ? rest : { ...row, type };
}

function described(row: Variable, description: string): Variable {
  const { description: _, ...rest } = row;
  return description === "" ? rest : { ...row, description };
}
