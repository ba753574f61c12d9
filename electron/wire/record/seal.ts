import type { Cipher } from "node:crypto";
import { basename, dirname } from "node:path";
import { lateCrypto } from "../../base/late.ts";

// A record of an exchange that held secrets is not readable on the disk: AES-256 in counter mode (NIST SP 800-38A), so that a range can be
// read without what comes before it. Each file has a key of its own, derived from the exchange's; no byte of a file is written twice.

/** Keys of folders whose files are sealed. Filled by whoever sends or opens an exchange. */
const keys = new Map<string, Buffer>();
const blockBytes = 16;

/** Seals every file written into this folder from now on, and opens those read from it. `key`: 32 bytes. */
export function sealFolder(folder: string, key: Buffer): void {
  keys.set(folder, key);
}

/** Forgets a folder's key. */
export function forgetFolderKey(folder: string): void {
  keys.delete(folder);
}

/** Whether any folder is sealed: hardly ever, and asking for one costs its path. */
export function anySealed(): boolean {
  return keys.size > 0;
}

/** What seals a file that is written from its first byte on; null: this folder is not sealed. */
export function sealingOf(path: string): Cipher | null {
  return cipherAt(path, 0);
}

/** Bytes of a file, read from `offset` on, opened; as they are when the folder is not sealed. */
export function unsealed<Bytes extends Uint8Array>(
  path: string,
  offset: number,
  bytes: Bytes,
): Bytes | Buffer {
  const skipped = offset % blockBytes;
  const cipher = cipherAt(path, offset - skipped);
  if (cipher === null) return bytes;
  if (skipped > 0) cipher.update(Buffer.alloc(skipped));
  return cipher.update(bytes);
}

/** Counter mode is its own inverse. `offset` is a multiple of the block. */
function cipherAt(path: string, offset: number): Cipher | null {
  // Asked for every piece of every record, and hardly ever needed.
  if (keys.size === 0) return null;
  const key = keys.get(dirname(path));
  if (key === undefined) return null;
  const counter = Buffer.alloc(blockBytes);
  counter.writeBigUInt64BE(BigInt(offset / blockBytes), 8);
  const { createCipheriv, createHmac } = lateCrypto();
  const own = createHmac("sha256", key).update(basename(path)).digest();
  return createCipheriv("aes-256-ctr", own, counter);
}
