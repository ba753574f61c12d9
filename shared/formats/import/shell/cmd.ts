import { boundaryOf } from "../../multipart/boundary.ts";
import type { ShellCommand, VariableNames } from "./command.ts";

/**
 * Takes a text apart as the Windows command prompt and then a program's own argument reader would: `^` takes the meaning from the next
 * character and continues a line, `"` begins and ends a quote, `\"` and `""` are quotes inside one, `%NAME%` is a variable.
 */
export function cmdCommands(text: string, variables: VariableNames): readonly ShellCommand[] {
  // In a script two percent signs are one, before anything else is read.
  const typed = isScript(text) ? text.replaceAll("%%", plainPercent) : text;
  let above = { comment: "", line: 0 };
  // Browsers put the address first, and every word between `^"`.
  const copied = !isScript(text) && /\bcurl(?:\.exe)?[ \t]+(?:--url[ \t]+)?\^"/i.test(text);
  return cmdLines(typed).flatMap(({ text: command, line }) => {
    const remark = /^\s*(?:@?rem\s+|::\s*)(.*)$/is.exec(command)?.[1];
    if (remark !== undefined) {
      above = { comment: remark.trim(), line };
      return [];
    }
    const words = argv(command, copied).map((word) =>
      word
        .replace(/%([A-Za-z_]\w*)%/g, (_, name: string) => {
          variables.add(name);
          return `{{${name}}}`;
        })
        .replaceAll(plainPercent, "%"),
    );
    if (words.length === 0) return [];
    if (copied) mendForm(words);
    const comment = above.line === line - 1 ? above.comment : "";
    return [{ words, stdin: null, line, comment, unknown: [] }];
  });
}

/** Quotes that `^` made ordinary: they group words only for the program, not for the prompt. */
const plainQuote = "\ue000";
/** A percent sign that begins no variable. */
const plainPercent = "\ue001";

/** A browser writes every line break as one: in a form of parts it was CR LF (RFC 2046, 4.1.1). */
function mendForm(words: string[]): void {
  const field = words.findLast((word) => /^content-type:\s*multipart\/form-data\b/i.test(word));
  const boundary = field === undefined ? null : boundaryOf(field.replace(/^[^:]*:\s*/, ""));
  if (boundary === null) return;
  for (const [at, word] of words.entries())
    if (word.startsWith(`--${boundary}`)) words[at] = word.replace(/\r?\n/g, "\r\n");
}

function isScript(text: string): boolean {
  return /^\s*@echo off\b/i.test(text);
}

function cmdLines(text: string): readonly { readonly text: string; readonly line: number }[] {
  const lines: { text: string; line: number }[] = [];
  let out = "";
  let line = 1;
  let started = 1;
  let quoted = false;
  const end = (): void => {
    if (out.trim() !== "") lines.push({ text: out, line: started });
    out = "";
    quoted = false;
    started = line;
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\n") line += 1;
    if (character === "^" && !quoted) {
      at += 1;
      let following = text.charAt(at);
      if (following === "\n") {
        // A continued line: what comes next stands for itself, a second line break too.
        line += 1;
        at += 1;
        following = text.charAt(at);
        if (following === "\n") line += 1;
        else if (following !== "" && following !== '"') {
          at -= 1;
          continue;
        }
      }
      out += following === '"' ? plainQuote : following === "%" ? plainPercent : following;
    } else if (character === '"') {
      quoted = !quoted;
      out += '"';
    } else if (!quoted && (character === "\n" || character === "&" || character === "|")) end();
    else out += character;
  }
  end();
  return lines;
}

/**
 * Words of a command line as the C run-time of Windows reads them. `copied`: by a browser, which writes every backslash twice, though that
 * run-time takes two for one only before a quote; what was copied is meant. One more before a bracket of the address is for curl.
 */
function argv(command: string, copied: boolean): readonly string[] {
  const text = command.replaceAll(plainQuote, '"');
  const twice =
    copied && [...text.matchAll(/\\+(?!["\\[\]{}])/g)].every(([run]) => run.length % 2 === 0);
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") {
      const run = /^\\+/.exec(text.slice(at))?.[0].length ?? 1;
      const beforeQuote = text.charAt(at + run) === '"';
      word =
        (word ?? "") +
        "\\".repeat(beforeQuote ? Math.floor(run / 2) : twice ? Math.ceil(run / 2) : run);
      at += run - 1;
      if (beforeQuote && run % 2 === 1) {
        word += '"';
        at += 1;
      }
    } else if (character === '"') {
      if (quoted && text.charAt(at + 1) === '"') {
        word = `${word ?? ""}"`;
        at += 1;
      } else quoted = !quoted;
      word ??= "";
    } else if (!quoted && /\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + character;
  }
  if (word !== null) words.push(word);
  return words;
}

/** True for a text that was written for the command prompt: lines continued by `^`, or quotes escaped by it. */
export function isCmd(text: string): boolean {
  return (
    isScript(text) ||
    /\^[ \t]*\n|(?:^|\s)\^"|\^%/.test(text) ||
    /\bcurl(?:\.exe)?\b[^\n']*%[A-Za-z_]\w*%/.test(text)
  );
}
