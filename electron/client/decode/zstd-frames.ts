/**
 * Cuts a Zstandard stream (RFC 8878 §3) into frame headers and blocks, without decoding. Two things need it: a window may be refused
 * before anybody allocates it, and a decoder fed block by block gives at most 128 KiB at a time.
 */
export type ZstdUnit =
  | { readonly kind: "header"; readonly bytes: Uint8Array; readonly window: number }
  | { readonly kind: "block"; readonly bytes: Uint8Array; readonly last: boolean };

export class ZstdFormatError extends Error {}

export interface ZstdCutter {
  /** The units that are complete by now. Throws ZstdFormatError. */
  push(bytes: Uint8Array): ZstdUnit[];
  /** True between frames. */
  readonly settled: boolean;
}

type State =
  | { readonly kind: "frame" }
  | { readonly kind: "block"; readonly checksum: boolean }
  | { readonly kind: "skip"; left: number };

export function createZstdCutter(): ZstdCutter {
  let held = Buffer.alloc(0);
  let state: State = { kind: "frame" };
  return {
    get settled() {
      return state.kind === "frame" && held.length === 0;
    },
    push(bytes) {
      held = held.length === 0 ? Buffer.from(bytes) : Buffer.concat([held, bytes]);
      const units: ZstdUnit[] = [];
      let at = 0;
      for (;;) {
        const rest = held.subarray(at);
        if (state.kind === "skip") {
          const gone: number = Math.min(state.left, rest.length);
          at += gone;
          state =
            state.left === gone ? { kind: "frame" } : { kind: "skip", left: state.left - gone };
          if (state.kind === "skip") break;
        } else if (state.kind === "frame") {
          const header = readHeader(rest);
          if (header === null) break;
          at += header.length;
          if (header.kind === "skippable") state = { kind: "skip", left: header.left };
          else {
            units.push({
              kind: "header",
              bytes: rest.subarray(0, header.length),
              window: header.window,
            });
            state = { kind: "block", checksum: header.checksum };
          }
        } else {
          const block = readBlock(rest, state.checksum);
          if (block === null) break;
          at += block.length;
          units.push({ kind: "block", bytes: rest.subarray(0, block.length), last: block.last });
          if (block.last) state = { kind: "frame" };
        }
      }
      held = Buffer.from(held.subarray(at));
      return units;
    },
  };
}

type Header =
  | {
      readonly kind: "zstd";
      readonly length: number;
      readonly window: number;
      readonly checksum: boolean;
    }
  | { readonly kind: "skippable"; readonly length: number; readonly left: number };

function readHeader(bytes: Buffer): Header | null {
  if (bytes.length < 5) return null;
  const magic = bytes.readUInt32LE(0);
  if (magic >>> 4 === 0x184d2a5) {
    if (bytes.length < 8) return null;
    return { kind: "skippable", length: 8, left: bytes.readUInt32LE(4) };
  }
  if (magic !== 0xfd2fb528) throw new ZstdFormatError("no frame begins here");
  const flags = bytes.readUInt8(4);
  const single = (flags & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const sizeFlag = flags >> 6;
  const sizeBytes = sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag;
  const sizeAt = 5 + (single ? 0 : 1) + dictionaryBytes;
  const length = sizeAt + sizeBytes;
  if (bytes.length < length) return null;
  return {
    kind: "zstd",
    length,
    window: single ? contentSize(bytes, sizeAt, sizeBytes) : windowSize(bytes.readUInt8(5)),
    checksum: (flags & 4) !== 0,
  };
}

function contentSize(bytes: Buffer, at: number, length: number): number {
  if (length === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, length) + (length === 2 ? 256 : 0);
}

/** RFC 8878 §3.1.1.1.2. */
function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function readBlock(
  bytes: Buffer,
  checksum: boolean,
): { readonly length: number; readonly last: boolean } | null {
  if (bytes.length < 3) return null;
  const head = bytes.readUIntLE(0, 3);
  const last = (head & 1) === 1;
  const type = (head >> 1) & 3;
  if (type === 3) throw new ZstdFormatError("a reserved block type");
  const size = head >> 3;
  if (size > 128 << 10) throw new ZstdFormatError("a block larger than any block may be");
  const length = 3 + (type === 1 ? 1 : size) + (last && checksum ? 4 : 0);
  return bytes.length < length ? null : { length, last };
}
