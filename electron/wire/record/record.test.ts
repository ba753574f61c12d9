import { mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WireMark } from "../../../shared/model/wire-log.ts";
import { openRecorder } from "./open-recorder.ts";
import { readBytes, readMarks, readSegments, readSummary } from "./read-record.ts";

let home: string;
let folder: string;
let time: number;
const clock = { now: () => time, epoch: () => time };

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "envoi-record-"));
  folder = join(home, "exchanges", "x1");
  time = 100;
});
afterEach(() => rm(home, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
async function text(side: "clear" | "socket", start = 0, end = 1e9): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of readBytes(folder, side, start, end)) parts.push(part);
  return Buffer.concat(parts).toString("latin1");
}
const mark = (label: string, start: number, end: number): WireMark => ({
  kind: "header",
  direction: "received",
  hop: 2,
  start,
  end,
  label,
});

describe("the record of an exchange", () => {
  it("makes room for what messages of a WebSocket become when nothing else comes", async () => {
    const recorder = openRecorder({ folder, clock });
    // More than may wait: whoever inflates a message asks for room before it reads on.
    expect(recorder.plain(Buffer.alloc(9 << 20))).toBe(0);
    await recorder.full();
    expect(recorder.plain(bytes("x"))).toBe(9 << 20);
    await recorder.close();
    expect((await stat(join(folder, "plain.bin"))).size).toBe((9 << 20) + 1);
  });

  it("gives back bytes, segments, marks and summary as written", async () => {
    const recorder = openRecorder({ folder, clock, startedAt: 40 });
    expect(recorder.append("clear", "sent", 0, bytes("GET / HTTP/1.1\r\n\r\n"))).toBe(0);
    time = 105;
    expect(recorder.append("clear", "received", 0, bytes("HTTP/1.1 200 OK\r\n\r\n"))).toBe(18);
    expect(recorder.append("socket", "sent", 1, bytes("\x16\x03\x01"))).toBe(0);
    recorder.mark(mark("Content-Type é", 3, 9));
    recorder.mark({ ...mark("", 9, 9), kind: "fault", direction: "sent", hop: 0 });
    await recorder.close();
    expect(await text("clear")).toBe("GET / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    expect(await text("socket")).toBe("\x16\x03\x01");
    expect(await readSegments(folder, "clear", 0, 10)).toEqual([
      { side: "clear", direction: "sent", hop: 0, at: 60, offset: 0, length: 18 },
      { side: "clear", direction: "received", hop: 0, at: 65, offset: 18, length: 19 },
    ]);
    expect(await readSegments(folder, "clear", 1, 10)).toHaveLength(1);
    expect(await readSegments(folder, "socket", 0, 10)).toEqual([
      { side: "socket", direction: "sent", hop: 1, at: 65, offset: 0, length: 3 },
    ]);
    expect(await readMarks(folder)).toEqual([
      mark("Content-Type é", 3, 9),
      { kind: "fault", direction: "sent", hop: 0, start: 9, end: 9, label: "" },
    ]);
    expect(await readSummary(folder)).toEqual(recorder.summary());
    expect(recorder.summary()).toEqual({
      clearBytes: 37,
      socketBytes: 3,
      segments: 3,
      socketCapped: false,
    });
  });

  it("keeps the files from other users", async () => {
    const recorder = openRecorder({ folder, clock });
    recorder.append("clear", "sent", 0, bytes("secret"));
    await recorder.close();
    expect((await stat(join(folder, "clear.bin"))).mode & 0o077).toBe(0);
    expect((await stat(folder)).mode & 0o077).toBe(0);
  });

  it("writes nothing for an exchange without bytes, and reads it as empty", async () => {
    const recorder = openRecorder({ folder, clock });
    await recorder.close();
    await expect(stat(folder)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await text("clear")).toBe("");
    expect(await readSegments(folder, "clear", 0, 10)).toEqual([]);
    expect(await readMarks(folder)).toEqual([]);
    expect((await readSummary(folder)).clearBytes).toBe(0);
  });

  it("joins small neighbours of one direction within a millisecond, and only those", async () => {
    const recorder = openRecorder({ folder, clock });
    const add = (at: number, direction: "sent" | "received", hop = 0): void => {
      time = at;
      recorder.append("clear", direction, hop, bytes("ab"));
    };
    add(100, "received");
    add(100.5, "received");
    add(101, "received");
    add(101.1, "received");
    add(101.2, "sent");
    add(101.3, "sent", 1);
    recorder.append("clear", "sent", 1, new Uint8Array(64 << 10));
    await recorder.close();
    const found = await readSegments(folder, "clear", 0, 100);
    expect(found.map((s) => [s.at, s.length, s.direction, s.hop])).toEqual([
      [0, 6, "received", 0],
      [expect.closeTo(1.1), 2, "received", 0],
      [expect.closeTo(1.2), 2, "sent", 0],
      [expect.closeTo(1.3), 2, "sent", 1],
      [expect.closeTo(1.3), 64 << 10, "sent", 1],
    ]);
    expect(recorder.summary().segments).toBe(5);
  });

  it("stops recording the socket side at its cap and says so", async () => {
    const recorder = openRecorder({ folder, clock, socketLimit: 5 });
    recorder.append("socket", "sent", 0, bytes("abc"));
    recorder.append("socket", "received", 0, bytes("defg"));
    recorder.append("socket", "received", 0, bytes("hij"));
    await recorder.close();
    expect(await text("socket")).toBe("abcde");
    expect(recorder.summary()).toMatchObject({ socketBytes: 5, socketCapped: true });
    expect(await readSummary(folder)).toEqual(recorder.summary());
  });

  it("keeps as many marks as the limit, then says so once", async () => {
    const recorder = openRecorder({ folder, clock, markLimit: 3 });
    recorder.append("clear", "sent", 0, bytes("abc"));
    for (let i = 0; i < 9; i += 1) recorder.mark(mark(`h${i}`, i, i + 1));
    await recorder.close();
    expect((await readMarks(folder)).map((m) => m.label)).toEqual(["h0", "h1", "h2"]);
    expect(recorder.summary().marksCapped).toBe(true);
    expect((await readSummary(folder)).marksCapped).toBe(true);
  });

  it("finds marks by range and by number", async () => {
    const recorder = openRecorder({ folder, clock });
    for (let i = 0; i < 1000; i += 1) recorder.mark(mark(`h${i}`, i * 10, i * 10 + 10));
    recorder.append("clear", "sent", 0, bytes("x"));
    await recorder.close();
    const labels = async (query: Parameters<typeof readMarks>[1]): Promise<string[]> =>
      (await readMarks(folder, query)).map((m) => m.label);
    expect(await labels({ start: 25, end: 41 })).toEqual(["h2", "h3", "h4"]);
    expect(await labels({ from: 998 })).toEqual(["h998", "h999"]);
    expect(await labels({ start: 25, from: 1, limit: 2 })).toEqual(["h3", "h4"]);
  });

  it("cuts a label that is too long", async () => {
    const recorder = openRecorder({ folder, clock });
    recorder.mark(mark("é".repeat(500), 0, 1));
    recorder.append("clear", "sent", 0, bytes("x"));
    await recorder.close();
    expect((await readMarks(folder))[0]?.label).toBe("é".repeat(120));
  });

  it("ignores a torn tail", async () => {
    const recorder = openRecorder({ folder, clock });
    for (let i = 0; i < 4; i += 1) {
      time += 10;
      recorder.append("clear", "sent", 0, bytes("abcd"));
      recorder.mark(mark(`label ${i}`, i, i + 1));
    }
    await recorder.close();
    const index = join(folder, "index.bin");
    const whole = await readFile(index);
    const markBytes = 24 + "label 0".length;
    expect(whole).toHaveLength(4 * 32 + 4 * markBytes);
    for (let left = whole.length; left >= 0; left -= 1) {
      await truncate(index, left);
      const segments = await readSegments(folder, "clear", 0, 10);
      expect(segments).toHaveLength(Math.min(4, Math.floor(left / 32)));
      const marks = Math.max(0, Math.floor((left - 4 * 32) / markBytes));
      expect((await readMarks(folder)).map(({ label }) => label)).toEqual(
        ["label 0", "label 1", "label 2", "label 3"].slice(0, marks),
      );
      expect((await readSummary(folder)).segments).toBe(segments.length);
    }
    // A disk that gives back other bytes than it took.
    for (const byte of [0, 0x7f, 0xfd, 0xfe, 0xff]) {
      await writeFile(index, Buffer.alloc(64, byte));
      expect(await readSegments(folder, "socket", 0, 10)).toEqual([]);
      expect(await readSummary(folder)).toMatchObject({ clearBytes: 16 });
    }
  });

  it("finds entries wherever the blocks of reading end", async () => {
    const recorder = openRecorder({ folder, clock, markLimit: 9000 });
    for (let i = 0; i < 9000; i += 1) {
      time += 10;
      recorder.append("clear", i % 2 === 0 ? "sent" : "received", 0, bytes("ab"));
      recorder.mark(mark("m".repeat(i % 50), i, i + 1));
    }
    recorder.mark(mark("one too many", 0, 1));
    await recorder.close();
    const segments = await readSegments(folder, "clear", 0, 1e6);
    expect(segments.map(({ offset }) => offset)).toEqual(
      Array.from({ length: 9000 }, (_, i) => 2 * i),
    );
    const marks = await readMarks(folder);
    expect(marks.every(({ label, start }, i) => label.length === i % 50 && start === i)).toBe(true);
    expect(marks).toHaveLength(9000);
    expect(await readSummary(folder)).toEqual(recorder.summary());
  });

  it("can be read while it is written", async () => {
    const recorder = openRecorder({ folder, clock });
    const block = Buffer.alloc(1 << 20, "a");
    for (let i = 0; i < 10; i += 1) recorder.append("clear", "received", 0, block);
    const wait = recorder.full();
    expect(wait).not.toBeNull();
    await wait;
    const seen = (await text("clear")).length;
    expect(seen).toBeGreaterThan(0);
    expect(await readSegments(folder, "clear", 0, 100)).not.toEqual([]);
    recorder.append("clear", "received", 0, bytes("end"));
    await recorder.close();
    expect(await text("clear", 10 << 20)).toBe("end");
    expect(recorder.full()).toBeNull();
  });

  it("reports a disk that does not take the bytes", async () => {
    await writeFile(join(home, "file"), "");
    const blocked = join(home, "file", "x");
    const small = openRecorder({ folder: blocked, clock });
    small.append("clear", "sent", 0, bytes("abc"));
    await expect(small.close()).rejects.toMatchObject({
      failure: { kind: "storage", code: "ENOTDIR" },
    });
    const large = openRecorder({ folder: blocked, clock });
    for (let i = 0; i < 9; i += 1) large.append("clear", "sent", 0, new Uint8Array(1 << 20));
    await expect(large.full()).rejects.toMatchObject({ failure: { kind: "storage" } });
    await expect(large.close()).rejects.toMatchObject({ failure: { kind: "storage" } });
  });

  it("takes nothing after it is closed", async () => {
    const recorder = openRecorder({ folder, clock });
    recorder.append("clear", "sent", 0, bytes("abc"));
    await recorder.close();
    recorder.append("clear", "sent", 0, bytes("def"));
    recorder.mark(mark("late", 0, 1));
    await recorder.close();
    expect(await text("clear")).toBe("abc");
    expect(recorder.summary().clearBytes).toBe(3);
  });

  it("gives back any sequence of writes", async () => {
    const write = fc.record({
      side: fc.constantFrom("clear" as const, "socket" as const),
      direction: fc.constantFrom("sent" as const, "received" as const),
      hop: fc.nat(3),
      wait: fc.constantFrom(0, 0.4, 2),
      bytes: fc.uint8Array({ maxLength: 200_000, size: "max" }),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 12 }), async (writes) => {
        run += 1;
        const place = join(home, `run${run}`);
        const recorder = openRecorder({ folder: place, clock, socketLimit: 1e9 });
        for (const one of writes) {
          time += one.wait;
          recorder.append(one.side, one.direction, one.hop, one.bytes);
        }
        await recorder.close();
        for (const side of ["clear", "socket"] as const) {
          for (const direction of ["sent", "received"] as const) {
            const wanted = writes
              .filter((one) => one.side === side && one.direction === direction)
              .map((one) => one.bytes);
            const all = await readSegments(place, side, 0, 1e6);
            const got: Uint8Array[] = [];
            for (const segment of all.filter((s) => s.direction === direction)) {
              const { offset, length } = segment;
              for await (const part of readBytes(place, side, offset, offset + length)) {
                got.push(part);
              }
            }
            expect(Buffer.concat(got).equals(Buffer.concat(wanted))).toBe(true);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
