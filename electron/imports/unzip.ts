import { inflateRawSync } from "node:zlib";
import type { SourceFile } from "../../shared/formats/import/source-file.ts";
import { FailureError } from "../../shared/model/failure.ts";

/** What one archive may become: an export of a workspace is far below, a bomb is far above. */
const maxFiles = 20_000;
const maxBytes = 256 * 1024 * 1024;

/** True for bytes that begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * The files of a zip archive (APPNOTE 6.3.10: stored and deflated, found by the central directory). Names that would lead out of the
 * archive are left out. Throws FailureError `input`: `zip-broken`, `zip-encrypted`, `zip-too-large`.
 */
export function unzip(bytes: Uint8Array): readonly SourceFile[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return entriesOf(buffer);
  } catch (error) {
    if (error instanceof FailureError) throw error;
    // RangeError of a read past the end, or zlib's own.
    throw refuse("zip-broken", "The archive is damaged.", "Export it again.");
  }
}

function entriesOf(buffer: Buffer): readonly SourceFile[] {
  const end = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > buffer.length)
    throw refuse("zip-broken", "The archive is damaged.", "Export it again.");
  const count = buffer.readUInt16LE(end + 10);
  let at = buffer.readUInt32LE(end + 16);
  const files: SourceFile[] = [];
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    if (buffer.readUInt32LE(at) !== 0x02014b50)
      throw refuse("zip-broken", "The archive is damaged.", "Export it again.");
    const flags = buffer.readUInt16LE(at + 8);
    const method = buffer.readUInt16LE(at + 10);
    const packed = buffer.readUInt32LE(at + 20);
    const size = buffer.readUInt32LE(at + 24);
    const nameLength = buffer.readUInt16LE(at + 28);
    const local = buffer.readUInt32LE(at + 42);
    const path = buffer.toString("utf8", at + 46, at + 46 + nameLength).replaceAll("\\", "/");
    at += 46 + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
    if (path.endsWith("/") || !isInside(path)) continue;
    if ((flags & 1) === 1)
      throw refuse(
        "zip-encrypted",
        "The archive is locked with a password.",
        "Unpack it first, then import the folder.",
      );
    total += size;
    if (total > maxBytes || files.length >= maxFiles)
      throw refuse(
        "zip-too-large",
        "The archive is too large to be an export.",
        "Unpack it first, then import the folder.",
      );
    const from = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
    const data = buffer.subarray(from, from + packed);
    files.push({ path, bytes: method === 0 ? Uint8Array.from(data) : inflate(data, method, size) });
  }
  return files;
}

function inflate(data: Buffer, method: number, size: number): Uint8Array {
  if (method !== 8)
    throw refuse(
      "zip-broken",
      "The archive is packed in a way Envoi does not read.",
      "Unpack it first, then import the folder.",
    );
  // The size is what the archive says; more than that is no longer the file it names.
  return inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
}

function isInside(path: string): boolean {
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.includes("\0")) return false;
  return path.split("/").every((part) => part !== "..") && !path.startsWith("__MACOSX/");
}

function refuse(code: string, message: string, remedy: string): FailureError {
  return new FailureError({ kind: "input", code, message, remedy });
}
