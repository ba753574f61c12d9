import { expect, test } from "vitest";
import { optionSpecs } from "./list.ts";
import { parseOptions } from "./parse.ts";

const plain = (words: string) => {
  const parsed = parseOptions(words.split(" "));
  return parsed.kind === "bad"
    ? parsed.message
    : parsed.operations.flatMap(({ given, targets }) => [
        given.map(({ name, value }) => (value === "" ? name : `${name}=${value}`)),
        targets,
      ]);
};

test.each([
  ["http://a", [[], ["http://a"]]],
  ["--show-headers -# x", [["include", "progress-bar"], ["x"]]],
  ["a --url b c", [[], ["a", "b", "c"]]],
  [
    "-i -v -o x a --next -I b",
    [["include", "verbose", "output=x"], ["a"], ["verbose", "head"], ["b"]],
  ],
  ["-X PUT a -: b", [["request=PUT"], ["a"], [], ["b"]]],
  ["-H a:1 --next b", "there is no URL before --next"],
  ["-d --next a", [["data=--next"], ["a"]]],
  ["-X PUT http://a", [["request=PUT"], ["http://a"]]],
  ["-XPUT http://a", [["request=PUT"], ["http://a"]]],
  ["--request=PUT http://a", [["request=PUT"], ["http://a"]]],
  ["-H a:1 -i -H a:2 x", [["header=a:1", "include", "header=a:2"], ["x"]]],
  ["-iv x", [["include", "verbose"], ["x"]]],
  ["-ivo out x", [["include", "verbose", "output=out"], ["x"]]],
  ["--data= x", [["data"], ["x"]]],
  ["--trace - x", [["trace=-"], ["x"]]],
  ["-- -odd", [[], ["-odd"]]],
  ["-d - x", [["data=-"], ["x"]]],
  ["--no-alpn -L --no-location x", [["alpn=no", "location", "location=no"], ["x"]]],
  ["-N x", [["buffer=no"], ["x"]]],
  ["--nope x", "unknown option --nope"],
  ["--no-nope x", "unknown option --no-nope"],
  ["--no-header x", "unknown option --no-header"],
  ["-@ x", "unknown option -@"],
  ["x --to", "--to needs a value: HOST:PORT"],
  ["x -X", "-X needs a value: METHOD"],
  ["--verbose=1 x", "--verbose takes no value"],
] as const)("%s", (words, expected) => {
  expect(plain(words)).toEqual(expected);
});

test("every option has one name and one letter at most, and no name that --no- would hide", () => {
  const names = optionSpecs.map(({ long }) => long);
  const letters = optionSpecs.flatMap(({ short }) => short ?? []);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(letters).size).toBe(letters.length);
  expect(names.filter((name) => name.startsWith("no-"))).toEqual([]);
});
