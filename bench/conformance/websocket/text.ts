import { chopped, clean, fails, fragments, frame, op, type SocketCase, text } from "./case.ts";

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(" ", ""), "hex");
const hello = Buffer.from("Hello-µ@ßöäüàá-UTF-8!!");
/** Markus Kuhn's word of five letters, and the same with a surrogate and more behind it. */
const kosme = hex("cebae1bdb9cf83cebcceb5");
const broken = Buffer.concat([kosme, hex("eda080"), Buffer.from("edited")]);
const notUtf8 = fails(1007);
const good = (id: string, what: string, bytes: Buffer, sends: Buffer[]): SocketCase => ({
  id,
  what,
  sends,
  echoes: [text(bytes)],
  ends: clean,
});
const bad = (id: string, what: string, sends: Buffer[]): SocketCase => ({
  id,
  what,
  sends,
  ends: notUtf8,
});

/** A message that is wrong in its second part, of which the third never comes: who reads it must not wait for that. */
function early(): SocketCase[] {
  const parts = [kosme, hex("f4908080"), Buffer.from("edited")] as const;
  const later = [kosme, hex("f4"), hex("90"), hex("8080656469746564")] as const;
  const inFrames = (all: readonly Buffer[]): Buffer[] =>
    all.slice(0, -1).map((part, at) => frame(at === 0 ? op.text : op.more, part, { fin: false }));
  const inOne = (all: readonly Buffer[]): Buffer[] => {
    const whole = frame(op.text, Buffer.concat(all));
    const came = whole.length - (all.at(-1)?.length ?? 0);
    return [whole.subarray(0, 2), ...chopped(whole.subarray(2, came), 4)];
  };
  return [
    bad("6.4.1", "wrong in the second fragment", inFrames(parts)),
    bad("6.4.2", "wrong in the third fragment", inFrames(later)),
    bad("6.4.3", "wrong in the middle of a frame", inOne(parts)),
    bad("6.4.4", "the same, later", inOne(later)),
  ];
}

/** From the first byte to the last, with a space behind each. */
const lonely = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => `${(from + at).toString(16)} 20`).join(" ");
const run = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => (from + at).toString(16)).join("");
const incomplete = "c0|e080|f08080|f8808080|fc80808080|df|efbf|f7bfbf|fbbfbfbf|fdbfbfbfbf".split(
  "|",
);
/** The last two code points of each plane, which are no characters and may be sent. */
const planes = ["0", "1", "2", "3", "4"].flatMap((first) =>
  ["8f", "9f", "af", "bf"]
    .filter((second) => (first !== "4" || second === "8f") && (first !== "0" || second !== "8f"))
    .flatMap((second) => [`f${first}${second}bfbe`, `f${first}${second}bfbf`]),
);

/** Family 6.5 and on, after Markus Kuhn's stress test of UTF-8 decoders: bytes, "+" before those that are UTF-8. */
const groups: readonly (readonly [what: string, sequences: readonly string[]])[] = [
  [
    "text of one to four bytes a character",
    [
      ...["24", "c2a2", "e282ac", "f0a4ada2"].map((middle) => `+68656c6c6f${middle}776f726c64`),
      `+${kosme.toString("hex")}`,
    ],
  ],
  [
    "every beginning of a word",
    Array.from(kosme, (_, at) => {
      const ends = [2, 5, 7, 9, 11].includes(at + 1);
      return `${ends ? "+" : ""}${kosme.toString("hex", 0, at + 1)}`;
    }),
  ],
  ["the first of a length", ["+00", "+c280", "+e0a080", "+f0908080"]],
  ["the first of five and six bytes", ["f888808080", "fc8480808080"]],
  ["the last of a length", ["+7f", "+dfbf", "+efbfbf", "+f48fbfbf"]],
  ["the last of lengths that are none", ["f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf"]],
  ["at the borders", ["+ed9fbf", "+ee8080", "+efbfbd", "+f48fbfbf", "f4908080"]],
  [
    "continuations of nothing",
    ["80", "bf", "80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf", run(0x80, 0xbf)],
  ],
  [
    "beginnings alone",
    [
      lonely(0xc0, 0xdf),
      lonely(0xe0, 0xef),
      lonely(0xf0, 0xf7),
      lonely(0xf8, 0xfb),
      lonely(0xfc, 0xfd),
    ],
  ],
  ["without the last byte", incomplete],
  ["all of those together", [incomplete.join("")]],
  ["bytes that are none of UTF-8", ["fe", "ff", "fefeffff"]],
  ["a slash in too many bytes", ["c0af", "e080af", "f08080af", "f8808080af", "fc80808080af"]],
  ["the longest in too many", ["c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf"]],
  ["NUL in too many", ["c080", "e08080", "f0808080", "f880808080", "fc8080808080"]],
  ["surrogates", ["eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf"]],
  [
    "pairs of surrogates",
    ["eda080", "edadbf", "edae80", "edafbf"].flatMap((high) => [`${high}edb080`, `${high}edbfbf`]),
  ],
  ["code points that are no characters", ["efbfbe", "efbfbf", ...planes].map((one) => `+${one}`)],
  [
    "specials",
    ["efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf"].map((one) => `+${one}`),
  ],
];

/** 6: text. */
export const textCases: readonly SocketCase[] = [
  good("6.1.1", "an empty text", Buffer.alloc(0), [frame(op.text)]),
  good("6.1.2", "of three empty fragments", Buffer.alloc(0), [
    frame(op.text, "", { fin: false }),
    frame(op.more, "", { fin: false }),
    frame(op.more),
  ]),
  good("6.1.3", "the middle one not empty", Buffer.from("middle frame payload"), [
    frame(op.text, "", { fin: false }),
    frame(op.more, "middle frame payload", { fin: false }),
    frame(op.more),
  ]),
  good("6.2.1", "in one frame", hello, [frame(op.text, hello)]),
  good("6.2.2", "in two", hello, fragments(op.text, hello, 13)),
  good("6.2.3", "in fragments of a byte", hello, fragments(op.text, hello, 1)),
  good("6.2.4", "the word in fragments of a byte", kosme, fragments(op.text, kosme, 1)),
  bad("6.3.1", "a surrogate in it", [frame(op.text, broken)]),
  bad("6.3.2", "the same in fragments of a byte", fragments(op.text, broken, 1)),
  ...early(),
  ...groups.flatMap(([what, sequences], group) =>
    sequences.map((sequence, at): SocketCase => {
      const id = `6.${group + 5}.${at + 1}`;
      const bytes = hex(sequence.replace(/^\+/, ""));
      const sends = [frame(op.text, bytes)];
      return sequence.startsWith("+") ? good(id, what, bytes, sends) : bad(id, what, sends);
    }),
  ),
];
