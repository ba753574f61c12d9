import { collectionData, requestItem } from "../build.ts";
import type { Imported, ImportedRequest } from "../imported.ts";
import { createNotes, type Notes } from "../note.ts";
import { createRemark } from "../remark.ts";
import { bashCommands } from "../shell/bash.ts";
import { cmdCommands, isCmd } from "../shell/cmd.ts";
import type { ShellCommand } from "../shell/command.ts";
import { isPowershell, powershellStatements } from "../shell/powershell.ts";
import { stem } from "../source-file.ts";
import { grpcurlItem } from "./grpcurl.ts";
import { expandGlobs } from "./globs.ts";
import { noteUnknown, requestName } from "./name.ts";
import { type CurlOption, curlParts } from "./options.ts";
import { createPowershell } from "./powershell.ts";
import { curlRequest, type CurlTransfer } from "./request.ts";
import { websocatItem } from "./websocat.ts";

const programs = /^(?:.*[\\/])?(curl|grpcurl|websocat)(?:\.exe)?$/i;

/** True for text that begins with a command this importer reads: comments, prompts and variables before it do not count. */
export function isCommands(text: string): boolean {
  if (isPowershell(text)) return true;
  for (const line of text.split("\n")) {
    const words = line.replace(/^\s*(?:#.*|[$%>] )?/, "").trim();
    if (
      words === "" ||
      /^(?:[A-Za-z_]\w*=\S*|export .*|set .*|echo .*|@echo .*|::.*|rem .*)$/i.test(words)
    )
      continue;
    return /^(?:sudo |time |exec |command |echo .*\| *)?(?:\S*[\\/])?(?:curl|grpcurl|websocat)(?:\.exe)?(?:[ \t\\^`]|$)/i.test(
      words,
    );
  }
  return false;
}

/** Reads curl, grpcurl and websocat commands and PowerShell's web requests, of bash, cmd or PowerShell. Never throws. */
export function importCommands(text: string, file: string): Imported {
  const notes = createNotes(file);
  const variables = new Set<string>();
  const items = isPowershell(text)
    ? powershellItems(text, variables, notes)
    : (isCmd(text) ? cmdCommands(text, variables) : bashCommands(text, variables)).flatMap(
        (command) => commandItems(command, notes),
      );
  const name = stem(file) || "Imported";
  if (items.length === 0) notes.add("error", "nothing-in-it");
  if (variables.size > 0)
    notes.add("info", "shell-variables", { names: [...variables].join(", ") });
  const declared = [...variables].map((variable) => ({ name: variable, value: "" }));
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
    formatName: "curl",
    collections: items.length === 0 ? [] : [collection],
    environments: [],
    notes: notes.list,
  };
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
    default:
      notes.add("info", "command-left", { command: program }, { line: command.line });
      return [];
  }
}

function powershellItems(
  text: string,
  variables: Set<string>,
  notes: Notes,
): readonly ImportedRequest[] {
  const web = createPowershell(notes);
  const items: ImportedRequest[] = [];
  for (const statement of powershellStatements(text, variables)) {
    const [first, ...rest] = statement.words;
    const program = first?.kind === "text" && first.bare ? first.text : "";
    const found = web.read(statement);
    if (found !== null) items.push(found);
    else if (programs.test(program) || program === "&") {
      const words = (program === "&" ? rest : [first, ...rest]).flatMap((word) =>
        word === undefined
          ? []
          : [word.kind === "text" ? word.text : word.kind === "code" ? word.code : ""],
      );
      const command = { words, stdin: null, line: statement.line, comment: "", unknown: [] };
      items.push(...commandItems(command, notes));
    }
  }
  for (const name of web.names()) variables.delete(name);
  return items;
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
  const request = curlRequest(url, upload, transfer, remark);
  const name = requestName(request, command.comment);
  item.push(name);
  noteUnknown(command, remark);
  return requestItem({ request: { ...request, name }, remarks: remark.remarks });
}
