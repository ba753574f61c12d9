import type { Environment } from "../../model/variable.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { listAt, order, sameModel, textOf, withField } from "./fields.ts";
import { patchRows } from "./rows.ts";
import { readVariable, variableRows } from "./variables.ts";

/** An environment file. `name` is the file name: that is its identity, whatever `name:` says (Bruno's rule). */
export function readEnvironment(data: YamlData, name: string): Environment {
  const map = isYamlMap(data) ? data : new Map<string, YamlData>();
  const color = textOf(map.get("color"));
  return {
    name,
    ...(color === "" ? {} : { color }),
    variables: listAt(map, "variables").map(readVariable),
  };
}

/** What else an environment file leads to: the environment it adds to, a `.env` file of its own; "" when it names none. */
export function environmentLinks(data: YamlData): {
  readonly extends: string;
  readonly dotEnvFilePath: string;
} {
  const map = isYamlMap(data) ? data : new Map<string, YamlData>();
  return {
    extends: textOf(map.get("extends")),
    dotEnvFilePath: textOf(map.get("dotEnvFilePath")),
  };
}

/** The file's data with what differs. The value of a secret variable is never written. */
export function patchEnvironment(data: YamlData, after: Environment): YamlMap {
  const map: YamlMap = isYamlMap(data) ? data : new Map<string, YamlData>();
  const before = readEnvironment(map, after.name);
  let next: YamlMap = map;
  if (before.color !== after.color) {
    next = withField(
      next,
      "color",
      after.color === "" ? undefined : after.color,
      order.environment,
    );
  }
  if (!sameModel(before.variables, after.variables)) {
    const rows = patchRows(
      listAt(map, "variables"),
      before.variables,
      after.variables,
      variableRows,
    );
    next = withField(next, "variables", rows, order.environment);
  }
  return next;
}

/** The file with `name:` set, when it has one or is new. */
export function renameEnvironment(data: YamlData, name: string): YamlMap {
  return withField(
    isYamlMap(data) ? data : new Map<string, YamlData>(),
    "name",
    name,
    order.environment,
  );
}

/** Data of a new environment file. */
export function newEnvironmentData(name: string): YamlMap {
  return yamlMap([
    ["name", name],
    ["variables", []],
  ]);
}
