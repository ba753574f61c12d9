import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "../base/storage-failure.ts";

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
