import { type YamlData, yamlNumber } from "./data.ts";

/**
 * The data of a text in the plain block style that Envoi and Bruno write, about twenty times faster than parsing. null: not sure that
 * this is what YAML 1.2 makes of it, or that it is YAML at all; then the text must be parsed. Whatever is answered is what `parseYaml` answers:
 * the properties beside this file try that on texts that are printed, changed and broken.
 */
export function readPlainYaml(text: string): YamlData | null {
  const from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const bare = from === 0 ? text : text.slice(from);
  const source = bare.includes("\r") ? bare.replaceAll("\r\n", "\n") : bare;
  if (strange.test(source)) return null;
  const lines = source.split("\n");
  const ended = lines.at(-1) === "";
  if (ended) lines.pop();
  const reader: Reader = { lines, ended, at: 0 };
  try {
    if (!toContent(reader) || indentOf(lines[reader.at] ?? "") !== 0) return null;
    const data = readMap(reader, 0, 0, null);
    return toContent(reader) ? null : data;
  } catch (thrown) {
    if (thrown === unsure) return null;
    throw thrown;
  }
}

/** Characters that are errors, line breaks or marks in some place; tabs are looked at where they stand. */
const strange = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;
const pair = /^([A-Za-z_$][A-Za-z0-9_$.-]{0,100}):(?: (.*))?$/;
const plain =
  /^(?:(?:[A-Za-z0-9/_.$(<^;\\]|[^\s\u0000-\u00a0])(?:[^:#\t]|:(?=[^\s#])|(?<=[^\s:])#)*)$/;
const doubleQuoted = /^"(?:[^"\\\t]|\\["\\/bfnrt]|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4})*"$/;
const singleQuoted = /^'(?:[^'\t]|'')*'$/;
const blockHeader = /^\|([1-9]?)([-+]?)$/;
const plainInteger = /^(?:0|-?[1-9][0-9]{0,14})$/;
/** Begins as a word does: no number does, and the few words that mean something else are named below. */
const word = /^(?:[A-Za-z_$(/<^;\\]|[^\s\u0000-\u00a0]|\.[A-Za-z](?!(?:nf|an)$))/i;
/** Whatever begins with a digit and may be a number of the core schema, in whatever spelling. */
const maybeNumber = /^(?:0[oxOX]|[0-9][0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9]+)?$)/;
const mostDepth = 64;

const unsure = new Error("unsure");

interface Reader {
  readonly lines: readonly string[];
  /** The last line has its line break. */
  readonly ended: boolean;
  at: number;
}

type Mutable = Map<string, YamlData>;

/** Goes to the next line that says something; false: there is none. */
function toContent(reader: Reader): boolean {
  for (; reader.at < reader.lines.length; reader.at += 1) {
    const line = reader.lines[reader.at] ?? "";
    if (line === "") continue;
    const indent = indentOf(line);
    // Spaces alone end a value in one place and belong to it in another.
    if (indent === line.length) throw unsure;
    if (line.charCodeAt(indent) !== hash) return true;
  }
  return false;
}

const hash = 0x23;
const dash = 0x2d;
const space = 0x20;
const tab = 0x09;

function indentOf(line: string): number {
  let at = 0;
  while (line.charCodeAt(at) === space) at += 1;
  return at;
}

/** A map whose keys stand at a column. `first`: what is left of its first line, when that began with the dash of a list. */
function readMap(reader: Reader, column: number, depth: number, first: string | null): YamlData {
  if (depth > mostDepth) throw unsure;
  const map: Mutable = new Map();
  let begun = first;
  while (begun !== null || toContent(reader)) {
    const line = reader.lines[reader.at] ?? "";
    if (begun === null) {
      const indent = indentOf(line);
      if (indent < column || (indent === column && isItem(line, indent))) break;
      if (indent !== column) throw unsure;
    }
    const [, key, value = ""] = pair.exec(begun ?? line.slice(column)) ?? [];
    if (key === undefined || map.has(key)) throw unsure;
    begun = null;
    reader.at += 1;
    map.set(
      key,
      value === "" ? readBelow(reader, column, depth) : readValue(reader, value, column),
    );
  }
  return map;
}

function isItem(line: string, indent: number): boolean {
  return line.charCodeAt(indent) === dash && line.charCodeAt(indent + 1) === space;
}

/** What stands under a key without a value. A comment or an empty line before it leaves it to the parser. */
function readBelow(reader: Reader, column: number, depth: number): YamlData {
  const line = reader.lines[reader.at];
  if (line === undefined) return null;
  const indent = indentOf(line);
  if (line === "") {
    // Nothing but the end of this map or of the text may follow an empty line.
    if (!toContent(reader)) return null;
    const next = reader.lines[reader.at] ?? "";
    const there = indentOf(next);
    if (there > column || isItem(next, there)) throw unsure;
    return null;
  }
  if (indent === line.length || line.charCodeAt(indent) === hash) throw unsure;
  if (isItem(line, indent) && indent >= column) return readList(reader, indent, depth + 1);
  return indent > column ? readMap(reader, indent, depth + 1, null) : null;
}

function readList(reader: Reader, column: number, depth: number): YamlData {
  if (depth > mostDepth) throw unsure;
  const list: YamlData[] = [];
  while (toContent(reader)) {
    const line = reader.lines[reader.at] ?? "";
    const indent = indentOf(line);
    if (indent < column) break;
    if (indent !== column) throw unsure;
    // The next key of the map around a list that stands at its column.
    if (!isItem(line, indent)) break;
    const rest = line.slice(column + 2);
    if (pair.test(rest)) list.push(readMap(reader, column + 2, depth + 1, rest));
    else {
      reader.at += 1;
      list.push(readValue(reader, rest, column));
    }
  }
  return list;
}

/** A value that begins on the line of its key or dash, which stands at a column. */
function readValue(reader: Reader, value: string, column: number): YamlData {
  const [, digit, chomp] = blockHeader.exec(value) ?? [];
  if (chomp !== undefined)
    return readBlock(reader, column, digit === "" ? 0 : column + Number(digit), chomp);
  if (value === "[]") return [];
  if (value === "{}") return new Map();
  if (value.endsWith(" ")) throw unsure;
  if (doubleQuoted.test(value)) return JSON.parse(value) as string;
  if (singleQuoted.test(value)) return value.slice(1, -1).replaceAll("''", "'");
  if (!plain.test(value)) throw unsure;
  return scalarOf(value);
}

function scalarOf(value: string): YamlData {
  switch (value) {
    case "null":
    case "Null":
    case "NULL":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
  }
  if (word.test(value)) return value;
  if (plainInteger.test(value)) return yamlNumber(Number(value));
  if (/^[0-9]/.test(value) && !maybeNumber.test(value)) return value;
  throw unsure;
}

/**
 * A literal block below a key or dash at a column. `own`: its column when its header says so, else 0. `chomp`: `-` without the last line
 * breaks, `+` with all of them.
 */
function readBlock(reader: Reader, column: number, own: number, chomp: string): string {
  const { lines } = reader;
  const found: string[] = [];
  let inner = own;
  let blank: string[] = [];
  for (; reader.at < lines.length; reader.at += 1) {
    const line = lines[reader.at] ?? "";
    const indent = indentOf(line);
    if (indent === line.length) {
      blank.push(line);
      continue;
    }
    if (indent <= column) break;
    if (inner === 0) inner = indent;
    if (indent < inner) throw unsure;
    // A tab where the indentation could go on is read in more than one way.
    if (found.length === 0 && (line.charCodeAt(indent) === tab || hasSpaces(blank))) throw unsure;
    for (const empty of blank) found.push(empty.slice(inner));
    blank = [];
    found.push(line.slice(inner));
  }
  if (hasSpaces(blank)) throw unsure;
  // Without a last line break the end of a block is read in more than one way.
  if (found.length === 0 || (reader.at === lines.length && !reader.ended)) throw unsure;
  if (chomp === "+") {
    // Whose the last empty lines are depends on what comes after them.
    const next = lines[reader.at] ?? "";
    if (next.charCodeAt(indentOf(next)) === hash) throw unsure;
    return `${found.join("\n")}${"\n".repeat(blank.length + 1)}`;
  }
  return chomp === "-" ? found.join("\n") : `${found.join("\n")}\n`;
}

/** Spaces alone before or after a block are read in more than one way; between its lines they belong to it. */
function hasSpaces(blank: readonly string[]): boolean {
  return blank.some((line) => line !== "");
}
