import fc from "fast-check";
import { expect, test } from "vitest";
import { bashCommands } from "../import/shell/bash.ts";
import { cmdCommands } from "../import/shell/cmd.ts";
import { powershellStatements } from "../import/shell/powershell.ts";
import { linesOf, quoted, quotedLines } from "./literal.ts";
import {
  bashWord,
  cmdWord,
  isCmdText,
  isPowershellText,
  isWordText,
  powershellString,
} from "./shell-word.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({
    unit: fc.constantFrom(
      ..."\"'`$\\{}%@#(!^&|<> \n\r\t\u0000\u0001\u007f\u00a0\u2018\u201b\u201c\u201e\u2028\u202eé☃😀?0a",
    ),
  }),
);

test("a JavaScript literal says the text, and shows every character of it", () => {
  fc.assert(
    fc.property(text, (value) => {
      const literal = quoted("js", value);
      expect(JSON.parse(literal)).toBe(value);
      expect(literal).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\u00a0]/u);
      expect(
        quotedLines("js", value)
          .map((line) => JSON.parse(line) as string)
          .join(""),
      ).toBe(value);
    }),
  );
});

test.each([
  ["python", '"\\x00\\u2028\\U0001f600x\\"\\\\\\n$#{?"'.replace("\\U0001f600", "😀")],
  ["rust", '"\\u{0}\\u{2028}😀x\\"\\\\\\n$#{?"'],
  ["go", '"\\x00\\u2028😀x\\"\\\\\\n$#{?"'],
  ["java", '"\\000\\u2028😀x\\"\\\\\\n$#{?"'],
  ["kotlin", '"\\u0000\\u2028😀x\\"\\\\\\n\\$#{?"'],
  ["csharp", '"\\u0000\\u2028😀x\\"\\\\\\n$#{?"'],
  ["php", '"\\x00\\u{2028}😀x\\"\\\\\\n\\$#{?"'],
  ["ruby", '"\\u{0}\\u{2028}😀x\\"\\\\\\n$\\#{?"'],
  ["swift", '"\\u{0}\\u{2028}😀x\\"\\\\\\n$#{?"'],
  ["dart", '"\\u{0}\\u{2028}😀x\\"\\\\\\n\\$#{?"'],
  ["c", '"\\000\\342\\200\\250😀x\\"\\\\\\n$#{\\?"'],
] as const)("a %s literal", (language, literal) => {
  expect(quoted(language, '\u0000\u2028😀x"\\\n$#{?')).toBe(literal);
});

const plain = text.filter(
  (value) => !/[\u0000-\u0009\u000b-\u001f]/.test(value) && !/\{\{/.test(value),
);

test("a bash word is read back", () => {
  fc.assert(
    fc.property(
      text.filter((value) => !value.includes("\u0000")),
      (value) => {
        const [command] = bashCommands(`curl ${bashWord(value)} end`, new Set());
        expect(command?.words).toEqual(["curl", value, "end"]);
      },
    ),
  );
});

test("a cmd word is read back", () => {
  fc.assert(
    fc.property(
      plain.filter((value) => !/%\w+%/.test(value)),
      (value) => {
        const [command] = cmdCommands(`curl ${cmdWord(value)} end`, new Set());
        expect(command?.words).toEqual(["curl", value, "end"]);
      },
    ),
  );
});

test("a PowerShell string is read back", () => {
  fc.assert(
    fc.property(
      plain.filter((value) => !/\r/.test(value)),
      (value) => {
        const [statement] = powershellStatements(`curl ${powershellString(value)} end`, new Set());
        expect(statement?.words.map((word) => (word.kind === "text" ? word.text : null))).toEqual([
          "curl",
          value,
          "end",
        ]);
      },
    ),
  );
});

test("a long line is cut into literals that join to it, never inside a character", () => {
  const long = `${"😀".repeat(9_001)}x\n`.repeat(2);
  const lines = linesOf(long);
  expect(lines.join("")).toBe(long);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(8_000);
  expect(lines.every((line) => !/^[\udc00-\udfff]/.test(line))).toBe(true);
});

test("what is too long for a word of a command line is no word of it", () => {
  expect([isWordText("x".repeat(90_000)), isWordText("é".repeat(90_000))]).toEqual([true, false]);
  expect([isCmdText("x".repeat(5_000)), isCmdText('"'.repeat(5_000))]).toEqual([true, false]);
  expect([isPowershellText("x"), isPowershellText("x".repeat(30_000))]).toEqual([true, false]);
});
