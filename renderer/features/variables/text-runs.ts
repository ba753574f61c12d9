import type { VariableView } from "../../../shared/model/variable.ts";
import { references } from "../../../shared/template/references.ts";
import { notYetKnown, viewNamed } from "../../../shared/template/variable-views.ts";

/** `waiting`: what the name means has not been looked up yet. */
export type RunKind = "plain" | "waiting" | "known" | "secret" | "missing" | "unknown" | "mark";

/** A stretch of text drawn in one way. `name` is the variable's, for the kinds that have one. */
export interface TextRun {
  readonly kind: RunKind;
  readonly text: string;
  readonly from: number;
  readonly name?: string;
}

/** UTF-16 offsets, `to` exclusive. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts a text into runs that cover it whole and in order. `marks` are ranges the caller wants tinted (path parameters);
 * where one overlaps a variable the variable wins. No marks overlap each other.
 */
export function textRuns(
  text: string,
  variables: readonly VariableView[],
  marks: readonly TextRange[] = [],
): readonly TextRun[] {
  const found: TextRun[] = references(text).map(({ name, from, to }) => ({
    kind: variables === notYetKnown ? "waiting" : kindOf(viewNamed(variables, name)),
    text: text.slice(from, to),
    from,
    name,
  }));
  for (const { from, to } of marks) {
    const taken = found.some((run) => run.from < to && run.from + run.text.length > from);
    if (!taken && to > from) found.push({ kind: "mark", text: text.slice(from, to), from });
  }
  found.sort((a, b) => a.from - b.from);
  const runs: TextRun[] = [];
  let done = 0;
  for (const run of found) {
    if (run.from > done) runs.push({ kind: "plain", text: text.slice(done, run.from), from: done });
    runs.push(run);
    done = run.from + run.text.length;
  }
  if (done < text.length) runs.push({ kind: "plain", text: text.slice(done), from: done });
  return runs;
}

function kindOf(view: VariableView | null): RunKind {
  if (view === null) return "unknown";
  if (view.missing) return "missing";
  return view.secret ? "secret" : "known";
}
