/** A lexical token of GraphQL (October 2021 specification, 2.1), or a run that is none (`kind` "other"). */
export interface Token {
  readonly kind: "name" | "string" | "number" | "mark" | "other";
  /** A name as it is; the content of a string; a mark such as `{` or `...`. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const ignored = /(?:[\s,\ufeff]|#[^\n\r]*)*/y;
const name = /[_A-Za-z]\w*/y;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const blockString = /"""((?:\\"""|[^])*?)"""/y;
const plainString = /"((?:\\.|[^"\\\n\r])*)"/y;

/** All tokens of a text. A character that begins none is one of its own. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  for (;;) {
    at += match(ignored)?.[0].length ?? 0;
    if (at >= text.length) return tokens;
    const from = at;
    const push = (kind: Token["kind"], content: string, length: number): void => {
      at = from + length;
      tokens.push({ kind, text: content, from, to: at });
    };
    const block = match(blockString);
    const plain = block === null ? match(plainString) : null;
    const word = match(name);
    const figure = match(number);
    if (block !== null) push("string", blockValue(block[1] ?? ""), block[0].length);
    else if (plain !== null) push("string", plainValue(plain[1] ?? ""), plain[0].length);
    else if (word !== null) push("name", word[0], word[0].length);
    else if (figure !== null) push("number", figure[0], figure[0].length);
    else if (text.startsWith("...", at)) push("mark", "...", 3);
    else {
      const character = text.charAt(at);
      push(/[!$&():=@[\]{|}]/.test(character) ? "mark" : "other", character, 1);
    }
  }
}

/** 2.9.4: common indentation and blank lines at both ends do not count. */
function blockValue(raw: string): string {
  const lines = raw.replaceAll('\\"""', '"""').split(/\r\n|\n|\r/);
  const indents = lines
    .slice(1)
    .filter((line) => /\S/.test(line))
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const common = indents.reduce((least, indent) => Math.min(least, indent), Infinity);
  const moved = lines.map((line, index) =>
    index === 0 || !Number.isFinite(common) ? line : line.slice(common),
  );
  const first = moved.findIndex((line) => /\S/.test(line));
  const last = moved.findLastIndex((line) => /\S/.test(line));
  return first < 0 ? "" : moved.slice(first, last + 1).join("\n");
}

function plainValue(raw: string): string {
  return raw.replace(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(.))/g,
    (_, long?: string, code?: string, letter?: string) => {
      const hex = long ?? code;
      if (hex !== undefined) {
        const point = Number.parseInt(hex, 16);
        return point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
      }
      return { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }[letter ?? ""] ?? letter ?? "";
    },
  );
}
