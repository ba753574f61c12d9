import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { FailureError } from "../../../shared/model/failure.ts";
import { storageFailure } from "../../base/storage-failure.ts";
import { FileBlocks } from "../../wire/record/file-blocks.ts";
import { leastReferred, readFromFile, stampOf } from "../../wire/record/sent-file.ts";
import type { BodySource } from "../send.ts";

/**
 * One read, and the largest: what goes quickly is read in larger blocks, for each costs as much whatever its length, and what goes slowly shows how far it
 * is. Memory stays at a few of these whatever the size of the file.
 */
const firstBlock = 512 << 10;
const largestBlock = 2 << 20;
/** ms a block may take to be sent for the next to be larger. */
const quick = 20;

/** A file that may be sent: its real path and its size when it was looked at. */
export interface BodyFile {
  /** Links resolved; the last component must not be a link when it is opened. */
  readonly realPath: string;
  readonly size: number;
  /** For people and errors: the name only. */
  readonly name: string;
  /** The path as the person gave it. */
  readonly asked?: string;
}

/** A file, streamed. Rejects with `body` when it changed size since it was looked at: the length was promised to the server. */
export function fileBody(file: BodyFile): BodySource {
  return {
    length: file.size,
    replayable: true,
    open: () => readFile(file),
    made: { pieces: [filePiece(file)], parts: null },
  };
}

export function filePiece(file: BodyFile): { readonly kind: "file"; readonly path: string } {
  return { kind: "file", path: file.asked ?? file.realPath };
}

/**
 * The bytes of a file, in blocks, the next read while one is on its way; those of a large one are known as its (`fileRunOf`). Ending the
 * iteration closes it. The last block is given only when the file is still as it was when it was opened: what the other side then has is
 * visibly not the whole.
 */
export async function* readFile(file: BodyFile): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await openRegular(file);
  let next: Promise<Buffer> | null = null;
  try {
    const before = await handle.stat({ bigint: true });
    const { realPath: path, size } = file;
    const sent = size < leastReferred ? null : { path, size, stamp: stampOf(before) };
    const blocks = sent === null ? null : FileBlocks.open(sent);
    let given = 0;
    let length = firstBlock;
    const read = (at: number): Promise<Buffer> => {
      const most = Math.min(length, size - at);
      const known = blocks?.take(at, most);
      if (known) return readBlock(handle, known, at, file.name);
      const block = Buffer.allocUnsafeSlow(most);
      if (sent !== null) readFromFile(block.buffer, { file: sent, at });
      return readBlock(handle, block, at, file.name);
    };
    next = size > 0 ? read(0) : null;
    while (next !== null) {
      const block = await next;
      given += block.length;
      next = given < size ? read(given) : null;
      // It is looked at when its turn comes, or never.
      next?.catch(() => undefined);
      if (next === null) {
        const after = await handle.stat({ bigint: true });
        if (after.size !== before.size || after.mtimeNs !== before.mtimeNs)
          throw fileChanged(file.name);
      }
      const began = performance.now();
      yield block;
      blocks?.done(block);
      length = performance.now() - began < quick ? Math.min(length * 2, largestBlock) : firstBlock;
    }
  } finally {
    await next?.catch(() => undefined);
    await handle.close();
  }
}

async function readBlock(
  handle: FileHandle,
  block: Buffer,
  at: number,
  name: string,
): Promise<Buffer> {
  const { bytesRead } = await handle.read(block, 0, block.length, at);
  if (bytesRead === 0) throw fileChanged(name);
  return bytesRead === block.length ? block : block.subarray(0, bytesRead);
}

/**
 * Opens a regular file and checks its size. A link put in its place since the permission was checked is refused, and a pipe in its place
 * does not hang.
 */
async function openRegular(file: BodyFile): Promise<FileHandle> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  let handle: FileHandle;
  try {
    handle = await open(file.realPath, flags);
  } catch (thrown) {
    throw storageFailure(thrown, file.name);
  }
  const stat = await handle.stat();
  if (stat.isFile() && stat.size === file.size) return handle;
  await handle.close();
  throw fileChanged(file.name);
}

/** The failure of a body whose bytes are not what was promised; `name` for people. */
export function fileChanged(name: string): FailureError {
  return new FailureError({
    kind: "body",
    code: "file-changed",
    message: "The body file changed while it was being sent.",
    remedy: "Send the request again.",
    phase: "send",
    place: name,
  });
}
