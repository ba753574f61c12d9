/** How a language writes one character it cannot hold as it is. */
interface LiteralRules {
  readonly escapes: ReadonlyMap<string, string>;
  /** Of a character nobody can see: control, format, unassigned, private and every space but U+0020. */
  unseen(codePoint: number): string;
}

/**
 * What must not stand in source as it is: a person could not see it, and compilers refuse some of it (directional marks). \p{C} are
 * controls, formats, surrogates, private and unassigned ones.
 */
const unseen = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

function literal(text: string, { escapes, unseen: escaped }: LiteralRules): string {
  let out = "";
  for (const character of text) {
    const known = escapes.get(character);
    if (known !== undefined) out += known;
    else if (unseen.test(character)) out += escaped(character.codePointAt(0) ?? 0);
    else out += character;
  }
  return `"${out}"`;
}

const hex = (value: number, width: number): string => value.toString(16).padStart(width, "0");
const octal = (value: number): string => `\\${value.toString(8).padStart(3, "0")}`;
const units = (codePoint: number): string =>
  Array.from({ length: codePoint > 0xffff ? 2 : 1 }, (_, at) =>
    String.fromCodePoint(codePoint).charCodeAt(at),
  )
    .map((unit) => `\\u${hex(unit, 4)}`)
    .join("");
const braced = (codePoint: number): string => `\\u{${codePoint.toString(16)}}`;
const wide = (codePoint: number): string =>
  codePoint > 0xffff ? `\\U${hex(codePoint, 8)}` : `\\u${hex(codePoint, 4)}`;

const common = [
  ["\\", "\\\\"],
  ['"', '\\"'],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
] as const;
const rules = (
  escape: (codePoint: number) => string,
  ...more: readonly (readonly [string, string])[]
): LiteralRules => ({ escapes: new Map([...common, ...more]), unseen: escape });

const js = rules(units);
const python = rules((code) => (code < 0x80 ? `\\x${hex(code, 2)}` : wide(code)));
const rust = rules(braced);
const go = rules((code) => (code < 0x80 ? `\\x${hex(code, 2)}` : wide(code)));
// javac reads \u before anything else, so \u000a would end the line: controls are octal.
const java = rules((code) => (code < 0x80 ? octal(code) : units(code)));
const kotlin = rules(units, ["$", "\\$"]);
const csharp = rules(wide);
const php = rules((code) => (code < 0x80 ? `\\x${hex(code, 2)}` : braced(code)), ["$", "\\$"]);
const ruby = rules(braced, ["#", "\\#"]);
const swift = rules(braced);
const dart = rules(braced, ["$", "\\$"]);
// Three octal digits end by themselves, unlike \x; `??` could begin a trigraph.
const c = rules(
  (code) => [...new TextEncoder().encode(String.fromCodePoint(code))].map(octal).join(""),
  ["?", "\\?"],
);

const every = { js, python, rust, go, java, kotlin, csharp, php, ruby, swift, dart, c };

export type LiteralLanguage = keyof typeof every;

/** A text as a double-quoted string literal of a language. What it says is the text exactly, whatever is in it. */
export function quoted(language: LiteralLanguage, text: string): string {
  return literal(text, every[language]);
}

/** UTF-16 units of a line that are one literal: compilers bear literals of 16 KB (MSVC) to 64 KB (a class file's). */
const mostUnits = 4_000;

/** The lines of a text, each with its line end, long ones in pieces; one for an empty text. Joined they give the text. */
export function linesOf(text: string): readonly string[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [""];
  return lines.flatMap((line) => {
    if (line.length <= mostUnits) return [line];
    return line.match(new RegExp(`[^]{1,${mostUnits}}`, "gu")) ?? [line];
  });
}

/** Literals for the lines of a text. Joined they give the text. */
export function quotedLines(language: LiteralLanguage, text: string): readonly string[] {
  return linesOf(text).map((line) => quoted(language, line));
}
