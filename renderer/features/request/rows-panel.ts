import type { Row } from "../../../shared/model/request.ts";

/** What the table and the bulk text of name/value rows share. */
export const blankRow: Row = { name: "", value: "" };

export function isBlankRow(row: Row): boolean {
  return row.name === "" && row.value === "" && (row.description ?? "") === "";
}

/** Rows that count: switched on and named. */
export function countRows(rows: readonly Row[]): number {
  return rows.filter((row) => row.disabled !== true && row.name !== "").length;
}

/** The row with a description, or without one when it is empty. */
export function described<R extends Row>(row: R, description: string): R {
  const { description: _, ...rest } = row;
  return description === "" ? (rest as R) : { ...row, description };
}
