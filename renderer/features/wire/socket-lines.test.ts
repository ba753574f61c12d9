import { expect, test } from "vitest";
import type { SocketFrame } from "../../../shared/model/web-socket.ts";
import { socketFrameWords } from "../../i18n/messages/socket-frames.ts";
import { litRange, socketLineCount, socketLines } from "./socket-lines.ts";
import { partAt, partsOf } from "./wire-parts.ts";

const sent: SocketFrame = {
  index: 0,
  direction: "sent",
  hop: 0,
  at: 1,
  start: 100,
  end: 408,
  opcode: 1,
  fin: true,
  rsv: 4,
  masked: true,
  headBytes: 8,
  length: 300,
  plainLength: 900,
  compressed: true,
  first: 0,
  closeCode: null,
  partial: false,
};
const close: SocketFrame = {
  ...sent,
  direction: "received",
  start: 408,
  end: 412,
  opcode: 8,
  rsv: 0,
  masked: false,
  headBytes: 2,
  length: 2,
  plainLength: 2,
  compressed: false,
  closeCode: 1001,
};

test("each field of a head is told with its bytes", () => {
  const head = { bytes: new TextEncoder().encode("hello"), total: 900 };
  const lines = socketLines(sent, head, socketFrameWords.en, "en");
  expect(lines.map(({ name, value, start, end }) => [name, value, start, end])).toEqual([
    ["FIN", "1", 100, 101],
    ["RSV1", "1", 100, 101],
    ["text", "0x1", 100, 101],
    ["MASK", "1", 101, 102],
    ["Length", "300", 101, 104],
    ["Key", "", 104, 108],
    ["Payload", "hello", 108, 408],
  ]);
  expect(
    socketLines(close, null, socketFrameWords.en, "en").map(({ name, value }) => [name, value]),
  ).toContainEqual(["Close code", "1001 Going away"]);
});

test.each<[string, Partial<SocketFrame>]>([
  ["sent", sent],
  ["close", close],
  ["empty", { length: 0, masked: false, rsv: 7 }],
  ["cut off", { partial: true, fin: false }],
])("lines are counted without being made: %s", (_, change) => {
  const frame = { ...sent, ...change };
  expect(socketLineCount(frame)).toBe(socketLines(frame, null, socketFrameWords.en, "en").length);
});

test("frames are parts in their place, and stand for the other protocol", () => {
  const mark = {
    kind: "switched",
    direction: "received",
    hop: 0,
    start: 408,
    end: 412,
    label: "",
  } as const;
  const parts = partsOf([mark], [], [sent, close]);
  expect(parts.map(({ kind }) => kind)).toEqual(["socket", "socket"]);
  expect(partAt(parts, 105, "sent")).toBe(0);
  const [part] = parts;
  expect(part && litRange(part, 5)).toEqual({ start: 104, end: 108 });
  expect(part && litRange(part, -1)).toEqual({ start: 100, end: 408 });
});
