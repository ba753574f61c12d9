import { homedir } from "node:os";
import { basename, resolve } from "node:path";
import { readWorkspace } from "../../../shared/formats/opencollection/workspace.ts";
import { FailureError, toFailure } from "../../../shared/model/failure.ts";
import type { OpenEntry, Workspace } from "../../../shared/model/workspace.ts";
import { defaultDataFolder } from "../../base/data-folder.ts";
import { openRegistry } from "../../collections/registry.ts";
import { listEnvironments } from "../../collections/tree.ts";
import { openEntries } from "../../workspaces/open-entries.ts";
import {
  createWorkspaceFolder,
  readWorkspaceFile,
  workspaceFileName,
  writeNewWorkspace,
  writeWorkspaceFile,
} from "../../workspaces/workspace-file.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import { oneLine } from "./output/one-line.ts";
import { ownPrinting, type Printing } from "./output/printing.ts";
import { commandWords } from "./words.ts";
import { collectionFolder, entryOf, workspaceAt } from "./workspace-places.ts";

const help = `envoi workspace list [--workspace PATH] [--json]
envoi workspace add <collection folder>... [--workspace PATH]
envoi workspace remove <collection folder | path as in the file>... [--workspace PATH]
envoi workspace move <path as in the file> <folder> [--workspace PATH]
envoi workspace new <name> [--in DIR | --here] [<collection folder>...]

  --workspace PATH  The workspace's folder or file; by itself the nearest workspace.yml from here upwards
  --in DIR          Where the folder of the new workspace is made; by itself here
  --here            The current folder becomes the workspace
  --json            Print the list as JSON

The file is changed in place; comments and what other programs wrote stay. No file of a collection is touched. A line
that leads out of the workspace's folder is listed and not looked at, unless that folder was opened here before.

Exit codes: 0 done; 1 a line of the list cannot be opened; 2 bad options; 23 not written; 26 not there, or not read.
`;

const spec = {
  flags: ["--json", "--here", "--help"],
  values: ["--workspace", "--in"],
  short: { "-h": "--help" },
} as const;

interface Words {
  readonly rest: readonly string[];
  readonly workspace: string | null;
  readonly parent: string | null;
  readonly here: boolean;
  readonly json: boolean;
}

const commands: Readonly<Record<string, (words: Words, printing: Printing) => Promise<number>>> = {
  list,
  add,
  remove,
  move,
  new: create,
};

/** `envoi workspace`: shows and changes the file that lists collections, gives the exit code. */
export async function workspaceCommand(
  typed: readonly string[],
  printing: Printing = ownPrinting,
): Promise<number> {
  const words = commandWords(typed, spec);
  if (typeof words === "string") return complain(words, printing);
  if (words.flags.has("--help")) {
    printing.out(help);
    return exitCodes.ok;
  }
  const [name = "list", ...rest] = words.rest;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) return complain(`unknown command workspace ${name}`, printing);
  try {
    return await command(
      {
        rest,
        workspace: words.values.get("--workspace") ?? null,
        parent: words.values.get("--in") ?? null,
        here: words.flags.has("--here"),
        json: words.flags.has("--json"),
      },
      printing,
    );
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.code === usage) return complain(failure.message, printing);
    const place = failure.place === undefined ? "" : ` (${oneLine(failure.place)})`;
    printing.err(`envoi: ${failure.message}${place} ${failure.remedy ?? ""}\n`);
    return failure.kind === "storage" ? exitCodeOf(failure) : exitCodes.read;
  }
}

function complain(message: string, { err }: Printing): number {
  err(`envoi: ${message}\nTry envoi workspace --help\n`);
  return exitCodes.usage;
}

const usage = "workspace-usage";

function badWords(message: string): FailureError {
  return new FailureError({ kind: "input", code: usage, message });
}

/** A line cannot be opened. */
const someMissing = 1;

async function list({ rest, workspace: named, json }: Words, { out }: Printing): Promise<number> {
  const folder = await workspaceAt(named ?? rest[0] ?? null);
  const workspace = readWorkspace((await readWorkspaceFile(folder)).data);
  const registry = await openRegistry(defaultDataFolder(process.platform, process.env, homedir()));
  const entries = await openEntries(folder, workspace.collections, {
    open: collectionFolder,
    knows: registry.knows,
  });
  const environments = await listEnvironments(folder);
  const lines = entries.map(({ name, path, state, folder: at }) => ({
    name,
    path,
    state,
    folder: at,
  }));
  if (json)
    out(
      `${JSON.stringify({ name: workspace.name, folder, environments, collections: lines }, null, 2)}\n`,
    );
  else {
    const width = Math.min(48, Math.max(0, ...lines.map(({ path }) => path.length)));
    out(`${oneLine(workspace.name || basename(folder))}\n`);
    for (const entry of entries) out(entryLine(entry, width));
    if (environments.length > 0) out(`  globals: ${environments.map(oneLine).join(", ")}\n`);
  }
  const bad = entries.some(({ state }) => unopenable.includes(state));
  return bad ? someMissing : exitCodes.ok;
}

const unopenable: readonly OpenEntry["state"][] = [
  "missing",
  "not-a-collection",
  "bruno",
  "failed",
];

const states: Readonly<Record<OpenEntry["state"], string>> = {
  open: "",
  missing: "not there",
  outside: "outside the workspace's folder, not looked at",
  "not-a-collection": "not a collection",
  bruno: "Bruno's .bru files: envoi import",
  duplicate: "listed before",
  failed: "cannot be read",
};

function entryLine({ name, path, state }: OpenEntry, width: number): string {
  const told = states[state] === "" ? "" : `  (${states[state]})`;
  return `  ${oneLine(path).padEnd(width)}  ${oneLine(name)}${told}`.trimEnd() + "\n";
}

async function add({ rest, workspace: named }: Words, { out }: Printing): Promise<number> {
  if (rest.length === 0) throw badWords("workspace add takes the folder of a collection");
  const folder = await workspaceAt(named);
  const entries = await Promise.all(rest.map((given) => entryOf(folder, given)));
  await change(folder, (workspace) => {
    const known = new Set(workspace.collections.map(({ path }) => path));
    const fresh = entries.filter(({ path }) => !known.has(path));
    return { ...workspace, collections: [...workspace.collections, ...fresh] };
  });
  for (const { path } of entries) out(`${path}\n`);
  return exitCodes.ok;
}

async function remove({ rest, workspace: named }: Words, { out }: Printing): Promise<number> {
  if (rest.length === 0) throw badWords("workspace remove takes a path of the file, or a folder");
  const folder = await workspaceAt(named);
  const removed: string[] = [];
  await change(folder, (workspace) => {
    removed.length = 0;
    for (const given of rest) removed.push(lineOf(workspace, folder, given));
    const kept = workspace.collections.filter(({ path }) => !removed.includes(path));
    return { ...workspace, collections: kept };
  });
  for (const path of removed) out(`${path}\n`);
  return exitCodes.ok;
}

async function move({ rest, workspace: named }: Words, { out }: Printing): Promise<number> {
  const [from, to, more] = rest;
  if (from === undefined || to === undefined || more !== undefined)
    throw badWords("workspace move takes a path of the file, and the folder it is now");
  const folder = await workspaceAt(named);
  const { path: written } = await entryOf(folder, to);
  await change(folder, (workspace) => {
    const line = lineOf(workspace, folder, from);
    return {
      ...workspace,
      collections: workspace.collections.map((entry) =>
        entry.path === line ? { ...entry, path: written } : entry,
      ),
    };
  });
  out(`${written}\n`);
  return exitCodes.ok;
}

async function create(words: Words, { out }: Printing): Promise<number> {
  const [name, ...collections] = words.rest;
  if (name === undefined || name.trim() === "") throw badWords("workspace new takes a name");
  if (words.here && words.parent !== null) throw badWords("--here and --in: only one of them");
  // Looked at before anything is made.
  for (const given of collections) await collectionFolder(resolve(given));
  const folder = await createWorkspaceFolder(resolve(words.parent ?? "."), name, words.here);
  const entries = await Promise.all(collections.map((given) => entryOf(folder, given)));
  await writeNewWorkspace(folder, { name: name.trim(), collections: entries, docs: "" });
  out(`${folder}\n`);
  return exitCodes.ok;
}

/** The line that names a collection: as it is written, or by the folder it leads to. Throws FailureError `not-found`. */
function lineOf(workspace: Workspace, folder: string, given: string): string {
  const wanted = resolve(given);
  const found =
    workspace.collections.find(({ path }) => path === given) ??
    workspace.collections.find(({ path }) => resolve(folder, path) === wanted);
  if (found !== undefined) return found.path;
  throw new FailureError({
    kind: "not-found",
    code: "no-entry",
    message: "The workspace does not list this.",
    remedy: "See envoi workspace list.",
    place: given,
  });
}

/** Changes the file from what it says now, unless another program does so at the same moment. */
async function change(folder: string, edit: (workspace: Workspace) => Workspace): Promise<void> {
  const before = await readWorkspaceFile(folder);
  const result = await writeWorkspaceFile(folder, before, edit(readWorkspace(before.data)));
  if (result.kind === "saved") return;
  throw new FailureError({
    kind: "storage",
    code: "changed-on-disk",
    message: "This file was changed by another program at the same moment.",
    remedy: "Try again.",
    place: workspaceFileName,
  });
}
