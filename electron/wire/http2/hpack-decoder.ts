import type { HeaderField } from "../../../shared/model/header.ts";
import { DynamicTable, fieldSize } from "./dynamic-table.ts";
import { decodeHuffman } from "./huffman.ts";
import { staticTable } from "./static-table.ts";

/** What a header block says, or where it stops making sense (then the connection's table is lost too). */
export type HeaderBlock =
  | {
      readonly kind: "fields";
      readonly fields: readonly HeaderField[];
      /** More than `maxListSize`: what is over was decoded, to keep the table true, and not kept. */
      readonly tooLarge: boolean;
    }
  | { readonly kind: "broken"; readonly offset: number; readonly message: string };

export interface HpackLimits {
  /** Octets of the dynamic table the other side may use: our SETTINGS_HEADER_TABLE_SIZE. */
  readonly tableSize: number;
  /** Octets of a list as RFC 9113 §6.5.2 counts them. */
  readonly maxListSize: number;
}

/** One direction of one connection: keeps the dynamic table from block to block. */
export interface HpackDecoder {
  /** A whole header block. Names and values get one code unit a byte. */
  decode(block: Uint8Array): HeaderBlock;
}

/** HPACK (RFC 7541) without I/O. Never throws; time and memory are bounded by the block and the limits. */
export function createHpackDecoder(limits: HpackLimits): HpackDecoder {
  const table = new DynamicTable(limits.tableSize);
  return { decode: (block) => new BlockReader(block, table, limits).read() };
}

class BlockReader {
  readonly #bytes: Buffer;
  readonly #table: DynamicTable;
  readonly #limits: HpackLimits;
  #at = 0;
  #broken: { offset: number; message: string } | null = null;

  constructor(block: Uint8Array, table: DynamicTable, limits: HpackLimits) {
    this.#bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    this.#table = table;
    this.#limits = limits;
  }

  read(): HeaderBlock {
    const fields: HeaderField[] = [];
    let size = 0;
    while (this.#at < this.#bytes.length && this.#broken === null) {
      const field = this.#representation(fields.length === 0 && size === 0);
      if (field === null) continue;
      size += fieldSize(field);
      if (size <= this.#limits.maxListSize) fields.push(field);
    }
    const broken = this.#broken as { offset: number; message: string } | null;
    if (broken !== null) return { kind: "broken", ...broken };
    return { kind: "fields", fields, tooLarge: size > this.#limits.maxListSize };
  }

  /** RFC 7541 §6; null: a change of the table's size, or a fault. */
  #representation(first: boolean): HeaderField | null {
    const start = this.#at;
    const byte = this.#bytes[start] ?? 0;
    if ((byte & 0x80) !== 0) {
      const index = this.#integer(7);
      if (this.#broken !== null) return null;
      return this.#entry(index, start);
    }
    if ((byte & 0xe0) === 0x20) {
      const size = this.#integer(5);
      if (this.#broken !== null) return null;
      if (!first) return this.#fail(start, "The table's size is changed inside a header block.");
      if (size > this.#limits.tableSize)
        return this.#fail(start, "The table is made larger than it may be.");
      this.#table.resize(size);
      return null;
    }
    const indexed = (byte & 0x40) !== 0;
    const index = this.#integer(indexed ? 6 : 4);
    if (this.#broken !== null) return null;
    const name = index === 0 ? this.#string() : (this.#entry(index, start)?.[0] ?? null);
    if (name === null) return null;
    const value = this.#string();
    if (value === null) return null;
    const field: HeaderField = [name, value];
    if (indexed) this.#table.add(field);
    return field;
  }

  #entry(index: number, start: number): HeaderField | null {
    const field =
      index <= staticTable.length
        ? staticTable[index - 1]
        : this.#table.at(index - staticTable.length - 1);
    return field ?? this.#fail(start, "A field is named by a number that stands for none.");
  }

  /** RFC 7541 §5.1, up to 2³² - 1. */
  #integer(prefix: number): number {
    const start = this.#at;
    const most = (1 << prefix) - 1;
    let value = (this.#bytes[start] ?? 0) & most;
    this.#at += 1;
    if (value < most) return value;
    for (let scale = 1, count = 0; ; count += 1, scale *= 128) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) {
        this.#fail(start, "The block ends inside a number.");
        return 0;
      }
      this.#at += 1;
      value += (byte & 0x7f) * scale;
      if (count > 5 || value > 0xffffffff) {
        this.#fail(start, "A number is too large.");
        return 0;
      }
      if ((byte & 0x80) === 0) return value;
    }
  }

  /** RFC 7541 §5.2. */
  #string(): string | null {
    const start = this.#at;
    if (start >= this.#bytes.length) return this.#fail(start, "The block ends before a string.");
    const coded = ((this.#bytes[start] ?? 0) & 0x80) !== 0;
    const length = this.#integer(7);
    if (this.#broken !== null) return null;
    const end = this.#at + length;
    if (end > this.#bytes.length) return this.#fail(start, "The block ends inside a string.");
    const raw = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    if (!coded) return raw.toString("latin1");
    const plain = decodeHuffman(raw);
    return plain?.toString("latin1") ?? this.#fail(start, "A string's Huffman code is broken.");
  }

  #fail(offset: number, message: string): null {
    this.#broken ??= { offset, message };
    return null;
  }
}
