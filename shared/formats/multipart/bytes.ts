/** Where `wanted` begins in `bytes` at or after `from`; -1 when it is not there. */
export function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + wanted.length > bytes.length) return -1;
    if (matches(bytes, wanted, at) === wanted.length) return at;
  }
  return -1;
}

/** How many bytes of `wanted` stand at `at`. */
export function matches(bytes: Uint8Array, wanted: Uint8Array, at: number): number {
  let count = 0;
  while (count < wanted.length && bytes[at + count] === wanted[count]) count += 1;
  return count;
}

export function joinBytes(one: Uint8Array, two: Uint8Array): Uint8Array {
  if (one.length === 0) return two;
  const joined = new Uint8Array(one.length + two.length);
  joined.set(one);
  joined.set(two, one.length);
  return joined;
}

/** Bytes as one code unit each, as header fields are read. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}
