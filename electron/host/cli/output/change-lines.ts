import { type DiffLine, lineDiff, withContext } from "../../../../shared/model/line-diff.ts";
import type { RequestDifference } from "../../../../shared/model/request-diff.ts";
import { oneLine } from "./one-line.ts";

/** Lines around a change that are shown with it. */
const around = 2;

/** What differs between two forms of a request: `url: - old`, `+ new`; long values line by line. */
export function differenceLines(differences: readonly RequestDifference[]): readonly string[] {
  return differences.flatMap(({ part, name, before, after }) => [
    name === "" ? part : `${part} ${oneLine(name)}`,
    ...valueLines(before, after).map((line) => `  ${line}`),
  ]);
}

/** What differs between two texts. Endings of lines alone are told. */
export function fileLines(before: string, after: string): readonly string[] {
  const lines = valueLines(before, after);
  return lines.length === 0 && before !== after ? ["only the ends of lines differ"] : lines;
}

function valueLines(before: string | null, after: string | null): readonly string[] {
  if (before === null) return marked("+", after ?? "");
  if (after === null) return marked("-", before);
  return withContext(lineDiff(before, after), around).map(shown);
}

function marked(sign: string, text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => `${sign} ${oneLine(line)}`);
}

const signs = { same: " ", before: "-", after: "+" } as const;

function shown(line: DiffLine | null): string {
  return line === null ? "…" : `${signs[line.kind]} ${oneLine(line.text)}`;
}
