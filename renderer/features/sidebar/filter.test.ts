import { expect, test } from "vitest";
import { type Filter, marksOf, matches, parseFilter } from "./filter.ts";

const filter = (text: string): Filter => {
  const parsed = parseFilter(text);
  if (!parsed) throw new Error("nothing to look for");
  return parsed;
};

test("nothing typed is no filter", () => {
  expect(parseFilter("")).toBeNull();
  expect(parseFilter("  \t ")).toBeNull();
});

test("a word is found in the name whatever its case and accents", () => {
  expect(matches(filter("ete"), "Vacances d’Été", "GET", "")).toBe(true);
  expect(matches(filter("ÉTÉ"), "ete", "GET", "")).toBe(true);
  expect(matches(filter("hiver"), "Vacances d’Été", "GET", "")).toBe(false);
});

test("a word may be the method, whole", () => {
  expect(matches(filter("post"), "Create", "POST", "")).toBe(true);
  expect(matches(filter("pos"), "Create", "POST", "")).toBe(false);
});

test("words may stand in the folders above, and a folder's name shows all it holds", () => {
  expect(matches(filter("orders create"), "Create", "POST", "Harbour orders")).toBe(true);
  expect(matches(filter("orders"), "Create", "POST", "Harbour orders")).toBe(true);
  expect(matches(filter("or"), "List", "GET", "Harbour berths")).toBe(false);
  expect(matches(filter("orders delete"), "Create", "POST", "Harbour orders")).toBe(false);
});

test("marks are sorted and joined where they overlap", () => {
  expect(marksOf("Create order", filter("or cre"))).toEqual([
    [0, 3],
    [7, 9],
  ]);
  expect(marksOf("abcdef", filter("bcd cde"))).toEqual([[1, 5]]);
  expect(marksOf("nothing", filter("x"))).toEqual([]);
});

test("marks stand at the same places in names that change length when folded", () => {
  const name = "ﬁn İstanbul 𝔘 find";
  const [mark] = marksOf(name, filter("find"));
  expect(mark && name.slice(...mark)).toBe("find");
});
