import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isControl } from "../../../shared/model/web-socket.ts";
import { decodeFrames, everySplit, type Seen } from "./decoded.testing.ts";
import { closePayload, encodeFrame, readClosePayload } from "./frame-encoder.ts";
import type { FrameDecoderOptions } from "./frame-decoder.ts";
import { socketRules } from "./rules.ts";

const server: FrameDecoderOptions = { from: "server", deflate: false };
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const seen = (bytes: Uint8Array, options = server): Seen => {
  everySplit(bytes, options);
  return decodeFrames([bytes], options);
};

interface Right {
  readonly name: string;
  readonly bytes: string;
  readonly options?: FrameDecoderOptions;
  /** opcode, fin, payload as latin1. */
  readonly frames: readonly (readonly [opcode: number, fin: boolean, payload: string])[];
}

/** The examples of RFC 6455 §5.7, and what lies at the edges. */
const right: readonly Right[] = [
  { name: "unmasked text", bytes: "81 05 48656c6c6f", frames: [[1, true, "Hello"]] },
  {
    name: "masked text of a client",
    bytes: "81 85 37fa213d 7f9f4d5158",
    options: { from: "client", deflate: false },
    frames: [[1, true, "Hello"]],
  },
  {
    name: "two fragments",
    bytes: "01 03 48656c 80 02 6c6f",
    frames: [
      [1, false, "Hel"],
      [0, true, "lo"],
    ],
  },
  {
    name: "ping and pong",
    bytes: "89 05 48656c6c6f 8a 05 48656c6c6f",
    frames: [
      [9, true, "Hello"],
      [10, true, "Hello"],
    ],
  },
  {
    name: "a ping between fragments",
    bytes: "01 01 61 89 00 80 01 62",
    frames: [
      [1, false, "a"],
      [9, true, ""],
      [0, true, "b"],
    ],
  },
  {
    name: "a letter cut by a fragment",
    bytes: "01 01 c3 80 01 a9",
    frames: [
      [1, false, "\u00c3"],
      [0, true, "\u00a9"],
    ],
  },
  {
    name: "256 bytes",
    bytes: `82 7e 0100 ${"61".repeat(256)}`,
    frames: [[2, true, "a".repeat(256)]],
  },
  {
    name: "empty messages",
    bytes: "81 00 82 00",
    frames: [
      [1, true, ""],
      [2, true, ""],
    ],
  },
  {
    name: "close with code and reason",
    bytes: "88 05 03e8 627965",
    frames: [[8, true, "\u0003\u00e8bye"]],
  },
  { name: "close with nothing", bytes: "88 00", frames: [[8, true, ""]] },
  {
    name: "compressed",
    bytes: "c1 07 f248cdc9c90700",
    options: { from: "server", deflate: true },
    frames: [[1, true, hex("f248cdc9c90700").toString("latin1")]],
  },
];

describe("frames as they should be", () => {
  it.each(right)("$name", ({ bytes, options, frames }) => {
    const { frames: found, faults, rest } = seen(hex(bytes), options);
    expect(faults).toEqual([]);
    expect(rest).toBe(0);
    expect(
      found.map(({ opcode, fin, payload }) => [opcode, fin, payload.toString("latin1")]),
    ).toEqual(frames);
  });

  it("goes on after a length that is longer than it need be", () => {
    const { frames, faults } = seen(hex("82 7e 0001 61 82 7f 0000000000000001 62"));
    expect(frames.map(({ payload }) => payload.toString())).toEqual(["a", "b"]);
    expect(faults).toEqual([
      ["ws-length-form", 1, false],
      ["ws-length-form", 6, false],
    ]);
  });

  it("says what a frame cut off had", () => {
    expect(decodeFrames([hex("82 05 6162")], server).unfinished).toMatchObject({
      start: 0,
      came: 2,
    });
    expect(decodeFrames([hex("8200 82")], server).unfinished).toEqual({
      head: null,
      start: 2,
      came: 0,
    });
    expect(decodeFrames([hex("8200")], server).unfinished).toBeNull();
  });
});

/** Rule, bytes, place of the fault, and options. */
const wrong: readonly (readonly [string, string, number, FrameDecoderOptions | null])[] = [
  ["ws-mask", "81 85 37fa213d 7f9f4d5158", 1, null],
  ["ws-reserved", "c1 00", 0, null],
  ["ws-reserved", "a1 00", 0, null],
  ["ws-reserved", "91 00", 0, { from: "server", deflate: true }],
  ["ws-opcode", "83 00", 0, null],
  ["ws-opcode", "8b 00", 0, null],
  ["ws-opcode", "8f 00", 0, null],
  ["ws-control-fragmented", "09 00", 0, null],
  ["ws-control-fragmented", "8200 08 00", 2, null],
  ["ws-control-length", `89 7e 007e ${"00".repeat(126)}`, 1, null],
  ["ws-continuation-alone", "80 01 61", 0, null],
  ["ws-continuation-alone", "8101 61 00 01 61", 3, null],
  ["ws-message-unfinished", "0101 61 8101 61", 3, null],
  ["ws-compressed-control", "c9 00", 0, { from: "server", deflate: true }],
  ["ws-compressed-continuation", "4100 c0 00", 2, { from: "server", deflate: true }],
  ["ws-length-huge", "82 7f 8000000000000000", 2, null],
  ["ws-length-huge", "82 7f 0020000000000000", 2, null],
  ["ws-close-length", "88 01 03", 2, null],
  ["ws-close-code", "88 02 03ed", 2, null],
  ["ws-close-code", "88 02 0000", 2, null],
  ["ws-close-code", "88 02 03e7", 2, null],
  ["ws-close-code", "88 02 03ec", 2, null],
  ["ws-close-code", "88 02 03f7", 2, null],
  ["ws-close-code", "88 02 0bb7", 2, null],
  ["ws-close-code", "88 02 1388", 2, null],
  ["ws-close-reason", "88 04 03e8 61ff", 5, null],
  ["ws-close-reason", "88 03 03e8 c3", 4, null],
  ["ws-utf8", "81 03 61ff62", 3, null],
  ["ws-utf8", "81 02 c080", 2, null],
  ["ws-utf8", "81 03 eda080", 3, null],
  ["ws-utf8", "81 04 f4908080", 3, null],
  ["ws-utf8", "81 02 61c3", 3, null],
  ["ws-utf8", "01 01 c3 80 01 61", 5, null],
  ["ws-utf8", "01 01 c3 80 00", 5, null],
];

describe("frames that break the rules", () => {
  it.each(wrong)("%s: %s", (rule, bytes, at, options) => {
    const { faults, rest } = seen(Buffer.concat([hex(bytes), hex("8100")]), options ?? server);
    expect(faults).toEqual([[rule, at, true]]);
    expect(rest).toBeGreaterThan(0);
  });

  it("has a row for every rule that is the decoder's own", () => {
    const later = ["ws-deflate", "ws-message-size", "ws-ratio", "ws-length-form"];
    const tried = new Set<string>(wrong.map(([rule]) => rule));
    expect(
      Object.keys(socketRules)
        .filter((rule) => !tried.has(rule))
        .sort(),
    ).toEqual(later.sort());
  });
});

describe("any frames", () => {
  const frame = fc.record({
    fin: fc.constant(true),
    rsv: fc.constant(0),
    opcode: fc.constantFrom(2, 9, 10),
    size: fc.oneof(
      fc.integer({ min: 0, max: 125 }),
      fc.constantFrom(125, 126, 127, 65_535, 65_536, 70_000),
    ),
    mask: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    seed: fc.nat(255),
  });

  it("come out as they went in, masked or not", () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 6 }),
        fc.boolean(),
        fc.nat(),
        (list, masked, cut) => {
          const wanted = list.map(({ size, seed, ...rest }) => ({
            ...rest,
            mask: masked ? rest.mask : null,
            payload: Buffer.alloc(isControl(rest.opcode) ? size % 126 : size, seed),
          }));
          const bytes = Buffer.concat(wanted.flatMap((one) => [...encodeFrame(one)]));
          const at = bytes.length === 0 ? 0 : cut % bytes.length;
          const options: FrameDecoderOptions = {
            from: masked ? "client" : "server",
            deflate: false,
          };
          const got = decodeFrames([bytes.subarray(0, at), bytes.subarray(at)], options);
          expect(got.faults).toEqual([]);
          expect(got.unfinished).toBeNull();
          expect(got.frames.length).toBe(wanted.length);
          got.frames.forEach(({ opcode, payload }, index) => {
            expect(opcode).toBe(wanted[index]?.opcode);
            expect(payload.equals(wanted[index]?.payload ?? Buffer.alloc(0))).toBe(true);
          });
        },
      ),
    );
  });

  it("never throws, and accounts for every byte", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, deflate) => {
        const options = { from: "server", deflate } as const;
        everySplit(bytes, options);
        const { frames, rest, unfinished, faults } = decodeFrames([bytes], options);
        const whole = frames.reduce((sum, { size }) => sum + size, 0);
        expect(faults.filter(([, , fatal]) => fatal).length).toBeLessThanOrEqual(1);
        const open = unfinished === null ? 0 : bytes.length - rest - unfinished.start;
        expect(whole + open + rest).toBe(bytes.length);
      }),
    );
  });

  it("says of close what was said", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1000, 1001, 3000, 4999),
        fc.string({ maxLength: 30, unit: "grapheme" }),
        (code, reason) => {
          const payload = closePayload(code, reason);
          expect(readClosePayload(payload)).toEqual({ code, reason });
        },
      ),
    );
  });
});
