import type { Variable } from "../../../model/variable.ts";
import { isYamlMap, isYamlNumber, type YamlData } from "../../yaml/data.ts";
import { flagOf, textOf } from "../../opencollection/fields.ts";
import { anyText } from "../json-text.ts";
import { descriptionOf, isOn, mapsOf } from "../loose.ts";

/** Variables of a collection, folder or environment. `type: secret` keeps its value apart from the file. */
export function postmanVariables(data: YamlData | undefined): readonly Variable[] {
  return mapsOf(data).map((row) => {
    const description = descriptionOf(row.get("description"));
    const value = row.get("value");
    const type = typeOf(value);
    const secret = textOf(row.get("type")) === "secret" || flagOf(row.get("_secret"));
    return {
      name: anyText(row.get("key") ?? row.get("id")),
      value: anyText(value),
      ...(type === undefined || secret ? {} : { type }),
      ...(description === "" ? {} : { description }),
      ...(isOn(row) ? {} : { disabled: true }),
      ...(secret ? { secret } : {}),
    };
  });
}

function typeOf(value: YamlData | undefined): Variable["type"] {
  if (isYamlNumber(value)) return "number";
  if (typeof value === "boolean") return "boolean";
  return isYamlMap(value) || Array.isArray(value) ? "object" : undefined;
}
