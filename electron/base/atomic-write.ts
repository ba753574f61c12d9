import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { createQueues } from "./queues.ts";
import { errorCode, storageFailure } from "./storage-failure.ts";

/** How a file is to be replaced. */
export interface AtomicWriteOptions {
  /** SHA-256 (hex) of the bytes the edit began from; null = the file must not exist. Absent = no check. */
  readonly expectHash?: string | null;
  /** The file, links resolved, must lie inside this folder; otherwise nothing is written. */
  readonly root?: string;
  /** Mode of a new file (default 0o666 less the umask). A file that exists keeps its own. */
  readonly mode?: number;
}

/** `hash` is that of the bytes now on disk; null only in a conflict with a file that is gone. */
export type AtomicWriteResult =
  | { readonly kind: "written" | "unchanged"; readonly hash: string }
  | { readonly kind: "conflict"; readonly hash: string | null };

/** SHA-256 of bytes or of UTF-8 text, in lower-case hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const tempName = /^\..+\.\d+\.[0-9a-f]{12}\.tmp$/;
/** Virus scanners and indexers on Windows hold a file for a moment; elsewhere these codes are usually final. */
const busyCodes = new Set(["EPERM", "EACCES", "EBUSY"]);
const renameAttempts = process.platform === "win32" ? 10 : 3;
/** File systems that cannot sync say so with these; it is no reason to refuse a save. */
const cannotSync = new Set(["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/** By the path a save names, so that saves keep the order they were asked for in: looking up what a path leads to takes its time. */
const named = createQueues();
/** By the file it leads to, which other paths may lead to as well. Nothing in here waits for `named`. */
const targets = createQueues();

/**
 * Replaces a file so that a reader, or a crash at any point, sees the old bytes or the new bytes, never a mix.
 * Temp file in the same folder, written whole, size checked, synced, then renamed, then the folder synced. Saves of one
 * file wait for each other, and of those by one path the last to be asked for is the last. Nothing is written when the bytes are already there (`unchanged`), or when the file is not
 * the one `expectHash` names (`conflict`).
 * Throws FailureError `storage` (code = errno) or `policy` (`outside-root`, `dangling-link`); the old file is then intact.
 */
export async function atomicWrite(
  file: string,
  bytes: Uint8Array | string,
  options: AtomicWriteOptions = {},
): Promise<AtomicWriteResult> {
  const data = typeof bytes === "string" ? Buffer.from(bytes, "utf8") : bytes;
  try {
    return await named.run(path.resolve(file), async () => {
      const target = await resolveTarget(file, options.root);
      return targets.run(target, () => replace(target, data, options));
    });
  } catch (error) {
    throw storageFailure(error, path.basename(file));
  }
}

/** Waits until every save under way in this process has ended, well or not. */
export async function atomicWritesSettled(): Promise<void> {
  await named.settled();
}

/** A name for what is not whole yet: hidden, and known by `isTempName`. */
export function tempNameFor(name: string): string {
  return `.${shortName(name)}.${process.pid}.${randomBytes(6).toString("hex")}.tmp`;
}

/** True for a name made by `tempNameFor`. */
export function isTempName(name: string): boolean {
  return tempName.test(name);
}

/**
 * Removes what a crash left in this one folder under temp names: files of a save, and copies of folders that were not finished. What is
 * younger than an hour may be another process's work.
 */
export async function sweepTemps(folder: string, olderThanMs = 3_600_000): Promise<number> {
  let removed = 0;
  const names = await fs.readdir(folder).catch(() => []);
  for (const name of names.filter(isTempName)) {
    const temp = path.join(folder, name);
    try {
      const stat = await fs.lstat(temp);
      if (Date.now() - stat.mtimeMs < olderThanMs) continue;
      if (stat.isFile()) await fs.unlink(temp);
      else if (stat.isDirectory()) await fs.rm(temp, { recursive: true });
      else continue;
      removed += 1;
    } catch {
      // Gone already, or not ours to remove: nothing is lost by leaving it.
    }
  }
  return removed;
}

async function resolveTarget(file: string, root: string | undefined): Promise<string> {
  const absolute = path.resolve(file);
  const target = await realTarget(absolute);
  if (root === undefined) return target;
  const inside = path.relative(await fs.realpath(root), target);
  if (
    inside === "" ||
    inside === ".." ||
    inside.startsWith(`..${path.sep}`) ||
    path.isAbsolute(inside)
  ) {
    throw new FailureError({
      kind: "policy",
      code: "outside-root",
      message: "This file lies outside its folder, behind a link.",
      remedy: "Replace the link by a file, or open the folder it points to.",
      place: path.basename(file),
    });
  }
  return target;
}

async function realTarget(absolute: string): Promise<string> {
  try {
    return await fs.realpath(absolute);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
  const link = await fs.lstat(absolute).catch(() => null);
  if (link !== null) {
    throw new FailureError({
      kind: "policy",
      code: "dangling-link",
      message: "This file is a link to something that does not exist.",
      remedy: "Remove the link or create what it points to.",
      place: path.basename(absolute),
    });
  }
  return path.join(await fs.realpath(path.dirname(absolute)), path.basename(absolute));
}

async function replace(
  target: string,
  data: Uint8Array,
  options: AtomicWriteOptions,
): Promise<AtomicWriteResult> {
  const current = await readCurrent(target);
  const hash = sha256(data);
  if (current !== null && Buffer.compare(current.bytes, data) === 0)
    return { kind: "unchanged", hash };
  const conflict = conflictWith(current?.bytes ?? null, options.expectHash);
  if (conflict !== null) return conflict;

  const folder = path.dirname(target);
  const temp = path.join(folder, tempNameFor(path.basename(target)));
  let made = false;
  try {
    const handle = await fs.open(temp, "wx", current?.mode ?? options.mode ?? 0o666);
    made = true;
    try {
      // FileHandle.writeFile goes on after a short write; a lone write() would lose the rest on a full disk.
      await handle.writeFile(data);
      // chmod because the umask took bits from the mode given to open. Not every file system has modes.
      if (current !== null) await handle.chmod(current.mode).catch(() => undefined);
      const { size } = await handle.stat();
      if (size !== data.byteLength) throw shortWrite(target);
      await sync(handle);
    } finally {
      await handle.close();
    }
    if (options.expectHash !== undefined) {
      const again = conflictWith((await readCurrent(target))?.bytes ?? null, options.expectHash);
      if (again !== null) {
        await fs.unlink(temp);
        return again;
      }
    }
    await renameWithRetry(temp, target);
  } catch (error) {
    if (made) await fs.unlink(temp).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
  return { kind: "written", hash };
}

async function readCurrent(target: string): Promise<{ bytes: Buffer; mode: number } | null> {
  try {
    const stat = await fs.stat(target);
    return { bytes: await fs.readFile(target), mode: stat.mode & 0o7777 };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

function conflictWith(
  current: Uint8Array | null,
  expected: string | null | undefined,
): AtomicWriteResult | null {
  if (expected === undefined) return null;
  const hash = current === null ? null : sha256(current);
  return hash === expected ? null : { kind: "conflict", hash };
}

/** Keeps the temp name within the 255 bytes a file name may have. */
function shortName(name: string): string {
  return Array.from(name).slice(0, 48).join("");
}

async function renameWithRetry(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await fs.rename(from, to);
      return;
    } catch (error) {
      if (!busyCodes.has(errorCode(error)) || attempt >= renameAttempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(10 * 2 ** attempt, 500)));
    }
  }
}

async function sync(handle: fs.FileHandle): Promise<void> {
  try {
    await handle.sync();
  } catch (error) {
    if (!cannotSync.has(errorCode(error))) throw error;
  }
}

/**
 * Makes the names in a folder last through a power cut. The new bytes are in place already: a folder that cannot be synced must not be
 * reported as "not saved", so this never rejects.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await fs.open(folder, "r").catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close().catch(() => undefined);
}

function shortWrite(target: string): FailureError {
  return new FailureError({
    kind: "storage",
    code: "short-write",
    message: "Fewer bytes reached the disk than were written.",
    remedy: "Check the free space and the disk; the old file is unchanged.",
    place: path.basename(target),
  });
}
