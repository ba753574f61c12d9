import { textOf } from "../../opencollection/fields.ts";
import type { YamlMap } from "../../yaml/data.ts";
import { environmentItem } from "../build.ts";
import type { ImportedEnvironment } from "../imported.ts";
import { anyText } from "../json-text.ts";
import { descriptionOf } from "../loose.ts";
import { postmanVariables } from "./variables.ts";

/** True for an export of what Postman gives to every request, whatever environment is chosen. */
export function isPostmanGlobals(data: YamlMap): boolean {
  return textOf(data.get("_postman_variable_scope")) === "globals";
}

/** An environment or the globals. `name`: what it is called when it does not say. */
export function postmanEnvironment(data: YamlMap, name: string): ImportedEnvironment {
  const globals = isPostmanGlobals(data);
  const named = anyText(data.get("name")).trim() || (globals ? "Globals" : name) || "Environment";
  return environmentItem(named, postmanVariables(data.get("values")), {
    docs: descriptionOf(data.get("description")),
    color: /^#[0-9a-f]{3,8}$/i.test(textOf(data.get("color"))) ? textOf(data.get("color")) : "",
  });
}
