import { access, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { readEnvironment } from "../../../shared/formats/opencollection/environment.ts";
import { readWorkspace } from "../../../shared/formats/opencollection/workspace.ts";
import { parseYaml } from "../../../shared/formats/yaml/parse.ts";
import type { CollectionId } from "../../../shared/model/collection.ts";
import { FailureError, toFailure } from "../../../shared/model/failure.ts";
import type { OpenWorkspace } from "../../../shared/model/workspace.ts";
import { readTextFile } from "../../collections/read-file.ts";
import type { ReadGlobals } from "../../collections/read-variables.ts";
import { listEnvironments } from "../../collections/tree.ts";
import { openGlobals, readGlobalsOf } from "../../variables/globals.ts";
import { globalsHomeOf } from "../../variables/globals-place.ts";
import { entryPlace } from "../../workspaces/entry-place.ts";
import {
  readWorkspaceFile,
  workspaceFileName,
  workspaceFolder,
} from "../../workspaces/workspace-file.ts";

/** What a command was told about the workspace: `--workspace`, `--global-env`, `--globals`. */
export interface WorkspaceWords {
  /** Folder or file; `none`: no workspace counts. */
  readonly workspace: string | undefined;
  readonly globalEnv: string | undefined;
  readonly globals: string | undefined;
}

/** The workspace of one run, as the parts that read a collection take it. */
export interface RunWorkspace {
  readonly open: OpenWorkspace | null;
  /** Name of the environment or file that gives the globals; null: none does. */
  readonly globalsName: string | null;
  readonly globals: ReadGlobals;
  /** Where they lie when no workspace is open; absent: nowhere. */
  readonly globalsFolder?: (() => string) | undefined;
}

interface Place {
  /** Real path of the collection's folder; null: the file is in none. */
  readonly root: string | null;
  readonly id: CollectionId | null;
  /** Envoi's data folder: which globals were chosen in the app. */
  readonly data: string;
}

/**
 * The workspace a collection is in: the one that is named, or that of the nearest `workspace.yml` in a folder above which lists the
 * collection and belongs to the same person. Rejects with FailureError when what is named is not there. `say`: what was left out.
 */
export async function runWorkspace(
  words: WorkspaceWords,
  { root, id, data }: Place,
  say: (text: string) => void,
): Promise<RunWorkspace> {
  const named = words.workspace;
  const folder =
    named === "none" || root === null
      ? null
      : named === undefined
        ? await workspaceAbove(root, say)
        : await workspaceFolder(named);
  const open = folder === null || root === null ? null : await openedAs(folder, root, id);
  if (words.globals !== undefined && words.globalEnv !== undefined)
    throw new FailureError({
      kind: "input",
      code: "bad-option",
      message: "Globals come from one place: --global-env or --globals.",
      place: "--globals",
      remedy: "Leave one of them out.",
    });
  if (words.globals !== undefined) return { open, ...(await globalsOfFile(words.globals)) };
  // Without a workspace this machine's globals count, as in the window.
  const home = globalsHomeOf(await realpath(data).catch(() => data));
  const shared =
    open ??
    (named === "none" ? null : { folder: home, environments: await listEnvironments(home) });
  const name = await globalsName(words.globalEnv, shared, data, open !== null);
  return {
    open,
    globalsName: name,
    globals: async (_folder, problems) =>
      name === null || shared === null ? null : readGlobalsOf(shared.folder, name, problems),
    ...(open === null && shared !== null ? { globalsFolder: () => home } : {}),
  };
}

async function openedAs(
  folder: string,
  root: string,
  id: CollectionId | null,
): Promise<OpenWorkspace> {
  const { data, hash } = await readWorkspaceFile(folder);
  const workspace = readWorkspace(data);
  const entry = { name: basename(root), path: root, folder: root };
  return {
    folder,
    hash,
    workspace: { ...workspace, name: workspace.name || basename(folder) },
    entries: [{ ...entry, state: "open", collectionId: id }],
    environments: await listEnvironments(folder),
  };
}

async function globalsName(
  wanted: string | undefined,
  shared: Pick<OpenWorkspace, "folder" | "environments"> | null,
  data: string,
  inWorkspace: boolean,
): Promise<string | null> {
  if (wanted === undefined)
    return shared === null ? null : (await openGlobals(data)).chosen(shared.folder);
  if (shared?.environments.includes(wanted) === true) return wanted;
  throw new FailureError({
    kind: "not-found",
    code: "environment",
    message: inWorkspace
      ? "The workspace has no environment of that name."
      : "The collection is in no workspace, and this machine has no globals of that name.",
    place: "--global-env",
    remedy: inWorkspace
      ? "Environments are the files in the environments folder beside workspace.yml, without .yml."
      : "Name a workspace with --workspace, or give an environment file with --globals.",
  });
}

async function globalsOfFile(file: string): Promise<Omit<RunWorkspace, "open">> {
  const name = basename(file).replace(/\.ya?ml$/i, "");
  const { text } = await readTextFile(await realpathOf(file), basename(file));
  const { variables } = readEnvironment(parseYaml(text).data, name);
  return {
    globalsName: name,
    globals: async () => ({ scope: "workspace", origin: name, variables }),
  };
}

async function realpathOf(file: string): Promise<string> {
  return realpath(resolve(file)).catch(() => {
    throw new FailureError({
      kind: "not-found",
      code: "ENOENT",
      message: "There is no such file.",
      place: basename(file),
      remedy: "--globals takes an environment file, such as environments/dev.yml.",
    });
  });
}

/** The folder of the nearest workspace file upwards that lists the collection. Files of other programs are passed over. */
async function workspaceAbove(root: string, say: (text: string) => void): Promise<string | null> {
  for (let folder = root; ; folder = dirname(folder)) {
    if (await lists(folder, root, say)) return folder;
    if (dirname(folder) === folder) return null;
  }
}

async function lists(folder: string, root: string, say: (text: string) => void): Promise<boolean> {
  const file = join(folder, workspaceFileName);
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (!there) return false;
  let lines: readonly string[];
  try {
    const { data } = await readWorkspaceFile(folder);
    lines = readWorkspace(data).collections.map(({ path }) => path);
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.code !== "not-a-workspace")
      say(`A workspace above the collection counts for nothing: ${failure.message}`);
    return false;
  }
  let listed = false;
  for (const line of lines) {
    const place = await entryPlace(folder, line);
    listed ||= place.kind === "inside" && place.folder === root;
  }
  if (!listed || (await isOfSameOwner(file, root))) return listed;
  // Anybody may write into a folder such as /tmp: a stranger's file must not choose a proxy.
  say(
    "A workspace above the collection belongs to another user: name it with --workspace to use it.",
  );
  return false;
}

async function isOfSameOwner(file: string, root: string): Promise<boolean> {
  if (process.getuid === undefined) return true;
  const [mine, theirs] = await Promise.all([stat(file), stat(root)]);
  return mine.uid === process.getuid() || mine.uid === theirs.uid;
}
