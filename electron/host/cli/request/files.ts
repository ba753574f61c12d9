import { rmSync } from "node:fs";
import { mkdtemp, readFile, realpath, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { FailureError } from "../../../../shared/model/failure.ts";
import type { BodyFile } from "../../../client/body/file.ts";
import { allowedFolder, type FileAccess } from "../../../exchanges/file-access.ts";
import { readStdin } from "../stdin.ts";

/** A file to send, as it is now. Rejects with FailureError `not-found`. */
export async function bodyFile(path: string): Promise<BodyFile> {
  try {
    const realPath = await realpath(resolve(path));
    return { realPath, size: (await stat(realPath)).size, name: basename(path), asked: path };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** Standard input as a file, which is gone when the program ends. */
export async function stdinFile(): Promise<BodyFile> {
  const folder = await mkdtemp(join(tmpdir(), "envoi-stdin-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "-");
  await writeFile(path, await readStdin(), { mode: 0o600 });
  return await bodyFile(path);
}

/** What the person typed may be read. */
export const typedFiles: FileAccess = {
  openFile: bodyFile,
  openFolder: (path) => Promise.resolve(allowedFolder(resolve(path))),
};

/** The bytes of a file; `-` is standard input. Rejects with FailureError `not-found`. */
export async function readBytes(path: string): Promise<Buffer> {
  if (path === "-") return readStdin();
  try {
    return await readFile(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): FailureError {
  const code = (cause as NodeJS.ErrnoException).code ?? "read";
  return new FailureError(
    {
      kind: "not-found",
      code,
      message: "A file to send could not be read.",
      place: basename(path),
      remedy: "Check the path; it is relative to the folder you are in.",
    },
    { cause },
  );
}
