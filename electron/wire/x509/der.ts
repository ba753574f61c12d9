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
/** An object identifier as "1.2.840.113549". */
export function oidText(content: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      if (arcs.length === 0) {
        const top = Math.min(2, Math.floor(arc / 40));
        arcs.push(top, arc - top * 40);
      } else arcs.push(arc);
      arc = 0;
    }
  }
  return arcs.join(".");
}

/** A GeneralizedTime in UTC ("20260101120000Z") as ISO 8601; the text as it is when it is none. */
export function timeText(content: Uint8Array): string {
  const text = Buffer.from(content).toString("latin1");
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text);
  if (found === null) return text;
  const [, year, month, day, hour, minute, second] = found;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
}

/** A small integer; NaN for one that takes more than six bytes. */
export function smallInteger(content: Uint8Array): number {
  if (content.length > 6) return Number.NaN;
  let value = 0;
  for (const byte of content) value = value * 256 + byte;
  return value;
}
