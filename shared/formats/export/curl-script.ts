import type { Variable } from "../../model/variable.ts";
import {
  bashWord,
  cmdWord,
  isWordText,
  powershellString,
  powershellWord,
} from "../code/shell-word.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { curlSettings, curlWords } from "./curl-words.ts";
import { type Entry, entriesOf } from "./document.ts";
import type { ExportFormat } from "./exported.ts";
import { createInnerVariables, mapSentTexts, valueIn, withValues } from "./placed-values.ts";
import { unsaid, unsaidSettings } from "./unsaid.ts";

/** How one shell writes what a script is made of. */
interface Shell {
  readonly id: string;
  readonly name: string;
  readonly extension: string;
  readonly program: string;
  readonly newline: string;
  /** Line break of the file. */
  readonly eol: string;
  /** The first lines. */
  readonly head: readonly string[];
  /** Names the shell itself gives a value: a variable of the collection gets another. */
  readonly reserved: RegExp;
  comment(text: string): string;
  /** Null: values stand where they are used. */
  assign(name: string, value: string): string | null;
  /** A line that ends the script when a value was not given from outside. */
  demand(name: string): string;
  word(pieces: readonly Piece[]): string;
}

type Piece = { readonly text: string } | { readonly variable: string };

const bash: Shell = {
  id: "curl",
  name: "curl, bash",
  extension: ".sh",
  program: "curl",
  newline: " \\\n  ",
  eol: "\n",
  head: ["#!/usr/bin/env bash", "set -euo pipefail"],
  reserved:
    /^(?:BASH\w*|E?UID|ENV|GROUPS|HOME|HOST(?:NAME|TYPE)|IFS|LANG|LC_\w+|LINENO|OLDPWD|OPT(?:ARG|IND)|OSTYPE|PATH|P?PID|PWD|RANDOM|SECONDS|SHELL|SHELLOPTS|TERM|USER|_)$/,
  comment: (text) => `# ${text}`,
  assign: (name, value) => `${name}=${bashWord(value) || "''"}`,
  demand: (name) => `: "\${${name}:?give ${name} its value first}"`,
  word: (pieces) =>
    pieces
      .map((piece) => ("text" in piece ? bashWord(piece.text) : `"\${${piece.variable}}"`))
      .join("") || "''",
};

const powershell: Shell = {
  id: "curl-powershell",
  name: "curl, PowerShell",
  extension: ".ps1",
  program: "curl.exe",
  newline: " `\n  ",
  eol: "\n",
  head: ["$ErrorActionPreference = 'Stop'"],
  // about_Automatic_Variables: many of them cannot be written to.
  reserved:
    /^(?:args|consolefilename|enabledexperimentalfeatures|error|\w*preference|event\w*|executioncontext|false|foreach|home|host|input|is(?:coreclr|linux|macos|windows)|lastexitcode|matches|myinvocation|nestedpromptlevel|null|ofs|pid|profile|ps\w*|pwd|sender|shellid|stacktrace|switch|this|true|_)$/i,
  comment: (text) => `# ${text}`,
  assign: (name, value) => `$${name} = ${powershellString(value)}`,
  demand: (name) =>
    `if (-not $${name}) { $${name} = $env:${name} }; if (-not $${name}) { throw 'Give ${name} its value first.' }`,
  word: (pieces) => {
    const [only] = pieces;
    if (pieces.length === 0) return "''";
    if (pieces.length === 1 && only !== undefined && "text" in only)
      return powershellWord(only.text);
    return `(${pieces.map((piece) => ("text" in piece ? powershellString(piece.text) : `$${piece.variable}`)).join(" + ")})`;
  },
};

const cmd: Shell = {
  id: "curl-cmd",
  name: "curl, cmd",
  extension: ".cmd",
  program: "curl",
  newline: " ^\r\n  ",
  eol: "\r\n",
  head: ["@echo off", "chcp 65001 >nul"],
  // `set` on a fresh Windows, and what cmd works out: %username% is who is logged in.
  reserved:
    /^(?:allusersprofile|appdata|cd|cmdcmdline|cmdextversion|common\w*|computername|comspec|date|driverdata|errorlevel|home(?:drive|path)|localappdata|logonserver|number_of_processors|onedrive\w*|os|path|pathext|processor_\w+|program(?:data|files\w*|w6432)|prompt|psmodulepath|public|random|sessionname|system(?:drive|root)|te?mp|time|user(?:domain\w*|name|profile)|windir)$/i,
  comment: (text) => `rem ${text.replace(/[%^&|<>]/g, " ")}`,
  assign: () => null,
  demand: (name) =>
    `if not defined ${name} echo Give ${name} its value first: set ${name}=...& exit /b 1`,
  // A script reads %% as one; a line feed inside a word is a caret and two line ends, as at the prompt.
  word: (pieces) =>
    pieces
      .map((piece) =>
        "text" in piece
          ? cmdWord(piece.text).replaceAll("%", "%%").replaceAll("\n", "\r\n")
          : `%${piece.variable}%`,
      )
      .join("") || '""',
};

/** A script that sends every request of a collection, one after the other, with curl. Variables of the collection stand at its top. */
function script(shell: Shell): ExportFormat {
  return {
    id: shell.id,
    name: shell.name,
    extension: shell.extension,
    write(collection) {
      const left: string[] = [];
      const { variables } = readDefaults(collection.data);
      const scopes = createScopes(variables, shell);
      const commands = entriesOf(collection).flatMap((entry) =>
        entryLines(entry, shell, scopes, left),
      );
      const lines = [...shell.head, ...scopes.lines(), ...commands];
      const where = "a script of curl commands";
      return {
        text: `${lines.join(shell.eol)}${shell.eol}`,
        left: [
          ...left,
          ...scopes.left(),
          ...unsaid(
            collection,
            ["scripts", "assertions", "actions", "examples", "environments"],
            where,
          ),
          ...unsaidSettings(collection, curlSettings, where),
        ],
      };
    },
  };
}

export const curlScripts: readonly ExportFormat[] = [script(bash), script(cmd), script(powershell)];

function entryLines(entry: Entry, shell: Shell, scopes: Scopes, left: string[]): readonly string[] {
  const lose = (what: string): void =>
    void left.push(`${entry.name}: ${what} has no place in a script of curl commands.`);
  const title = shell.comment(entry.name.replace(/\s+/g, " ").trim());
  if (entry.kind === "folder") {
    scopes.enter(entry.depth, entry.defaults.variables);
    return [];
  }
  const unsaid = unsaidKind(entry);
  if (entry.kind === "other" || unsaid !== null) {
    lose(unsaid ?? "");
    return [];
  }
  scopes.enter(entry.depth, []);
  const { variables } = entry.request;
  const placed = mapSentTexts(entry, (text) =>
    withValues(text, (name) => scopes.near(name, variables)),
  );
  const options = curlWords(placed, lose).map((words) =>
    words
      .map((word) => {
        const pieces = scopes.pieces(word, variables);
        return shell.word(words.length === 1 && !word.startsWith("--") ? inUrl(pieces) : pieces);
      })
      .join(" "),
  );
  return ["", title, [shell.program, ...options].join(shell.newline)];
}

/** What curl sends only once somebody types its messages, or not at all; null: it is an HTTP request. */
function unsaidKind(entry: Exclude<Entry, { kind: "folder" }>): string | null {
  if (entry.kind === "other") return entry.what;
  if (entry.request.raw !== undefined) return "A raw exchange";
  return entry.request.body.kind === "websocket" ? "A WebSocket request" : null;
}

/** curl takes no blanks in a URL; everything else it sends as it is. */
function inUrl(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.map((piece) =>
    "text" in piece
      ? { text: piece.text.replace(/[\u0000-\u0020\u007f]/g, (one) => encodeURIComponent(one)) }
      : piece,
  );
}

interface Scopes {
  /** A folder or request at this depth begins: those as deep end. */
  enter(depth: number, variables: readonly Variable[]): void;
  /** What folders and the request give for a name. */
  near(name: string, own: readonly Variable[]): string | undefined;
  /** A text with what the folders and the request give put in, and the collection's variables by the shell's names. */
  pieces(text: string, own: readonly Variable[]): readonly Piece[];
  /** What has to stand before the commands. */
  lines(): readonly string[];
  left(): readonly string[];
}

const deepest = 20;

function createScopes(collection: readonly Variable[], shell: Shell): Scopes {
  const inner = createInnerVariables();
  const used = new Map<string, string | null>();
  const left = new Set<string>();
  const shellName = (name: string): string => {
    const plain = name.replace(/\W/g, "_").replace(/^(?=\d)/, "_");
    return shell.reserved.test(plain) ? `${plain}_value` : plain;
  };
  const expand = (text: string, own: readonly Variable[], depth: number): readonly Piece[] => {
    const pieces: Piece[] = [];
    for (const [index, run] of text.split(/\{\{\s*([^{}]*?)\s*\}\}/).entries()) {
      if (index % 2 === 0) {
        if (run !== "") pieces.push({ text: run });
        continue;
      }
      const near = inner.value(run, own);
      const far = valueIn(collection, run);
      if (/^[$?]/.test(run) || depth > deepest) {
        left.add(`{{${run}}} is worked out when it is sent: a script has it as it is.`);
        pieces.push({ text: `{{${run}}}` });
      } else if (near !== undefined) pieces.push(...expand(near, own, depth + 1));
      else if (
        far !== undefined &&
        (far.includes("{{") || shell.assign("", "") === null || !isWordText(far))
      )
        pieces.push(...expand(far, own, depth + 1));
      else {
        used.set(shellName(run), far ?? null);
        pieces.push({ variable: shellName(run) });
      }
    }
    return pieces;
  };
  return {
    enter: inner.enter,
    near: (name, own) => inner.value(name, own),
    pieces: (text, own) => merged(expand(text, own, 0)),
    lines: () =>
      [...used].map(([name, value]) =>
        value === null ? shell.demand(name) : (shell.assign(name, value) ?? ""),
      ),
    left: () => [...left],
  };
}

/** Neighbouring runs of text as one. */
function merged(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if ("text" in piece && last !== undefined && "text" in last)
      out[out.length - 1] = { text: last.text + piece.text };
    else out.push(piece);
  }
  return out;
}
