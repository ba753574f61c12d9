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
import { newPage, type Page } from "./page.ts";

/** A pack is closed and the next begun at this size. */
const packBytes = 4 << 20;
/** Where entries are put together: room for a few dozen small ones. */
const deskBytes = 64 << 10;
/** ms from an addition until it is written, at most, and so many are written at once. */
const writeWithin = 10;
const mostAdded = 32;
const packName = /^\d{1,15}\.pack$/;

/**
 * Small records side by side in one append-only file: making a folder and files costs more than the exchange they hold. A record is a
 * set of named files; it is unpacked into a folder of its own when somebody looks at it. What a crash tore off is not there.
 * What is added is written within 10 ms, in one write of at most some hundred KiB, as long as a handful of system calls, or at once when
 * somebody asks; until then it is read from memory.
 */
export interface RecordPack {
  /**
   * Adds files to a record; `files` is called once, when they are written or asked for. Throws what the file system throws,
   * of an earlier write too: then nothing of it is in the pack.
   */
  append(record: string, files: () => readonly PackedFile[]): void;
  /** Resolves when all that was added is written; rejects with what the file system throws: it stays in memory and the next call tries again. */
  written(): Promise<void>;
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

interface Added {
  readonly record: string;
  readonly files: () => readonly PackedFile[];
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
  /** Not put together yet: that can wait for a moment when nobody waits for it. */
  readonly #added: Added[] = [];
  /** Entries of the current pack that are not written yet, one behind the other. */
  #desk: Page = newPage(0);
  #waiting = 0;
  /** The last write failed. */
  #stuck = false;
  #soon: NodeJS.Timeout | null = null;
  /** Of those who wait for the end of the turn. */
  #turn: Promise<void> | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  append(record: string, files: () => readonly PackedFile[]): void {
    if (this.#stuck) this.#write();
    this.#added.push({ record, files });
    if (this.#added.length >= mostAdded) this.#writeQuietly();
    else this.#soon ??= setTimeout(() => this.#writeQuietly(), writeWithin);
  }

  written(): Promise<void> {
    this.#turn ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#turn = null;
      this.#write();
    });
    return this.#turn;
  }

  has(record: string): boolean {
    this.#writeQuietly();
    return this.#places.has(record);
  }

  records(): readonly string[] {
    this.#writeQuietly();
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
    this.#writeQuietly();
    const places = this.#places.get(record) ?? [];
    this.#places.delete(record);
    for (const place of places) {
      const pack = this.#packs.get(place.pack);
      if (pack === undefined) continue;
      pack.live -= 1;
      if (pack.live === 0) this.#discard(pack);
      else this.#erase(place);
    }
  }

  close(): void {
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#soon = null;
    try {
      this.#write();
    } finally {
      this.#closeCurrent();
    }
  }

  /** What fails waits on the desk: whoever adds more, or asks whether it is written, is told. */
  #writeQuietly(): void {
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#soon = null;
    try {
      this.#write();
    } catch {
      this.#stuck = true;
    }
  }

  /** Puts what was added on the desk. Throws what the file system throws: then the rest of it still waits. */
  #lay(): void {
    this.#scan();
    for (let next = this.#added[0]; next !== undefined; next = this.#added[0]) {
      const files = next.files();
      this.#added[0] = { record: next.record, files: () => files };
      this.#add(next.record, files);
      this.#added.shift();
    }
  }

  #add(record: string, files: readonly PackedFile[]): void {
    const room = entryRoom(record, files);
    if (this.#waiting + room > deskBytes) this.#writeDesk();
    const { pack } = this.#open();
    const from = this.#waiting;
    if (this.#desk.bytes.length < from + room) this.#desk = newPage(Math.max(room, deskBytes));
    const length = writeEntry(this.#desk, from, record, files);
    this.#waiting += length;
    this.#place(record, { pack: pack.path, at: pack.size + from, length });
  }

  /** Throws what the file system throws: then all of it is still here, and the file as it was. */
  #write(): void {
    this.#lay();
    this.#writeDesk();
  }

  #writeDesk(): void {
    const current = this.#current;
    if (this.#waiting === 0 || current === null) return;
    const { pack, fd } = current;
    try {
      writeAll(fd, this.#desk.bytes, this.#waiting, pack.size);
    } catch (error) {
      this.#stuck = true;
      fs.ftruncateSync(fd, pack.size);
      throw error;
    }
    pack.size += this.#waiting;
    this.#clear();
    if (pack.size >= packBytes) this.#closeCurrent();
  }

  #clear(): void {
    this.#waiting = 0;
    this.#stuck = false;
    // A large one is not kept for the small ones.
    if (this.#desk.bytes.length > deskBytes) this.#desk = newPage(0);
  }

  /** Where a place lies on the desk; null: it is written. */
  #onDesk({ pack: path, at }: Place): number | null {
    const pack = this.#current?.pack;
    return pack === undefined || pack.path !== path || at < pack.size ? null : at - pack.size;
  }

  /** The head stays, so that what follows is still found; the entry counts as empty. */
  #erase(place: Place): void {
    const { pack, at, length } = place;
    const onDesk = this.#onDesk(place);
    if (onDesk !== null) {
      writeEntry(this.#desk, onDesk, "", [], length);
      return;
    }
    const empty = newPage(length);
    writeEntry(empty, 0, "", [], length);
    const fd = fs.openSync(pack, "r+");
    try {
      writeAll(fd, empty.bytes, length, at);
    } finally {
      fs.closeSync(fd);
    }
  }

  #entries(record: string): Entry[] {
    this.#writeQuietly();
    return (this.#places.get(record) ?? []).flatMap((place) => {
      const entry = readEntry(this.#bytesOf(place), 0);
      return entry === null || entry.record !== record ? [] : [entry];
    });
  }

  #bytesOf(place: Place): Buffer {
    const { pack, at, length } = place;
    const onDesk = this.#onDesk(place);
    if (onDesk === null) return readAt(pack, at, length);
    // A copy: other entries are written over it.
    return Buffer.from(this.#desk.bytes.subarray(onDesk, onDesk + length));
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
    if (this.#current?.pack === pack) {
      this.#clear();
      this.#closeCurrent();
    }
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
