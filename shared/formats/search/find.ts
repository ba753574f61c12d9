import type { SearchMatch, SearchScope } from "../../model/search.ts";
import type { SearchField } from "./fields.ts";
import { expanded } from "./replace.ts";

/** UTF-16 code units shown before, of and after a match. */
const shown = { before: 48, text: 160, after: 120 } as const;

/**
 * The matches in the fields of one file, at most `limit` of them; `count` is of all. Empty matches are none. `replacement`: what it would
 * make of each is shown; null: nothing is.
 */
export function matchesIn(
  fields: readonly SearchField[],
  pattern: RegExp,
  scopes: ReadonlySet<SearchScope>,
  limit: number,
  replacement: string | null = null,
): { readonly matches: readonly SearchMatch[]; readonly count: number } {
  const matches: SearchMatch[] = [];
  let count = 0;
  for (const { pointer, scope, value } of fields) {
    if (scopes.size > 0 && !scopes.has(scope)) continue;
    pattern.lastIndex = 0;
    if (!pattern.test(value)) continue;
    // matchAll goes on from where the test ended.
    pattern.lastIndex = 0;
    let index = 0;
    for (const found of value.matchAll(pattern)) {
      const [text] = found;
      if (text === "") continue;
      count += 1;
      if (matches.length < limit)
        matches.push({
          ...matchAt(pointer, scope, value, found.index, text, index),
          ...(replacement === null ? {} : { replaced: cut(expanded(replacement, found, value)) }),
        });
      index += 1;
    }
  }
  return { matches, count };
}

function matchAt(
  field: string,
  scope: SearchScope,
  value: string,
  at: number,
  found: string,
  index: number,
): SearchMatch {
  const end = at + found.length;
  const from = Math.max(value.lastIndexOf("\n", at - 1) + 1, at - shown.before);
  const lineEnd = value.indexOf("\n", end);
  const to = Math.min(lineEnd < 0 ? value.length : lineEnd, end + shown.after);
  const text = cut(found);
  return {
    field,
    scope,
    index,
    before: value.slice(from, at).trimStart(),
    text,
    after: value.slice(end, to),
  };
}

function cut(text: string): string {
  return text.length > shown.text ? `${text.slice(0, shown.text)}…` : text;
}
