import { randomBytes } from "node:crypto";
import { open, rename, unlink } from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { storageFailure } from "../base/storage-failure.ts";

/**
 * Copies bytes to a file the person named: into a temporary file beside it, then renamed, so that a full disk leaves no half of it.
 * Gives the bytes written. Failure `input` for a path that is not absolute, else `storage` or `not-found`.
 */
export async function saveToFile(
  bytes: AsyncIterable<Uint8Array>,
  file: string,
  signal: AbortSignal,
): Promise<number> {
  if (!path.isAbsolute(file))
    throw new FailureError({
      kind: "input",
      code: "path-not-absolute",
      message: "The file's path is not absolute.",
      place: "file",
    });
  const temp = path.join(
    path.dirname(file),
    `.envoi.${process.pid}.${randomBytes(6).toString("hex")}.tmp`,
  );
  try {
    const handle = await open(temp, "wx");
    try {
      let written = 0;
      for await (const block of bytes) {
        signal.throwIfAborted();
        await handle.writeFile(block);
        written += block.length;
      }
      await handle.close();
      await rename(temp, file);
      return written;
    } catch (thrown) {
      await handle.close().catch(() => undefined);
      await unlink(temp).catch(() => undefined);
      throw thrown;
    }
  } catch (thrown) {
    throw storageFailure(thrown, path.basename(file));
  }
}
