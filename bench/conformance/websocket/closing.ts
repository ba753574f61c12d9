import { answers, closing, fails, frame, op, type SocketCase, text } from "./case.ts";

const hello = frame(op.text, "Hello World!");
const echoed = [text("Hello World!")];
const code = (id: string, value: number, ends: SocketCase["ends"]): SocketCase => ({
  id,
  what: `close code ${value}`,
  sends: [closing(value)],
  ends,
});

/** 7: how a WebSocket is closed. */
export const closingCases: readonly SocketCase[] = [
  {
    id: "7.1.1",
    what: "a message, then close",
    sends: [hello, closing(1000)],
    echoes: echoed,
    mayMiss: true,
    ends: answers(1000),
  },
  {
    id: "7.1.2",
    what: "two close frames",
    sends: [closing(1000), closing(1000)],
    ends: answers(1000),
  },
  {
    id: "7.1.3",
    what: "a ping behind close",
    sends: [closing(1000), frame(op.ping)],
    ends: answers(1000),
  },
  {
    id: "7.1.4",
    what: "a message behind close",
    sends: [closing(1000), hello],
    ends: answers(1000),
  },
  {
    id: "7.1.5",
    what: "close between two fragments",
    sends: [
      frame(op.text, "fragment1", { fin: false }),
      closing(1000),
      frame(op.more, "fragment2"),
    ],
    ends: answers(1000),
  },
  {
    id: "7.1.6",
    what: "256 KiB, a message, close and a ping",
    sends: [frame(op.text, Buffer.alloc(1 << 18, "B")), hello, closing(1000), frame(op.ping)],
    echoes: [text(Buffer.alloc(1 << 18, "B")), ...echoed],
    mayMiss: true,
    ends: answers(1000),
  },
  { id: "7.3.1", what: "close without payload", sends: [closing(null)], ends: answers(null) },
  { id: "7.3.2", what: "close of one byte", sends: [frame(op.close, "a")], ends: fails(1002) },
  { id: "7.3.3", what: "close with a code", sends: [closing(1000)], ends: answers(1000) },
  {
    id: "7.3.4",
    what: "and a reason",
    sends: [closing(1000, "Hello World!")],
    ends: answers(1000),
  },
  {
    id: "7.3.5",
    what: "of 123 bytes",
    sends: [closing(1000, "*".repeat(123))],
    ends: answers(1000),
  },
  { id: "7.3.6", what: "of 124 bytes", sends: [closing(1000, "*".repeat(124))], ends: fails(1002) },
  {
    id: "7.5.1",
    what: "a reason that is not UTF-8",
    sends: [closing(1000, Buffer.from("cebae1bdb9cf83cebcceb5eda080656469746564", "hex"))],
    ends: fails(1002, 1007),
  },
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999].map(
    (value, at) => code(`7.7.${at + 1}`, value, answers(value)),
  ),
  ...[0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999].map((value, at) =>
    code(`7.9.${at + 1}`, value, fails(1002)),
  ),
  code("7.13.1", 5000, fails(1002)),
  code("7.13.2", 65_535, fails(1002)),
];
