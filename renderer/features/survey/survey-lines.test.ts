import { expect, test } from "vitest";
import type { SurveyRow } from "../../../shared/model/variable-survey.ts";
import { surveyLines } from "./survey-lines.ts";

const row = (name: string, uses: number, more: Partial<SurveyRow> = {}): SurveyRow => ({
  name,
  scope: "collection",
  origin: "Harbour",
  value: `value of ${name}`,
  secret: false,
  missing: false,
  disabled: false,
  shadows: [],
  uses,
  ...more,
});
const survey = {
  rows: [
    row("used", 2),
    row("lonely", 0),
    row("off", 0, { disabled: true }),
    row("process.env.X", 0, { scope: "process" }),
  ],
  undefined: [{ name: "nowhere", uses: 1 }],
  problems: [],
};
const names = (...args: Parameters<typeof surveyLines>) =>
  surveyLines(...args).map((line) => (line.kind === "row" ? line.row.name : `?${line.name}`));

test("all, unused, undefined, and what the filter leaves", () => {
  expect(names(survey, "all", "")).toEqual(["?nowhere", "used", "lonely", "off", "process.env.X"]);
  expect(names(survey, "unused", "")).toEqual(["lonely"]);
  expect(names(survey, "undefined", "")).toEqual(["?nowhere"]);
  expect(names(survey, "all", "VALUE of l")).toEqual(["lonely"]);
  expect(names(survey, "all", " harbour ")).toHaveLength(4);
});
