import { bytesToBase64 } from "../../shared/model/raw-bytes.ts";
import type { ImportFile } from "../state/import-file.ts";
import type { App } from "./app.ts";

/** Bytes in one message: base64 of it stays well below what a link carries. */
const chunk = 6 * 1024 * 1024;
const skipped = /(?:^|\/)(?:\.git|node_modules|__MACOSX)(?:\/|$)|(?:^|\/)\.DS_Store$/;

/** Sends files to main and gives the import's id. Rejects with FailureError. */
export async function uploadFiles(
  app: App,
  files: readonly ImportFile[],
  signal: AbortSignal,
): Promise<string | null> {
  let id: string | null = null;
  for (const { path, blob } of files) {
    if (skipped.test(path)) continue;
    for (let from = 0; from === 0 || from < blob.size; from += chunk) {
      const bytes = new Uint8Array(await blob.slice(from, from + chunk).arrayBuffer());
      const more = from + chunk < blob.size;
      const answer: { readonly id: string } = await app.remote["imports.add"](
        { id, path, base64: bytesToBase64(bytes), more },
        signal,
      );
      id = answer.id;
    }
  }
  return id;
}

/** Files chosen with a file field; those of a folder keep their path in it. */
export function chosenFiles(list: FileList): readonly ImportFile[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath || file.name, blob: file }));
}

/**
 * Everything in a drop, folders walked through. Must be called in the event itself: the transfer is empty afterwards. A folder alone
 * gives its files by their path in it.
 */
export function droppedFiles(transfer: DataTransfer): Promise<readonly ImportFile[]> {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  // What another program hands over as bytes is in no folder.
  if (entries.length === 0)
    return Promise.resolve([...transfer.files].map((file) => ({ path: file.name, blob: file })));
  const [only] = entries;
  const alone = entries.length === 1 && only?.isDirectory === true;
  return (async () => {
    const found: ImportFile[] = [];
    for (const entry of entries) await walk(entry, alone ? null : "", found);
    return found;
  })();
}

/** `prefix` null: the folder's own name is left out. */
async function walk(
  entry: FileSystemEntry,
  prefix: string | null,
  found: ImportFile[],
): Promise<void> {
  const path = prefix === null ? "" : `${prefix}${entry.name}`;
  if (skipped.test(path)) return;
  if (isFile(entry)) {
    const blob = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ path, blob });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives at most a hundred at a time, then none.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const child of some) await walk(child, path === "" ? "" : `${path}/`, found);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
