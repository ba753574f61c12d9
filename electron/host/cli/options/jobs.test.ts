import { expect, test } from "vitest";
import { jobsOf } from "./jobs.ts";
import { parseOptions } from "./parse.ts";

function jobs(words: string): readonly string[] {
  const parsed = parseOptions(words.split(" "));
  if (parsed.kind === "bad") throw new Error(parsed.message);
  return [...jobsOf(parsed.operations)].map(({ given, target }) =>
    [target, ...given.map(({ name, value }) => (value === "" ? name : `${name}=${value}`))].join(
      " ",
    ),
  );
}

test.each([
  ["http://h/[1-2]", ["http://h/1", "http://h/2"]],
  ["-g http://h/[1-2]", ["http://h/[1-2] globoff"]],
  ["-o a -o b u1 u2 u3", ["u1 output=a", "u2 output=b", "u3"]],
  ["-O -o b u1 u2", ["u1 remote-name", "u2 output=b"]],
  [
    "--remote-name-all -o a u1 u2",
    ["u1 remote-name-all output=a", "u2 remote-name-all remote-name"],
  ],
  [
    "-i http://h/{a,b}/[1-2] -o #2_#1",
    [
      "http://h/a/1 include output=1_a",
      "http://h/a/2 include output=2_a",
      "http://h/b/1 include output=1_b",
      "http://h/b/2 include output=2_b",
    ],
  ],
  ["-T {a,b} http://h/", ["http://h/ upload-file=a", "http://h/ upload-file=b"]],
  ["-T a u1 u2", ["u1 upload-file=a", "u2"]],
  ["-i u1 --next -I u2", ["u1 include", "u2 head"]],
  ["orders[1].yml", ["orders[1].yml"]],
  // What stands in a file of --url stands for itself, and is kept under its name.
  ["--url @list u[1-2]", ["@list remote-name", "u1", "u2"]],
  ["-o a --url @list --next u", ["@list output=a", "u"]],
])("%s", (words, expected) => {
  expect(jobs(words)).toEqual(expected);
});
