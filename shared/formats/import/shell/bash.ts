import { isUtf8 } from "../../charset.ts";
import type { ShellCommand, VariableNames, VariableValues } from "./command.ts";

/**
 * Takes a text apart as bash would (Shell Command Language §2.2–2.7), far enough for commands people paste: quotes of all kinds,
 * continued lines, comments, `;` `&&` `||` `|` `&`, `<file`, `<<<text`, here-documents. Variables become `{{NAME}}`, what would have to be
 * run is kept as it was written. `values` gets what stands in assignments of their own (`NAME=value`). Nothing is run or read.
 */
export function bashCommands(
  text: string,
  variables: VariableNames,
  values: VariableValues = new Map(),
): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  const heredocs: {
    readonly end: string;
    readonly strip: boolean;
    readonly quoted: boolean;
    readonly set: (text: string) => void;
  }[] = [];
  let at = 0;
  let line = 1;
  let words: string[] = [];
  let unknown: string[] = [];
  let stdin: ShellCommand["stdin"] = null;
  let piped: ShellCommand["stdin"] = null;
  let started = 0;
  let comment = "";
  let commentLine = 0;

  const peek = (offset = 0) => text.charAt(at + offset);
  const next = (): string => {
    const character = text.charAt(at);
    at += 1;
    if (character === "\n") line += 1;
    return character;
  };
  const end = (pipe = false): void => {
    const body = dropPrompt(words);
    const said = pipe ? spoken(body) : null;
    const above = commentLine === started - 1 ? comment : "";
    if (body.length > 0 && said === null)
      commands.push({ words: body, stdin: stdin ?? piped, line: started, comment: above, unknown });
    // `NAME=$(curl …)` keeps what comes back: the call is one like any other.
    if (body.length === 0 || body[0] === "export")
      for (const code of unknown.filter((one) => one.startsWith("$(")))
        for (const inner of bashCommands(code.slice(2, -1), variables, values))
          if (calls.test(inner.words[0] ?? ""))
            commands.push({ ...inner, line: started, comment: inner.comment || above });
    piped = said === null ? null : { kind: "text", value: said };
    if ((body.length === 0 || body[0] === "export") && unknown.length === 0)
      for (const found of words) {
        const [, name, value = ""] = /^([A-Za-z_]\w*)=([^]*)$/.exec(found) ?? [];
        if (name !== undefined && value !== `{{${name}}}`) values.set(name, value);
      }
    words = [];
    unknown = [];
    stdin = null;
  };

  /** After `$`: a variable, or what a shell would run, or a dollar sign. */
  const expansion = (): string => {
    const named = /^(?:\{([A-Za-z_]\w*)([:?+=%#/-][^}]*)?\}|([A-Za-z_]\w*))/.exec(
      text.slice(at, at + 200),
    );
    if (named !== null) {
      at += named[0].length;
      const name = named[1] ?? named[3] ?? "";
      variables.add(name);
      // `${NAME:-otherwise}`
      const otherwise = /^:?[-=](['"]?)([^$`'"]*)\1$/.exec(named[2] ?? "")?.[2];
      if (otherwise !== undefined && !values.has(name)) values.set(name, otherwise);
      return `{{${name}}}`;
    }
    if (peek() !== "(") return "$";
    const from = at - 1;
    let depth = 0;
    do {
      const character = next();
      if (character === "(") depth += 1;
      if (character === ")") depth -= 1;
    } while (depth > 0 && at < text.length);
    const command = text.slice(from, at);
    const written = hereDocument.exec(command);
    if (written !== null) return hereText(written[3] ?? "", written[1] !== "");
    unknown.push(command);
    return command;
  };

  /** What a here-document says: variables count unless its end is quoted. */
  const hereText = (content: string, quoted: boolean): string =>
    quoted
      ? content
      : content.replaceAll(
          /\\([$`\\\n])|\$(?:\{([A-Za-z_]\w*)(?:[:?+=%#/-][^}]*)?\}|([A-Za-z_]\w*)|\([^()]*\))/g,
          (all: string, escaped?: string, braced?: string, bare?: string) => {
            if (escaped !== undefined) return escaped === "\n" ? "" : escaped;
            const name = braced ?? bare;
            if (name === undefined) {
              unknown.push(all);
              return all;
            }
            variables.add(name);
            return `{{${name}}}`;
          },
        );

  const doubleQuoted = (): string => {
    let out = "";
    while (at < text.length) {
      const character = next();
      if (character === '"') break;
      if (character === "$") out += expansion();
      else if (character === "\\") {
        const escaped = next();
        if (escaped === "\n") continue;
        out += '$`"\\'.includes(escaped) ? escaped : `\\${escaped}`;
      } else out += character;
    }
    return out;
  };

  const singleQuoted = (): string => {
    const from = at;
    while (at < text.length && peek() !== "'") next();
    const out = text.slice(from, at);
    next();
    return out;
  };

  const backticks = (): string => {
    const from = at - 1;
    while (at < text.length && peek() !== "`") next();
    next();
    const command = text.slice(from, at);
    unknown.push(command);
    return command;
  };

  const word = (): string => {
    let out = "";
    while (at < text.length && (!/[\s;&|<>]/.test(peek()) || unquotedQuery(out))) {
      const character = next();
      if (character === "'") out += singleQuoted();
      else if (character === '"') out += doubleQuoted();
      else if (character === "`") out += backticks();
      else if (character === "$" && peek() === "'") {
        next();
        out += ansiQuoted(next, () => at < text.length);
      } else if (character === "$" && peek() === '"') {
        next();
        out += doubleQuoted();
      } else if (character === "$") out += expansion();
      else if (character === "\\") {
        const escaped = next();
        if (escaped !== "\n") out += escaped;
      } else out += character;
    }
    return out;
  };

  /** `&` in a URL nobody quoted: a shell would cut it there, the person did not mean that. */
  const unquotedQuery = (before: string): boolean =>
    peek() === "&" && /^[a-z]+:\/\/[^?]*\?/i.test(before) && /[^\s&;|]/.test(peek(1));

  const blanks = (): void => {
    for (;;) {
      if (peek() === "\\" && peek(1) === "\n") next();
      else if (peek() !== " " && peek() !== "\t" && peek() !== "\r") return;
      next();
    }
  };

  const redirect = (): void => {
    const mark = /^(?:<<<|<<-?|<&|<|>>|>&|>\||>)/.exec(text.slice(at, at + 3))?.[0] ?? "<";
    at += mark.length;
    blanks();
    const quoted = /['"\\]/.test(peek());
    const target = word();
    if (mark === "<<<") stdin = { kind: "text", value: `${target}\n` };
    else if (mark === "<") stdin = { kind: "file", value: target };
    else if (mark.startsWith("<<"))
      heredocs.push({
        end: target,
        strip: mark === "<<-",
        quoted,
        set: (value) => {
          stdin = { kind: "text", value };
        },
      });
  };

  const readHeredocs = (): void => {
    for (const heredoc of heredocs.splice(0)) {
      const lines: string[] = [];
      while (at < text.length) {
        const stop = text.indexOf("\n", at);
        const row = text.slice(at, stop < 0 ? text.length : stop);
        at = stop < 0 ? text.length : stop + 1;
        line += 1;
        const content = heredoc.strip ? row.replace(/^\t+/, "") : row;
        if (content === heredoc.end) break;
        lines.push(`${content}\n`);
      }
      heredoc.set(hereText(lines.join(""), heredoc.quoted));
    }
  };

  while (at < text.length) {
    blanks();
    const character = peek();
    if (character === "") break;
    if (character === "\n") {
      next();
      readHeredocs();
      end();
    } else if (character === "#" && words.length === 0) {
      const from = at + 1;
      while (at < text.length && peek() !== "\n") at += 1;
      comment = text.slice(from, at).trim();
      commentLine = line;
    } else if (character === "#") while (at < text.length && peek() !== "\n") at += 1;
    else if (";&|".includes(character)) {
      next();
      end(character === "|" && peek() !== "|");
    } else if (character === "<" || character === ">") redirect();
    else {
      if (words.length === 0) started = line;
      const found = word();
      // `2>` belongs to the redirection.
      if (!(/^\d$/.test(found) && (peek() === ">" || peek() === "<"))) words.push(found);
    }
  }
  readHeredocs();
  end();
  return commands;
}

/** `$(cat <<EOF …)`: text over several lines as one word. */
const hereDocument = /^\$\(\s*cat\s*<<-?[ \t]*(['"]?)(\w+)\1[ \t]*\r?\n([^]*?)\r?\n[ \t]*\2\s*\)$/;

const calls = /^(?:.*[\\/])?(?:curl|grpcurl|websocat|wscat)(?:\.exe)?$/i;

/** What `echo` and `printf` write into a pipe; null for any other command. */
function spoken([program = "", ...words]: readonly string[]): string | null {
  if (program === "printf" && words.length === 1) return (words[0] ?? "").replaceAll("\\n", "\n");
  if (program !== "echo") return null;
  const from = words.findIndex((word) => !/^-[neE]+$/.test(word));
  const silent = words.slice(0, Math.max(0, from)).some((word) => word.includes("n"));
  return `${words.slice(Math.max(0, from)).join(" ")}${silent ? "" : "\n"}`;
}

/** A prompt copied along, words before the program that do not change what it sends. */
function dropPrompt(words: readonly string[]): readonly string[] {
  let from = 0;
  while (
    /^(?:[$%#>]|sudo|time|nohup|command|exec|&|if|elif|while|until|!|\{|then|do|else|[A-Za-z_]\w*=.*)$/s.test(
      words[from] ?? "",
    )
  )
    from += 1;
  return words.slice(from);
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["a", "\u0007"],
  ["b", "\b"],
  ["e", "\u001b"],
  ["E", "\u001b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

/** `$'…'`: ANSI-C quoting. `\xHH` are bytes, read as UTF-8; where they are none, a browser wrote letters of Latin-1 so. */
function ansiQuoted(next: () => string, more: () => boolean): string {
  let out = "";
  let bytes: number[] = [];
  const flush = (): void => {
    const run = Uint8Array.from(bytes);
    if (isUtf8(run)) out += new TextDecoder("utf-8", { ignoreBOM: true }).decode(run);
    else out += String.fromCharCode(...run);
    bytes = [];
  };
  const digits = (first: string, form: RegExp, most: number): string => {
    let found = first;
    while (found.length < most && more()) {
      const character = next();
      if (!form.test(character)) {
        left = character;
        break;
      }
      found += character;
    }
    return found;
  };
  let left = "";
  const read = (): string => {
    const character = left === "" ? next() : left;
    left = "";
    return character;
  };
  while (more() || left !== "") {
    const character = read();
    if (character === "'") break;
    if (character !== "\\") {
      flush();
      out += character;
      continue;
    }
    const letter = read();
    if (letter === "x") {
      const code = digits("", /[0-9a-fA-F]/, 2);
      if (code !== "") bytes.push(Number.parseInt(code, 16));
      continue;
    }
    if (/[0-7]/.test(letter)) {
      bytes.push(Number.parseInt(digits(letter, /[0-7]/, 3), 8) & 255);
      continue;
    }
    flush();
    if (letter === "u" || letter === "U") {
      const code = Number.parseInt(digits("", /[0-9a-fA-F]/, letter === "u" ? 4 : 8) || "0", 16);
      out += code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    } else out += escapes.get(letter) ?? letter;
  }
  flush();
  return out;
}
