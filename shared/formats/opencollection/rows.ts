import type { Param, Row } from "../../model/request.ts";
import { isYamlMap, type YamlData, type YamlList, type YamlMap, yamlMap } from "../yaml/data.ts";
import { matchRows } from "../yaml/match.ts";
import { flagOf, order, proseOf, sameModel, textOf, withField, withProse } from "./fields.ts";

/** A row of a table; anything in the list that is not a map shows as its text. */
export function readRow(data: YamlData): Row {
  if (!isYamlMap(data)) return { name: textOf(data), value: "" };
  return { name: textOf(data.get("name")), value: textOf(data.get("value")), ...readNotes(data) };
}

/** What every row may carry besides its value. */
export function readNotes(data: YamlMap): {
  readonly description?: string;
  readonly disabled?: boolean;
} {
  const description = proseOf(data.get("description"));
  return {
    ...(description === "" ? {} : { description }),
    ...(flagOf(data.get("disabled")) ? { disabled: true } : {}),
  };
}

/** How one kind of row is changed and made. `patch` must change only what differs. */
export interface RowForm<T> {
  readonly patch: (data: YamlMap, before: T, after: T) => YamlMap;
  readonly create: (row: T) => YamlData;
}

/** A list with the rows of `after`: rows that stay keep what Envoi does not show. undefined when none is left. */
export function patchRows<T extends { readonly name: string }>(
  list: YamlList,
  before: readonly T[],
  after: readonly T[],
  form: RowForm<T>,
): YamlData | undefined {
  if (sameModel(before, after)) return list;
  if (after.length === 0) return undefined;
  const matched = matchRows(before, after, sameModel, (row) => row.name);
  return after.map((row, index) => {
    const from = matched[index] ?? -1;
    const data = list[from];
    const old = before[from];
    if (data === undefined || old === undefined) return form.create(row);
    if (sameModel(old, row)) return data;
    return isYamlMap(data) ? form.patch(data, old, row) : form.create(row);
  });
}

/** Sets the description and the disabled mark where they differ. */
export function patchNotes(
  data: YamlMap,
  before: Notes,
  after: Notes,
  keys: readonly string[],
): YamlMap {
  let next = data;
  if ((before.description ?? "") !== (after.description ?? "")) {
    next = withField(
      next,
      "description",
      withProse(data.get("description"), after.description ?? ""),
      keys,
    );
  }
  if ((before.disabled ?? false) !== (after.disabled ?? false)) {
    next = withField(next, "disabled", after.disabled === true ? true : undefined, keys);
  }
  return next;
}

interface Notes {
  readonly description?: string;
  readonly disabled?: boolean;
}

/** The entries of a new row's notes. */
export function noteEntries(row: Notes): readonly (readonly [string, YamlData | undefined])[] {
  return [
    ["description", row.description === "" ? undefined : row.description],
    ["disabled", row.disabled === true ? true : undefined],
  ];
}

export const plainRows: RowForm<Row> = {
  patch: (data, before, after) => {
    let next = data;
    if (before.name !== after.name) next = withField(next, "name", after.name, order.row);
    if (before.value !== after.value) next = withField(next, "value", after.value, order.row);
    return patchNotes(next, before, after, order.row);
  },
  create: (row) => yamlMap([["name", row.name], ["value", row.value], ...noteEntries(row)]),
};

export const paramRows: RowForm<Param> = {
  patch: (data, before, after) => {
    const next = plainRows.patch(data, before, after);
    return before.type === after.type ? next : withField(next, "type", after.type, order.param);
  },
  create: (row) =>
    yamlMap([["name", row.name], ["value", row.value], ["type", row.type], ...noteEntries(row)]),
};
