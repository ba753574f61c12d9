import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StreamItem, StreamPlace } from "./item.ts";
import { scanEventStream } from "./scan.ts";

const encoder = new TextEncoder();
const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === "string" ? encoder.encode(text) : text;

interface Read {
  readonly items: readonly StreamItem[];
  readonly places: readonly StreamPlace[];
  readonly lastId: string;
}

function read(parts: readonly Uint8Array[], keep = 1 << 20, from?: StreamPlace): Read {
  const items: StreamItem[] = [];
  const places: StreamPlace[] = [];
  const scanner = scanEventStream(
    (item, place) => {
      items.push(item);
      places.push(place);
    },
    { keep, ...(from === undefined ? {} : { from }) },
  );
  for (const part of parts) scanner.push(part);
  scanner.end();
  return { items, places, lastId: scanner.lastId() };
}

/** What a browser would hand to its listeners: type, data, lastEventId. */
type Heard = readonly [type: string, data: string, lastId?: string];
const heard = ({ items }: Read): Heard[] =>
  items
    .filter(({ kind }) => kind === "event")
    .map(({ type, data, lastId }) => [type, data, lastId]);

const cases: readonly (readonly [
  name: string,
  stream: string | Uint8Array,
  events: readonly Heard[],
])[] = [
  // The examples of WHATWG HTML §9.2.6.
  ["an event on two lines", "data: YHOO\ndata: +2\ndata: 10\n\n", [["message", "YHOO\n+2\n10"]]],
  [
    "a comment, an id, an id without value",
    ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
    [
      ["message", "first event", "1"],
      ["message", "second event", ""],
      ["message", " third event", ""],
    ],
  ],
  [
    "data without value",
    "data\n\ndata\ndata\n\ndata:",
    [
      ["message", ""],
      ["message", "\n"],
    ],
  ],
  [
    "one space is no part of the value",
    "data:test\n\ndata: test\n\n",
    [
      ["message", "test"],
      ["message", "test"],
    ],
  ],
  // §9.2.5: line ends, the byte order mark, comments.
  ["CRLF", "data: a\r\ndata: b\r\n\r\n", [["message", "a\nb"]]],
  ["CR", "data: a\rdata: b\r\r", [["message", "a\nb"]]],
  ["all three", "data: a\r\ndata: b\ndata: c\r\r\n", [["message", "a\nb\nc"]]],
  ["CR at the very end dispatches", "data: a\n\r", [["message", "a"]]],
  [
    "LF CR is two line ends",
    "data: a\n\rdata: b\n\n",
    [
      ["message", "a"],
      ["message", "b"],
    ],
  ],
  ["one byte order mark", "\ufeffdata: a\n\n", [["message", "a"]]],
  ["the second belongs to the name", "\ufeff\ufeffdata: a\n\ndata: b\n\n", [["message", "b"]]],
  ["a mark later on too", "data: a\n\n\ufeffdata: b\n\n", [["message", "a"]]],
  ["a mark and an empty line", "\ufeff\n\ndata: a\n\n", [["message", "a"]]],
  [
    "two bytes of a mark",
    Uint8Array.of(0xef, 0xbb, 0x0a, 0x64, 0x61, 0x74, 0x61, 0x0a, 0x0a),
    [["message", ""]],
  ],
  ["comments anywhere", ":\n:x\ndata: a\n: in between\ndata: b\n:\n\n", [["message", "a\nb"]]],
  [
    "a colon and a NUL is a comment",
    "data:1\r:\0\n:\r\ndata:2\n:\rdata:3\n\n",
    [["message", "1\n2\n3"]],
  ],
  ["empty lines only", "\n\n\r\r\r\n\r\n", []],
  ["nothing", "", []],
  // Fields.
  ["only the first colon parts", "data: a: b:\n\n", [["message", "a: b:"]]],
  ["a tab is no space", "data:\ta\n\n", [["message", "\ta"]]],
  ["two spaces, one goes", "data:  a \n\n", [["message", " a "]]],
  ["a space before the name", " data: a\n\n data:b\ndata: c\n\n", [["message", "c"]]],
  ["names have a case", "Data: a\nDATA: b\ndata: c\n\n", [["message", "c"]]],
  ["unknown names", "foo: x\ndata: a\ndatum: b\ndat: c\n\n", [["message", "a"]]],
  ["a space after the name is part of it", "data : a\ndata: b\n\n", [["message", "b"]]],
  ["NUL in data stays", "data: a\0b\n\n", [["message", "a\0b"]]],
  [
    "what is no UTF-8 is U+FFFD",
    Uint8Array.of(0x64, 0x61, 0x74, 0x61, 0x3a, 0xc3, 0x0a, 0x0a),
    [["message", "\ufffd"]],
  ],
  ["UTF-8", "data: ok…🙂é\n\n", [["message", "ok…🙂é"]]],
  // event
  ["a type", "event: add\ndata: 73857293\n\n", [["add", "73857293"]]],
  ["the last type counts", "event: a\nevent: b\ndata: x\n\n", [["b", "x"]]],
  [
    "an empty type is message",
    "event: \ndata: x\n\nevent\ndata: y\n\n",
    [
      ["message", "x"],
      ["message", "y"],
    ],
  ],
  [
    "a type is for one event",
    "event: a\ndata: x\n\ndata: y\n\n",
    [
      ["a", "x"],
      ["message", "y"],
    ],
  ],
  ["a type without data is forgotten", "event: a\n\ndata: y\n\n", [["message", "y"]]],
  // id
  [
    "an id stays",
    "id: 1\ndata: a\n\ndata: b\n\n",
    [
      ["message", "a", "1"],
      ["message", "b", "1"],
    ],
  ],
  ["the last id counts", "id: 1\nid: 2\ndata: a\n\n", [["message", "a", "2"]]],
  ["an id without data counts", "id: 7\n\ndata: a\n\n", [["message", "a", "7"]]],
  [
    "an id with NUL does not",
    "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid: \0\ndata: c\n\n",
    [
      ["message", "a", "1"],
      ["message", "b", "1"],
      ["message", "c", "1"],
    ],
  ],
  [
    "an empty id takes it away",
    "id: 1\ndata: a\n\nid:\ndata: b\n\n",
    [
      ["message", "a", "1"],
      ["message", "b", ""],
    ],
  ],
  ["an id in letters beyond ASCII", "id: …\ndata: a\n\n", [["message", "a", "…"]]],
  // Without the last empty line.
  ["no empty line at the end", "data: a\n\ndata: b\n", [["message", "a"]]],
  ["no line end at the end", "data: a\n\ndata: b", [["message", "a"]]],
  ["an id that is not finished", "id: 1\ndata: a\n\nid: 2\n", [["message", "a", "1"]]],
];

describe("what a browser hears", () => {
  test.each(cases)("%s", (_, stream, events) => {
    const bytes = bytesOf(stream);
    const whole = read([bytes]);
    const wanted = events.map(([type, data, lastId = ""]) => [type, data, lastId]);
    expect(heard(whole)).toEqual(wanted);
    expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
    for (let at = 0; at <= bytes.length; at += 1)
      expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  });
});

describe("what it does not", () => {
  const only = (text: string): StreamItem | undefined => read([encoder.encode(text)]).items[0];
  test.each([
    ["3000", 3000],
    ["0", 0],
    ["007", 7],
    ["", null],
    ["-1", null],
    ["1.5", null],
    ["1e3", null],
    ["12 ", null],
    ["٣", null],
    ["9".repeat(400), Number.MAX_SAFE_INTEGER],
  ])("retry: %s", (value, retry) => {
    expect(only(`retry: ${value}\n\n`)).toMatchObject({
      kind: "other",
      retry,
      ignored: retry === null ? 1 : 0,
    });
    expect(only(`retry: ${value}\ndata: a\n\n`)).toMatchObject({ kind: "event", retry });
  });

  test("comments outside of a block are told one by one, those inside with it", () => {
    const { items } = read([encoder.encode(": one\n:two\n\ndata: a\n: three\n: four\n\n")]);
    expect(items.map(({ kind, comment, start, end }) => [kind, comment, start, end])).toEqual([
      ["comment", "one", 0, 6],
      ["comment", "two", 6, 11],
      ["event", "three\nfour", 12, 36],
    ]);
  });

  test("what is ignored is counted", () => {
    expect(only("what: ever\nid: \0\nretry: soon\ndata: a\n\n")).toMatchObject({ ignored: 3 });
    expect(only("<html>\n\n")).toMatchObject({ kind: "other", ignored: 1 });
  });

  test("what is not finished is told of, and sets nothing", () => {
    const { items, lastId } = read([encoder.encode("id: 1\n\nid: 2\nevent: x\ndata: a\ndat")]);
    expect(lastId).toBe("1");
    expect(items[1]).toMatchObject({ kind: "unfinished", type: "x", data: "a", start: 7, end: 33 });
    expect(items[1]).toMatchObject({ lastId: "1", setsId: false, number: 0 });
  });
});

describe("at any length", () => {
  test("of the data only so much is held, cut between characters", () => {
    const [item] = read([encoder.encode("data: abc\ndata: dé…\ndata: f\n\n")], 6).items;
    expect(item).toMatchObject({ data: "abc\nd", dataBytes: 3 + 1 + 6 + 1 + 1, dataCut: true });
    const [none] = read([encoder.encode("data: abc\nid: 9\n\n")], 0).items;
    expect(none).toMatchObject({
      kind: "event",
      data: "",
      dataBytes: 3,
      dataCut: true,
      lastId: "9",
    });
    expect(read([encoder.encode("data: abc\n\n")], 3).items[0]).toMatchObject({ dataCut: false });
  });

  test("a line of many megabytes, in pieces", () => {
    const piece = new Uint8Array(1 << 16).fill(0x61);
    const parts = [encoder.encode("data: "), ...Array.from({ length: 300 }, () => piece)];
    const [item] = read([...parts, encoder.encode("\n\n")], 100).items;
    expect(item).toMatchObject({ data: "a".repeat(100), dataBytes: 300 * (1 << 16) });
  });
});

/** The standard's own words, over the whole stream at once. */
function byTheStandard(bytes: Uint8Array): Heard[] {
  const text = new TextDecoder().decode(bytes);
  const lines = text.split(/\r\n|\r|\n/);
  // What follows the last line end is no line.
  lines.pop();
  const found: Heard[] = [];
  let [data, type, id] = ["", "", ""];
  for (const line of lines) {
    if (line === "") {
      if (data !== "") found.push([type || "message", data.slice(0, -1), id]);
      [data, type] = ["", ""];
      continue;
    }
    const [, name = "", value = ""] = /^([^:]*)(?::\u0020?([^]*))?$/.exec(line) ?? [];
    if (name === "event") type = value;
    else if (name === "data") data += `${value}\n`;
    else if (name === "id" && !value.includes("\0")) id = value;
  }
  return found;
}

const crumb = fc.oneof(
  fc.constantFrom(
    "data",
    "event",
    "id",
    "retry",
    ":",
    ": ",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "\0",
    "\ufeff",
    "é🙂",
    "12",
  ),
  fc.string({ maxLength: 5 }),
  fc.uint8Array({ maxLength: 4 }),
);
const stream = fc
  .array(crumb, { maxLength: 40 })
  .map((crumbs) => Uint8Array.from(crumbs.flatMap((one) => [...bytesOf(one)])));

test("any bytes, cut anywhere, and read again from any item", () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(80), { maxLength: 4 }), (bytes, cuts) => {
      const whole = read([bytes]);
      expect(heard(whole)).toEqual(byTheStandard(bytes));
      const places = [0, ...cuts.toSorted((one, other) => one - other), bytes.length];
      const parts = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(read(parts)).toEqual(whole);
      whole.places.forEach((place, index) => {
        const again = read([bytes.subarray(place.offset)], 1 << 20, place);
        expect(again.items).toEqual(whole.items.slice(index));
      });
      for (const [index, { start, end }] of whole.items.entries()) {
        expect(start).toBeLessThan(end);
        expect(whole.items[index + 1]?.start ?? bytes.length).toBeGreaterThanOrEqual(end);
      }
    }),
  );
});
