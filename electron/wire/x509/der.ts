/** One value of DER (X.690): its tag byte and where its content lies. */
export interface DerValue {
  /** Class, constructed bit and number in one byte: 0x30 SEQUENCE, 0xa0 [0] constructed … */
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag and length included: what a signature covers. */
  readonly whole: Uint8Array;
}

export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The values that lie side by side in `bytes`. Throws RangeError on what is no DER: nothing is guessed. */
export function readDer(bytes: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const value = readOne(bytes, at);
    values.push(value);
    at += value.whole.length;
  }
  return values;
}

/** The values inside the one value that `bytes` is. */
export function readSequence(bytes: Uint8Array): readonly DerValue[] {
  return readDer(readOne(bytes, 0).content);
}

function readOne(bytes: Uint8Array, at: number): DerValue {
  const tag = bytes[at] ?? missing();
  // Tag numbers of 31 and more take further bytes; nothing read here has one.
  if ((tag & 0x1f) === 0x1f) throw new RangeError("long tag");
  const first = bytes[at + 1] ?? missing();
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new RangeError("length");
    length = 0;
    for (const end = start + count; start < end; start += 1) {
      length = length * 256 + (bytes[start] ?? missing());
    }
  }
  const end = start + length;
  if (end > bytes.length) missing();
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}

function missing(): never {
  throw new RangeError("truncated");
}
