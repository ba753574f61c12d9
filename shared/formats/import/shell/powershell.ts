import type { VariableNames } from "./command.ts";

/** A value as PowerShell writes it. What would have to be run is kept as it was written. */
export type PowerValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "table"; readonly rows: readonly (readonly [string, PowerEntry])[] }
  | { readonly kind: "list"; readonly items: readonly PowerEntry[] }
  | { readonly kind: "code"; readonly code: string };

/** A value in a table or list; `bare`: it had no quotes, so that `12` and `$true` are no texts. */
export type PowerEntry = PowerValue & { readonly bare: boolean };

/** A statement: its words in order, each with how it was written. A switch or parameter is a bare text that begins with `-`. */
export interface PowerStatement {
  readonly words: readonly PowerEntry[];
  readonly line: number;
  /** The programs what it gives goes through (`| ConvertTo-Json`), in lower case. */
  readonly pipes: readonly string[];
}

/**
 * Takes a text apart as PowerShell would, far enough for copied requests: `'…'` and `"…"` with backtick escapes and `$([char]N)`,
 * `@'…'@` here-strings, `@{ name = value }`, `( … )` kept whole, lines continued by a backtick, `#` comments. Variables become `{{NAME}}`.
 */
export function powershellStatements(
  text: string,
  variables: VariableNames,
): readonly PowerStatement[] {
  const reader = createReader(text, variables);
  const statements: (PowerStatement & { readonly pipes: string[] })[] = [];
  let words: PowerEntry[] = [];
  let started = 1;
  let piped = false;
  const end = (): void => {
    const [first] = words;
    const program = first?.kind === "text" && first.bare ? first.text.toLowerCase() : "";
    const before = piped ? statements.at(-1) : undefined;
    if (before !== undefined && program !== "") before.pipes.push(program);
    else if (words.length > 0) statements.push({ words, line: started, pipes: [] });
    words = [];
  };
  for (;;) {
    const mark = reader.blanks();
    if (mark === "") break;
    if (mark === "\n" || mark === ";" || mark === "|") {
      reader.skip();
      // A line may end with the bar.
      const goesOn: boolean = mark === "\n" && piped && words.length === 0;
      end();
      piped = mark === "|" || goesOn;
      continue;
    }
    if (words.length === 0) started = reader.line();
    words.push(reader.value());
  }
  end();
  return statements;
}

interface Reader {
  /** Passes blanks, comments and continued lines; gives the character it stands at. */
  blanks(): string;
  skip(): void;
  value(): PowerEntry;
  line(): number;
}

function createReader(text: string, variables: VariableNames): Reader {
  let at = 0;
  const peek = (offset = 0) => text.charAt(at + offset);

  const blanks = (): string => {
    for (;;) {
      const character = peek();
      if (character === " " || character === "\t" || character === "\r") at += 1;
      else if (character === "`" && /^`[ \t]*\n/.test(text.slice(at, at + 20)))
        at = text.indexOf("\n", at) + 1;
      else if (character === "#") at = indexOrEnd("\n");
      else return character;
    }
  };
  const indexOrEnd = (mark: string): number => {
    const found = text.indexOf(mark, at);
    return found < 0 ? text.length : found;
  };

  const variable = (): string => {
    const named = /^\$(?:\{([^}]+)\}|((?:env:)?[A-Za-z_]\w*(?:\.\w+)*))/.exec(
      text.slice(at, at + 200),
    );
    if (named === null) {
      at += 1;
      return "$";
    }
    at += named[0].length;
    const name = (named[1] ?? named[2] ?? "").replace(/^env:/i, "");
    variables.add(name);
    return `{{${name}}}`;
  };

  const doubleQuoted = (): string => {
    let out = "";
    at += 1;
    while (at < text.length) {
      const character = peek();
      if (isDoubleQuote(character)) {
        at += 1;
        if (!isDoubleQuote(peek())) return out;
        out += peek();
        at += 1;
      } else if (character === "`") {
        out += escaped(peek(1));
        at += 2;
      } else if (character === "$" && peek(1) === "(") {
        const code = bracketed("(", ")", at + 1);
        const number = /^\(\s*\[char\]\s*(0x[0-9a-f]+|\d+)\s*\)$/i.exec(code)?.[1];
        out += number === undefined ? `$${code}` : String.fromCharCode(Number(number));
        at += 1 + code.length;
      } else if (character === "$") out += variable();
      else {
        out += character;
        at += 1;
      }
    }
    return out;
  };

  const singleQuoted = (): string => {
    let out = "";
    at += 1;
    while (at < text.length) {
      if (!isSingleQuote(peek())) out += peek();
      else if (isSingleQuote(peek(1))) {
        out += peek(1);
        at += 1;
      } else {
        at += 1;
        return out;
      }
      at += 1;
    }
    return out;
  };

  const hereString = (quote: string): string => {
    const from = text.indexOf("\n", at) + 1;
    const stop = text.indexOf(`\n${quote}@`, at);
    const until = stop < 0 ? text.length : stop;
    at = stop < 0 ? text.length : stop + 3;
    return from === 0 ? "" : text.slice(from, until);
  };

  /** A bracketed run with what is in it, brackets in quotes not counted. */
  const bracketed = (open: string, close: string, from: number): string => {
    let depth = 0;
    let quote = "";
    for (let index = from; index < text.length; index += 1) {
      const character = text.charAt(index);
      if (quote !== "") {
        if (character === "`" && quote === '"') index += 1;
        else if (quoteKind(character) === quote) quote = "";
      } else if (quoteKind(character) !== "") quote = quoteKind(character);
      else if (character === open) depth += 1;
      else if (character === close && --depth === 0) return text.slice(from, index + 1);
    }
    return text.slice(from);
  };

  const table = (): PowerValue => {
    const rows: (readonly [string, PowerEntry])[] = [];
    at += 2;
    while (at < text.length) {
      const mark = blanks();
      if (mark === "}") {
        at += 1;
        break;
      }
      if (mark === "\n" || mark === ";" || mark === ",") {
        at += 1;
        continue;
      }
      const before = at;
      const name = scalar(value(true));
      if (blanks() === "=") {
        at += 1;
        blanks();
        rows.push([name, value(true)]);
      }
      if (at === before) at += 1;
    }
    return { kind: "table", rows };
  };

  /** `@( … )`, and what stands between its commas. */
  const list = (): PowerValue => {
    const items: PowerEntry[] = [];
    at += 2;
    while (at < text.length) {
      const mark = blanks();
      if (mark === ")") {
        at += 1;
        break;
      }
      if (mark === "\n" || mark === "," || mark === ";") at += 1;
      else items.push(value(true));
    }
    return { kind: "list", items };
  };

  const value = (inTable: boolean): PowerEntry => {
    const two = text.slice(at, at + 2);
    if (two === "@{") return { ...table(), bare: false };
    if (two === "@(") return { ...list(), bare: false };
    if (two === "@'" || two === '@"')
      return { kind: "text", text: hereString(two.charAt(1)), bare: false };
    if (isDoubleQuote(peek())) return { kind: "text", text: doubleQuoted(), bare: false };
    if (isSingleQuote(peek())) return { kind: "text", text: singleQuoted(), bare: false };
    if (peek() === "(") {
      const code = bracketed("(", ")", at);
      at += code.length;
      return { kind: "code", code, bare: false };
    }
    let out = "";
    const stops = inTable ? /[\s;|=,})]/ : /[\s;|]/;
    while (at < text.length && !stops.test(peek())) {
      const character = peek();
      if (character === "(") {
        const code = bracketed("(", ")", at);
        at += code.length;
        out += code;
      } else if (isDoubleQuote(character)) out += doubleQuoted();
      else if (isSingleQuote(character)) out += singleQuoted();
      else if (character === "`") {
        out += escaped(peek(1));
        at += 2;
      } else {
        out += character;
        at += 1;
      }
    }
    if (out === "") {
      out = peek();
      at += 1;
    }
    return { kind: "text", text: out, bare: true };
  };

  return {
    blanks,
    value: () => value(false),
    skip: () => {
      at += 1;
    },
    line: () => text.slice(0, at).split("\n").length,
  };
}

/** PowerShell takes typographic quotes for quotes; two of either kind stand for the second (`CharExtensions.IsSingleQuote`). */
function isSingleQuote(character: string): boolean {
  return /^['\u2018-\u201b]$/.test(character);
}

function isDoubleQuote(character: string): boolean {
  return /^["\u201c-\u201e]$/.test(character);
}

function quoteKind(character: string): "'" | '"' | "" {
  if (isSingleQuote(character)) return "'";
  return isDoubleQuote(character) ? '"' : "";
}

function escaped(letter: string): string {
  return (
    { n: "\n", r: "\r", t: "\t", "0": "\0", a: "\u0007", b: "\b", f: "\f", v: "\v" }[letter] ??
    letter
  );
}

/** A value as one text: lists and tables as JSON. */
export function scalar(value: PowerValue): string {
  if (value.kind === "text") return value.text;
  return value.kind === "code" ? value.code : powerJson(value);
}

/** A value as `ConvertTo-Json` writes it, indented by two spaces. */
export function powerJson(value: PowerValue, indent = ""): string {
  const inner = `${indent}  `;
  const entry = (one: PowerEntry): string =>
    one.kind === "text" && one.bare ? bareJson(one.text) : powerJson(one, inner);
  switch (value.kind) {
    case "text":
      return JSON.stringify(value.text);
    case "code":
      return JSON.stringify(value.code);
    case "list":
      if (value.items.length === 0) return "[]";
      return `[\n${value.items.map((one) => inner + entry(one)).join(",\n")}\n${indent}]`;
    case "table":
      if (value.rows.length === 0) return "{}";
      return `{\n${value.rows
        .map(([name, one]) => `${inner}${JSON.stringify(name)}: ${entry(one)}`)
        .join(",\n")}\n${indent}}`;
  }
}

/** `12`, `$true`, `$null`; `$name` is a variable. */
function bareJson(text: string): string {
  const word = /^\$(true|false|null)$/i.exec(text)?.[1];
  if (word !== undefined) return word.toLowerCase();
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  const name = /^\$(?:env:)?([A-Za-z_]\w*)$/i.exec(text)?.[1];
  return JSON.stringify(name === undefined ? text : `{{${name}}}`);
}

/** True for a text that was written for PowerShell. */
export function isPowershell(text: string): boolean {
  return (
    /(?:^|[\n;|(=]\s*)(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\s/i.test(text) ||
    /^\s*\$\w+\s*=\s*New-Object/im.test(text) ||
    (/^\s*\$\w+\s+=\s/m.test(text) && /^\s*(?:&\s*)?curl/im.test(text)) ||
    /\bcurl(?:\.exe)?\b[^\n]*`[ \t]*\n/.test(text)
  );
}
