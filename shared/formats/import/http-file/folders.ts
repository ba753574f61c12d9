import type { Variable } from "../../../model/variable.ts";
import { collectionData, folderItem, type ImportedScript, withRemarks } from "../build.ts";
import { importCommands } from "../curl/import.ts";
import type { Imported, ImportedFile, ImportedItem } from "../imported.ts";
import { fenced } from "../json-text.ts";
import { createNotes, type Notes } from "../note.ts";
import { createRemark } from "../remark.ts";
import { asText, folderOf, type SourceFile, stem } from "../source-file.ts";
import type { Taken } from "../taken.ts";
import { httpEnvironments, isHttpEnvironment } from "./environments.ts";
import { type HttpFileContext, httpFileItem, httpFileScript } from "./request.ts";
import { type HttpFile, scanHttpFile } from "./scan.ts";
import { httpFileText } from "./templates.ts";

const own = /\.(?:http|rest)$/i;

/** Takes `.http` and `.rest` files with their environments and the files they name: one collection, a folder for each file. */
export function importHttpFolders(sources: readonly SourceFile[]): Taken {
  const files = sources.filter((source) => own.test(source.path) && asText(source.bytes) !== null);
  if (files.length === 0) return { parts: [], left: sources };
  const environments = sources.filter((source) =>
    isHttpEnvironment(source.path, asText(source.bytes) ?? ""),
  );
  const { part, used } = importHttpFiles(files, environments, sources);
  const taken = new Set([...files, ...environments, ...used]);
  return { parts: [part], left: sources.filter((source) => !taken.has(source)) };
}

/** One text that is no file, or came without its extension. */
export function importHttpText(text: string, file: string): Imported {
  const source = { path: file, bytes: new TextEncoder().encode(text) };
  return importHttpFiles([source], [], []).part;
}

/** True for text that begins as a `.http` file does. */
export function isHttpText(text: string): boolean {
  const { requests } = scanHttpFile(text.slice(0, 20_000));
  const [first] = requests;
  if (first === undefined) return false;
  return (
    /^###/m.test(text) ||
    (/^(?:[A-Z]+[ \t]+)(?:https?:\/\/|\{\{|\/)/m.test(text) && first.url !== "")
  );
}

function importHttpFiles(
  files: readonly SourceFile[],
  environmentFiles: readonly SourceFile[],
  all: readonly SourceFile[],
): { readonly part: Imported; readonly used: readonly SourceFile[] } {
  const notes = createNotes(files.length === 1 ? (files[0]?.path ?? "") : "");
  const { environments, shared, security } = httpEnvironments(
    environmentFiles.map((source) => ({ path: source.path, text: asText(source.bytes) ?? "" })),
  );
  const byPath = new Map(all.map((source) => [source.path, source]));
  const used = new Set<SourceFile>();
  const embedded = new Set<SourceFile>();
  const scanned = files.map((source) => ({
    source,
    file: scanHttpFile(asText(source.bytes) ?? ""),
  }));
  const contextOf = (
    source: SourceFile,
    above: readonly string[],
  ): Omit<HttpFileContext, "variables" | "protos"> => ({
    file: source.path,
    above,
    notes,
    security,
    read: (path) => {
      const found = byPath.get(beside(source.path, path));
      if (found === undefined) return null;
      embedded.add(found);
      return asText(found.bytes);
    },
    resolve: (path) => {
      const inside = beside(source.path, path);
      const found = byPath.get(inside);
      if (found !== undefined) used.add(found);
      return found === undefined ? path : inside;
    },
  });
  const single = scanned.length === 1 ? scanned[0] : undefined;
  let children: readonly ImportedItem[];
  let variables: readonly Variable[] = shared;
  let whole: Pick<FileItems, "scripts" | "docs"> = { scripts: [], docs: "" };
  if (single !== undefined) {
    const read = itemsOf(single.file, contextOf(single.source, []));
    children = read.items;
    variables = [...shared, ...read.variables];
    whole = read;
  } else {
    children = nested(
      scanned.map(({ source, file }) => {
        const path = source.path.split("/");
        const name = stem(source.path);
        const read = itemsOf(file, contextOf(source, [...path.slice(0, -1), name]));
        return { path, item: folderItem({ ...read, name }, read.items) };
      }),
    );
  }
  const dotenv = byPath.get(".env");
  if (dotenv !== undefined) used.add(dotenv);
  const name = single === undefined ? commonName(files) : stem(single.source.path) || "Requests";
  if (scanned.every(({ file }) => file.requests.length + file.commands.length === 0))
    notes.add("error", "nothing-in-it");
  const kept: readonly ImportedFile[] = [...used].map(({ path, bytes }) => ({ path, bytes }));
  const part: Imported = {
    format: "http-file",
    formatName: "HTTP request file",
    collections: [
      {
        name,
        data: collectionData({ ...whole, name, variables, settings: { encodeUrl: true } }),
        children,
        environments,
        secrets: new Map(),
        files: kept,
      },
    ],
    environments: [],
    notes: notes.list,
  };
  return { part, used: [...used, ...embedded] };
}

function commonName(files: readonly SourceFile[]): string {
  const folders = new Set(files.map((source) => source.path.split("/")[0] ?? ""));
  const [only = ""] = folders;
  return folders.size === 1 && !own.test(only) ? only : "Requests";
}

/** A path from the file that names it, as one from the top; "" when it leads out. */
function beside(file: string, path: string): string {
  const parts = path.replaceAll("\\", "/").startsWith("/")
    ? []
    : folderOf(file).split("/").filter(Boolean);
  for (const part of path.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.length === 0) return "";
      parts.pop();
    } else parts.push(part);
  }
  return parts.join("/");
}

/** What a file becomes. */
interface FileItems {
  readonly items: readonly ImportedItem[];
  readonly variables: readonly Variable[];
  readonly scripts: readonly ImportedScript[];
  readonly docs: string;
}

function itemsOf(
  file: HttpFile,
  context: Omit<HttpFileContext, "variables" | "protos">,
): FileItems {
  const { top, ofRegion } = variablesOf(file);
  const remark = createRemark(context.notes, context.above, context.file);
  for (const { text, line } of file.strays)
    remark.add(
      "warning",
      "no-place-value",
      { what: "Text outside every request", value: fenced(text) },
      line,
    );
  for (const tag of new Set(file.variables.flatMap(({ value }) => httpFileText(value).kept)))
    remark.add("warning", "template-kept", { tag });
  const scripts = file.scripts.map((script) => httpFileScript(script, context, remark));
  const docs = withRemarks(file.comments.join("\n"), remark.remarks);
  const protos = file.references
    .filter(([kind]) => kind === "proto")
    .map(([, path]) => context.resolve(path));
  for (const [kind, path] of file.references)
    if (kind === "gql") noteReference(context.notes, context, path);
  const items: ImportedItem[] = file.requests.map((request) =>
    httpFileItem(request, { ...context, protos, variables: ofRegion.get(request.region) ?? [] }),
  );
  for (const { text, line } of file.commands) {
    const { collections, notes } = importCommands(text, context.file);
    items.push(...collections.flatMap((collection) => collection.children));
    for (const note of notes)
      context.notes.add(note.severity, note.code, note.values, {
        ...note,
        line: note.line === 0 ? line : note.line + line - 1,
      });
  }
  return { items, variables: top, scripts, docs };
}

function noteReference(
  notes: Notes,
  context: Pick<HttpFileContext, "file" | "above">,
  path: string,
): void {
  const remark = createRemark(notes, context.above, context.file);
  remark.tell("warning", "no-place-value", { what: "A GraphQL fragment from a file", value: path });
}

/** The first value of a name is the file's; another one in a later region is that region's. */
function variablesOf(file: HttpFile): {
  readonly top: readonly Variable[];
  readonly ofRegion: ReadonlyMap<number, readonly Variable[]>;
} {
  const top = new Map<string, Variable>();
  const ofRegion = new Map<number, Variable[]>();
  for (const { name, value, region } of file.variables) {
    const variable = { name, value: httpFileText(value).text };
    const known = top.get(name);
    if (known === undefined) top.set(name, variable);
    else if (known.value !== variable.value)
      ofRegion.set(region, [...(ofRegion.get(region) ?? []), variable]);
  }
  return { top: [...top.values()], ofRegion };
}

/** Items in the folders their files lie in. */
function nested(
  entries: readonly { readonly path: readonly string[]; readonly item: ImportedItem }[],
): readonly ImportedItem[] {
  const here: ImportedItem[] = [];
  const folders = new Map<string, { path: readonly string[]; item: ImportedItem }[]>();
  for (const { path, item } of entries) {
    const [folder, ...rest] = path;
    if (rest.length === 0 || folder === undefined) here.push(item);
    else folders.set(folder, [...(folders.get(folder) ?? []), { path: rest, item }]);
  }
  return [...[...folders].map(([name, inner]) => folderItem({ name }, nested(inner))), ...here];
}
