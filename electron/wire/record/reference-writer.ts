import type { Lane } from "./lane.ts";
import { encodeFile, encodeReference, newKey, tagOf } from "./reference-format.ts";
import type { FileRun, SentFile } from "./sent-file.ts";

/** Keeps where sent bytes are instead of the bytes, when they came from a large file. */
export class ReferenceWriter {
  readonly lane: Lane;
  readonly #files: SentFile[] = [];
  #key: Buffer | null = null;
  #count = 0;

  constructor(lane: Lane) {
    this.lane = lane;
  }

  /** Bytes that went out at `offset` of the clear side, and where they were read. */
  add(offset: number, bytes: Uint8Array, { file, at }: FileRun): void {
    const key = this.#key ?? this.#begin();
    let number = this.#files.lastIndexOf(file);
    if (number < 0) {
      number = this.#files.push(file) - 1;
      this.lane.push(encodeFile(file));
    }
    const tag = tagOf(key, this.#count, bytes);
    this.lane.push(encodeReference(number, offset, bytes.length, at, tag));
    this.#count += 1;
  }

  #begin(): Buffer {
    const key = newKey();
    this.#key = key;
    this.lane.push(key);
    return key;
  }
}
