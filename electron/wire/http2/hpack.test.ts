import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeaderField } from "../../../shared/model/header.ts";
import { createHpackDecoder } from "./hpack-decoder.ts";
import { encodeHeaderBlock, noTable } from "./hpack-encoder.ts";
import { decodeHuffman } from "./huffman.ts";
import { staticTable } from "./static-table.ts";

const limits = { tableSize: 4_096, maxListSize: 1 << 20 };
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

const example = [":authority", "www.example.com"] as const;
const get = [":method", "GET"] as const;
const location = ["location", "https://www.example.com"] as const;
const priv = ["cache-control", "private"] as const;
const request1 = [get, [":scheme", "http"], [":path", "/"], example] as const;
const request3 = [
  get,
  [":scheme", "https"],
  [":path", "/index.html"],
  example,
  ["custom-key", "custom-value"],
] as const;
const response = (status: string, second: string): readonly HeaderField[] => [
  [":status", status],
  priv,
  ["date", `Mon, 21 Oct 2013 20:13:${second} GMT`],
  location,
];
const cookie = "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";
const response3 = [...response("200", "22"), ["content-encoding", "gzip"], ["set-cookie", cookie]];

/** RFC 7541 Appendix C: the blocks of one table in a row. */
const appendix: readonly (readonly [
  name: string,
  tableSize: number,
  blocks: readonly (readonly [string, readonly (readonly string[])[]])[],
])[] = [
  [
    "C.2.1",
    4096,
    [
      [
        "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572",
        [["custom-key", "custom-header"]],
      ],
    ],
  ],
  ["C.2.2", 4096, [["040c 2f73 616d 706c 652f 7061 7468", [[":path", "/sample/path"]]]]],
  ["C.2.3", 4096, [["1008 7061 7373 776f 7264 0673 6563 7265 74", [["password", "secret"]]]]],
  ["C.2.4", 4096, [["82", [get]]]],
  [
    "C.3",
    4096,
    [
      ["8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", request1],
      ["8286 84be 5808 6e6f 2d63 6163 6865", [...request1, ["cache-control", "no-cache"]]],
      ["8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65", request3],
    ],
  ],
  [
    "C.4",
    4096,
    [
      ["8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff", request1],
      ["8286 84be 5886 a8eb 1064 9cbf", [...request1, ["cache-control", "no-cache"]]],
      ["8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf", request3],
    ],
  ],
  [
    "C.5",
    256,
    [
      [
        "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        response("302", "21"),
      ],
      ["4803 3330 37c1 c0bf", response("307", "21")],
      [
        "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31",
        response3,
      ],
    ],
  ],
  [
    "C.6",
    256,
    [
      [
        "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
        response("302", "21"),
      ],
      ["4883 640e ffc1 c0bf", response("307", "21")],
      [
        "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07",
        response3,
      ],
    ],
  ],
];

describe("HPACK", () => {
  it.each(appendix)("reads RFC 7541 %s", (_name, tableSize, blocks) => {
    const decoder = createHpackDecoder({ ...limits, tableSize });
    for (const [block, fields] of blocks) {
      expect(decoder.decode(hex(block))).toEqual({ kind: "fields", fields, tooLarge: false });
    }
  });

  it("knows the whole static table", () => {
    const block = Buffer.from(staticTable.map((_, at) => 0x81 + at));
    expect(createHpackDecoder(limits).decode(block)).toMatchObject({ fields: staticTable });
    expect(staticTable).toHaveLength(61);
  });

  it.each([
    ["index 0", "80", 0],
    ["an index past the table", "be", 0],
    ["a name past the table", "7e0161", 0],
    ["a number that does not end", "ff", 0],
    ["a number that is too large", "ffffffffffffffff7f", 0],
    ["a string that does not end", "4003616263056162", 5],
    ["a block that ends before a value", "400161", 3],
    ["padding with zeros", "408100 00", 1],
    ["a whole byte of padding", "4082 1fff 00", 1],
    ["EOS in a string", "4085 ffffffffff 00", 1],
    ["a table larger than allowed", "3fe21f", 0],
    ["a change of size after a field", "8220", 1],
  ])("refuses %s", (_name, block, offset) => {
    expect(createHpackDecoder(limits).decode(hex(block))).toMatchObject({ kind: "broken", offset });
  });

  it("keeps the table true when a list is larger than it may be", () => {
    const decoder = createHpackDecoder({ tableSize: 4_096, maxListSize: 100 });
    const list = decoder.decode(hex("4001610162 4001630164 4001650166 4001670168"));
    expect(list).toEqual({
      kind: "fields",
      fields: [
        ["a", "b"],
        ["c", "d"],
      ],
      tooLarge: true,
    });
    expect(decoder.decode(hex("bec0"))).toMatchObject({
      fields: [
        ["g", "h"],
        ["c", "d"],
      ],
    });
  });

  it("forgets what no longer fits", () => {
    const decoder = createHpackDecoder({ ...limits, tableSize: 70 });
    decoder.decode(hex("4001610162 4001630164 4001650166"));
    expect(decoder.decode(hex("bf"))).toMatchObject({ fields: [["c", "d"]] });
    expect(decoder.decode(hex("20"))).toMatchObject({ kind: "fields", fields: [] });
    expect(decoder.decode(hex("be"))).toMatchObject({ kind: "broken" });
  });

  it("reads back what it writes, in order and with duplicates", () => {
    const text = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 10 }), (list) => {
        const read = createHpackDecoder(limits).decode(
          Buffer.concat([noTable, encodeHeaderBlock(list)]),
        );
        const utf8 = (part: string) => Buffer.from(part, "utf8").toString("latin1");
        expect(read).toEqual({
          kind: "fields",
          fields: list.map(([name, value]) => [utf8(name), utf8(value)]),
          tooLarge: false,
        });
      }),
    );
  });

  it("survives any bytes", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), (blocks) => {
        const decoder = createHpackDecoder({ tableSize: 200, maxListSize: 10_000 });
        for (const block of blocks) decoder.decode(block);
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes a bomb of references in bounded memory", () => {
    const decoder = createHpackDecoder(limits);
    const long = "x".repeat(4_000);
    const first = Buffer.concat([Buffer.from([0x40, 1, 97, 0x7f, 0xa1, 0x1e]), Buffer.from(long)]);
    expect(decoder.decode(first)).toMatchObject({ kind: "fields", fields: [["a", long]] });
    const bomb = decoder.decode(Buffer.alloc(1 << 20, 0xbe));
    expect(bomb).toMatchObject({ kind: "fields", tooLarge: true });
    expect(bomb.kind === "fields" && bomb.fields.length).toBeLessThan(300);
  });
});

describe("Huffman code", () => {
  it("reads the string of RFC 7541 C.4.1", () => {
    expect(decodeHuffman(hex("f1e3 c2e5 f23a 6ba0 ab90 f4ff"))?.toString()).toBe("www.example.com");
    expect(decodeHuffman(Buffer.alloc(0))?.length).toBe(0);
  });
});
