/** Length in bits of the code of each byte, and of EOS last (RFC 7541 Appendix B). The code is canonical: lengths say all. */
const lengths: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28,
  28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5,
  6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
  7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6,
  7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23,
  23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22,
  22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22,
  23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27,
  27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25,
  24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
];
const endOfString = 256;

/** Two cells a node, for bit 0 and 1: another node, or `-1 - symbol`. Built when it is first needed: most programs never do. */
let tree: Int32Array | null = null;

interface Code {
  readonly symbol: number;
  readonly bits: number;
  readonly code: number;
}

function canonicalCodes(): readonly Code[] {
  let code = 0;
  let last = 0;
  return lengths
    .map((bits, symbol) => ({ bits, symbol }))
    .toSorted((one, other) => one.bits - other.bits || one.symbol - other.symbol)
    .map(({ bits, symbol }) => {
      code *= 2 ** (bits - last);
      last = bits;
      const mine = { symbol, bits, code };
      code += 1;
      return mine;
    });
}

function buildTree(): Int32Array {
  const cells = new Int32Array(2 * 257 * 2);
  let used = 1;
  for (const { bits, symbol, code } of canonicalCodes()) {
    let node = 0;
    for (let bit = bits - 1; bit > 0; bit -= 1) {
      const cell = node * 2 + ((code >>> bit) & 1);
      if (cells[cell] === 0) {
        cells[cell] = used;
        used += 1;
      }
      node = cells[cell] ?? 0;
    }
    cells[node * 2 + (code & 1)] = -1 - symbol;
  }
  return cells;
}

let codes: ReadonlyMap<number, Code> | null = null;

/**
 * What stands on the wire whatever is around these bytes, when their code begins `shift` bits (0 to 7) into a byte: the whole bytes that
 * hang on them alone. The bytes before and after may hold bits of them too.
 */
export function huffmanInside(bytes: Uint8Array, shift: number): Buffer {
  codes ??= new Map(canonicalCodes().map((one) => [one.symbol, one]));
  const whole: number[] = [];
  // What is before the first whole byte belongs to somebody else's byte.
  let skip = (8 - shift) % 8;
  let byte = 0;
  let filled = 0;
  for (const symbol of bytes) {
    const { bits = 0, code = 0 } = codes.get(symbol) ?? {};
    for (let bit = bits - 1; bit >= 0; bit -= 1) {
      if (skip > 0) {
        skip -= 1;
        continue;
      }
      byte = (byte << 1) | ((code >>> bit) & 1);
      filled += 1;
      if (filled === 8) {
        whole.push(byte);
        byte = 0;
        filled = 0;
      }
    }
  }
  return Buffer.from(whole);
}

/**
 * Bytes of a Huffman-coded string literal (RFC 7541 §5.2); null when it holds EOS, or is not padded with at most seven ones.
 * At most 8/5 as long as what is given.
 */
export function decodeHuffman(bytes: Uint8Array): Buffer | null {
  tree ??= buildTree();
  const out = Buffer.allocUnsafe(Math.ceil((bytes.length * 8) / 5));
  let used = 0;
  let node = 0;
  let pending = 0;
  let ones = true;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      const one = (byte >>> bit) & 1;
      const next = tree[node * 2 + one] ?? 0;
      pending += 1;
      ones &&= one === 1;
      if (next >= 0) {
        node = next;
        continue;
      }
      const symbol = -1 - next;
      if (symbol === endOfString) return null;
      out[used] = symbol;
      used += 1;
      node = 0;
      pending = 0;
      ones = true;
    }
  }
  return pending > 7 || !ones ? null : out.subarray(0, used);
}
