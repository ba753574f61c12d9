import { type YamlData, yamlMap } from "../../yaml/data.ts";

const operators: ReadonlyMap<string, string> = new Map([
  ["==", "eq"],
  ["===", "eq"],
  ["!=", "neq"],
  ["!==", "neq"],
  [">", "gt"],
  [">=", "gte"],
  ["<", "lt"],
  ["<=", "lte"],
  ["includes", "contains"],
  ["contains", "contains"],
  ["startsWith", "startsWith"],
  ["endsWith", "endsWith"],
  ["matches", "matches"],
  ["exists", "isDefined"],
  ["isFalse", "isFalsy"],
  ["isTrue", "isTruthy"],
  ["isNumber", "isNumber"],
  ["isString", "isString"],
  ["isBoolean", "isBoolean"],
  ["isArray", "isArray"],
]);

/** httpYac's `?? status == 200` as assertions; what compares something else stays text. */
export function httpFileAssertions(lines: readonly string[]): {
  readonly assertions: readonly YamlData[];
  readonly left: readonly string[];
} {
  const assertions: YamlData[] = [];
  const left: string[] = [];
  for (const line of lines) {
    const found = /^(status|body|duration|header\s+(\S+))\s+(\S+)\s*(.*)$/.exec(line.trim());
    const operator = operators.get(found?.[3] ?? "");
    if (found === null || operator === undefined) {
      left.push(line);
      continue;
    }
    const [, subject = "", name = "", , value = ""] = found;
    const expression =
      subject === "status"
        ? "res.status"
        : subject === "body"
          ? "res.body"
          : subject === "duration"
            ? "res.responseTime"
            : `res.headers["${name.toLowerCase()}"]`;
    assertions.push(
      yamlMap([
        ["expression", expression],
        ["operator", operator],
        ["value", value === "" ? undefined : value.trim()],
      ]),
    );
  }
  return { assertions, left };
}
