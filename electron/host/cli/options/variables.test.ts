import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseOptions } from "./parse.ts";
import { readOptions } from "./read.ts";
import { commandVariables } from "./variables.ts";

/** curl(1), "VARIABLES", and its --variable. */
test.each([
  [["a=b"], "x{{a}}y{{a}}", "xby" + "b"],
  [["a=b", "a=c"], "{{a}}", "c"],
  [["a=  b \r\n"], "{{a:trim}}", "b"],
  [['a="\t\u0001é'], "{{a:json}}", '\\"\\t\\u0001é'],
  [["a=a b/é~"], "{{a:url}}", "a%20b%2F%C3%A9~"],
  [["a= b "], "{{a:trim:b64:url}}", "Yg%3D%3D"],
  [["a=Yg=="], "{{a:64dec}}", "b"],
  [["a=!"], "{{a:64dec}}", "[64dec-fail]"],
  [["a[2-4]=0123456"], "{{a}}", "234"],
  [["a[5-]=0123456"], "{{a}}", "56"],
  [["a[9-]=0123456"], "{{a}}", ""],
  [["%HOME"], "{{HOME}}", "/home/ana"],
  [["%NONE=other"], "{{NONE}}", "other"],
  [["%HOME=other"], "{{HOME}}", "/home/ana"],
  [[], "{{none}}", ""],
  [["a=b"], "\\{{a}} {{a}}", "{{a}} b"],
] as const)("%j in %j is %j", (set, text, expanded) => {
  const variables = commandVariables({ HOME: "/home/ana" }, expect.unreachable);
  for (const one of set) variables.set(one);
  expect(variables.expand(text)).toBe(expanded);
});

test.each([
  ["a", "gives no content"],
  ["=b", "no name"],
  [`${"n".repeat(128)}=b`, "no name"],
])("--variable %j is passed over and said", (text, said) => {
  const warnings: string[] = [];
  commandVariables({}, (warning) => warnings.push(warning)).set(text);
  expect(warnings).toEqual([expect.stringContaining(said)]);
});

test.each(["{{a", "{{a b}}", "{{}}"])("%j is no variable, and stays", (text) => {
  const warnings: string[] = [];
  expect(commandVariables({}, (warning) => warnings.push(warning)).expand(text)).toBe(text);
  expect(warnings).toHaveLength(1);
});

test("what cannot be is refused", () => {
  const variables = commandVariables({}, expect.unreachable);
  expect(() => variables.set("%NONE")).toThrow(/no such environment variable/);
  expect(() => variables.set("a[3-2]=x")).toThrow(/ends before/);
  expect(() => variables.set("a@/nowhere/at/all")).toThrow(/could not be read/);
  variables.set("a=b\0");
  expect(() => variables.expand("{{a}}")).toThrow(/NUL/);
  expect(() => variables.expand("{{a:nope}}")).toThrow(/no such function/);
});

test("text without braces is never changed, and a variable gives back what it was given", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      fc.pre(!text.includes("{{") && !text.includes("\0"));
      const variables = commandVariables({}, expect.unreachable);
      variables.set(`v=${text}`);
      expect(variables.expand(text)).toBe(text);
      expect(variables.expand("{{v}}")).toBe(text);
      expect(decodeURIComponent(variables.expand("{{v:url}}"))).toBe(text);
    }),
  );
});

test("a file gives bytes; one that are no text have to be written so", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-variables-"));
  const file = path.join(folder, "bytes");
  await writeFile(file, Buffer.from([0xff, 0, 0x41, 0x0a]));
  const words = ["--variable", `b@${file}`, "--expand-data", "{{b:b64}}", "--expand-url"];
  const parsed = await readOptions([...words, "http://h/{{b:url}}"], expect.unreachable);
  expect(parsed).toMatchObject({
    operations: [
      { given: [{ name: "data", value: "/wBBCg==" }], targets: ["http://h/%FF%00A%0A"] },
    ],
  });
  await expect(readOptions([...words, "{{b:trim}}"], expect.unreachable)).rejects.toThrow(/NUL/);
  await rm(folder, { recursive: true });
});

test.each([
  ["--variable a=1 --expand-url {{a}} --variable a=2 --expand-url={{a}}", ["1", "2"]],
  ["--variable a=b --expand-variable c=x{{a}} --expand-url {{c}}", ["xb"]],
  ["--variable a=1 --expand-compressed x", "--expand-compressed is not an option with a value"],
  ["--variable a=1 --expand-nope x", "--expand-nope is not an option with a value"],
  ["--variable a=1 --expand-config {{a}}", "--expand-config is not an option with a value"],
])("%s", async (words, expected) => {
  const parsed = await readOptions(words.split(" "), expect.unreachable);
  expect(parsed.kind === "bad" ? parsed.message : parsed.operations[0].targets).toEqual(expected);
});

test("--raw is curl's switch without --to", () => {
  expect(parseOptions(["--raw", "http://h/"])).toMatchObject({
    operations: [{ given: [{ name: "raw-chunks" }], targets: ["http://h/"] }],
  });
  expect(parseOptions(["--raw", "file", "--to", "h:1"])).toMatchObject({
    operations: [{ given: [{ name: "raw", value: "file" }, { name: "to" }], targets: [] }],
  });
});

test("a typographic quote before a value is told", () => {
  const warnings: string[] = [];
  parseOptions(["-H", "\u201chost: a\u201d", "-d", "a", "x"], {
    warn: (text) => warnings.push(text),
  });
  expect(warnings).toEqual([expect.stringContaining("--header begins with a typographic quote")]);
});

test("a protocol nobody has is told", () => {
  const warnings: string[] = [];
  const warn = (text: string): void => void warnings.push(text);
  parseOptions(["--proto", "=http,ftp,-wss,all", "x"], { warn });
  expect(warnings).toEqual([]);
  parseOptions(["--proto", "=htps", "--proto-redir", "-http,+gopher2", "x"], { warn });
  expect(warnings).toEqual([
    expect.stringContaining('--proto names the protocol "htps"'),
    expect.stringContaining('--proto-redir names the protocol "gopher2"'),
  ]);
});
