import { constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import { basename } from "node:path";
import { FailureError } from "../../../shared/model/failure.ts";
import type { FileState, WireFile } from "../../../shared/model/wire-log.ts";
import { readLayout } from "./layout.ts";
import { condensedSlowly, type Condenser, openCondenser } from "./condense.ts";
import {
  condensedTagOf,
  condenseKeyOf,
  type Reference,
  type References,
  tagOf,
} from "./reference-format.ts";
import { readFromFile, type SentFile, stampOf } from "./sent-file.ts";

/** Files whose stamp says nothing changed, and whose bytes are others all the same: by record and stamp. */
const doubted = new Set<string>();
const mostDoubted = 1_000;

/** Reads what a record refers to. Closed by whoever opened it. */
export interface ReferredBytes {
  /**
   * The bytes of a reference: those that were sent. Rejects with FailureError `storage`: `sent-file-gone`, or `sent-file-changed` when the
   * file has others there by now.
   */
  read(reference: Reference): Promise<Uint8Array>;
  close(): Promise<void>;
}

export function openReferred(references: References): ReferredBytes {
  const handles = new Map<number, FileHandle>();
  let last: { readonly number: number; readonly bytes: Uint8Array } | null = null;

  async function handleOf(number: number, file: SentFile): Promise<FileHandle> {
    const known = handles.get(number);
    if (known !== undefined) return known;
    const handle = await openSent(file);
    handles.set(number, handle);
    return handle;
  }

  let condenser: Condenser | null | undefined;
  let condenseKey: Uint8Array | null = null;

  function isTagged(bytes: Uint8Array, { number, tag, condensed }: Reference): boolean {
    const { key } = references;
    if (!condensed) return tagOf(key, number, bytes).equals(tag);
    condenseKey ??= condenseKeyOf(key);
    if (condenser === undefined) condenser = openCondenser(0);
    const sums = condenser?.condensed(condenseKey, bytes) ?? condensedSlowly(condenseKey, bytes);
    return condensedTagOf(key, number, sums, bytes.length).equals(tag);
  }

  return {
    async read(reference) {
      if (last?.number === reference.number) return last.bytes;
      const file = references.files[reference.file];
      if (file === undefined) throw lostFile(true, "");
      const handle = await handleOf(reference.file, file);
      const bytes = Buffer.allocUnsafeSlow(reference.length);
      const read = await readWhole(handle, bytes, reference.at);
      if (!read || !isTagged(bytes, reference)) {
        if (doubted.size < mostDoubted) doubted.add(doubtOf(references, file));
        throw lostFile(false, basename(file.path));
      }
      // What sends them again refers to the file too.
      readFromFile(bytes.buffer, { file, at: reference.at });
      last = { number: reference.number, bytes };
      return bytes;
    },
    async close() {
      for (const handle of handles.values()) await handle.close();
    },
  };
}

/**
 * What has become of each file, in the order of `references.files`. One that looks untouched is taken for the same, for each byte is checked
 * when it is read; of others all bytes that were sent are read, for a file may have been touched, moved or appended to without changing them.
 */
export async function fileStates(references: References): Promise<readonly FileState[]> {
  const states: FileState[] = [];
  for (const [number, file] of references.files.entries())
    states.push(await stateOf(references, number, file));
  return states;
}

/**
 * The files of a record whose bytes are in `[start, end)` of its clear side, with where they are. Reads a file only when it looks changed.
 */
export async function readSentFiles(
  folder: string,
  start: number,
  end: number,
): Promise<readonly WireFile[]> {
  const { references } = await readLayout(folder);
  if (references === null) return [];
  const states = await fileStates(references);
  const files = references.files.map(({ path, size }, number) => {
    const runs: { start: number; end: number }[] = [];
    return { path, size, state: states[number] ?? "gone", runs };
  });
  for (const { file, offset, length } of references.list) {
    if (offset >= end || offset + length <= start) continue;
    const runs = files[file]?.runs;
    const last = runs?.at(-1);
    if (last?.end === offset) last.end = offset + length;
    else runs?.push({ start: offset, end: offset + length });
  }
  return files.filter(({ runs }) => runs.length > 0);
}

/** By record, file and stamp now. */
const verified = new Map<string, FileState>();

async function stateOf(references: References, number: number, file: SentFile): Promise<FileState> {
  const now = await lstat(file.path, { bigint: true }).catch(() => null);
  if (now === null || !now.isFile()) return "gone";
  const stamp = stampOf(now);
  if (stamp === file.stamp && !doubted.has(doubtOf(references, file))) return "same";
  const key = `${Buffer.from(references.key).toString("base64")} ${number} ${references.list.length} ${stamp}`;
  const known = verified.get(key);
  if (known !== undefined) return known;
  const state = await verify(references, number);
  if (verified.size >= mostDoubted) verified.clear();
  verified.set(key, state);
  return state;
}

async function verify(references: References, file: number): Promise<FileState> {
  const referred = openReferred(references);
  try {
    for (const reference of references.list)
      if (reference.file === file) await referred.read(reference);
    return "same";
  } catch (thrown) {
    if (!isLost(thrown)) throw thrown;
    return thrown.failure.code === "sent-file-gone" ? "gone" : "changed";
  } finally {
    await referred.close();
  }
}

/** Whether something could not be read because a file that was sent is no longer what it was. */
export function isLost(thrown: unknown): thrown is FailureError {
  return thrown instanceof FailureError && /^sent-file-(?:gone|changed)$/.test(thrown.failure.code);
}

function doubtOf({ key }: References, { stamp }: SentFile): string {
  return `${Buffer.from(key).toString("base64")} ${stamp}`;
}

/** Not through a link in its place, and a pipe in its place does not hang. */
async function openSent({ path }: SentFile): Promise<FileHandle> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags).catch(() => null);
  if (handle === null) throw lostFile(true, basename(path));
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw lostFile(true, basename(path));
}

/** False: the file ends before. */
async function readWhole(handle: FileHandle, into: Buffer, at: number): Promise<boolean> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await handle.read(into, done, into.length - done, at + done);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}

/** The failure of bytes that were sent from a file and are no longer in it. `name` for people: without its folder. */
export function lostFile(isGone: boolean, name: string): FailureError {
  return new FailureError({
    kind: "storage",
    code: isGone ? "sent-file-gone" : "sent-file-changed",
    message: isGone
      ? "The file these bytes were sent from cannot be read any more, and they were not copied."
      : "The file these bytes were sent from has changed since, and they were not copied.",
    remedy:
      "Put the file back as it was. Large files that are sent can be copied too: Settings, Requests.",
    place: name,
  });
}
