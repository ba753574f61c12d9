import type { SurveyRow, VariableSurvey } from "../../../shared/model/variable-survey.ts";

export type SurveyShow = "all" | "unused" | "undefined";

/** A line of the list: a definition, or a name nobody defines. */
export type SurveyLine =
  | { readonly kind: "row"; readonly id: string; readonly row: SurveyRow }
  | {
      readonly kind: "undefined";
      readonly id: string;
      readonly name: string;
      readonly uses: number;
    };

export function isUnused(row: SurveyRow): boolean {
  return row.uses === 0 && !row.disabled && row.scope !== "process" && row.scope !== "workspace";
}

/** What is shown of a survey: names nobody defines first, then the definitions. */
export function surveyLines(
  survey: VariableSurvey,
  show: SurveyShow,
  filter: string,
): readonly SurveyLine[] {
  const wanted = filter.trim().toLowerCase();
  const lines: SurveyLine[] = [];
  if (show !== "unused") {
    for (const { name, uses } of survey.undefined)
      lines.push({ kind: "undefined", id: `?${name}`, name, uses });
  }
  if (show !== "undefined") {
    survey.rows.forEach((row, at) => {
      if (show === "all" || isUnused(row))
        lines.push({ kind: "row", id: `${at} ${row.name}`, row });
    });
  }
  if (wanted === "") return lines;
  return lines.filter((line) =>
    line.kind === "row"
      ? [line.row.name, line.row.value, line.row.origin].some((text) =>
          text.toLowerCase().includes(wanted),
        )
      : line.name.toLowerCase().includes(wanted),
  );
}
