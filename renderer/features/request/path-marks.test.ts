import { expect, test } from "vitest";
import { pathMarks } from "./path-marks.ts";

test.each([
  ["http://x/:a/b/:cd?q=:no#:no", [":a", ":cd"]],
  ["{{base:url}}/:id", [":id"]],
  ["http://x:80/", []],
  ["/:a", [":a"]],
  ["", []],
])("%j", (url, marked) => {
  expect(pathMarks(url).map(({ from, to }) => url.slice(from, to))).toEqual(marked);
});
