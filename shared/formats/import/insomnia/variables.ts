import type { Variable } from "../../../model/variable.ts";
import { textOf } from "../../opencollection/fields.ts";
import {
  isYamlList,
  isYamlMap,
  isYamlNumber,
  type YamlData,
  type YamlMap,
} from "../../yaml/data.ts";
import { anyText, jsonText } from "../json-text.ts";
import { isFalse, mapsOf } from "../loose.ts";

/**
 * An environment's data as variables. Nested data is flattened to the names requests refer to it by: `user.name`, `roles[0]`; lists are
 * there as a whole too. `text` turns Insomnia's templates into ours.
 */
export function insomniaVariables(
  environment: YamlMap,
  text: (value: string) => string,
): readonly Variable[] {
  const pairs = mapsOf(environment.get("kvPairData"));
  if (textOf(environment.get("environmentType")) === "kv" && pairs.length > 0)
    return pairs.map((pair) => {
      const secret = textOf(pair.get("type")) === "secret";
      return {
        name: anyText(pair.get("name")),
        // Insomnia seals these with a key that is not in the file.
        value: secret ? "" : text(anyText(pair.get("value"))),
        ...(textOf(pair.get("type")) === "json" ? { type: "object" as const } : {}),
        ...(isFalse(pair.get("enabled")) ? { disabled: true } : {}),
        ...(secret ? { secret } : {}),
      };
    });
  const found: Variable[] = [];
  flatten(environment.get("data") ?? environment.get("environment") ?? null, "", found, text);
  return found;
}

/** Deeper than any real file. */
const maxDepth = 30;

function flatten(
  data: YamlData,
  name: string,
  found: Variable[],
  text: (value: string) => string,
  depth = 0,
): void {
  if (depth > maxDepth) return;
  if (isYamlMap(data)) {
    for (const [key, value] of data)
      flatten(value, name === "" ? key : `${name}.${key}`, found, text, depth + 1);
    return;
  }
  if (name === "") return;
  if (isYamlList(data)) {
    found.push({ name, value: text(jsonText(data)), type: "object" });
    data.forEach((value, index) => flatten(value, `${name}[${index}]`, found, text, depth + 1));
    return;
  }
  const type = isYamlNumber(data) ? "number" : typeof data === "boolean" ? "boolean" : null;
  found.push({ name, value: text(anyText(data)), ...(type === null ? {} : { type }) });
}
