import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDeflate, readExtensions } from "./deflate-agreement.ts";
import { canCompress, openDeflater } from "./deflater.ts";
import { acceptOf } from "./handshake.ts";
import { openInflater } from "./inflater.ts";

const plain = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverWindowBits: 15,
  clientWindowBits: 15,
};
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

async function inflated(
  messages: readonly (readonly Uint8Array[])[],
  noTakeover = false,
): Promise<string[]> {
  const inflater = openInflater(noTakeover);
  const texts: string[] = [];
  for (const pieces of messages) {
    const out: Buffer[] = [];
    for (const [at, piece] of pieces.entries())
      expect(
        await inflater.push(piece, at === pieces.length - 1, (bytes) => out.push(bytes) > 0),
      ).toBe("ok");
    texts.push(Buffer.concat(out).toString("latin1"));
  }
  inflater.dispose();
  return texts;
}

describe("the examples of RFC 7692 §7.2.3", () => {
  const hello = hex("f248cdc9c90700");
  it("one message, whole and in two fragments", async () => {
    expect(await inflated([[hello]])).toEqual(["Hello"]);
    expect(await inflated([[hex("f248cd"), hex("c9c90700")]])).toEqual(["Hello"]);
  });
  it("with the window of the message before, and without", async () => {
    expect(await inflated([[hello], [hex("f200110000")]])).toEqual(["Hello", "Hello"]);
    expect(await inflated([[hello], [hello]], true)).toEqual(["Hello", "Hello"]);
  });
  it("without compression, with a last block, with two blocks, empty", async () => {
    expect(await inflated([[hex("000500faff48656c6c6f00")]])).toEqual(["Hello"]);
    expect(await inflated([[hex("f348cdc9c9070000")], [hello]])).toEqual(["Hello", "Hello"]);
    expect(await inflated([[hex("f24805000000ffffcac9c90700")]])).toEqual(["Hello"]);
    expect(await inflated([[hex("00")]])).toEqual([""]);
  });
});

it("says what is no DEFLATE, and stops when it is told to", async () => {
  expect(await openInflater(false).push(hex("ffffffff"), true, () => true)).toBe("wrong");
  const zeros = await openDeflater(plain).deflate(Buffer.alloc(10 << 20));
  let out = 0;
  const how = await openInflater(false).push(zeros, true, (bytes) => {
    out += bytes.length;
    return out < 100_000;
  });
  expect(how).toBe("stopped");
  expect(out).toBeLessThan(300_000);
});

it("gives back any messages that were compressed, however they agreed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ maxLength: 300 }), { maxLength: 5 }),
      fc.boolean(),
      fc.integer({ min: 9, max: 15 }),
      async (messages, noTakeover, bits) => {
        const view = { ...plain, clientNoContextTakeover: noTakeover, clientWindowBits: bits };
        const deflater = openDeflater(view);
        const made: Buffer[][] = [];
        for (const message of messages)
          made.push([await deflater.deflate(Buffer.from(message, "latin1"))]);
        deflater.dispose();
        expect(await inflated(made, noTakeover)).toEqual(
          messages.map((message) => Buffer.from(message, "latin1").toString("latin1")),
        );
      },
    ),
    { numRuns: 25 },
  );
});

describe("what was agreed", () => {
  const [offered] = readExtensions(["permessage-deflate; client_max_window_bits"]) ?? [];
  const [bare] = readExtensions(["permessage-deflate"]) ?? [];
  it.each([
    ["permessage-deflate", plain],
    ["permessage-deflate; server_no_context_takeover", { ...plain, serverNoContextTakeover: true }],
    ["permessage-deflate;client_max_window_bits=10", { ...plain, clientWindowBits: 10 }],
    ['permessage-deflate; server_max_window_bits="8"', { ...plain, serverWindowBits: 8 }],
    ["permessage-deflate; server_max_window_bits=7", null],
    ["permessage-deflate; server_max_window_bits=16", null],
    ["permessage-deflate; server_max_window_bits=010", null],
    ["permessage-deflate; server_max_window_bits", null],
    ["permessage-deflate; client_no_context_takeover=1", null],
    ["permessage-deflate; client_max_window_bits=9; client_max_window_bits=9", null],
    ["permessage-deflate; else", null],
  ])("%s", (field, view) => {
    const [answer] = readExtensions([field]) ?? [];
    expect(
      answer === undefined || offered === undefined ? "?" : readDeflate(answer, offered),
    ).toEqual(view);
  });
  it("takes no window this side did not offer to bound", () => {
    const [answer] = readExtensions(["permessage-deflate; client_max_window_bits=9"]) ?? [];
    expect(answer === undefined || bare === undefined ? "?" : readDeflate(answer, bare)).toBeNull();
  });
  it("reads no list that is none", () => {
    expect(readExtensions(["a b"])).toBeNull();
    expect(readExtensions(["a; b=c d"])).toBeNull();
    expect(readExtensions(['a, , b; c="d"'])).toEqual([
      { name: "a", parameters: [] },
      { name: "b", parameters: [["c", "d"]] },
    ]);
  });
  it("cannot compress for a window of 256 bytes", () => {
    expect(canCompress({ ...plain, clientWindowBits: 8 })).toBe(false);
  });
});

it("proves that the key was read (RFC 6455 §1.3)", () => {
  expect(acceptOf("dGhlIHNhbXBsZSBub25jZQ==")).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
});
