import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { readDefaults } from "../../../shared/formats/opencollection/defaults.ts";
import { parseYaml } from "../../../shared/formats/yaml/parse.ts";
import { FailureError, toFailure } from "../../../shared/model/failure.ts";
import type { WorkspaceEntry } from "../../../shared/model/workspace.ts";
import { storageFailure } from "../../base/storage-failure.ts";
import { writtenPath } from "../../workspaces/entry-place.ts";
import { readWorkspaceFile, workspaceFolder } from "../../workspaces/workspace-file.ts";

/** The line for a collection's folder in the workspace in `folder`. Throws FailureError as `collectionFolder` does. */
export async function entryOf(folder: string, given: string): Promise<WorkspaceEntry> {
  const root = await collectionFolder(resolve(given));
  const text = await readFile(join(root, "opencollection.yml"), "utf8");
  return { name: nameIn(text) || basename(root), path: writtenPath(folder, root) };
}

function nameIn(text: string): string {
  try {
    return readDefaults(parseYaml(text).data).name;
  } catch {
    return "";
  }
}

/** The real folder of a collection. Throws FailureError `not-found`, or `input` when it is none. */
export async function collectionFolder(folder: string): Promise<string> {
  const real = await realpath(folder).catch((error: unknown) => {
    throw storageFailure(error, basename(folder));
  });
  const file = await stat(join(real, "opencollection.yml")).catch(() => null);
  if (file?.isFile() === true) return real;
  throw new FailureError({
    kind: "input",
    code: "not-a-collection",
    message: "This folder holds no opencollection.yml.",
    remedy: "Give the folder of a collection.",
    place: basename(folder),
  });
}

/** The folder of the workspace that is named, or of the nearest one from here upwards. Throws FailureError `not-found`. */
export async function workspaceAt(named: string | null): Promise<string> {
  if (named !== null) return workspaceFolder(resolve(named));
  for (let at = await realpath("."); ; at = dirname(at)) {
    const found = await readWorkspaceFile(at).then(
      () => true,
      (thrown: unknown) => {
        const { kind, code } = toFailure(thrown);
        if (kind === "not-found" || code === "not-a-workspace") return false;
        throw thrown;
      },
    );
    if (found) return at;
    if (dirname(at) === at) break;
  }
  throw new FailureError({
    kind: "not-found",
    code: "no-workspace",
    message: "There is no workspace here.",
    remedy: "Name one with --workspace, or make one: envoi workspace new NAME --here.",
  });
}
