import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { syncFolder, tempNameFor } from "../base/atomic-write.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";
import { createGate } from "./gate.ts";
import { nameKey } from "../../shared/model/item-name.ts";

/** Names in a folder, dot files included. Throws FailureError. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    throw storageFailure(error, path.basename(folder));
  }
}

/**
 * Renames a file or folder; never onto something else. Lasts through a power cut once it resolves. Throws FailureError `storage` (`EEXIST`
 * when the name is taken).
 */
export async function renameEntry(from: string, to: string): Promise<void> {
  if (from === to) return;
  try {
    const there = await fs.lstat(to).catch(() => null);
    if (there !== null && !(await isSameEntry(from, to))) throw taken(to);
    await moveEntry(from, to);
    if (there !== null) await settleCase(from, to);
    await syncFolder(path.dirname(to));
    if (path.dirname(from) !== path.dirname(to)) await syncFolder(path.dirname(from));
  } catch (error) {
    throw storageFailure(error, path.basename(to));
  }
}

/** On macOS and Windows `A.yml` and `a.yml` are one file; two names of one file elsewhere (hard links) are not. */
async function isSameEntry(from: string, to: string): Promise<boolean> {
  if (path.dirname(from) !== path.dirname(to)) return false;
  if (nameKey(path.basename(from)) !== nameKey(path.basename(to))) return false;
  const names = await fs.readdir(path.dirname(to));
  return !names.includes(path.basename(to));
}

/** Some disks that ignore case take a change of case for no change: there it goes through a third name, which is put back if that fails. */
async function settleCase(from: string, to: string): Promise<void> {
  const names = await fs.readdir(path.dirname(to));
  if (names.includes(path.basename(to)) || !names.includes(path.basename(from))) return;
  const between = path.join(path.dirname(from), betweenName(path.basename(from)));
  await fs.rename(from, between);
  try {
    await fs.rename(between, to);
  } catch (error) {
    await fs.rename(between, from);
    throw error;
  }
}

/** Holds the old name, so that what a crash left under it can be given back. */
function betweenName(name: string): string {
  return `.rename.${process.pid}.${randomBytes(6).toString("hex")}.${name}`;
}

/** Gives back what a crash left between two names in this one folder. */
export async function restoreBetween(folder: string): Promise<void> {
  const names = await fs.readdir(folder).catch(() => []);
  for (const name of names) {
    const [, old] = /^\.rename\.\d+\.[0-9a-f]{12}\.(.+)$/s.exec(name) ?? [];
    if (old === undefined || names.some((other) => nameKey(other) === nameKey(old))) continue;
    await fs.rename(path.join(folder, name), path.join(folder, old)).catch(() => undefined);
  }
}

/** Renames, or copies whole and then removes when the two places are on different disks. */
async function moveEntry(from: string, to: string): Promise<void> {
  try {
    await fs.rename(from, to);
    return;
  } catch (error) {
    if (errorCode(error) !== "EXDEV") throw error;
  }
  await copyEntry(from, to);
  await fs.rm(from, { recursive: true });
}

/**
 * Copies a file or folder with everything in it; links stay links. The copy grows under a temp name and is on the disk before it takes the
 * name, so that nobody sees half of it. Throws what the file system says; `EEXIST` when the name is taken.
 */
export async function copyEntry(from: string, to: string): Promise<void> {
  const temp = path.join(path.dirname(to), tempNameFor(path.basename(to)));
  try {
    await fs.cp(from, temp, {
      recursive: true,
      errorOnExist: true,
      force: false,
      verbatimSymlinks: true,
      preserveTimestamps: true,
    });
    await syncTree(temp);
    if ((await fs.lstat(to).catch(() => null)) !== null) throw taken(to);
    await fs.rename(temp, to);
    await syncFolder(path.dirname(to));
  } catch (error) {
    await fs.rm(temp, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** Files synced at once: the disk's journal takes many in one commit. */
const syncedAtOnce = 32;

/** Waits until every file and every name of a tree is on the disk. Links and special files have nothing to wait for. */
export async function syncTree(entry: string): Promise<void> {
  const files: string[] = [];
  const folders: string[] = [];
  const collect = async (place: string): Promise<void> => {
    const stat = await fs.lstat(place);
    if (stat.isFile()) files.push(place);
    if (!stat.isDirectory()) return;
    folders.push(place);
    for (const name of await fs.readdir(place)) await collect(path.join(place, name));
  };
  await collect(entry);
  const gate = createGate(syncedAtOnce);
  await Promise.all(files.map((file) => gate(() => syncFile(file))));
  for (const folder of folders.reverse()) await syncFolder(folder);
}

async function syncFile(file: string): Promise<void> {
  // Windows syncs only what is open for writing; a file that may only be read can be synced elsewhere.
  const handle = await fs.open(file, "r+").catch(() => fs.open(file, "r"));
  try {
    await handle.sync();
  } catch (error) {
    if (errorCode(error) !== "EPERM") throw error;
  } finally {
    await handle.close();
  }
}

function taken(to: string): FailureError {
  return new FailureError({
    kind: "storage",
    code: "EEXIST",
    message: "There is something of this name already.",
    remedy: "Choose another name.",
    place: path.basename(to),
  });
}
