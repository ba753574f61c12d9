import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { storageFailure } from "../base/storage-failure.ts";
import type { BodyFile } from "../client/body/file.ts";

/** Whether the person picked this file on this machine. */
export type IsGranted = (realPath: string) => boolean;

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
  if (typed === "" || typed.includes("\0")) throw noFile(name);
  if (folder === null && !path.isAbsolute(typed)) throw noCollection(name);
  const absolute = folder === null ? typed : path.resolve(folder, typed);
  // A network share is asked for nothing before it is allowed by name: the question alone would send credentials (Windows).
  if (/^[\\/]{2}/.test(typed) && !isGranted(typed) && !isGranted(absolute)) throw notAllowed(name);
  let real: string;
  let inside: boolean;
  try {
    real = await realpath(absolute);
    inside = folder !== null && isInside(await realpath(folder), real);
  } catch (thrown) {
    // An ungranted place must not tell whether a file is there.
    if (folder === null || !isInside(path.resolve(folder), absolute)) throw notAllowed(name);
    throw storageFailure(thrown, name);
  }
  if (!inside && !isGranted(real)) throw notAllowed(name);
  const found = await stat(real).catch((thrown: unknown) => {
    throw storageFailure(thrown, name);
  });
  if (!found.isFile()) throw noFile(name);
  return { realPath: real, size: found.size, name, asked: typed };
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
