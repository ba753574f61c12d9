import { describe, expect, it } from "vitest";
import type { WireFile, WireSegment } from "../../../shared/model/wire-log.ts";
import { type ByteSource, filler } from "../../views/bytes/byte-source.ts";
import { indexHex } from "../../views/rows/hex-index.ts";
import { indexRows, type Rows } from "../../views/rows/row-index.ts";
import { textRows } from "../../views/rows/text-rows.ts";
import { lostRuns, touches } from "./wire-index.ts";
import { annotatedRows, annotationOf, annotationsOf, hexRuns, nextBreak } from "./wire-rows.ts";

const head = "POST / HTTP/1.1\r\n\r\n";
const reply = "HTTP/1.1 200 OK\r\n\r\n";
const missing = 100_000;
const bytes = new Uint8Array(head.length + missing + reply.length).fill(filler);
bytes.set(new TextEncoder().encode(head));
bytes.set(new TextEncoder().encode(reply), head.length + missing);
const run = { start: head.length, end: head.length + missing };
const files: readonly WireFile[] = [
  { path: "/home/a/film.mp4", size: missing, state: "changed", runs: [run] },
];
const segment = (direction: WireSegment["direction"], offset: number, length: number) =>
  ({ side: "clear", direction, hop: 0, at: 0, offset, length }) as const;
const segments = [
  segment("sent", 0, head.length + missing),
  segment("received", head.length + missing, reply.length),
];
const layout = {
  segments,
  annotations: annotationsOf({ segments, marks: [], files }, [], () => ""),
};
const asked: (readonly [number, number])[] = [];
const source: ByteSource = {
  size: () => bytes.length,
  complete: () => true,
  grow: () => undefined,
  subscribe: () => () => undefined,
  read: (start, end) => {
    asked.push([start, Math.min(end, bytes.length)]);
    return Promise.resolve(bytes.slice(start, end));
  },
  stream: async (start, end, visit) => {
    asked.push([start, end]);
    await visit(bytes.slice(start, end));
    return end - start;
  },
};

async function shown(rows: Rows): Promise<string[]> {
  const texts: string[] = [];
  for (let number = 0; number < rows.count(); number += 1) {
    const row = await rows.load(number);
    if (row === null) continue;
    const note = annotationOf(row, layout.annotations);
    texts.push(
      note === null
        ? Buffer.from(row.bytes).toString("latin1")
        : note.kind === "turn"
          ? note.direction
          : note.kind,
    );
  }
  return texts;
}

describe("bytes of a file that has changed since it was sent", () => {
  const gaps = lostRuns({ files });

  it("have no rows in text, what surrounds them has, and they are not asked for", async () => {
    asked.length = 0;
    const options = {
      charset: "utf-8",
      keepEnds: true,
      nextBreak: (at: number) => nextBreak(layout, at),
    };
    const rows = indexRows(
      source,
      annotatedRows(textRows(options), () => layout),
      gaps,
    );
    await new Promise<void>((resolve) => {
      const check = () => void (rows.progress() === 1 && resolve());
      rows.subscribe(check);
      check();
    });
    const all = [
      "sent",
      "POST / HTTP/1.1\r\n",
      "\r\n",
      "lost",
      "received",
      "HTTP/1.1 200 OK\r\n",
      "\r\n",
    ];
    expect(await shown(rows)).toEqual(all);
    expect(asked.some(([start, end]) => touches(gaps, start, end))).toBe(false);
    rows.close();
  });

  it("have none in hex either", async () => {
    asked.length = 0;
    const rows = indexHex(source, () => hexRuns(layout, bytes.length));
    const texts = await shown(rows);
    expect(texts.join("|")).toBe(
      "sent|POST / HTTP/1.1\r|\n\r\n|lost|received|HTTP/1.1 200 OK\r|\n\r\n",
    );
    expect(asked.some(([start, end]) => touches(gaps, start, end))).toBe(false);
    rows.close();
  });

  it("are shown as before while the file is the same", () => {
    expect(lostRuns({ files: files.map((file) => ({ ...file, state: "same" as const })) })).toEqual(
      [],
    );
  });
});
