import { kindOf } from "../../opencollection/info.ts";
import { collectionData, requestItem } from "../build.ts";
import type { Imported, ImportedRequest } from "../imported.ts";
import { createNotes, type Notes } from "../note.ts";
import { createRemark } from "../remark.ts";
import { bashCommands } from "../shell/bash.ts";
import { cmdCommands, isCmd } from "../shell/cmd.ts";
import type { ShellCommand, VariableNames, VariableValues } from "../shell/command.ts";
import { isPowershell, type PowerStatement, powershellStatements } from "../shell/powershell.ts";
import { stem } from "../source-file.ts";
import { isFetch } from "./fetch-call.ts";
import { fetchItems } from "./fetch.ts";
import { grpcurlItem } from "./grpcurl.ts";
import { expandGlobs } from "./globs.ts";
import { noteUnknown, requestName } from "./name.ts";
import { type CurlOption, curlParts } from "./options.ts";
import { createPowershell } from "./powershell.ts";
import { curlRequest, type CurlTransfer } from "./request.ts";
import { handshakeAsSocket } from "../web-socket.ts";
import { websocatItem, wscatItem } from "./websocat.ts";

const programs = /^(?:.*[\\/])?(curl|grpcurl|websocat|wscat)(?:\.exe)?$/i;

/** What is said to a call by the command before it. */
const piped = /^(?:echo|printf|cat) .*\|\s*(?:\S*[\\/])?(?:curl|grpcurl|websocat|wscat)\b/i;

/** A call somewhere in a script. */
const called =
  /^[^#\n]*(?<![\w./-])(?:curl|grpcurl|websocat|wscat)[ \t]+["'$\\-]|^[^#\n]*\bcurl[ \t]+\S*:\/\//m;

/** True for text that begins with a command this importer reads: comments, prompts and variables before it do not count. */
export function isCommands(text: string): boolean {
  if (isPowershell(text) || isFetch(text) || (/^#!.*sh\b/.test(text) && called.test(text)))
    return true;
  for (const line of text.split("\n")) {
    const words = line.replace(/^\s*(?:#.*|[$%>|] )?/, "").trim();
    if (piped.test(words)) return true;
    if (
      words === "" ||
      /^(?:[A-Za-z_]\w*=(?:'[^']*'|"[^"]*"|\$\((?!\s*(?:curl|grpcurl|websocat|wscat)\b)[^()]*\)|\$(?!\()|[^\s'"$])*|(?:export|set|echo|source|cd|local|readonly|declare|trap) .*|@echo .*|::?.*|rem .*|chcp .*|if .*)$/i.test(
        words,
      )
    )
      continue;
    return /^(?:sudo |time |exec |command |(?:export )?[A-Za-z_]\w*="?\$\( *)?(?:\S*[\\/])?(?:curl|grpcurl|websocat|wscat)(?:\.exe)?(?:[ \t\\^`]|$)/i.test(
      words,
    );
  }
  return false;
}

/**
 * Reads curl, grpcurl, websocat and wscat commands, PowerShell's web requests, of bash, cmd or PowerShell, and calls of `fetch` as browsers copy
 * them. Never throws.
 */
export function importCommands(text: string, file: string): Imported {
  const notes = createNotes(file);
  const variables = new Set<string>();
  const values = new Map<string, string>();
  const items = readItems(text, { variables, values }, notes);
  const name = stem(file) || "Imported";
  if (items.length === 0) notes.add("error", "nothing-in-it");
  const empty = [...variables].filter((variable) => !values.has(variable));
  if (empty.length > 0) notes.add("info", "shell-variables", { names: empty.join(", ") });
  const declared = [...variables].map((variable) => ({
    name: variable,
    value: values.get(variable) ?? "",
  }));
  const collection = {
    name,
    data: collectionData({ name, variables: declared }),
    children: items,
    environments: [],
    secrets: new Map<string, string>(),
    files: [],
  };
  return {
    format: "curl",
    formatName: programsOf(text, items),
    collections: items.length === 0 ? [] : [collection],
    environments: [],
    notes: notes.list,
  };
}

/** For people: which programs would have sent them. */
function programsOf(text: string, items: readonly ImportedRequest[]): string {
  if (isFetch(text)) return "fetch";
  if (isPowershell(text)) return "PowerShell";
  const names = items.map(({ data }) => programOf(kindOf(data), text));
  return [...new Set(names)].join(", ") || "curl";
}

function programOf(kind: string, text: string): string {
  if (kind === "grpc") return "grpcurl";
  return (kind === "websocket" && /\b(?:websocat|wscat)\b/i.exec(text)?.[0]) || "curl";
}

interface Shell {
  readonly variables: VariableNames;
  readonly values: VariableValues;
}

function readItems(text: string, shell: Shell, notes: Notes): readonly ImportedRequest[] {
  if (isFetch(text)) return fetchItems(text, notes);
  if (isPowershell(text)) return powershellItems(text, shell, notes);
  const commands = isCmd(text)
    ? cmdCommands(text, shell.variables)
    : bashCommands(text, shell.variables, shell.values);
  return commands.flatMap((command) => commandItems(command, notes));
}

function commandItems(command: ShellCommand, notes: Notes): readonly ImportedRequest[] {
  const [program = "", ...words] = command.words;
  const name = programs.exec(program)?.[1]?.toLowerCase();
  switch (name) {
    case "curl":
      return curlItems(words, command, notes);
    case "grpcurl":
      return [grpcurlItem(words, command, notes)];
    case "websocat":
      return [websocatItem(words, command, notes)];
    case "wscat":
      return [wscatItem(words, command, notes)];
    default:
      // These set up the shell and send nothing.
      if (
        /^(?:set|setlocal|:|@echo|chcp|if|fi|done|esac|\}|exit|export|source|cd|local|readonly|declare|trap)$/i.test(
          program,
        )
      )
        return [];
      notes.add("info", "command-left", { command: program }, { line: command.line });
      return [];
  }
}

function powershellItems(
  text: string,
  { variables, values }: Shell,
  notes: Notes,
): readonly ImportedRequest[] {
  const used = new Set<string>();
  const web = createPowershell(notes, used);
  const items: ImportedRequest[] = [];
  const lines = text.split("\n");
  for (const statement of powershellStatements(text, variables)) {
    const [first, ...rest] = statement.words;
    const program = first?.kind === "text" && first.bare ? first.text : "";
    const found = web.read(statement);
    if (found !== null) items.push(found);
    else if (programs.test(program) || program === "&") {
      const words = (program === "&" ? rest : [first, ...rest]).flatMap((word) =>
        word === undefined ? [] : [powershellText(word, used)],
      );
      const { line } = statement;
      const comment = /^\s*#(.*)$/.exec(lines[line - 2] ?? "")?.[1]?.trim() ?? "";
      const command = { words, stdin: null, line, comment, unknown: [] };
      items.push(...commandItems(command, notes));
    }
  }
  for (const name of web.names()) {
    variables.delete(name);
    const value = web.valueOf(name);
    if (value !== undefined) values.set(name, value);
  }
  for (const name of used) variables.add(name);
  return items;
}

/** A word as a program gets it: `$name` a variable, `('a' + $b)` its parts in a row; other code as it is written. */
function powershellText(word: PowerStatement["words"][number], used: VariableNames): string {
  if (word.kind === "table" || word.kind === "list") return "";
  if (word.kind === "text") {
    const name = word.bare ? /^\$(?:env:)?(\w+)$/i.exec(word.text)?.[1] : undefined;
    if (name === undefined) return word.text;
    used.add(name);
    return `{{${name}}}`;
  }
  const [statement] = powershellStatements(word.code.slice(1, -1), used);
  const terms = statement?.words ?? [];
  const plus = (at: number): boolean => {
    const term = terms[at];
    return term?.kind === "text" && term.bare && term.text === "+";
  };
  const joined = terms.length % 2 === 1 && terms.every((_, at) => (at % 2 === 1) === plus(at));
  if (!joined) return word.code;
  return terms
    .filter((_, at) => at % 2 === 0)
    .map((term) => powershellText(term, used))
    .join("");
}

/** The transfers of one command: each URL of each part between `--next`. */
function curlItems(
  words: readonly string[],
  command: ShellCommand,
  notes: Notes,
): readonly ImportedRequest[] {
  const items: ImportedRequest[] = [];
  let options: CurlOption[] = [];
  let urls: string[] = [];
  const flush = (): void => {
    const found = options.filter(({ name }) => name === "url").map(({ value }) => value);
    items.push(
      ...transferItems([...urls, ...found], { options, stdin: command.stdin }, command, notes),
    );
    options = [];
    urls = [];
  };
  for (const part of curlParts(words)) {
    if (part.kind === "url") urls.push(part.url);
    else if (part.kind === "unknown")
      notes.add("warning", "curl-unknown", { word: part.word }, { line: command.line });
    else if (part.name === "next") flush();
    else options.push(part);
  }
  if (urls.length > 0 || options.length > 0) flush();
  return items;
}

function transferItems(
  urls: readonly string[],
  transfer: CurlTransfer,
  command: ShellCommand,
  notes: Notes,
): readonly ImportedRequest[] {
  const uploads = transfer.options
    .filter(({ name }) => name === "upload-file")
    .map(({ value }) => value);
  const literal = transfer.options.some(({ name, on }) => name === "globoff" && on);
  if (urls.length === 0) notes.add("error", "curl-no-url", {}, { line: command.line });
  return urls.flatMap((url, index) => {
    const expanded = literal ? [url] : expandGlobs(url);
    if (expanded === null) notes.add("warning", "curl-globs", {}, { line: command.line });
    return (expanded ?? [url]).map((each) => {
      const title = urls.length === 1 && expanded?.length === 1 ? command.comment : "";
      return curlItem(
        each,
        uploads[index] ?? null,
        transfer,
        { ...command, comment: title },
        notes,
      );
    });
  });
}

function curlItem(
  url: string,
  upload: string | null,
  transfer: CurlTransfer,
  command: ShellCommand,
  notes: Notes,
): ImportedRequest {
  // The name is made of the method, which is known only with the request.
  const item: string[] = [];
  const remark = createRemark(notes, item);
  const request = handshakeAsSocket(curlRequest(url, upload, transfer, remark));
  const method = request.body.kind === "websocket" ? "" : request.method;
  const name = requestName({ ...request, method }, command.comment);
  item.push(name);
  noteUnknown(command, remark);
  return requestItem({ request: { ...request, name }, remarks: remark.remarks });
}
