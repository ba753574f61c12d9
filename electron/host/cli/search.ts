import { toFailure } from "../../../shared/model/failure.ts";
import {
  type Replaced,
  type SearchFile,
  type SearchMatch,
  type SearchQuery,
  type SearchScope,
  searchScopes,
} from "../../../shared/model/search.ts";
import { createReplacements } from "../../search/replacements.ts";
import { createSearch } from "../../search/search.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import { type NamedPlace, namedPlaces, readCollections } from "./named-collections.ts";
import { oneLine } from "./output/one-line.ts";
import { ownPrinting, type Printing } from "./output/printing.ts";
import { shownPath } from "./output/shown-path.ts";
import { undoReplacement } from "./search-undo.ts";
import { dataFolderOf } from "./secrets/machine.ts";
import { commandWords } from "./words.ts";

const help = `envoi search <text> [collection | workspace | folder | file]... [options]

  -E, --regexp             The text is a regular expression
  -s, --case-sensitive     Tell capital letters from small ones
  -w, --word-regexp        Whole words only
      --in PARTS           Only in these parts, with commas: ${searchScopes.join(", ")}
  -l, --files-with-matches Print the files alone
      --json               Print what was found as JSON
  -r, --replace TEXT       Show what a replacement would make of each match; with -E $1, $<name> and $& count
  -y, --yes                Replace, in place
      --undo               Show what the last replacement changed; with --yes it is taken back. Also of the window's
      --no-undo            Replace without keeping the files as they were: nothing can be taken back then
      --data DIR           Envoi's data folder, where replacements are kept
      --                   What follows is no option

Looks through the values of a collection's files as they mean, not as YAML spells them: names, URLs, headers,
bodies, auth, variables, scripts, docs. Without a place: where the current folder is. Of a workspace every
collection in its own folder is searched.

Exit codes: 0 found; 1 not found; 2 bad options; 23 not everything was written; 26 not there, or not read.
`;

const spec = {
  flags: [
    "--regexp",
    "--case-sensitive",
    "--word-regexp",
    "--files-with-matches",
    "--json",
    "--yes",
    "--undo",
    "--no-undo",
    "--help",
  ],
  values: ["--in", "--replace", "--data"],
  short: {
    "-E": "--regexp",
    "-s": "--case-sensitive",
    "-w": "--word-regexp",
    "-l": "--files-with-matches",
    "-r": "--replace",
    "-y": "--yes",
    "-h": "--help",
  },
} as const;

interface Words {
  readonly query: Omit<SearchQuery, "within">;
  readonly places: readonly string[];
  readonly replacement: string | null;
  readonly flags: ReadonlySet<string>;
  /** Envoi's data folder. */
  readonly data: string;
}

/** `envoi search`: finds and replaces in the files of collections, gives the exit code. */
export async function searchCommand(
  typed: readonly string[],
  printing: Printing = ownPrinting,
): Promise<number> {
  const words = wordsOf(typed);
  if (words === "help") {
    printing.out(help);
    return exitCodes.ok;
  }
  if (typeof words === "string") {
    printing.err(`envoi: ${words}\nTry envoi search --help\n`);
    return exitCodes.usage;
  }
  try {
    return await run(words, printing);
  } catch (thrown) {
    const failure = toFailure(thrown);
    const place = failure.place === undefined ? "" : ` (${failure.place})`;
    printing.err(`envoi: ${failure.message}${place} ${failure.remedy ?? ""}\n`);
    if (failure.kind === "input") return exitCodes.usage;
    return failure.kind === "not-found" ? exitCodes.read : exitCodeOf(failure);
  }
}

/** No match was found: as grep says it. */
const nothing = 1;

async function run(words: Words, printing: Printing): Promise<number> {
  const { query, replacement, flags, data } = words;
  const { out, err } = printing;
  if (flags.has("--undo"))
    return await undoReplacement(
      data,
      { yes: flags.has("--yes"), json: flags.has("--json") },
      printing,
    );
  const say = (text: string): void => err(`envoi: ${oneLine(text)}\n`);
  const places = await namedPlaces(words.places, say);
  const files = await readCollections(places.map(({ collectionId }) => collectionId));
  const kept = flags.has("--no-undo") ? null : createReplacements(data);
  const search = createSearch({ files, kept, most: Number.MAX_SAFE_INTEGER });
  const never = new AbortController().signal;
  const asked = (within: NamedPlace): SearchQuery => ({ ...query, within });
  try {
    const found: SearchFile[] = [];
    for (const place of places) {
      const input = { query: asked(place), replacement };
      found.push(...(await search.handlers["search.find"](input, never)).files);
    }
    const unique = once(found);
    // One replacement however many places: it is taken back as one.
    const input = { query: { ...query, within: null }, replacement: replacement ?? "" };
    const picks = unique.map(({ collectionId, path }) => ({ collectionId, path, matches: null }));
    const done = flags.has("--yes")
      ? await search.handlers["search.replace"]({ ...input, picks }, never)
      : null;
    const failed = done?.failed ?? [];
    if (flags.has("--json")) out(jsonOf(unique, replacement, done));
    else {
      for (const file of unique) out(textOf(file, flags.has("--files-with-matches")));
      if (replacement !== null) err(`${summary(unique, done)}\n`);
    }
    for (const { collectionId, path, message } of failed)
      say(`${shownPath(collectionId, path)} was left as it is: ${message}`);
    if (failed.length > 0) return exitCodes.write;
    return unique.length === 0 ? nothing : exitCodes.ok;
  } finally {
    search.close();
  }
}

/** A file that two places hold, such as a folder and its collection, is one. */
function once(files: readonly SearchFile[]): readonly SearchFile[] {
  return [
    ...new Map(files.map((file) => [`${file.collectionId}\0${file.path}`, file] as const)).values(),
  ];
}

function textOf({ collectionId, path, matches }: SearchFile, alone: boolean): string {
  const file = shownPath(collectionId, path);
  if (alone) return `${file}\n`;
  return matches.map((match) => linesOf(file, match)).join("");
}

function linesOf(file: string, { scope, before, text, after, replaced }: SearchMatch): string {
  const line = (middle: string): string => oneLine(`${before}${middle}${after}`);
  if (replaced === undefined) return `${file}: ${scope}: ${line(text)}\n`;
  return `${file}: ${scope}:\n- ${line(text)}\n+ ${line(replaced)}\n`;
}

function jsonOf(
  files: readonly SearchFile[],
  replacement: string | null,
  done: Replaced | null,
): string {
  const listed = files.map(({ collectionId, path, matches }) => ({
    collection: collectionId,
    path,
    matches,
  }));
  const failed = (done?.failed ?? []).map(({ collectionId, path, message }) => ({
    collection: collectionId,
    path,
    message,
  }));
  const written = { matches: done?.matches ?? 0, files: done?.files ?? 0, failed };
  const value = replacement === null ? { files: listed } : { files: listed, replaced: written };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function summary(files: readonly SearchFile[], done: Replaced | null): string {
  if (done !== null) {
    const back = done.undoId === null ? "" : " envoi search --undo --yes takes it back.";
    return `Replaced ${done.matches} in ${filesText(done.files)}.${back}`;
  }
  const matches = files.reduce((count, file) => count + file.matches.length, 0);
  return `${matches} in ${filesText(files.length)} would be replaced: add --yes to do it.`;
}

const filesText = (count: number): string => `${count} ${count === 1 ? "file" : "files"}`;

function wordsOf(typed: readonly string[]): Words | string {
  const words = commandWords(typed, spec);
  if (typeof words === "string") return words;
  const { flags, values, rest } = words;
  if (flags.has("--help")) return "help";
  const [text = "", ...places] = rest;
  const replacement = values.get("--replace") ?? null;
  if (flags.has("--undo")) {
    if (text !== "" || replacement !== null) return "--undo takes no text and no --replace";
  } else if (text === "") return "search takes a text";
  else if (flags.has("--yes") && replacement === null) return "--yes needs --replace";
  const scopes = scopesOf(values.get("--in"));
  if (scopes === null) return `--in takes ${searchScopes.join(", ")}`;
  return {
    query: {
      text,
      regex: flags.has("--regexp"),
      matchCase: flags.has("--case-sensitive"),
      wholeWord: flags.has("--word-regexp"),
      scopes,
    },
    places: places.length === 0 ? ["."] : places,
    replacement,
    flags,
    data: dataFolderOf(values.get("--data") ?? null),
  };
}

function scopesOf(text: string | undefined): readonly SearchScope[] | null {
  if (text === undefined) return [];
  const names = text.split(",").map((name) => name.trim().toLowerCase());
  const scopes = names.map((name) => searchScopes.find((scope) => scope === name));
  return scopes.every((scope) => scope !== undefined) ? scopes : null;
}
