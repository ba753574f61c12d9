import type { Rule } from "./rules.ts";

/** One line of a header or trailer section (RFC 9112 §5), without its line end, Latin-1. */
export type FieldLine =
  | {
      readonly kind: "field";
      readonly name: string;
      readonly value: string;
      readonly problems: Problems;
    }
  /** Begins with white space: continues the field above (obs-fold, §5.2). */
  | { readonly kind: "fold"; readonly value: string; readonly problems: Problems }
  | { readonly kind: "nothing"; readonly problems: Problems };

export type Problems = readonly Rule[];

const none: Problems = [];
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const control = /[\0-\x08\x0a-\x1f\x7f]/;

/** Never throws; keeps everything that has a name. `line` is not empty. */
export function readFieldLine(line: string): FieldLine {
  const first = line.charCodeAt(0);
  if (first === 32 || first === 9) {
    return { kind: "fold", value: trimSpace(line), problems: valueProblems(line) };
  }
  const colon = line.indexOf(":");
  if (colon < 0) {
    return {
      kind: "nothing",
      problems: ["header-without-colon"],
    };
  }
  const name = line.slice(0, colon);
  const value = trimSpace(line.slice(colon + 1));
  if (token.test(name) && !control.test(value)) {
    return { kind: "field", name, value, problems: none };
  }
  return fieldWithProblems(name, value);
}

function fieldWithProblems(written: string, value: string): FieldLine {
  const problems = [...valueProblems(value)];
  const name = trimSpace(written);
  if (name.length !== written.length) {
    problems.unshift("space-before-colon");
  }
  if (name === "") problems.unshift("header-name-empty");
  else if (name.includes("\0")) problems.unshift("nul");
  else if (!token.test(name)) {
    problems.unshift("header-name");
  }
  return { kind: "field", name, value, problems };
}

function valueProblems(value: string): Problems {
  if (!control.test(value)) return none;
  const problems: Rule[] = [];
  if (value.includes("\0")) problems.push("nul");
  if (value.includes("\r")) problems.push("bare-cr");
  if (/[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(value)) {
    problems.push("header-control");
  }
  return problems;
}

/** Spaces and tabs only (OWS, RFC 9110 §5.6.3): `trim` would eat a NBSP of a Latin-1 value. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}
