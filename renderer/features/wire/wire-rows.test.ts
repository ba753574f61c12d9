import { describe, expect, it } from "vitest";
import type { WireMark, WireSegment } from "../../../shared/model/wire-log.ts";
import type { Row, RowFormat } from "../../views/rows/row.ts";
import { textRows } from "../../views/rows/text-rows.ts";
import { copyForm } from "./copy-as.ts";
import { directionAt, emptyIndex, recordOffset, segmentAt, withFaults } from "./wire-index.ts";
import { partAt, partsOf } from "./wire-parts.ts";
import { annotatedRows, annotationOf, annotationsOf, hexRuns, nextBreak } from "./wire-rows.ts";

const record = new TextEncoder().encode("GET / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\nx y\r\n\r\nbody");
const segment = (
  direction: WireSegment["direction"],
  offset: number,
  length: number,
  hop = 0,
): WireSegment => ({ side: "clear", direction, hop, at: offset, offset, length });
const segments = [
  segment("sent", 0, 18),
  segment("received", 18, 10),
  segment("received", 28, record.length - 28),
];
const fault: WireMark = {
  kind: "fault",
  direction: "received",
  hop: 0,
  start: 35,
  end: 38,
  label: "header-without-colon",
};
const layout = {
  segments,
  annotations: annotationsOf({ segments, marks: [fault] }, [], () => "No colon."),
};

function rowsOf<State>(format: RowFormat<State>, from: State, bytes: Uint8Array, split: number) {
  const rows: Row[] = [];
  const states: State[] = [];
  const scanner = format.open(from, {
    begins: (state) => void states.push(state()),
    row: (row) => void rows.push(row),
  });
  for (let at = 0; at < bytes.length; at += split) scanner.push(bytes.subarray(at, at + split));
  scanner.end();
  return { rows, states };
}

const format = annotatedRows(
  textRows({
    charset: "utf-8",
    keepEnds: true,
    nextBreak: (offset) => nextBreak(layout, offset),
  }),
  () => layout,
);
const shown = (row: Row) => {
  const note = annotationOf(row, layout.annotations);
  if (note === null) return new TextDecoder().decode(row.bytes);
  if (note.kind === "lost") return `lost ${note.run.end - note.run.start}`;
  if (note.kind === "frame") return `frame ${note.frame.stream}`;
  if (note.kind === "socket") return `socket ${note.frame.index}`;
  return note.kind === "turn" ? `${note.direction} ${note.bytes}` : `! ${note.fault.message}`;
};

describe("the rows of the wire", () => {
  const { rows, states } = rowsOf(format, format.first, record, record.length);

  it("tell turns and faults in their place, and begin anew at each segment", () => {
    expect(rows.map(shown)).toEqual([
      "sent 18",
      "GET / HTTP/1.1\r\n",
      "\r\n",
      "received 28",
      "HTTP/1.1 2",
      "00 OK\r\n",
      "! No colon.",
      "x y\r\n",
      "\r\n",
      "body",
    ]);
  });

  it("do not depend on how the bytes come", () => {
    for (const split of [1, 2, 5, 17, 18, 19]) {
      expect(rowsOf(format, format.first, record, split).rows).toEqual(rows);
    }
  });

  it("can be taken up again at every row", () => {
    for (const [at, state] of states.entries()) {
      const rest = rowsOf(format, state, record.subarray(format.offsetOf(state)), 7).rows;
      expect(rest).toEqual(rows.slice(at));
    }
  });

  it("have the same breaks in hex", () => {
    expect(hexRuns(layout, record.length)).toEqual([
      { start: 0, end: 18, notes: 1 },
      { start: 18, end: 28, notes: 1 },
      { start: 28, end: 35, notes: 0 },
      { start: 35, end: record.length, notes: 1 },
    ]);
  });
});

describe("the index of the wire", () => {
  it("finds segments and the smallest part", () => {
    expect([0, 17, 18, 27, 28].map((at) => segmentAt(segments, at))).toEqual([0, 0, 1, 1, 2]);
    const body: WireMark = { ...fault, kind: "body", start: 30, end: 46 };
    const parts = partsOf([fault, body], []);
    const at = (offset: number) => partAt(parts, offset, directionAt({ segments }, offset));
    expect([at(36), at(45), at(5)]).toEqual([1, 0, -1]);
  });

  it("finds the byte that came after others on a hop, and the end for the one that did not", () => {
    expect(recordOffset(segments, 0, 0)).toBe(18);
    expect(recordOffset(segments, 0, 12)).toBe(30);
    expect(recordOffset(segments, 0, 28)).toBe(record.length);
    expect(recordOffset(segments, 1, 0)).toBe(null);
  });

  it("lists the faults at the end of what came, which no byte bears", () => {
    const index = { ...emptyIndex, segments, marks: [fault] };
    const cut = { offset: 28, rule: "body-truncated", message: "", severity: "fatal" } as const;
    const colon = { ...cut, offset: 17, rule: "header-without-colon" };
    const marks = withFaults(index, [{ index: 0, faults: [colon, cut] }]);
    expect(marks.map(({ label, start }) => [label, start])).toEqual([
      ["header-without-colon", 35],
      ["body-truncated", record.length],
    ]);
  });
});

describe("copying bytes", () => {
  it("as text, hex and C", () => {
    const bytes = new Uint8Array([0x47, 0x0d, 0x0a, 0xc3, 0xa9]);
    expect(copyForm(bytes, "text")).toBe("G\r\né");
    expect(copyForm(bytes, "hex")).toBe(`000000  47 0d 0a c3 a9${" ".repeat(33)}  G····\n`);
    expect(copyForm(bytes, "c")).toBe(
      "static const unsigned char bytes[5] = {\n  0x47, 0x0d, 0x0a, 0xc3, 0xa9\n};\n",
    );
  });
});
