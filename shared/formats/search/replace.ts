import type { ReplacePick, SearchScope } from "../../model/search.ts";
import { parseYaml } from "../yaml/parse.ts";
import { patchYaml } from "../yaml/patch.ts";
import { searchFields, withFields } from "./fields.ts";

/**
 * A file's text with matches replaced, changed in place: comments, order and spelling of all else stay. `picks` null: every match in the
 * scopes. Throws FailureError as `patchYaml` does.
 */
export function replaceIn(
  text: string,
  pattern: RegExp,
  replacement: string,
  scopes: ReadonlySet<SearchScope>,
  picks: ReplacePick["matches"],
): { readonly text: string; readonly count: number } {
  const { data } = parseYaml(text);
  const allowed = new Set(
    searchFields(data)
      .filter(({ scope }) => scopes.size === 0 || scopes.has(scope))
      .map(({ pointer }) => pointer),
  );
  let count = 0;
  const next = withFields(data, (pointer, value) => {
    if (!allowed.has(pointer)) return undefined;
    const wanted =
      picks === null
        ? null
        : new Set(picks.filter(({ field }) => field === pointer).map(({ index }) => index));
    if (wanted?.size === 0) return undefined;
    let at = -1;
    let done = "";
    let from = 0;
    for (const found of value.matchAll(pattern)) {
      const [match] = found;
      if (match === "") continue;
      at += 1;
      if (wanted !== null && !wanted.has(at)) continue;
      count += 1;
      done += value.slice(from, found.index) + expanded(replacement, found, value);
      from = found.index + match.length;
    }
    return from === 0 && done === "" ? undefined : done + value.slice(from);
  });
  return { text: count === 0 ? text : patchYaml(text, next).text, count };
}

/** What String.prototype.replace makes of a replacement (ECMA-262 GetSubstitution), for one match. */
export function expanded(replacement: string, found: RegExpExecArray, value: string): string {
  return replacement.replace(/\$(?:\$|&|`|'|<([^>]*)>|(\d{1,2}))/g, (whole, name, digits) => {
    if (whole === "$$") return "$";
    if (whole === "$&") return found[0];
    if (whole === "$`") return value.slice(0, found.index);
    if (whole === "$'") return value.slice(found.index + found[0].length);
    if (name !== undefined)
      return found.groups === undefined ? whole : (found.groups[String(name)] ?? "");
    const number = Number(digits);
    return number >= 1 && number < found.length ? (found[number] ?? "") : whole;
  });
}
