import { Select } from "../../ui/Select.tsx";
import type { Column } from "../../ui/TableLine.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import styles from "./RowsSection.module.css";

/** The column of names that are variables' own: `{{braces}}` mean nothing there. */
export function nameColumn<R extends { readonly name: string }>(
  label: string,
  width: string,
): Column<R> {
  return {
    id: "name",
    label,
    width,
    cell: (cell) => (
      <VariableField
        look="cell"
        label={cell.label}
        placeholder={cell.placeholder}
        variables={[]}
        value={cell.row.name}
        onChange={(name) => cell.set({ ...cell.row, name })}
      />
    ),
  };
}

/** A column in which one of several is chosen. */
export function choiceColumn<R, Id extends string>({
  optionsOf,
  valueOf,
  withValue,
  ...column
}: Pick<Column<R>, "id" | "label" | "width"> & {
  readonly optionsOf: (row: R) => readonly { readonly id: Id; readonly label: string }[];
  readonly valueOf: (row: R) => Id;
  readonly withValue: (row: R, value: Id) => R;
}): Column<R> {
  return {
    ...column,
    cell: ({ row, label, set }) => (
      <Select<Id>
        quiet
        className={styles.choice}
        label={label}
        options={optionsOf(row)}
        value={valueOf(row)}
        onChange={(value) => set(withValue(row, value))}
      />
    ),
  };
}
