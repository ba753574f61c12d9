import type { VariableView } from "../../../shared/model/variable.ts";
import { referenceAt } from "../../../shared/template/references.ts";
import { completable } from "../../../shared/template/variable-views.ts";

export interface Suggestion {
  readonly label: string;
  /** Replaces the completion's range. */
  readonly insert: string;
  readonly variable?: VariableView;
}

/** What could stand at the caret. `from`/`to`: the range it replaces. */
export interface Completion {
  readonly kind: "variable" | "text";
  readonly from: number;
  readonly to: number;
  readonly items: readonly Suggestion[];
}

const limit = 60;

/**
 * Suggestions for a caret: variables inside `{{`, else what `suggest` gives for the whole text. null when there is
 * nothing to say, also when the text already is the only suggestion.
 */
export function completionAt(
  text: string,
  caret: number,
  variables: readonly VariableView[],
  suggest?: (text: string) => readonly string[],
): Completion | null {
  const reference = referenceAt(text, caret);
  if (reference) {
    const typed = text
      .slice(reference.from + 2, caret)
      .trim()
      .toLowerCase();
    const items = ranked(completable(variables, typed), (variable) => variable.name, typed).map(
      (variable) => ({
        label: variable.name,
        insert: `{{${variable.name}}}`,
        variable,
      }),
    );
    return items.length === 0
      ? null
      : { kind: "variable", from: reference.from, to: reference.to, items };
  }
  if (!suggest) return null;
  const words = ranked(suggest(text), (word) => word, text.trim().toLowerCase());
  if (words.length === 0 || (words.length === 1 && words[0] === text)) return null;
  return {
    kind: "text",
    from: 0,
    to: text.length,
    items: words.map((word) => ({ label: word, insert: word })),
  };
}

/** Those that begin with what was typed, then those that hold it; each in their order. */
function ranked<T>(all: readonly T[], nameOf: (one: T) => string, typed: string): readonly T[] {
  const first: T[] = [];
  const later: T[] = [];
  for (const one of all) {
    const at = nameOf(one).toLowerCase().indexOf(typed);
    if (at === 0) first.push(one);
    else if (at > 0) later.push(one);
    if (first.length >= limit) break;
  }
  return [...first, ...later].slice(0, limit);
}
