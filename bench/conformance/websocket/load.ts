import {
  type AgreedDeflate,
  binary,
  chopped,
  clean,
  fragments,
  frame,
  type Message,
  op,
  type SocketCase,
  text,
} from "./case.ts";

const kinds = [
  { code: op.text, made: (size: number) => text(Buffer.alloc(size, "BAsd7&jh23")) },
  { code: op.binary, made: (size: number) => binary(Buffer.alloc(size, "00fe23faf0", "hex")) },
] as const;
const KiB = 1 << 10;
const MiB = 1 << 20;

/** 9: large messages, small fragments, small writes, many rounds. 10: fragments that do not end where frames of the other side do. */
function limits(): SocketCase[] {
  const one = (id: string, what: string, message: Message, sends: Buffer[]): SocketCase => ({
    id,
    what,
    sends,
    echoes: [message],
    ends: clean,
  });
  const sizes = [64 * KiB, 256 * KiB, MiB, 4 * MiB, 8 * MiB, 16 * MiB];
  const cuts = [64, 256, KiB, 4 * KiB, 16 * KiB, 64 * KiB, 256 * KiB, MiB, 4 * MiB];
  const chops = [64, 128, 256, 512, 1024, 2048];
  const rounds = [0, 16, 64, 256, 1024, 4096];
  return [
    ...kinds.flatMap(({ code, made }, kind) => [
      ...sizes.map((size, at) => {
        const message = made(size);
        return one(`9.${1 + kind}.${at + 1}`, `${size} bytes`, message, [
          frame(code, message.bytes),
        ]);
      }),
      ...cuts.map((size, at) => {
        const message = made(4 * MiB);
        const sends = [Buffer.concat(fragments(code, message.bytes, size))];
        return one(`9.${3 + kind}.${at + 1}`, `4 MiB in fragments of ${size}`, message, sends);
      }),
      ...chops.map((size, at) => {
        const message = made(MiB);
        const sends = chopped(frame(code, message.bytes), size);
        return one(`9.${5 + kind}.${at + 1}`, `1 MiB in writes of ${size}`, message, sends);
      }),
      ...rounds.map((size, at): SocketCase => ({
        id: `9.${7 + kind}.${at + 1}`,
        what: `1,000 rounds of ${size} bytes`,
        sends: [],
        rounds: { messages: Array.from({ length: 1000 }, () => made(size)), fragment: 0 },
        ends: clean,
      })),
    ]),
    one(
      "10.1.1",
      "64 KiB in fragments of 1,300",
      text("*".repeat(64 * KiB)),
      fragments(op.text, Buffer.alloc(64 * KiB, "*"), 1300),
    ),
  ];
}

/** Sizes, and of how many bytes the fragments are; 0: one frame. */
const shapes: readonly (readonly [size: number, fragment: number])[] = [
  ...[16, 64, 256, 1024, 4096, 8192, 16_384, 32_768, 65_536, 131_072].map(
    (size) => [size, 0] as const,
  ),
  ...[8192, 16_384, 32_768, 65_536, 131_072].map((size) => [size, 256] as const),
  ...[1024, 4096, 32_768].map((fragment) => [131_072, fragment] as const),
];

/** 1,000 messages, or as many as are 1 MiB together, but eight at least. */
const countOf = (size: number): number => Math.min(1000, Math.max(8, Math.floor(MiB / size)));

/** Material of five kinds, the same in every run. */
const materials: readonly (readonly [what: string, text: boolean, bytes: Buffer])[] = [
  ["JSON", true, lines((at) => `{"id": ${at}, "name": "item ${at % 97}", "tags": ["a", "é"]},\n`)],
  ["an image", false, noise(0x3f)],
  ["what is compressed already", false, noise(0xff)],
  ["prose", true, lines((at) => `Habe nun, ach! Philosophie, ${at} Juristerei und Medizin …\n`)],
  ["HTML", true, lines((at) => `<tr class="row-${at % 2}"><td>${at * 7919}</td></tr>\n`)],
];

function lines(line: (at: number) => string): Buffer {
  return Buffer.from(Array.from({ length: 6000 }, (_, at) => line(at)).join(""));
}

/** Numerical Recipes' quick generator. */
function noise(mask: number): Buffer {
  const bytes = Buffer.alloc(300_000);
  let state = 1;
  for (let at = 0; at < bytes.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = (state >>> 24) & mask;
  }
  return bytes;
}

/** Neighbouring pieces of the material; of text they are cut where a character ends. */
function cutFrom([, isText, bytes]: (typeof materials)[number], size: number): Message[] {
  const plain = isText ? Buffer.from(bytes.toString().replace(/[^\0-\x7f]/g, "?")) : bytes;
  return Array.from({ length: countOf(size) }, (_, at) => {
    const start = (at * size) % (plain.length - size);
    const piece = plain.subarray(start, start + size);
    return isText ? text(piece) : binary(piece);
  });
}

const usual: AgreedDeflate = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverWindowBits: null,
  clientWindowBits: null,
};
/** What the server of 13.1 to 13.7 asks of the client; 8 bits are more than zlib can, so that what goes out is not compressed then. */
const agreements: readonly AgreedDeflate[] = [
  usual,
  { ...usual, clientNoContextTakeover: true, serverNoContextTakeover: true },
  { ...usual, clientWindowBits: 8, serverWindowBits: 9 },
  { ...usual, clientWindowBits: 15, serverWindowBits: 15 },
  { ...usual, clientWindowBits: 8, clientNoContextTakeover: true, serverNoContextTakeover: true },
  { ...usual, clientWindowBits: 15, clientNoContextTakeover: true, serverWindowBits: 12 },
  { ...usual, clientWindowBits: 10, clientNoContextTakeover: true, serverNoContextTakeover: true },
];

const compressed = (
  id: string,
  material: (typeof materials)[number],
  deflate: AgreedDeflate,
): SocketCase[] =>
  shapes.map(([size, fragment], at) => ({
    id: `${id}.${at + 1}`,
    what: `${material[0]}, ${countOf(size)} of ${size} bytes${fragment > 0 ? ` in fragments of ${fragment}` : ""}`,
    sends: [],
    rounds: { messages: cutFrom(material, size), fragment },
    ends: clean,
    deflate,
  }));

export const loadCases: readonly SocketCase[] = [
  ...limits(),
  ...materials.flatMap((material, at) => compressed(`12.${at + 1}`, material, usual)),
  ...agreements.flatMap((deflate, at) =>
    materials[0] === undefined ? [] : compressed(`13.${at + 1}`, materials[0], deflate),
  ),
];
