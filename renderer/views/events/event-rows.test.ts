import { describe, expect, test } from "vitest";
import type { StreamItem } from "../../../shared/formats/event-stream/item.ts";
import type { ByteSource } from "../bytes/byte-source.ts";
import { indexRows, type Rows } from "../rows/row-index.ts";
import { type EventFilter, eventRows } from "./event-rows.ts";
import { readItem } from "./read-item.ts";

const encoder = new TextEncoder();
const all: EventFilter = { text: "", comments: true };

interface Growing extends ByteSource {
  add(text: string): void;
  end(): void;
}

/** A body in memory that arrives. */
function growing(begin = ""): Growing {
  const listeners = new Set<() => void>();
  let bytes = encoder.encode(begin);
  let complete = false;
  const tell = () => listeners.forEach((listener) => listener());
  return {
    size: () => bytes.length,
    complete: () => complete,
    grow: () => undefined,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    read: async (start, end) => bytes.slice(start, end),
    async stream(start, end, visit) {
      for (let at = start; at < end; at += 3000)
        if (!(await visit(bytes.slice(at, Math.min(end, at + 3000))))) break;
      return Math.max(0, Math.min(end, bytes.length) - start);
    },
    add(text) {
      const more = encoder.encode(text);
      const joined = new Uint8Array(bytes.length + more.length);
      joined.set(bytes);
      joined.set(more, bytes.length);
      bytes = joined;
      tell();
    },
    end() {
      complete = true;
      tell();
    },
  };
}

function until(rows: Rows<StreamItem>, satisfied: () => boolean): Promise<void> {
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

function open(source: Growing, filter = all) {
  const format = eventRows(filter, source.complete);
  return { rows: indexRows(source, format), tally: () => format.tally() };
}

async function listed(rows: Rows<StreamItem>): Promise<unknown[]> {
  const items = await Promise.all(Array.from({ length: rows.count() }, (_, at) => rows.load(at)));
  return items.map((item) => item && [item.kind, item.data || item.comment]);
}

describe("events as rows", () => {
  test("each is there once it is whole, and what is not finished when the stream has ended", async () => {
    const source = growing(": hi\n\ndata: one\n");
    const { rows, tally } = open(source);
    await until(rows, () => rows.count() === 1);
    expect(await listed(rows)).toEqual([["comment", "hi"]]);
    source.add("\nid: 7\nretry: 20\ndata: two\n\ndata: thr");
    await until(rows, () => rows.count() === 3);
    expect(await listed(rows)).toEqual([
      ["comment", "hi"],
      ["event", "one"],
      ["event", "two"],
    ]);
    expect(tally()).toEqual({ events: 2, lastId: "7", retry: 20 });
    source.add("ee\nid: 8\n");
    source.end();
    await until(rows, () => rows.progress() === 1);
    expect((await listed(rows)).at(-1)).toEqual(["unfinished", "three"]);
    expect(tally()).toEqual({ events: 2, lastId: "7", retry: 20 });
    rows.close();
  });

  test("what is in sight follows a stream that grows", async () => {
    const source = growing("data: 0\n\n");
    const { rows } = open(source);
    for (let at = 1; at < 600; at += 1) {
      source.add(`data: ${at}\n\n`);
      if (at % 97 !== 0) continue;
      await until(rows, () => rows.count() === at + 1);
      await until(rows, () => rows.peek(at)?.data === String(at));
      expect(rows.peek(at)?.number).toBe(at + 1);
    }
    rows.close();
  });

  test("a filter looks into type, id, data and comment, also beyond what a row shows", async () => {
    const long = `${"x".repeat(5000)}NEEDLE`;
    const stream = [
      `data: ${long}`,
      "event: needle\ndata: a",
      "id: aNeedle\ndata: b",
      "data: inherits the id",
      "data: nothing",
    ].join("\n\n");
    const source = growing(`: Needle\n\n${stream}\n\n`);
    source.end();
    const { rows, tally } = open(source, { text: "needle", comments: true });
    await until(rows, () => rows.progress() === 1);
    expect(rows.count()).toBe(4);
    // What the filter leaves was taken while counting: it is at hand.
    expect(rows.peek(2)?.data).toBe("a");
    expect((await rows.load(1))?.data.length).toBeLessThan(5000);
    expect((await rows.load(3))?.number).toBe(3);
    expect(tally().events).toBe(5);
    rows.close();
    const only = open(source, { text: "needle", comments: false });
    await until(only.rows, () => only.rows.progress() === 1);
    expect(only.rows.count()).toBe(3);
    only.rows.close();
  });

  test("any of a hundred thousand is at hand, and every one knows its number", async () => {
    const source = growing(
      Array.from({ length: 100_000 }, (_, at) => `id: ${at}\ndata: {"n":${at}}\n\n`).join(""),
    );
    source.end();
    const { rows } = open(source);
    await until(rows, () => rows.progress() === 1);
    expect(rows.count()).toBe(100_000);
    for (const at of [0, 255, 256, 51_234, 99_999]) {
      const item = await rows.load(at);
      expect(item).toMatchObject({ number: at + 1, lastId: String(at), data: `{"n":${at}}` });
      expect(await rows.rowAt(item?.start ?? -1)).toBe(at);
    }
    rows.close();
  });
});

describe("an event in full", () => {
  const whole = async (text: string, number = 0) => {
    const source = growing(text);
    source.end();
    const { rows } = open(source);
    await until(rows, () => rows.progress() === 1);
    const item = await rows.load(number);
    rows.close();
    if (item === null) throw new Error("no such item");
    return readItem(source, item, new AbortController().signal);
  };

  test("its data over several lines is laid out when it is JSON", async () => {
    expect(await whole('\ufeffdata: {"a":\ndata: 1.0}\n\n')).toEqual({
      text: '{"a":\n1.0}',
      json: '{\n  "a": 1.0\n}',
      source: 'data: {"a":\ndata: 1.0}\n\n',
      cutAt: null,
    });
    expect(await whole("data: [oops]\n\n")).toMatchObject({ text: "[oops]", json: null });
    expect(await whole("data: 12\n\n")).toMatchObject({ json: null });
  });

  test("all of it, and not what is behind it", async () => {
    const long = "x".repeat(100_000);
    expect(await whole(`data: a\n\ndata: ${long}\n\ndata: b\n\n`, 1)).toMatchObject({
      text: long,
      cutAt: null,
    });
    expect(await whole(": said\n\ndata: b\n\n")).toMatchObject({
      text: "said",
      source: ": said\n",
    });
    expect(await whole("data: begun\ndata: lo")).toMatchObject({
      text: "begun\nlo",
      source: "data: begun\ndata: lo",
    });
  });
});
