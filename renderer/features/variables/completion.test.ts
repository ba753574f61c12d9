import { describe, expect, test } from "vitest";
import type { VariableView } from "../../../shared/model/variable.ts";
import { notYetKnown } from "../../../shared/template/variable-views.ts";
import { completionAt } from "./completion.ts";
import { textRuns } from "./text-runs.ts";

const view = (name: string, more: Partial<VariableView> = {}): VariableView => ({
  name,
  value: "v",
  secret: false,
  missing: false,
  scope: "environment",
  origin: "staging",
  shadows: [],
  ...more,
});
const variables = [
  view("baseUrl"),
  view("apiBase"),
  view("token", { secret: true, value: "" }),
  view("gone", { secret: true, missing: true, value: "" }),
];

describe("completionAt", () => {
  test.each([
    ["{{|", ["baseUrl", "apiBase", "token", "gone"]],
    ["{{ba|", ["baseUrl", "apiBase"]],
    ["x {{ BASE|}} y", ["baseUrl", "apiBase"]],
    ["{{nothing|", null],
    ["{{$gui|", ["$guid"]],
    ["{{a}}|", null],
    ["{|", null],
    ["plain|", null],
  ])("%s", (marked, labels) => {
    const caret = marked.indexOf("|");
    const found = completionAt(marked.replace("|", ""), caret, variables);
    expect(found && found.items.map((item) => item.label)).toEqual(labels);
  });

  test("replaces the reference whole", () => {
    const text = "a {{ba}} b";
    const found = completionAt(text, 6, variables);
    expect(found && text.slice(0, found.from) + found.items[0]?.insert + text.slice(found.to)).toBe(
      "a {{baseUrl}} b",
    );
  });

  test("words for the whole text: those that begin with it first, none when it is the only one", () => {
    const words = () => ["Content-Type", "Accept", "X-Content"];
    const labels = (text: string) =>
      completionAt(text, text.length, variables, words)?.items.map((item) => item.label);
    expect(labels("content")).toEqual(["Content-Type", "X-Content"]);
    expect(labels("Accept")).toBeUndefined();
    expect(labels("accept")).toEqual(["Accept"]);
  });
});

describe("textRuns", () => {
  test("cover the text in order, by kind", () => {
    const text = "{{baseUrl}}/:id/{{token}}{{gone}}{{who}}x";
    const runs = textRuns(text, variables, [{ from: 12, to: 15 }]);
    expect(runs.map((run) => run.text).join("")).toBe(text);
    expect(runs.map((run) => [run.kind, run.text])).toEqual([
      ["known", "{{baseUrl}}"],
      ["plain", "/"],
      ["mark", ":id"],
      ["plain", "/"],
      ["secret", "{{token}}"],
      ["missing", "{{gone}}"],
      ["unknown", "{{who}}"],
      ["plain", "x"],
    ]);
  });

  test("nothing is unknown before anybody was asked", () => {
    const kinds = (views: readonly VariableView[]) =>
      textRuns("{{who}} {{$guid}}", views).map((run) => run.kind);
    expect(kinds(notYetKnown)).toEqual(["waiting", "plain", "waiting"]);
    expect(kinds([])).toEqual(["unknown", "plain", "known"]);
  });

  test("a variable wins over a mark", () => {
    expect(textRuns(":{{token}}", variables, [{ from: 0, to: 10 }]).map((run) => run.kind)).toEqual(
      ["plain", "secret"],
    );
  });
});
