import { constants, readFile, readFileSync, realpathSync, statSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { ItemPath } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { sha256 } from "../base/atomic-write.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { isInside, itemSegments, locate } from "./paths.ts";

/** The text of a file and the hash of its bytes. */
export interface TextFile {
  readonly text: string;
  readonly hash: string;
}

const maxBytes = 32 * 1024 * 1024;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads a whole text file. BOM and line ends are kept. Throws FailureError `not-found`, `storage`, or `input`
 * (`not-utf8`, `too-large`): bytes that would not come back the same are never shown as text.
 * @param place the file's path in its collection
 */
export async function readTextFile(absolute: string, place: string): Promise<TextFile> {
  const bytes = await readWhole(absolute, place);
  return { text: decodeText(bytes, place), hash: sha256(bytes) };
}

/** The same without the hash, for reading many files: one call less to the system, and no handle of our own. */
export async function readText(absolute: string, size: number, place: string): Promise<string> {
  if (size > maxBytes) throw tooLarge(place);
  try {
    return decodeText(await readQuickly(absolute), place);
  } catch (error) {
    throw storageFailure(error, place);
  }
}

/** The same, waited for: in a thread that has nothing else to do it takes a fifth of the time. */
export function readTextSync(absolute: string, size: number, place: string): string {
  if (size > maxBytes) throw tooLarge(place);
  try {
    const text = readFileSync(absolute, "utf8");
    // What is not UTF-8 was replaced by this character, which may also be in the file itself.
    return text.includes("\ufffd") ? decodeText(readFileSync(absolute), place) : text;
  } catch (error) {
    throw storageFailure(error, place);
  }
}

/**
 * The text of an item, waited for, or null when it is not there, no ordinary text file, or behind a link that leads outside.
 * @param root real path of the collection's folder
 */
export function readItemSync(root: string, item: ItemPath): string | null {
  try {
    const absolute = path.join(root, ...itemSegments(item));
    const real = realpathSync.native(absolute);
    if (!isInside(root, real)) return null;
    const stat = statSync(real);
    return stat.isFile() ? readTextSync(real, stat.size, item) : null;
  } catch {
    return null;
  }
}

/** fs.readFile with a callback is about twice as fast as the promise one. */
const readQuickly = promisify(readFile);

function decodeText(bytes: Uint8Array, place: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new FailureError({
      kind: "input",
      code: "not-utf8",
      message: "This file is not UTF-8 text.",
      remedy: "Save it as UTF-8 in the program that made it.",
      place,
    });
  }
}

function tooLarge(place: string): FailureError {
  return new FailureError({
    kind: "input",
    code: "too-large",
    message: "This file is too large to be a request.",
    place,
  });
}

async function readWhole(absolute: string, place: string): Promise<Buffer> {
  try {
    // A pipe would be waited for without end, and would take one of the few threads there are for files with it.
    const handle = await fs.open(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw notAFile(place);
      const { size } = stat;
      if (size > maxBytes) throw tooLarge(place);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw storageFailure(error, place);
  }
}

/** SHA-256 of a file's bytes, or null when there is no such file in the collection any more: a link that leads outside is none. */
export async function hashOf(root: string, file: ItemPath): Promise<string | null> {
  try {
    return sha256(await readWhole(await locate(root, file, "file"), file));
  } catch {
    return null;
  }
}

function notAFile(place: string): FailureError {
  return new FailureError({
    kind: "policy",
    code: "not-a-file",
    message: "This is not an ordinary file.",
    place,
  });
}
