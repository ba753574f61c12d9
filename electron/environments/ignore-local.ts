import { readFile } from "node:fs/promises";
import path from "node:path";
import { atomicWrite } from "../base/atomic-write.ts";
import { storageFailure } from "../base/storage-failure.ts";

const pattern = "*.local.yml";

/** Has git leave out what is for this machine alone: adds `*.local.yml` to the collection's `.gitignore` unless a line says so. Rejects with FailureError `storage`. */
export async function ignoreLocal(root: string): Promise<void> {
  const file = path.join(root, ".gitignore");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw storageFailure(error, ".gitignore");
  });
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (
    [pattern, `environments/${pattern}`, `/environments/${pattern}`].some((line) =>
      lines.includes(line),
    )
  )
    return;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const gap = text === "" || text.endsWith("\n") ? "" : end;
  await atomicWrite(file, `${text}${gap}${pattern}${end}`);
}
