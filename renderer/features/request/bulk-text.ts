import type { Row } from "../../../shared/model/request.ts";
import { isBlankRow } from "./rows-panel.ts";

/** Between name and value of a line: `Name: value` for header fields, `name=value` for parameters. */
export type Separator = ": " | "=";

/** Rows as lines; `# ` switches a line off. Descriptions are not in the text. */
export function rowsToText(rows: readonly Row[], separator: Separator): string {
  return rows
    .filter((row) => !isBlankRow(row))
    .map(({ name, value, disabled }) => `${disabled ? "# " : ""}${name}${separator}${value}`)
    .join("\n");
}

/**
 * Lines as rows. The first separator of a line cuts it (a leading one belongs to the name, as in `:authority`); a line
 * without is a name. Empty lines are skipped. A row that was there before, by name and value or else by name, keeps what the
 * text does not show.
 */
export function textToRows(text: string, separator: Separator, before: readonly Row[]): Row[] {
  const rows = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "")
    .map((line) => readLine(line, separator));
  const left = [...before];
  const take = (same: (row: Row) => boolean): Row | undefined => {
    const at = left.findIndex(same);
    return at === -1 ? undefined : left.splice(at, 1)[0];
  };
  const exact = rows.map((row) =>
    take(({ name, value }) => name === row.name && value === row.value),
  );
  return rows.map((row, index) => {
    const old = exact[index] ?? take(({ name }) => name === row.name);
    return old?.description === undefined ? row : { ...row, description: old.description };
  });
}

/** True when the rows come back from their text as they are; otherwise bulk editing would lose something. */
export function fitsText(rows: readonly Row[], separator: Separator): boolean {
  const shown = rows.filter((row) => !isBlankRow(row));
  const back = textToRows(rowsToText(shown, separator), separator, shown);
  return (
    back.length === shown.length &&
    back.every((row, index) => {
      const given = shown[index];
      return (
        given !== undefined &&
        row.name === given.name &&
        row.value === given.value &&
        (row.disabled === true) === (given.disabled === true) &&
        row.description === given.description
      );
    })
  );
}

function readLine(line: string, separator: Separator): Row {
  const off = line.startsWith("# ");
  const text = off ? line.slice(2) : line;
  const at = text.indexOf(separator.trim(), 1);
  const name = at === -1 ? text : text.slice(0, at);
  const rest = at === -1 ? "" : text.slice(at + 1);
  const value = separator === ": " && rest.startsWith(" ") ? rest.slice(1) : rest;
  return off ? { name, value, disabled: true } : { name, value };
}
