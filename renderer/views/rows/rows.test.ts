import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indentJson } from "../../../shared/formats/json-indent.ts";
import type { ByteSource } from "../bytes/byte-source.ts";
import { indexHex } from "./hex-index.ts";
import { hexOffset } from "./hex-rows.ts";
import { jsonRows } from "./json-rows.ts";
import type { Row, RowFormat } from "./row.ts";
import { indexRows, type Rows } from "./row-index.ts";
import { textRows } from "./text-rows.ts";

const encoder = new TextEncoder();
const text = (row: Row) => new TextDecoder().decode(row.bytes);

/** All rows of a text pushed in pieces of `split` bytes. */
function rowsOf<State>(format: RowFormat<State>, bytes: Uint8Array, split: number): Row[] {
  const rows: Row[] = [];
  let begun = 0;
  const scanner = format.open(format.first, {
    begins: () => void (begun += 1),
    row: (row) => void rows.push(row),
  });
  for (let at = 0; at < bytes.length; at += split) scanner.push(bytes.subarray(at, at + split));
  scanner.end();
  expect(begun).toBe(rows.length);
  return rows;
}

describe("text rows", () => {
  it("cuts lines, keeps their numbers and hides their ends", () => {
    const rows = rowsOf(textRows({ charset: "utf-8" }), encoder.encode("a\r\nbb\n\nc"), 3);
    expect(rows.map((row) => [text(row), row.line, row.start, row.end])).toEqual([
      ["a", 1, 0, 3],
      ["bb", 2, 3, 6],
      ["", 3, 6, 7],
      ["c", 4, 7, 8],
    ]);
  });

  it("has one empty row for nothing, and one after a last line end", () => {
    expect(rowsOf(textRows({ charset: "utf-8" }), new Uint8Array(), 1)).toHaveLength(1);
    expect(rowsOf(textRows({ charset: "utf-8" }), encoder.encode("a\n"), 1)).toHaveLength(2);
  });

  it("cuts long lines at characters and joins to the same text at every split", () => {
    const long = `${"é€😀x".repeat(200)}\nend`;
    const bytes = encoder.encode(long);
    const whole = rowsOf(textRows({ charset: "utf-8" }), bytes, bytes.length);
    for (const split of [1, 2, 3, 5, 239, 240, 241, 244, 245]) {
      const rows = rowsOf(textRows({ charset: "utf-8" }), bytes, split);
      expect(rows.map((row) => [row.start, row.end, row.line])).toEqual(
        whole.map((row) => [row.start, row.end, row.line]),
      );
    }
    expect(whole.map(text).join("")).toBe(long.replace("\n", ""));
    expect(whole.every((row) => row.bytes.length <= 244)).toBe(true);
  });

  it.each(["utf-16le", "utf-16be", "shift_jis", "gbk", "windows-1252"])(
    "never cuts a character of %s",
    (charset) => {
      const one = charset.startsWith("utf-16")
        ? charset === "utf-16le"
          ? [0x3d, 0xd8, 0x00, 0xde, 0x41, 0x00]
          : [0xd8, 0x3d, 0xde, 0x00, 0x00, 0x41]
        : charset === "windows-1252"
          ? [0xe9]
          : [0x82, 0xa0, 0x41];
      const bytes = new Uint8Array(Array.from({ length: 400 }, () => one).flat());
      const decoder = new TextDecoder(charset);
      const rows = rowsOf(textRows({ charset }), bytes, 50);
      expect(rows.length).toBeGreaterThan(1);
      expect(rows.map((row) => decoder.decode(row.bytes)).join("")).toBe(decoder.decode(bytes));
    },
  );

  it("begins a row at forced breaks", () => {
    const breaks = [3, 5];
    const nextBreak = (offset: number) => breaks.find((at) => at > offset) ?? Infinity;
    const rows = rowsOf(
      textRows({ charset: "utf-8", nextBreak, keepEnds: true }),
      encoder.encode("abcde\nfg"),
      2,
    );
    expect(rows.map(text)).toEqual(["abc", "de", "\n", "fg"]);
  });
});

describe("JSON rows", () => {
  it("are the lines of the layout, whatever the JSON", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.integer({ min: 1, max: 300 }), (json, split) => {
        const bytes = encoder.encode(json);
        const rows = rowsOf(jsonRows(), bytes, split);
        const lines: string[] = [];
        for (const row of rows) {
          if (row.line > 0) lines.push(text(row));
          else lines.push((lines.pop() ?? "") + text(row).trimStart());
        }
        const layout = new TextDecoder().decode(indentJson(bytes).bytes).split("\n");
        expect(lines.map((line) => line.replace(/\s+/g, ""))).toEqual(
          layout.map((line) => line.replace(/\s+/g, "")),
        );
        for (const row of rows) {
          for (const run of row.runs) {
            expect(row.bytes.slice(run.at, run.at + run.length)).toEqual(
              bytes.slice(run.source, run.source + run.length),
            );
          }
        }
      }),
    );
  });
});

describe("hex rows", () => {
  it("hold sixteen bytes, fewer at the end of a run, and notes before one", async () => {
    const source = memory(Uint8Array.from({ length: 41 }, (_, at) => at));
    const rows = indexHex(source, () => [
      { start: 0, end: 20, notes: 1 },
      { start: 20, end: 41, notes: 2 },
    ]);
    expect(rows.count()).toBe(7);
    const all = await Promise.all(Array.from({ length: 7 }, (_, at) => rows.load(at)));
    expect(all.map((row) => row && [row.start, row.bytes.length, row.line])).toEqual([
      [0, 0, -1],
      [0, 16, 0],
      [16, 4, 0],
      [20, 0, -1],
      [20, 0, -2],
      [20, 16, 0],
      [36, 5, 0],
    ]);
    expect(all[6]?.bytes).toEqual(new Uint8Array([36, 37, 38, 39, 40]));
    expect(await Promise.all([0, 19, 20, 40].map((at) => rows.rowAt(at)))).toEqual([1, 2, 5, 6]);
    rows.close();
  });

  it("know every row of a gigabyte without reading it", async () => {
    const size = 1_000_000_007;
    const source = { ...memory(new Uint8Array()), size: () => size };
    const rows = indexHex(source, () => [{ start: 0, end: size, notes: 0 }]);
    expect(rows.count()).toBe(Math.ceil(size / 16));
    expect(await rows.rowAt(size - 1)).toBe(rows.count() - 1);
    rows.close();
    expect(hexOffset(255, 1000)).toBe("0000ff");
  });
});

function memory(bytes: Uint8Array): ByteSource & { add(more: Uint8Array): void; end(): void } {
  const listeners = new Set<() => void>();
  let all = bytes;
  let complete = false;
  const tell = () => listeners.forEach((listener) => listener());
  return {
    size: () => all.length,
    complete: () => complete,
    grow: () => undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    read: (start, end) => Promise.resolve(all.slice(start, end)),
    stream: async (start, end, visit) => {
      let at = start;
      while (at < end && (await visit(all.slice(at, Math.min(end, at + 5000))))) at += 5000;
      return Math.max(0, Math.min(end, all.length) - start);
    },
    add: (more) => {
      all = new Uint8Array([...all, ...more]);
      tell();
    },
    end: () => {
      complete = true;
      tell();
    },
  };
}

/** Resolves when the rows satisfy what is asked, as they tell of changes. */
function until(rows: Rows, satisfied: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!satisfied()) return;
      stop();
      resolve();
    };
    const stop = rows.subscribe(check);
    check();
  });
}

describe("the index of rows", () => {
  it("gives any row of a large text and finds the row of an offset", async () => {
    const lines = Array.from({ length: 5000 }, (_, at) => `line ${at} ${"x".repeat(at % 300)}`);
    const source = memory(encoder.encode(lines.join("\n")));
    source.end();
    const rows = indexRows(source, textRows({ charset: "utf-8" }));
    await until(rows, () => rows.progress() === 1);
    const all = rowsOf(textRows({ charset: "utf-8" }), encoder.encode(lines.join("\n")), 1 << 20);
    expect(rows.count()).toBe(all.length);
    for (const at of [0, 255, 256, 257, 3000, all.length - 1]) {
      const row = await rows.load(at);
      expect(row).toEqual(all[at]);
      expect(await rows.rowAt(all[at]?.start ?? -1)).toBe(at);
    }
    rows.close();
  });

  it("grows while the source grows", async () => {
    const source = memory(encoder.encode("a\nb\nc"));
    const rows = indexRows(source, textRows({ charset: "utf-8" }));
    await until(rows, () => rows.count() === 3);
    expect(rows.progress()).toBeLessThan(1);
    source.add(encoder.encode("d\ne"));
    await until(rows, () => rows.count() === 4);
    source.end();
    await until(rows, () => rows.progress() === 1);
    const last = await rows.load(2);
    expect(last && text(last)).toBe("cd");
    rows.close();
  });

  it("says where JSON ends being JSON", async () => {
    const source = memory(encoder.encode('{"a":1,\n"b":oops}'));
    source.end();
    const rows = indexRows(source, jsonRows());
    await until(rows, () => rows.progress() === 1);
    expect(rows.errorAt()).toBe(12);
    rows.close();
  });
});
