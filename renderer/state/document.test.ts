import { expect, test } from "vitest";
import { emptyRequest } from "../../shared/model/request.ts";
import { afterRename } from "./document.ts";

const base = { ...emptyRequest, name: "a", url: "http://h/1" };
const edited = { ...base, url: "http://h/2" };

test("an edit of a file that was renamed stays the edit, under the new name", () => {
  expect(afterRename({ base, value: edited }, { ...base, name: "b" })).toEqual({
    ...edited,
    name: "b",
  });
});

test.each([
  ["something else changed too", edited, { ...base, name: "b", method: "PUT" }],
  ["the edit names it otherwise", { ...edited, name: "c" }, { ...base, name: "b" }],
  ["it is text", "a", "b"],
  ["there is nothing to compare with", null, { ...base, name: "b" }],
])("not when %s", (_, value, file) => {
  expect(afterRename({ base, value }, file)).toBeNull();
  expect(afterRename({ base: null, value }, file)).toBeNull();
});
