import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientPreface, frameType } from "../../../shared/model/http2-frame.ts";
import { createFrameDecoder, type FrameDecoderOptions } from "./frame-decoder.ts";
import type { FrameEvent } from "./frame-event.ts";
import {
  frame,
  frameHead,
  goawayFrame,
  resetFrame,
  settingsFrame,
  windowFrame,
} from "./frame-writer.ts";

const settings = settingsFrame([[0x3, 100]]);
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ""), "hex");
const block = hex("88 0f0d 0135");

/** Events in a line each; neighbouring `data` and `rest` are one, as if the bytes had come at once. */
function told(events: readonly FrameEvent[]): string[] {
  const lines: string[] = [];
  let data: { stream: number; offset: number; parts: Uint8Array[] } | null = null;
  let rest: { start: number; end: number; head: string } | null = null;
  const flush = (): void => {
    if (data !== null)
      lines.push(
        `data ${data.stream} @${data.offset} ${Buffer.concat(data.parts).toString("latin1")}`,
      );
    if (rest !== null) lines.push(`rest ${rest.start}-${rest.end}${rest.head}`);
    data = null;
    rest = null;
  };
  for (const event of events) {
    if (event.kind === "data" && data !== null) data.parts.push(event.bytes);
    else if (event.kind === "data") {
      flush();
      data = { stream: event.stream, offset: event.offset, parts: [event.bytes] };
    } else if (event.kind === "rest" && rest !== null && event.start === rest.end)
      rest.end = event.end;
    else {
      flush();
      if (event.kind === "rest")
        rest = {
          start: event.start,
          end: event.end,
          head: event.head === null ? "" : ` of ${event.head.type}`,
        };
      else if (event.kind === "begin")
        lines.push(`begin ${event.preface ? "preface" : event.head.type}`);
      else if (event.kind === "frame")
        lines.push(
          `frame ${event.head.stream} ${event.head.start}-${event.end} ${JSON.stringify(event.detail)}`,
        );
      else if (event.kind === "headers")
        lines.push(
          `headers ${event.stream} ${event.start}-${event.end} ${event.endStream} ${JSON.stringify(event.fields)}`,
        );
      else lines.push(`fault ${event.rule} @${event.offset} stream ${event.stream} ${event.code}`);
    }
  }
  flush();
  return lines;
}

function decode(bytes: Uint8Array, size: number, options: FrameDecoderOptions): string[] {
  const decoder = createFrameDecoder(options);
  const events: FrameEvent[] = [];
  for (let at = 0; at < bytes.length; at += size)
    events.push(...decoder.push(bytes.subarray(at, at + size)));
  events.push(...decoder.finish());
  return told(events);
}

/** Decodes whole, byte by byte, and cut in two at each byte: all give the same. */
function read(bytes: Uint8Array, options: FrameDecoderOptions = { from: "server" }): string[] {
  const whole = decode(bytes, bytes.length, options);
  expect(decode(bytes, 1, options)).toEqual(whole);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    const decoder = createFrameDecoder(options);
    const events = [
      ...decoder.push(bytes.subarray(0, cut)),
      ...decoder.push(bytes.subarray(cut)),
      ...decoder.finish(),
    ];
    expect(told(events)).toEqual(whole);
  }
  return whole;
}

const faults = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith("fault"));

describe("frames", () => {
  it("reads every type", () => {
    const bytes = Buffer.concat([
      settings,
      frame(frameType.settings, 1, 0, Buffer.alloc(0)),
      frame(frameType.headers, 0x4, 1, block),
      frame(frameType.data, 0, 1, Buffer.from("hello")),
      frame(frameType.data, 0x8, 1, Buffer.from("\u0002ab\0\0", "latin1")),
      frame(frameType.headers, 0x2d, 1, Buffer.concat([hex("01 80000003 0f"), block, hex("00")])),
      frame(frameType.priority, 0, 3, hex("00000001 ff")),
      resetFrame(3, 8),
      frame(frameType.ping, 0, 0, hex("0102030405060708")),
      Buffer.concat([goawayFrame(5, 11)]),
      windowFrame(0, 1000),
      frame(0x42, 0xff, 7, Buffer.from("?")),
      frame(frameType.data, 1, 1, Buffer.alloc(0)),
    ]);
    expect(read(bytes)).toEqual([
      "begin 4",
      'frame 0 0-15 {"kind":"settings","settings":[[3,100]]}',
      "begin 4",
      'frame 0 15-24 {"kind":"settings","settings":[]}',
      "begin 1",
      'frame 1 24-38 {"kind":"headers","fields":[[":status","200"],["content-length","5"]],"whole":true,"cut":false,"padding":0,"priority":null,"promised":null}',
      'headers 1 24-38 false [[":status","200"],["content-length","5"]]',
      "begin 0",
      "data 1 @47 hello",
      'frame 1 38-52 {"kind":"data","padding":0}',
      "begin 0",
      "data 1 @62 ab",
      'frame 1 52-66 {"kind":"data","padding":2}',
      "begin 1",
      'frame 1 66-87 {"kind":"headers","fields":[[":status","200"],["content-length","5"]],"whole":true,"cut":false,"padding":1,"priority":{"dependsOn":3,"exclusive":true,"weight":16},"promised":null}',
      'headers 1 66-87 true [[":status","200"],["content-length","5"]]',
      "begin 2",
      'frame 3 87-101 {"kind":"priority","priority":{"dependsOn":1,"exclusive":false,"weight":256}}',
      "begin 3",
      'frame 3 101-114 {"kind":"reset","code":8}',
      "begin 6",
      'frame 0 114-131 {"kind":"ping","data":"0102030405060708"}',
      "begin 7",
      'frame 0 131-148 {"kind":"goaway","lastStream":5,"code":11,"debug":""}',
      "begin 8",
      'frame 0 148-161 {"kind":"window","increment":1000}',
      "begin 66",
      'frame 7 161-171 {"kind":"unknown"}',
      "begin 0",
      'frame 1 171-180 {"kind":"data","padding":0}',
    ]);
  });

  it("joins a header block over CONTINUATION and shows its fields where it ends", () => {
    const bytes = Buffer.concat([
      settings,
      frame(frameType.pushPromise, 0, 1, Buffer.concat([hex("00000002"), block.subarray(0, 1)])),
      frame(frameType.continuation, 0, 1, block.subarray(1, 2)),
      frame(frameType.continuation, 4, 1, block.subarray(2)),
    ]);
    const lines = read(bytes);
    expect(lines.at(-1)).toBe('headers 1 15-51 false [[":status","200"],["content-length","5"]]');
    expect(lines.filter((line) => line.includes('"fields":[]'))).toHaveLength(2);
  });

  it("reads a client's bytes, preface first", () => {
    const bytes = Buffer.concat([Buffer.from(clientPreface), settings]);
    expect(read(bytes, { from: "client" })).toEqual([
      "begin preface",
      'frame 0 0-24 {"kind":"preface"}',
      "begin 4",
      'frame 0 24-39 {"kind":"settings","settings":[[3,100]]}',
    ]);
  });

  it("tells what is not whole", () => {
    expect(read(Buffer.concat([settings, frameHead(1, 4, 1, 20), hex("88")])).at(-1)).toBe(
      "rest 15-25 of 1",
    );
    expect(read(Buffer.concat([settings, hex("0000")])).at(-1)).toBe("rest 15-17");
    expect(read(Buffer.concat([settings, frameHead(0, 0, 1, 9), hex("616263")])).slice(-2)).toEqual(
      ["data 1 @24 abc", "rest 15-27 of 0"],
    );
  });
});

const after = (...frames: readonly Uint8Array[]): Buffer => Buffer.concat([settings, ...frames]);

type Malformed = [name: string, bytes: Buffer, fault: string, options?: FrameDecoderOptions];
const malformed: Malformed[] = [
  ["a first frame that is not SETTINGS", windowFrame(0, 1), "h2-settings-first @3 stream 0"],
  [
    "an answer in HTTP/1",
    Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"),
    "h2-http1-reply @0 stream 0",
  ],
  [
    "another preface",
    Buffer.from("PRI * HTTP/1.1\r\n"),
    "h2-preface @11 stream 0",
    { from: "client" },
  ],
  ["a frame that is too large", after(frameHead(0, 0, 1, 16_385)), "h2-frame-size @15 stream 0"],
  ["DATA on stream 0", after(frame(0, 0, 0, hex("61"))), "h2-stream-zero @20 stream 0"],
  ["HEADERS on stream 0", after(frame(1, 4, 0, block)), "h2-stream-zero @20 stream 0"],
  ["SETTINGS on a stream", after(frame(4, 0, 1, hex(""))), "h2-stream-not-zero @20 stream 0"],
  ["PING on a stream", after(frame(6, 0, 1, Buffer.alloc(8))), "h2-stream-not-zero @20 stream 0"],
  ["GOAWAY on a stream", after(frame(7, 0, 1, Buffer.alloc(8))), "h2-stream-not-zero @20 stream 0"],
  ["SETTINGS of five octets", after(frame(4, 0, 0, Buffer.alloc(5))), "h2-frame-size @15 stream 0"],
  [
    "a SETTINGS ACK with settings",
    after(frame(4, 1, 0, Buffer.alloc(6))),
    "h2-frame-size @15 stream 0",
  ],
  ["PING of seven octets", after(frame(6, 0, 0, Buffer.alloc(7))), "h2-frame-size @15 stream 0"],
  ["GOAWAY of seven octets", after(frame(7, 0, 0, Buffer.alloc(7))), "h2-frame-size @15 stream 0"],
  [
    "RST_STREAM of five octets",
    after(frame(3, 0, 1, Buffer.alloc(5))),
    "h2-frame-size @15 stream 0",
  ],
  ["PRIORITY of four octets", after(frame(2, 0, 1, Buffer.alloc(4))), "h2-frame-size @15 stream 1"],
  ["WINDOW_UPDATE of nothing", after(windowFrame(1, 0)), "h2-window-zero @24 stream 1"],
  ["WINDOW_UPDATE of nothing for all", after(windowFrame(0, 0)), "h2-window-zero @24 stream 0"],
  [
    "ENABLE_PUSH 2",
    after(
      settingsFrame([
        [1, 1],
        [2, 2],
      ]),
    ),
    "h2-setting-value @30 stream 0",
  ],
  ["a window too large", after(settingsFrame([[4, 0x80000000]])), "h2-setting-value @24 stream 0"],
  [
    "MAX_FRAME_SIZE too small",
    after(settingsFrame([[5, 16_383]])),
    "h2-setting-value @24 stream 0",
  ],
  ["padding longer than DATA", after(frame(0, 8, 1, hex("05 6161"))), "h2-padding @24 stream 0"],
  ["padded DATA without a length", after(frame(0, 8, 1, hex(""))), "h2-padding @24 stream 0"],
  ["padding longer than HEADERS", after(frame(1, 0xc, 1, hex("05 88"))), "h2-padding @24 stream 0"],
  [
    "HEADERS too short for a priority",
    after(frame(1, 0x24, 1, hex("00"))),
    "h2-frame-size @15 stream 0",
  ],
  ["CONTINUATION of nothing", after(frame(9, 4, 1, block)), "h2-continuation @18 stream 0"],
  [
    "a block interrupted by a frame",
    after(frame(1, 0, 1, block), windowFrame(0, 1)),
    "h2-continuation @32 stream 0",
  ],
  [
    "a block continued on another stream",
    after(frame(1, 0, 1, block), frame(9, 4, 3, block)),
    "h2-continuation @32 stream 0",
  ],
  ["a broken header block", after(frame(1, 4, 1, hex("ff"))), "h2-hpack @15 stream 0"],
  [
    "a block that is too large",
    after(frame(1, 0, 1, Buffer.alloc(60)), frame(9, 4, 1, Buffer.alloc(60))),
    "h2-header-block-size @15 stream 0",
    { from: "server", maxBlockSize: 100 },
  ],
];

describe("malformed frames", () => {
  it.each<Malformed>(malformed)("points at %s", (_name, bytes, fault, options) => {
    const lines = read(bytes, options);
    expect(faults(lines)).toHaveLength(1);
    expect(faults(lines)[0]).toContain(`fault ${fault}`);
  });

  it("keeps what comes after a fault of the connection as it is", () => {
    const lines = read(after(frame(6, 0, 0, Buffer.alloc(7)), Buffer.from("more")));
    expect(lines.at(-1)).toBe("rest 31-35");
  });

  it("bounds a block of empty CONTINUATION", () => {
    const empty = frame(9, 0, 1, Buffer.alloc(0));
    const bytes = after(frame(1, 0, 1, block), ...Array.from({ length: 1_001 }, () => empty));
    expect(faults(decode(bytes, bytes.length, { from: "server" }))[0]).toContain(
      "h2-header-block-size",
    );
  });

  it("reads on after a list that is too large", () => {
    const bytes = after(frame(1, 4, 1, hex("4001610162 4001630164")), frame(1, 5, 3, hex("be")));
    const lines = read(bytes, { from: "server", maxListSize: 40 });
    expect(lines.filter((line) => line.startsWith("headers"))).toEqual([
      'headers 1 15-34 false [["a","b"]]',
      'headers 3 34-44 true [["c","d"]]',
    ]);
  });

  it("survives any bytes, split anywhere", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .tuple(
          fc.integer({ min: 0, max: 11 }),
          fc.integer({ min: 0, max: 255 }),
          fc.integer({ min: 0, max: 5 }),
          fc.uint8Array({ maxLength: 30 }),
        )
        .map(
          ([type, flags, stream, payload]) => new Uint8Array(frame(type, flags, stream, payload)),
        ),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        (pieces, size) => {
          const bytes = after(...pieces);
          expect(decode(bytes, size, { from: "server" })).toEqual(
            decode(bytes, bytes.length, { from: "server" }),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
