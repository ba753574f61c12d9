import { expect, test } from "vitest";
import { parseOptions } from "./options.ts";

const plain = (words: string) => {
  const parsed = parseOptions(words.split(" "));
  return parsed.kind === "bad"
    ? parsed.message
    : [Object.fromEntries(parsed.given), parsed.targets];
};

test.each([
  ["http://a", [{}, ["http://a"]]],
  ["-X PUT http://a", [{ request: ["PUT"] }, ["http://a"]]],
  ["-XPUT http://a", [{ request: ["PUT"] }, ["http://a"]]],
  ["--request=PUT http://a", [{ request: ["PUT"] }, ["http://a"]]],
  ["-H a:1 -H a:2 x", [{ header: ["a:1", "a:2"] }, ["x"]]],
  ["-iv x", [{ include: [""], verbose: [""] }, ["x"]]],
  ["-ivo out x", [{ include: [""], verbose: [""], output: ["out"] }, ["x"]]],
  ["--data= x", [{ data: [""] }, ["x"]]],
  ["--trace - x", [{ trace: ["-"] }, ["x"]]],
  ["-- -odd", [{}, ["-odd"]]],
  ["-d - x", [{ data: ["-"] }, ["x"]]],
  ["--nope x", "unknown option --nope"],
  ["-Z x", "unknown option -Z"],
  ["x --to", "--to needs a value: HOST:PORT"],
  ["x -X", "-X needs a value: METHOD"],
  ["--verbose=1 x", "--verbose takes no value"],
] as const)("%s", (words, expected) => {
  expect(plain(words)).toEqual(expected);
});
