import type { Lane } from "./lane.ts";
import { blocksOf } from "./file-blocks.ts";
import {
  condensedTagOf,
  condenseKeyOf,
  encodeFile,
  encodeReference,
  newKey,
  tagOf,
} from "./reference-format.ts";
import type { FileRun, SentFile } from "./sent-file.ts";

/** Keeps where sent bytes are instead of the bytes, when they came from a large file. */
export class ReferenceWriter {
  readonly lane: Lane;
  readonly #files: SentFile[] = [];
  #key: Buffer | null = null;
  #condenseKey: Uint8Array | null = null;
  #count = 0;
  /** Tags of what was handed to the kernel and is not appended yet, in order. */
  #foreseen: { readonly bytes: Uint8Array; readonly tag: Uint8Array }[] = [];

  constructor(lane: Lane) {
    this.lane = lane;
  }

  /** These are to be added next, behind others of which this was said. */
  foresee(bytes: Uint8Array): void {
    const number = this.#count + this.#foreseen.length;
    this.#foreseen.push({ bytes, tag: this.#tagOf(number, bytes) });
  }

  /** Bytes that went out at `offset` of the clear side, and where they were read. */
  add(offset: number, bytes: Uint8Array, { file, at }: FileRun): void {
    this.#key ??= this.#begin();
    let number = this.#files.lastIndexOf(file);
    if (number < 0) {
      number = this.#files.push(file) - 1;
      this.lane.push(encodeFile(file));
    }
    const first = this.#foreseen.shift();
    if (first?.bytes !== bytes) this.#foreseen = [];
    const tag = first?.bytes === bytes ? first.tag : this.#tagOf(this.#count, bytes);
    const blocks = blocksOf(bytes);
    this.lane.push(encodeReference(number, offset, bytes.length, at, tag, blocks !== null));
    this.#count += 1;
    blocks?.known(bytes);
  }

  #tagOf(number: number, bytes: Uint8Array): Buffer {
    const key = (this.#key ??= this.#begin());
    const blocks = blocksOf(bytes);
    if (blocks === null) return tagOf(key, number, bytes);
    const condensed = blocks.condensed((this.#condenseKey ??= condenseKeyOf(key)), bytes);
    return condensedTagOf(key, number, condensed, bytes.length);
  }

  #begin(): Buffer {
    const key = newKey();
    this.lane.push(key);
    return key;
  }
}
