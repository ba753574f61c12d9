import { open } from "node:fs/promises";
import { unsealed } from "./seal.ts";

/** Reads a file of a record forwards in small pieces, through one block in memory. Owner calls `close`. */
export interface BlockReader {
  /** Whether `read` takes so many bytes at once. */
  fits(length: number): boolean;
  /** Fewer where the file ends now. Good until the next call. */
  read(position: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

const blockBytes = 1 << 20;

/** null: there is no such file. */
export async function openBlocks(path: string): Promise<BlockReader | null> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (file === null) return null;
  const block = Buffer.allocUnsafe(blockBytes);
  let at = 0;
  let held: Uint8Array = new Uint8Array();
  return {
    fits: (length) => length <= blockBytes,
    async read(position, length) {
      if (position < at || position + length > at + held.length) {
        let done = 0;
        while (done < blockBytes) {
          const { bytesRead } = await file.read(block, done, blockBytes - done, position + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        at = position;
        held = unsealed(path, position, block.subarray(0, done));
      }
      return held.subarray(position - at, position - at + length);
    },
    close: () => file.close(),
  };
}
