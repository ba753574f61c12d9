import type { Page } from "./page.ts";

/**
 * `N.pack`: entries one after another, little endian:
 *   "EVP1" · u32 length of the whole entry · u32 length of the table · u32 check of the table
 *   table: u16 bytes of the record's name · name · then for each file: u16 bytes of its name · name · u32 bytes of its content
 *   the contents, in the order of the table · zeros up to the length
 * An entry whose record has no name is erased. A tail that is not a whole entry (a crash) is ignored.
 */
const magic = 0x31505645;
const headBytes = 16;

/** A file of a record: its name, and its content in one piece or several. */
export type PackedFile = readonly [name: string, ...pieces: readonly Uint8Array[]];

export interface Entry {
  readonly record: string;
  readonly files: readonly (readonly [name: string, bytes: Buffer])[];
  readonly length: number;
}

/** Bytes an entry takes at most: a character of a name takes three in UTF-8 at most. */
export function entryRoom(record: string, files: readonly PackedFile[]): number {
  let room = headBytes + 2 + 3 * record.length;
  for (const [name, ...pieces] of files) {
    room += 6 + 3 * name.length;
    for (const piece of pieces) room += piece.length;
  }
  return room;
}

/** Writes the entry to `start` in `page`, which has its room, and gives its length. `padTo`: zeros up to that length, which is enough. */
export function writeEntry(
  { bytes: into, view }: Page,
  start: number,
  record: string,
  files: readonly PackedFile[],
  padTo?: number,
): number {
  let at = writeName(into, view, start + headBytes, record);
  for (const [name, ...pieces] of files) {
    at = writeName(into, view, at, name);
    let size = 0;
    for (const piece of pieces) size += piece.length;
    view.setUint32(at, size, true);
    at += 4;
  }
  const tableEnd = at;
  for (const [, ...pieces] of files) {
    for (const piece of pieces) {
      into.set(piece, at);
      at += piece.length;
    }
  }
  const length = padTo ?? at - start;
  if (at < start + length) into.fill(0, at, start + length);
  view.setUint32(start, magic, true);
  view.setUint32(start + 4, length, true);
  view.setUint32(start + 8, tableEnd - start - headBytes, true);
  view.setUint32(start + 12, check(into, start + headBytes, tableEnd), true);
  return length;
}

/** The entry that begins at `at`; null when there is no whole one. */
export function readEntry(from: Buffer, at: number): Entry | null {
  if (at + headBytes > from.length || from.readUInt32LE(at) !== magic) return null;
  const length = from.readUInt32LE(at + 4);
  const tableEnd = at + headBytes + from.readUInt32LE(at + 8);
  if (length < headBytes || at + length > from.length || tableEnd > at + length) return null;
  if (from.readUInt32LE(at + 12) !== check(from, at + headBytes, tableEnd)) return null;
  const files: (readonly [string, Buffer])[] = [];
  const [record, afterRecord] = readName(from, at + headBytes);
  let content = tableEnd;
  for (let table = afterRecord; table < tableEnd;) {
    const [name, afterName] = readName(from, table);
    const size = from.readUInt32LE(afterName);
    if (content + size > at + length) return null;
    files.push([name, from.subarray(content, content + size)]);
    content += size;
    table = afterName + 4;
  }
  return { record, files, length };
}

/** Where the entries lie that are not erased, up to the first that is not whole. */
export function* scanEntries(
  bytes: Buffer,
): Generator<{ readonly record: string; readonly at: number; readonly length: number }> {
  for (let at = 0; ;) {
    const entry = readEntry(bytes, at);
    if (entry === null) return;
    if (entry.record !== "") yield { record: entry.record, at, length: entry.length };
    at += entry.length;
  }
}

function writeName(into: Buffer, view: DataView, at: number, name: string): number {
  const length = into.write(name, at + 2);
  view.setUint16(at, length, true);
  return at + 2 + length;
}

function readName(from: Buffer, at: number): readonly [name: string, next: number] {
  const end = at + 2 + from.readUInt16LE(at);
  return [from.toString("utf8", at + 2, end), end];
}

/** FNV-1a, 32 bits: tells a torn table from a whole one, nothing more. */
function check(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
