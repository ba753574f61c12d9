import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "../base/storage-failure.ts";
import { sealingOf } from "../wire/record/seal.ts";

/** A file of an exchange with bytes of a body, written from its beginning on. */
export interface BodyBytes {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes a file of an exchange: sealed, when the exchange's folder is. `as`: the name it will be read under, when it is another one.
 * Rejects with the file system's error.
 */
export async function newBodyFile(path: string, as: string = path): Promise<BodyBytes> {
  const handle = await newFile(path);
  const sealing = sealingOf(as);
  return {
    write: (bytes) => handle.writeFile(sealing === null ? bytes : sealing.update(bytes)),
    close: () => handle.close(),
  };
}

/** Opens a file that is not there yet (mode 0600), and its folder: the recorder makes that one too, but perhaps later. */
export async function newFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "wx", 0o600);
  } catch (thrown) {
    if (errorCode(thrown) !== "ENOENT") throw thrown;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await open(path, "wx", 0o600);
  }
}
