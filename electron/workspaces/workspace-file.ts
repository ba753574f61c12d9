import fs from "node:fs/promises";
import path from "node:path";
import {
  isWorkspaceData,
  newWorkspaceData,
  patchWorkspace,
} from "../../shared/formats/opencollection/workspace.ts";
import { gitignore } from "../../shared/formats/opencollection/gitignore.ts";
import type { YamlMap } from "../../shared/formats/yaml/data.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import { canonicalYaml, patchYaml } from "../../shared/formats/yaml/patch.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { fileNameFor, freeName } from "../../shared/model/item-name.ts";
import type { Workspace } from "../../shared/model/workspace.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { namesIn } from "../collections/disk.ts";
import { locate } from "../collections/paths.ts";
import { readTextFile } from "../collections/read-file.ts";

export const workspaceFileName = "workspace.yml";

/** A workspace file as it was read. */
export interface WorkspaceText {
  readonly text: string;
  readonly hash: string;
  readonly data: YamlMap;
}

/** The real folder of a workspace, from its path or that of its file. Throws FailureError `not-found`, `input` or `storage`. */
export async function workspaceFolder(given: string): Promise<string> {
  const wanted = path.basename(given) === workspaceFileName ? path.dirname(given) : given;
  try {
    return await fs.realpath(wanted);
  } catch (error) {
    throw storageFailure(error, path.basename(wanted));
  }
}

/**
 * Reads `workspace.yml`; a link must end in the folder. Throws FailureError `not-found`, `policy`, `storage` or `input` (`not-a-workspace`,
 * `yaml-…`).
 */
export async function readWorkspaceFile(folder: string): Promise<WorkspaceText> {
  const file = await locate(folder, workspaceFileName, "file");
  const { text, hash } = await readTextFile(file, workspaceFileName);
  const { data } = parseYaml(text);
  if (isWorkspaceData(data)) return { text, hash, data };
  throw new FailureError({
    kind: "input",
    code: "not-a-workspace",
    message: "The workspace.yml in this folder belongs to another program.",
    remedy:
      "Choose a folder whose workspace.yml says type: workspace, or make a workspace in another folder.",
    place: workspaceFileName,
  });
}

/** Writes what differs, if the file is still the one with `hash` (null: there is none). */
export async function writeWorkspaceFile(
  folder: string,
  before: WorkspaceText | null,
  after: Workspace,
): Promise<{ kind: "saved"; hash: string } | { kind: "conflict"; hash: string | null }> {
  const text =
    before === null
      ? canonicalYaml(patchWorkspace(newWorkspaceData(after.name, []), after))
      : patchYaml(before.text, patchWorkspace(before.data, after)).text;
  const result = await atomicWrite(path.join(folder, workspaceFileName), text, {
    expectHash: before?.hash ?? null,
    root: folder,
  });
  return result.kind === "conflict" ? result : { kind: "saved", hash: result.hash };
}

/**
 * Makes a workspace and gives its real folder: `<parent>/<file name of name>/`, or `parent` itself (`here`). Files that are there stay.
 * Throws FailureError `storage` (`EEXIST` when there is a workspace.yml already) or `not-found`.
 */
export async function createWorkspaceFolder(
  parent: string,
  name: string,
  here: boolean,
): Promise<string> {
  if (here) return workspaceFolder(parent);
  const folder = path.join(
    parent,
    freeName(fileNameFor(name, "folder"), "", await namesIn(parent)),
  );
  try {
    await fs.mkdir(folder);
    return await fs.realpath(folder);
  } catch (error) {
    throw storageFailure(error, path.basename(folder));
  }
}

/** The first text of a new workspace. `.gitignore` keeps what is secret out of git. */
export async function writeNewWorkspace(folder: string, workspace: Workspace): Promise<void> {
  await atomicWrite(path.join(folder, ".gitignore"), gitignore, { expectHash: null, root: folder });
  const result = await writeWorkspaceFile(folder, null, workspace);
  if (result.kind === "saved") return;
  throw new FailureError({
    kind: "storage",
    code: "EEXIST",
    message: "There is a workspace.yml in this folder already.",
    remedy: "Open it, or choose another folder.",
    place: workspaceFileName,
  });
}
