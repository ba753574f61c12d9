import { type Condenser, mostInPlace, openCondenser } from "./condense.ts";
import type { FileRun, SentFile } from "./sent-file.ts";

/** One is on its way, one is being read, one has just come back. */
const slots = 3;

interface Slot {
  readonly start: number;
  /** Bytes given out, and of those how many a record knows by their tags; nothing is given out at 0. */
  length: number;
  known: number;
  /** Whoever asked for it has done with it. */
  done: boolean;
  at: number;
}

const owners = new WeakMap<ArrayBufferLike, FileBlocks>();

/**
 * Memory that the blocks of one large file are read into, in turns, where they can be condensed. A block is used again only when all of it went
 * out as it is and has its tags in a record, and its reader has asked for more: what is coded, encrypted late or not recorded stays as it is.
 */
export class FileBlocks {
  readonly #file: SentFile;
  readonly #condenser: Condenser;
  readonly #slots: Slot[] = [];

  private constructor(file: SentFile, condenser: Condenser) {
    this.#file = file;
    this.#condenser = condenser;
    for (let slot = 0; slot < slots; slot += 1) {
      const start = condenser.start + slot * mostInPlace;
      this.#slots.push({ start, length: 0, known: 0, done: false, at: 0 });
    }
    owners.set(condenser.buffer, this);
  }

  /** null where bytes cannot be condensed: other memory does as well. */
  static open(file: SentFile): FileBlocks | null {
    const condenser = openCondenser(slots * mostInPlace);
    return condenser === null ? null : new FileBlocks(file, condenser);
  }

  /** For what will be read at `at` of the file; null when all is in use or it is too long. */
  take(at: number, length: number): Buffer | null {
    const free = this.#slots.find((slot) => slot.length === 0);
    if (free === undefined || length > mostInPlace) return null;
    Object.assign(free, { length, known: 0, done: false, at });
    return Buffer.from(this.#condenser.buffer, free.start, length);
  }

  /** Its reader asked for more. `bytes`: what `take` gave, or its beginning. */
  done(bytes: Uint8Array): void {
    const slot = this.#slotOf(bytes);
    if (slot === undefined) return;
    slot.done = true;
    if (slot.known >= bytes.length) slot.length = 0;
    else slot.length = bytes.length;
  }

  /** A record has the tag of these, which went out. */
  known(bytes: Uint8Array): void {
    const slot = this.#slotOf(bytes);
    if (slot === undefined) return;
    slot.known += bytes.length;
    if (slot.done && slot.known >= slot.length) slot.length = 0;
  }

  runOf(bytes: Uint8Array): FileRun | null {
    const slot = this.#slotOf(bytes);
    return slot === undefined
      ? null
      : { file: this.#file, at: slot.at + bytes.byteOffset - slot.start };
  }

  condensed(key: Uint8Array, bytes: Uint8Array): Buffer {
    return this.#condenser.condensed(key, bytes);
  }

  #slotOf({ buffer, byteOffset }: Uint8Array): Slot | undefined {
    if (buffer !== this.#condenser.buffer) return undefined;
    const slot = this.#slots.find(
      ({ start }) => start <= byteOffset && byteOffset < start + mostInPlace,
    );
    return slot !== undefined && slot.length > 0 ? slot : undefined;
  }
}

/** Whose memory this is. */
export function blocksOf(bytes: Uint8Array): FileBlocks | null {
  return owners.get(bytes.buffer) ?? null;
}
