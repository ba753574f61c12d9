import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { storageFailure } from "../base/storage-failure.ts";
import type { BodyFile } from "../client/body/file.ts";

/** Whether the person picked this file on this machine. */
export type IsGranted = (realPath: string) => boolean;

/** What of this machine's files may be read for a request. Each rejects with FailureError. */
export interface FileAccess {
  openFile(path: string): Promise<BodyFile>;
  openFolder(path: string): Promise<ReadableFolder>;
}

export interface ReadableFolder {
  /** Links resolved. */
  readonly realPath: string;
  /** One of the files in it. Rejects like `readableFile`. */
  open(name: string): Promise<BodyFile>;
}

/**
 * The file a request may send, or FailureError: `policy` when it lies outside the collection and was not picked on this machine,
 * `not-found`, or `input` when it is no regular file. `folder` is the collection's, null for a request without one. Links are resolved
 * before anything is compared.
 */
export async function readableFile(
  typed: string,
  folder: string | null,
  isGranted: IsGranted,
): Promise<BodyFile> {
  const name = path.basename(typed) || "file";
  const { real } = await readablePlace(typed, folder, isGranted, () => notAllowed(name));
  return regularFile(real, name, typed);
}

/**
 * A folder whose files may be read: rejects as `readableFile` does, and with `input` when it is no folder. Of a folder inside the collection
 * only files that really lie inside it; of one that was allowed on this machine every file, wherever its links lead.
 */
export async function readableFolder(
  typed: string,
  folder: string | null,
  isGranted: IsGranted,
): Promise<ReadableFolder> {
  const name = path.basename(typed) || "folder";
  const { real, inside } = await readablePlace(typed, folder, isGranted, () => noGrant(name));
  const found = await stat(real).catch((thrown: unknown) => {
    throw storageFailure(thrown, name);
  });
  if (!found.isDirectory()) throw noFolder(name);
  return inside
    ? { realPath: real, open: (entry) => readableFile(path.join(real, entry), folder, isGranted) }
    : allowedFolder(real);
}

/** A folder the person named or picked: what lies in it may be read. `realPath`: links resolved. */
export function allowedFolder(realPath: string): ReadableFolder {
  return {
    realPath,
    open: async (entry) => {
      const file = await realpath(path.join(realPath, entry)).catch((thrown: unknown) => {
        throw storageFailure(thrown, entry);
      });
      return regularFile(file, entry, path.join(realPath, entry));
    },
  };
}

async function regularFile(realPath: string, name: string, asked: string): Promise<BodyFile> {
  const found = await stat(realPath).catch((thrown: unknown) => {
    throw storageFailure(thrown, name);
  });
  if (!found.isFile()) throw noFile(name);
  return { realPath, size: found.size, name, asked };
}

/** What a path leads to, when it may be read. `inside`: really in the collection's folder. */
async function readablePlace(
  typed: string,
  folder: string | null,
  isGranted: IsGranted,
  refusal: () => FailureError,
): Promise<{ readonly real: string; readonly inside: boolean }> {
  const name = path.basename(typed) || "file";
  if (typed === "" || typed.includes("\0")) throw noFile(name);
  if (folder === null && !path.isAbsolute(typed)) throw noCollection(name);
  const absolute = folder === null ? typed : path.resolve(folder, typed);
  // A network share is asked for nothing before it is allowed by name: the question alone would send credentials (Windows).
  if (/^[\\/]{2}/.test(typed) && !isGranted(typed) && !isGranted(absolute)) throw refusal();
  let real: string;
  let inside: boolean;
  try {
    real = await realpath(absolute);
    inside = folder !== null && isInside(await realpath(folder), real);
  } catch (thrown) {
    // An ungranted place must not tell whether a file is there.
    if (folder === null || !isInside(path.resolve(folder), absolute)) throw refusal();
    throw storageFailure(thrown, name);
  }
  if (!inside && !isGranted(real)) throw refusal();
  return { real, inside };
}

/** Inside, and not one of the files a collection's folder holds for this machine alone: `.env` files and `.git`. */
function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  if (relative === "" || path.isAbsolute(relative)) return false;
  const parts = relative.split(path.sep);
  if (parts[0] === "..") return false;
  return !parts.some((part) => /^\.git$|^\.env(?:\.|$)/i.test(part));
}

function notAllowed(place: string): FailureError {
  return new FailureError({
    kind: "policy",
    code: "file-not-granted",
    message: "This file is outside the collection and was not picked on this machine.",
    remedy: "Pick the file once on this machine, or put it into the collection's folder.",
    phase: "prepare",
    place,
  });
}

function noCollection(place: string): FailureError {
  return new FailureError({
    kind: "input",
    code: "file-path-relative",
    message: "A request that is in no collection needs the whole path of its file.",
    remedy: "Pick the file again, or save the request into a collection.",
    phase: "prepare",
    place,
  });
}

function noFile(place: string): FailureError {
  return new FailureError({
    kind: "input",
    code: "file-not-regular",
    message: "A body can only be sent from a regular file.",
    remedy: "Pick a file.",
    phase: "prepare",
    place,
  });
}

function noFolder(place: string): FailureError {
  return new FailureError({
    kind: "input",
    code: "folder-not-one",
    message: "What is named as a folder is none.",
    remedy: "Choose a folder.",
    phase: "prepare",
    place,
  });
}

function noGrant(place: string): FailureError {
  return new FailureError({
    kind: "policy",
    code: "folder-not-granted",
    message: "This folder is outside the collection and was not picked on this machine.",
    remedy: "Pick the folder once on this machine, or put it into the collection's folder.",
    phase: "prepare",
    place,
  });
}
