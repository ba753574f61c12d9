import fs from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Entry,
  entryRoom,
  type PackedFile,
  readEntry,
  scanEntries,
  writeEntry,
} from "./pack-format.ts";

/** A pack is closed and the next begun at this size. */
const packBytes = 4 << 20;
/** Room for nearly every entry. */
const deskBytes = 16 << 10;
const packName = /^\d{1,15}\.pack$/;

/**
 * Small records side by side in one append-only file: making a folder and files costs more than the exchange they hold. A record is a
 * set of named files; it is unpacked into a folder of its own when somebody looks at it. What a crash tore off is not there.
 * Blocks for one write of at most some hundred KiB, as long as a handful of system calls.
 */
export interface RecordPack {
  /** Adds files to a record. Throws what the file system throws: then nothing of it is in the pack. */
  append(record: string, files: readonly PackedFile[]): void;
  has(record: string): boolean;
  /** Names of the records, in the order they were begun. */
  records(): readonly string[];
  /** The bytes of one file; null when the pack has none of that name. */
  read(record: string, file: string): Buffer | null;
  /** Writes every file of the record that is not there yet into `folder`, which is made when needed. */
  unpack(record: string, folder: string): Promise<void>;
  /** Overwrites the record with zeros; a file that holds no record any more is removed. */
  remove(record: string): void;
  /** Called once, last. */
  close(): void;
}

interface Place {
  readonly pack: string;
  readonly at: number;
  readonly length: number;
}

interface Pack {
  readonly path: string;
  size: number;
  /** Entries still wanted. */
  live: number;
}

/** Opens the packs of a folder. Reads their entries' heads at first use; a damaged one ends where the damage is. */
export function openPack(folder: string): RecordPack {
  return new FolderPack(folder);
}

class FolderPack implements RecordPack {
  readonly #folder: string;
  readonly #packs = new Map<string, Pack>();
  readonly #places = new Map<string, Place[]>();
  #scanned = false;
  #current: { readonly pack: Pack; readonly fd: number } | null = null;
  /** Where entries are put together; writing blocks, so one is enough. */
  #desk: Buffer = Buffer.alloc(0);

  constructor(folder: string) {
    this.#folder = folder;
  }

  append(record: string, files: readonly PackedFile[]): void {
    this.#scan();
    const room = entryRoom(record, files);
    if (this.#desk.length < room) this.#desk = Buffer.allocUnsafeSlow(Math.max(room, deskBytes));
    const length = writeEntry(this.#desk, record, files);
    const { pack, fd } = this.#open();
    const at = pack.size;
    try {
      writeAll(fd, this.#desk, length, at);
    } catch (error) {
      fs.ftruncateSync(fd, at);
      throw error;
    }
    pack.size += length;
    this.#place(record, { pack: pack.path, at, length });
    // A large one is not kept for the small ones.
    if (this.#desk.length > deskBytes) this.#desk = Buffer.alloc(0);
    if (pack.size >= packBytes) this.#closeCurrent();
  }

  has(record: string): boolean {
    this.#scan();
    return this.#places.has(record);
  }

  records(): readonly string[] {
    this.#scan();
    return [...this.#places.keys()];
  }

  read(record: string, file: string): Buffer | null {
    for (const entry of this.#entries(record).toReversed()) {
      const found = entry.files.find(([name]) => name === file);
      if (found !== undefined) return found[1];
    }
    return null;
  }

  async unpack(record: string, folder: string): Promise<void> {
    const entries = this.#entries(record);
    if (entries.length === 0) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const [name, bytes] of entries.flatMap((entry) => entry.files)) {
      // Never over one that is there: it was written by whoever unpacked first.
      await writeFile(join(folder, name), bytes, { flag: "wx", mode: 0o600 }).catch(unlessThere);
    }
  }

  remove(record: string): void {
    this.#scan();
    const places = this.#places.get(record) ?? [];
    this.#places.delete(record);
    for (const place of places) {
      const pack = this.#packs.get(place.pack);
      if (pack === undefined) continue;
      pack.live -= 1;
      if (pack.live === 0) this.#discard(pack);
      else erase(place);
    }
  }

  close(): void {
    this.#closeCurrent();
  }

  #entries(record: string): Entry[] {
    this.#scan();
    return (this.#places.get(record) ?? []).flatMap(({ pack, at, length }) => {
      const entry = readEntry(readAt(pack, at, length), 0);
      return entry === null || entry.record !== record ? [] : [entry];
    });
  }

  #place(record: string, place: Place): void {
    const places = this.#places.get(record);
    if (places === undefined) this.#places.set(record, [place]);
    else places.push(place);
    const pack = this.#packs.get(place.pack);
    if (pack !== undefined) pack.live += 1;
  }

  #open(): { readonly pack: Pack; readonly fd: number } {
    if (this.#current !== null) return this.#current;
    fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const last = Math.max(0, ...[...this.#packs.keys()].map(numberOf));
    const path = join(this.#folder, `${last + 1}.pack`);
    const fd = fs.openSync(path, "wx", 0o600);
    const pack: Pack = { path, size: 0, live: 0 };
    this.#packs.set(path, pack);
    this.#current = { pack, fd };
    return this.#current;
  }

  #closeCurrent(): void {
    const current = this.#current;
    this.#current = null;
    if (current !== null) fs.closeSync(current.fd);
  }

  #discard(pack: Pack): void {
    if (this.#current?.pack === pack) this.#closeCurrent();
    this.#packs.delete(pack.path);
    fs.rmSync(pack.path, { force: true });
  }

  #scan(): void {
    if (this.#scanned) return;
    this.#scanned = true;
    const names = namesIn(this.#folder).filter((name) => packName.test(name));
    for (const name of names.toSorted((a, b) => numberOf(a) - numberOf(b))) {
      const path = join(this.#folder, name);
      const bytes = fs.readFileSync(path);
      const pack: Pack = { path, size: bytes.length, live: 0 };
      this.#packs.set(path, pack);
      for (const { record, at, length } of scanEntries(bytes)) {
        this.#place(record, { pack: path, at, length });
      }
      if (pack.live === 0) this.#discard(pack);
    }
  }
}

function writeAll(fd: number, bytes: Buffer, length: number, position: number): void {
  for (let done = 0; done < length;)
    done += fs.writeSync(fd, bytes, done, length - done, position + done);
}

function readAt(path: string, at: number, length: number): Buffer {
  const fd = fs.openSync(path, "r");
  try {
    const bytes = Buffer.alloc(length);
    const read = fs.readSync(fd, bytes, 0, length, at);
    return bytes.subarray(0, read);
  } finally {
    fs.closeSync(fd);
  }
}

function erase({ pack, at, length }: Place): void {
  const fd = fs.openSync(pack, "r+");
  try {
    // The head stays, so that what follows is still found; the entry counts as empty.
    const empty = Buffer.alloc(length);
    writeAll(fd, empty, writeEntry(empty, "", [], length), at);
  } finally {
    fs.closeSync(fd);
  }
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function numberOf(path: string): number {
  return Number(/(\d+)\.pack$/.exec(path)?.[1] ?? 0);
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
