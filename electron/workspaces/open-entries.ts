import type { CollectionId } from "../../shared/model/collection.ts";
import { toFailure } from "../../shared/model/failure.ts";
import type { EntryState, OpenEntry, WorkspaceEntry } from "../../shared/model/workspace.ts";
import { holdsBruno } from "../files/list-folder.ts";
import { entryPlace } from "./entry-place.ts";

/** What is needed of the collections to open the lines of a workspace file. */
export interface EntryPort {
  open(folder: string): Promise<CollectionId>;
  /** True when this person opened the folder on this machine before; the disk is not asked. */
  knows(folder: string): boolean;
}

/**
 * Opens what a workspace file lists. A line that leads out of its folder is followed only when the person opened that folder on this
 * machine before. Never rejects: what cannot be opened has its state.
 * @param root real path of the workspace's folder
 */
export async function openEntries(
  root: string,
  entries: readonly WorkspaceEntry[],
  port: EntryPort,
): Promise<readonly OpenEntry[]> {
  const paths = new Set<string>();
  const opened = await Promise.all(
    entries.map((entry) => {
      const again = paths.has(entry.path);
      paths.add(entry.path);
      return again ? Promise.resolve(repeated(entry)) : openEntry(root, entry, port);
    }),
  );
  const ids = new Set<CollectionId>();
  return opened.map((entry) => {
    if (entry.collectionId === null) return entry;
    if (ids.has(entry.collectionId)) return repeated(entry);
    ids.add(entry.collectionId);
    return entry;
  });
}

async function openEntry(root: string, entry: WorkspaceEntry, port: EntryPort): Promise<OpenEntry> {
  const { kind, folder } = await entryPlace(root, entry.path);
  const as = (state: EntryState, collectionId: CollectionId | null = null): OpenEntry => ({
    ...entry,
    state,
    folder,
    collectionId,
  });
  if (kind === "missing") return as("missing");
  if (kind === "outside" && !port.knows(folder)) return as("outside");
  try {
    return as("open", await port.open(folder));
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.kind === "not-found") return as("missing");
    if (failure.code !== "not-a-collection") return as("failed");
    return as((await holdsBruno(folder)) ? "bruno" : "not-a-collection");
  }
}

function repeated(entry: WorkspaceEntry & { readonly folder?: string }): OpenEntry {
  return { ...entry, state: "duplicate", folder: entry.folder ?? "", collectionId: null };
}
