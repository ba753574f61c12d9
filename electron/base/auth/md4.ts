/** MD4 (RFC 1320). NTLM is built on it and OpenSSL 3 no longer gives it; nothing else here may use it. */
export function md4(message: Uint8Array): Buffer {
  const bits = message.length * 8;
  const padded = Buffer.alloc(((message.length + 8) >> 6) * 64 + 64);
  padded.set(message);
  padded[message.length] = 0x80;
  padded.writeUInt32LE(bits >>> 0, padded.length - 8);
  padded.writeUInt32LE(Math.floor(bits / 2 ** 32), padded.length - 4);
  let state: readonly [number, number, number, number] = [
    0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
  ];
  for (let at = 0; at < padded.length; at += 64) state = block(state, padded, at);
  const out = Buffer.alloc(16);
  state.forEach((word, index) => out.writeUInt32LE(word >>> 0, index * 4));
  return out;
}

const rounds = [
  {
    mix: (x: number, y: number, z: number) => (x & y) | (~x & z),
    add: 0,
    shifts: [3, 7, 11, 19],
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  },
  {
    mix: (x: number, y: number, z: number) => (x & y) | (x & z) | (y & z),
    add: 0x5a827999,
    shifts: [3, 5, 9, 13],
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
  },
  {
    mix: (x: number, y: number, z: number) => x ^ y ^ z,
    add: 0x6ed9eba1,
    shifts: [3, 9, 11, 15],
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
  },
] as const;

function block(
  before: readonly [number, number, number, number],
  bytes: Buffer,
  at: number,
): readonly [number, number, number, number] {
  let [a, b, c, d] = before;
  for (const { mix, add, shifts, order } of rounds) {
    order.forEach((word, step) => {
      const sum = (a + mix(b, c, d) + bytes.readUInt32LE(at + word * 4) + add) | 0;
      const by = shifts[step % 4] ?? 0;
      [a, b, c, d] = [d, (sum << by) | (sum >>> (32 - by)), b, c];
    });
  }
  return [(before[0] + a) | 0, (before[1] + b) | 0, (before[2] + c) | 0, (before[3] + d) | 0];
}
