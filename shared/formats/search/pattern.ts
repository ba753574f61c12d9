import { FailureError } from "../../model/failure.ts";
import type { SearchQuery } from "../../model/search.ts";

/** The expression of a query, global. Throws FailureError `input` (`bad-pattern`) for one that is none. */
export function patternOf(query: SearchQuery): RegExp {
  const source = query.regex ? query.text : query.text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const whole = query.wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  const flags = query.matchCase ? "gm" : "gim";
  // Without `u` a pattern may escape what needs no escaping; \p{…} is only there with it.
  for (const [text, more] of [
    [whole, "u"],
    [whole.replaceAll("\\p{L}\\p{N}_", "\\w"), ""],
  ] as const) {
    try {
      return new RegExp(text.replace(more === "u" ? /\\([/-])/g : /(?!)/, unescaped), flags + more);
    } catch {
      // Tried without `u`, or told below.
    }
  }
  throw new FailureError({
    kind: "input",
    code: "bad-pattern",
    message: "This is not a regular expression.",
    remedy: "Check its brackets, or turn the switch for expressions off.",
  });
}

/** `\/` and `\-` outside of a class are errors with `u`. */
function unescaped(_: string, character: string): string {
  return character === "-" ? "\\x2d" : "\\/";
}

/** The text that takes the place of matches: `$1`, `$<name>` and `$&` count in expressions only. */
export function replacementOf(query: Pick<SearchQuery, "regex">, replacement: string): string {
  return query.regex ? replacement : replacement.replaceAll("$", "$$$$");
}
