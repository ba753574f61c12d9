import type { SearchScope } from "../../model/search.ts";
import { isYamlList, isYamlMap, isYamlNumber, type YamlData } from "../yaml/data.ts";

/** A value of a file that can be searched. */
export interface SearchField {
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  readonly scope: SearchScope;
  readonly value: string;
}

/** Keys whose values are words of the format, not of the person. */
const structural = new Set(["type", "seq", "opencollection", "bundled", "disabled", "selected"]);

const byKey: Readonly<Record<string, SearchScope>> = {
  name: "name",
  method: "url",
  url: "url",
  params: "url",
  headers: "headers",
  metadata: "headers",
  body: "body",
  message: "body",
  auth: "auth",
  variables: "variables",
  scripts: "scripts",
  assertions: "scripts",
  actions: "scripts",
  tests: "scripts",
  docs: "docs",
  description: "docs",
  summary: "docs",
};

/** Everything a person wrote into a file, in the order of the file. */
export function searchFields(data: YamlData): readonly SearchField[] {
  const fields: SearchField[] = [];
  const visit = (value: YamlData, pointer: string, scope: SearchScope): void => {
    if (isYamlMap(value)) {
      for (const [key, inner] of value) {
        // `type: json` and the like, but not a variable or header that happens to have that name.
        if (structural.has(key) && !isYamlMap(inner) && !isYamlList(inner)) continue;
        visit(
          inner,
          `${pointer}/${escaped(key)}`,
          scope === "other" ? scopeOf(pointer, key) : scope,
        );
      }
    } else if (isYamlList(value)) {
      for (const [index, inner] of value.entries()) visit(inner, `${pointer}/${index}`, scope);
    } else if (typeof value === "string") {
      if (value !== "") fields.push({ pointer, scope, value });
    } else if (isYamlNumber(value)) fields.push({ pointer, scope, value: value.source });
  };
  visit(data, "", "other");
  return fields;
}

/** Examples and extensions hold requests of their own: what is in them is `other`. */
function scopeOf(pointer: string, key: string): SearchScope {
  return /^\/(?:examples|extensions|config)(?:\/|$)/.test(pointer)
    ? "other"
    : (byKey[key] ?? "other");
}

/** The data with values replaced. `change` gets each value a pointer names; undefined leaves it. */
export function withFields(
  data: YamlData,
  change: (pointer: string, value: string) => string | undefined,
): YamlData {
  const visit = (value: YamlData, pointer: string): YamlData => {
    if (isYamlMap(value))
      return new Map(
        [...value].map(([key, inner]) => [key, visit(inner, `${pointer}/${escaped(key)}`)]),
      );
    if (isYamlList(value)) return value.map((inner, index) => visit(inner, `${pointer}/${index}`));
    if (typeof value === "string") return change(pointer, value) ?? value;
    return isYamlNumber(value) ? (change(pointer, value.source) ?? value) : value;
  };
  return visit(data, "");
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
