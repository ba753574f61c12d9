import fc from "fast-check";
import { expect, test } from "vitest";
import { cutAt } from "./charset.ts";

/** Each is one character, or one run that begins and ends in ASCII. */
const pieces: Readonly<Record<string, readonly (readonly number[])[]>> = {
  "utf-8": [[0x61], [0xc3, 0xa9], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80]],
  "utf-16le": [
    [0x61, 0],
    [0x3d, 0xd8, 0x00, 0xde],
  ],
  shift_jis: [[0x61], [0xb1], [0x93, 0xfa]],
  "euc-jp": [[0x61], [0xc6, 0xfc], [0x8e, 0xb1], [0x8f, 0xb0, 0xa1]],
  gbk: [[0x61], [0x80], [0xc4, 0xe3], [0x81, 0x30, 0x81, 0x30]],
  gb18030: [[0x61], [0xc4, 0xe3], [0x81, 0x30, 0x81, 0x30], [0x94, 0x39, 0xda, 0x33]],
  big5: [[0x61], [0xa7, 0x41]],
  "euc-kr": [[0x61], [0xb0, 0xa1]],
  "iso-2022-jp": [
    [0x61],
    [0x61, 0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42, 0x62],
    [0x61, 0x1b, 0x28, 0x4a, 0x5c, 0x1b, 0x28, 0x42, 0x62],
  ],
};

test.each(Object.keys(pieces))("rows of %s read as the whole does", (charset) => {
  const of = pieces[charset] ?? [];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...of), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 11, max: 40 }),
      (chosen, width) => {
        const bytes = new Uint8Array(chosen.flat());
        const decode = (part: Uint8Array) =>
          new TextDecoder(charset, { ignoreBOM: true }).decode(part);
        let read = "";
        for (let at = 0; at < bytes.length;) {
          const end = cutAt(bytes, at, width, charset);
          expect(end).toBeGreaterThan(at);
          read += decode(bytes.subarray(at, end));
          at = end;
        }
        expect(read).toBe(decode(bytes));
      },
    ),
  );
});
