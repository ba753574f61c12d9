import { type YamlData, yamlNumber } from "../yaml/data.ts";

/** Where a text stops being what it should be. Lines and columns count from 1. */
export interface SyntaxProblem {
  readonly line: number;
  readonly column: number;
  /** What is wrong, a few plain words. */
  readonly reason: string;
}

/** A key that stands twice in one place: what stood there first is not in the data. */
export interface RepeatedKey {
  readonly key: string;
  /** Of the later one, counted from 1. */
  readonly line: number;
}

/** What could be read; with a problem, everything before it. */
export interface ReadData {
  readonly data: YamlData;
  readonly problem: SyntaxProblem | null;
  /** The first of them, `mostRepeated` at most. */
  readonly repeated: readonly RepeatedKey[];
}

export const mostRepeated = 20;

/** Deeper than any real file; keeps hostile ones from ending the stack. */
const maxDepth = 500;
const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const blank = /(?:[\s\ufeff]|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const escapes: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

class Stop extends Error {
  readonly at: number;
  readonly reason: string;
  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
    this.reason = reason;
  }
}

/**
 * Reads JSON (RFC 8259) into maps, so that `__proto__` is a key like any other and numbers keep their spelling. Of two equal keys the
 * later counts. Comments, commas before a closing bracket and line breaks in strings are let through. A text that breaks off gives
 * everything before the break. Never throws.
 */
export function readJson(text: string): ReadData {
  let at = 0;
  let stopped: Stop | null = null;
  const repeated: { readonly key: string; readonly at: number }[] = [];

  const skip = (): string => {
    blank.lastIndex = at;
    blank.test(text);
    at = Math.max(at, blank.lastIndex);
    return text.charAt(at);
  };

  const readString = (): string => {
    const from = at;
    at += 1;
    let out = "";
    let start = at;
    for (;;) {
      const character = text.charAt(at);
      if (character === "") throw new Stop(from, "a text has no closing quote");
      if (character === '"') break;
      if (character !== "\\") {
        at += 1;
        continue;
      }
      out += text.slice(start, at);
      const letter = text.charAt(at + 1);
      const code = /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6));
      if (letter === "u" && code) {
        out += String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16));
        at += 6;
      } else {
        out += escapes.get(letter) ?? letter;
        at += 2;
      }
      start = at;
    }
    out += text.slice(start, at);
    at += 1;
    return out;
  };

  const readMap = (depth: number): YamlData => {
    const map = new Map<string, YamlData>();
    at += 1;
    try {
      for (;;) {
        const first = skip();
        if (first === "}") break;
        if (first !== '"') throw new Stop(at, first === "" ? endsEarly : "a name is missing");
        const from = at;
        const key = readString();
        if (map.has(key) && repeated.length < mostRepeated) repeated.push({ key, at: from });
        if (skip() !== ":") throw new Stop(at, "a colon is missing after a name");
        at += 1;
        map.set(key, readValue(depth + 1));
        if (stopped !== null) return map;
        const next = skip();
        if (next === "}") break;
        if (next !== ",") throw new Stop(at, next === "" ? endsEarly : "a comma is missing");
        at += 1;
      }
      at += 1;
    } catch (error) {
      stop(error);
    }
    return map;
  };

  const readList = (depth: number): YamlData => {
    const list: YamlData[] = [];
    at += 1;
    try {
      for (;;) {
        if (skip() === "]") break;
        list.push(readValue(depth + 1));
        if (stopped !== null) return list;
        const next = skip();
        if (next === "]") break;
        if (next !== ",") throw new Stop(at, next === "" ? endsEarly : "a comma is missing");
        at += 1;
      }
      at += 1;
    } catch (error) {
      stop(error);
    }
    return list;
  };

  const readValue = (depth: number): YamlData => {
    const first = skip();
    if (depth > maxDepth) throw new Stop(at, "it is nested too deeply");
    if (first === "{") return readMap(depth);
    if (first === "[") return readList(depth);
    if (first === '"') return readString();
    for (const [word, value] of words) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return value;
      }
    }
    numberForm.lastIndex = at;
    const source = numberForm.exec(text)?.[0] ?? "";
    if (source === "") throw new Stop(at, first === "" ? endsEarly : "this is no value");
    at += source.length;
    return { ...yamlNumber(Number(source)), source };
  };

  const stop = (error: unknown): void => {
    if (!(error instanceof Stop)) throw error;
    stopped ??= error;
  };

  let data: YamlData = null;
  try {
    data = readValue(0);
    if (stopped === null && skip() !== "") throw new Stop(at, "something follows the end");
  } catch (error) {
    stop(error);
  }
  return {
    data,
    problem: problemAt(text, stopped),
    repeated: repeated.map((one) => ({ key: one.key, line: lineAt(text, one.at) })),
  };
}

const endsEarly = "it ends too early";
const words = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

function problemAt(text: string, stopped: Stop | null): SyntaxProblem | null {
  if (stopped === null) return null;
  const lineStart = text.lastIndexOf("\n", stopped.at - 1) + 1;
  return {
    line: lineAt(text, stopped.at),
    column: stopped.at - lineStart + 1,
    reason: stopped.reason,
  };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1))
    line += 1;
  return line;
}
