import {
  binary,
  chopped,
  clean,
  fails,
  frame,
  fragments,
  type Message,
  op,
  type SocketCase,
  text,
} from "./case.ts";

const hello = "Hello, world!";
const wrong = fails(1002);
const ping = frame(op.ping);

/** 1: messages of every length of head. */
function messages(): SocketCase[] {
  const sizes = [0, 125, 126, 127, 128, 65_535, 65_536, 65_536];
  return [1, 2].flatMap((kind) =>
    sizes.map((size, index): SocketCase => {
      const bytes = Buffer.alloc(size, kind === 1 ? "*" : 0xfe);
      const whole = frame(kind, bytes);
      const chops = index === 7;
      return {
        id: `1.${kind}.${index + 1}`,
        what: `${size} bytes${chops ? ", in chops of 997" : ""}`,
        sends: chops ? chopped(whole, 997) : [whole],
        echoes: [kind === 1 ? text(bytes) : binary(bytes)],
        ends: clean,
      };
    }),
  );
}

/** 2: pings and pongs. */
function pings(): SocketCase[] {
  const bytes = Buffer.from("00fffefdfcfb00ff", "hex");
  const full = Buffer.alloc(125, 0xfe);
  const ten = Array.from({ length: 10 }, (_, at) => Buffer.from(`payload-${at}`));
  const tenPings = ten.map((payload) => frame(op.ping, payload));
  const answered = (id: string, what: string, sends: Buffer[], ...pongs: Buffer[]): SocketCase => ({
    id: `2.${id}`,
    what,
    sends,
    pongs,
    ends: clean,
  });
  return [
    answered("1", "without payload", [ping], Buffer.alloc(0)),
    answered("2", "with text", [frame(op.ping, hello)], Buffer.from(hello)),
    answered("3", "with bytes", [frame(op.ping, bytes)], bytes),
    answered("4", "of 125 bytes", [frame(op.ping, full)], full),
    { id: "2.5", what: "of 126 bytes", sends: [frame(op.ping, Buffer.alloc(126))], ends: wrong },
    answered("6", "of 125 bytes, byte by byte", chopped(frame(op.ping, full), 1), full),
    answered("7", "a pong nobody asked for", [frame(op.pong)]),
    answered("8", "the same with payload", [frame(op.pong, "unsolicited")]),
    answered(
      "9",
      "such a pong, then a ping",
      [frame(op.pong, "x"), frame(op.ping, "y")],
      Buffer.from("y"),
    ),
    answered("10", "ten pings", tenPings, ...ten),
    answered("11", "ten pings, byte by byte", chopped(Buffer.concat(tenPings), 1), ...ten),
  ];
}

/** A message that is well, something that is not, and a ping. */
function afterHello(
  id: string,
  what: string,
  bad: Buffer,
  cut: "whole" | "frames" | "bytes" = "whole",
): SocketCase {
  const all = [frame(op.text, hello), bad, ping];
  const one = Buffer.concat(all);
  return {
    id,
    what,
    sends: cut === "frames" ? all : cut === "bytes" ? chopped(one, 1) : [one],
    echoes: [text(hello)],
    mayMiss: true,
    ends: wrong,
  };
}

/** 3: reserved bits. 4: opcodes without a meaning. */
function reserved(): SocketCase[] {
  const alone = (id: string, what: string, sends: Buffer): SocketCase => ({
    id,
    what,
    sends: [sends],
    ends: wrong,
  });
  return [
    alone("3.1", "RSV 1", frame(op.text, hello, { rsv: 1 })),
    afterHello("3.2", "RSV 2", frame(op.text, hello, { rsv: 2 })),
    afterHello("3.3", "RSV 3, frame by frame", frame(op.text, hello, { rsv: 3 }), "frames"),
    afterHello("3.4", "RSV 4, byte by byte", frame(op.text, hello, { rsv: 4 }), "bytes"),
    alone("3.5", "RSV 5 of bytes", frame(op.binary, Buffer.alloc(8, 0xff), { rsv: 5 })),
    alone("3.6", "RSV 6 of a ping", frame(op.ping, hello, { rsv: 6 })),
    alone("3.7", "RSV 7 of a close", frame(op.close, "", { rsv: 7 })),
    ...[3, 11].flatMap((first, index) => {
      const id = (at: number): string => `4.${index + 1}.${at}`;
      return [
        alone(id(1), `opcode ${first}`, frame(first)),
        alone(
          id(2),
          `opcode ${first + 1} with payload`,
          frame(first + 1, "reserved opcode payload"),
        ),
        afterHello(id(3), `opcode ${first + 2}`, frame(first + 2)),
        afterHello(id(4), `opcode ${first + 3} with payload`, frame(first + 3, hello)),
        afterHello(id(5), `opcode ${first + 4}, byte by byte`, frame(first + 4, hello), "bytes"),
      ];
    }),
  ];
}

/** 5: fragments. */
function fragmented(): SocketCase[] {
  const [one, two] = [Buffer.from("fragment1"), Buffer.from("fragment2")];
  const first = frame(op.text, one, { fin: false });
  const last = frame(op.more, two);
  const whole = text(Buffer.concat([one, two]));
  const inside = Buffer.from("ping payload");
  const between = frame(op.ping, inside);
  const good = (id: number, what: string, sends: Buffer[], pongs: Buffer[] = []): SocketCase => ({
    id: `5.${id}`,
    what,
    sends,
    pongs,
    echoes: [whole],
    ends: clean,
  });
  const bad = (id: number, what: string, sends: Buffer[], echoes: Message[] = []): SocketCase => ({
    id: `5.${id}`,
    what,
    sends,
    echoes,
    mayMiss: true,
    ends: wrong,
  });
  const frames = (...all: Buffer[]): Buffer[] => all;
  const joined = (...all: Buffer[]): Buffer[] => [Buffer.concat(all)];
  const bytewise = (...all: Buffer[]): Buffer[] => chopped(Buffer.concat(all), 1);
  const lost = frame(op.more, "non-continuation payload");
  const lostOpen = frame(op.more, "non-continuation payload", { fin: false });
  const words = Array.from({ length: 5 }, (_, at) => Buffer.from(`fragment${at + 1}`));
  const five = fragments(op.text, Buffer.concat(words), words[0]?.length ?? 1);
  const said = Buffer.concat(words);
  const twoPings = [Buffer.from("pongme 1!"), Buffer.from("pongme 2!")];
  const mixed = five.flatMap((part, at) =>
    at === 1 || at === 3 ? [part, frame(op.ping, twoPings[(at - 1) / 2])] : [part],
  );
  const manners = [
    ["", joined],
    [", frame by frame", frames],
    [", byte by byte", bytewise],
  ] as const;
  return [
    bad(1, "a ping in two", [frame(op.ping, one, { fin: false }), last]),
    bad(2, "a pong in two", [frame(op.pong, one, { fin: false }), last]),
    ...manners.map(([how, cut], at) => good(3 + at, `a text in two${how}`, cut(first, last))),
    ...manners.map(([how, cut], at) =>
      good(6 + at, `a ping in between${how}`, cut(first, between, last), [inside]),
    ),
    ...manners.map(([how, cut], at) =>
      bad(9 + at, `a continuation of nothing${how}`, cut(lost, frame(op.text, hello))),
    ),
    ...manners.map(([how, cut], at) =>
      bad(12 + at, `one that goes on${how}`, cut(lostOpen, frame(op.text, hello))),
    ),
    bad(15, "one behind a text in two", [first, last, lostOpen, frame(op.text, hello)], [whole]),
    bad(16, "continuations that never began, twice", [
      lostOpen,
      frame(op.text, one),
      lostOpen,
      frame(op.text, one),
    ]),
    bad(17, "the same with FIN", [lost, frame(op.text, one, { fin: false }), lost]),
    bad(18, "two first frames", [first, frame(op.text, two)]),
    {
      id: "5.19",
      what: "five with two pings, frame by frame",
      sends: mixed,
      echoes: [text(said)],
      pongs: twoPings,
      ends: clean,
    },
    {
      id: "5.20",
      what: "five with two pings, byte by byte",
      sends: bytewise(...mixed),
      echoes: [text(said)],
      pongs: twoPings,
      ends: clean,
    },
  ];
}

export const framingCases: readonly SocketCase[] = [
  ...messages(),
  ...pings(),
  ...reserved(),
  ...fragmented(),
];
