import { expect, test } from "vitest";
import { operationNote } from "./operation-note.ts";

test.each([
  ["{ a }", undefined, null],
  ["query A { a } query B { b }", undefined, "wanted"],
  ["query A { a } query B { b }", "B", null],
  ["query A { a }", "B", "missing"],
  ["query A { a }", "{{which}}", null],
  ["", undefined, null],
])("%s, %s", (query, operation, note) => {
  const named = operation === undefined ? {} : { operation };
  expect(operationNote({ kind: "graphql", query, variables: "", ...named })).toBe(note);
});
