import type { Variable } from "../../model/variable.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { flagOf, order, textOf, withField } from "./fields.ts";
import { noteEntries, patchNotes, readNotes, type RowForm } from "./rows.ts";

const types = ["string", "number", "boolean", "null", "object"] as const;

function typeOf(data: YamlData | undefined): (typeof types)[number] | undefined {
  const text = textOf(data);
  return types.find((type) => type === text);
}

/** A variable, secret or not. Of variants the selected one counts. */
export function readVariable(data: YamlData): Variable {
  if (!isYamlMap(data)) return { name: textOf(data), value: "" };
  const name = textOf(data.get("name"));
  if (flagOf(data.get("secret"))) {
    const type = typeOf(data.get("type"));
    return {
      name,
      value: "",
      ...(type === undefined ? {} : { type }),
      secret: true,
      ...readNotes(data),
    };
  }
  const { value, type } = readValue(data.get("value"));
  return { name, value, ...(type === undefined ? {} : { type }), ...readNotes(data) };
}

function readValue(data: YamlData | undefined): Pick<Variable, "value" | "type"> {
  if (isYamlList(data)) return readValue(selectedOf(data)?.get("value"));
  if (!isYamlMap(data)) return { value: textOf(data) };
  const type = typeOf(data.get("type"));
  return { value: textOf(data.get("data")), ...(type === undefined ? {} : { type }) };
}

function selectedOf(variants: readonly YamlData[]): YamlMap | undefined {
  const maps = variants.filter(isYamlMap);
  return maps.find((variant) => flagOf(variant.get("selected"))) ?? maps[0];
}

/** True when any variable has variants: they are kept, and only the selected one is shown. */
export function hasVariants(list: readonly YamlData[]): boolean {
  return list.some((data) => isYamlMap(data) && isYamlList(data.get("value")));
}

export const variableRows: RowForm<Variable> = {
  patch: (data, before, after) => {
    let next = data;
    if (before.name !== after.name) next = withField(next, "name", after.name, order.row);
    if ((before.secret ?? false) !== (after.secret ?? false)) next = switchSecret(next, after);
    else if (
      after.secret !== true &&
      (before.value !== after.value || before.type !== after.type)
    ) {
      next = withField(next, "value", patchValue(data.get("value"), after), order.row);
    }
    return patchNotes(next, before, after, order.row);
  },
  create: (row) =>
    row.secret === true
      ? yamlMap([["secret", true], ["name", row.name], ["type", row.type], ...noteEntries(row)])
      : yamlMap([["name", row.name], ["value", freshValue(row)], ...noteEntries(row)]),
};

/** A value never stays in the file beside `secret: true`. */
function switchSecret(data: YamlMap, after: Variable): YamlMap {
  if (after.secret === true) {
    return withField(withField(data, "value", undefined, order.row), "secret", true, order.row);
  }
  const open = withField(
    withField(data, "secret", undefined, order.row),
    "type",
    undefined,
    order.row,
  );
  return withField(open, "value", freshValue(after), order.row);
}

function freshValue(row: Variable): YamlData {
  return row.type === undefined
    ? row.value
    : yamlMap([
        ["type", row.type],
        ["data", row.value],
      ]);
}

function patchValue(old: YamlData | undefined, after: Variable): YamlData {
  if (isYamlList(old)) {
    const chosen = selectedOf(old);
    return old.map((variant) =>
      variant === chosen && isYamlMap(variant)
        ? withField(variant, "value", patchValue(variant.get("value"), after), [
            "title",
            "selected",
            "value",
          ])
        : variant,
    );
  }
  if (!isYamlMap(old) || after.type === undefined) return freshValue(after);
  const typed = withField(old, "type", after.type, ["type", "data"]);
  return withField(typed, "data", after.value, ["type", "data"]);
}
