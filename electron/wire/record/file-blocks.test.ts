import { expect, it } from "vitest";
import { blocksOf, FileBlocks } from "./file-blocks.ts";
import { fileRunOf, type SentFile } from "./sent-file.ts";

const file: SentFile = { path: "/a", size: 100 << 20, stamp: "1" };
const block = 512 << 10;

function open(): FileBlocks {
  const blocks = FileBlocks.open(file);
  if (blocks === null) throw new Error("no WebAssembly");
  return blocks;
}

function take(blocks: FileBlocks, at: number, length = block): Buffer {
  const bytes = blocks.take(at, length);
  if (bytes === null) throw new Error("nothing free");
  return bytes;
}

it("knows where in the file each piece of a block is", () => {
  const blocks = open();
  const [first, second] = [take(blocks, 0), take(blocks, block)];
  expect(fileRunOf(first)).toEqual({ file, at: 0 });
  expect(fileRunOf(second.subarray(10, 20))).toEqual({ file, at: block + 10 });
  expect(blocksOf(second)).toBe(blocks);
  expect(blocksOf(Buffer.alloc(8))).toBe(null);
});

it("gives a block's memory out again when all of it is known and its reader is done, in either order", () => {
  const blocks = open();
  const [a, b, c] = [take(blocks, 0), take(blocks, block), take(blocks, 2 * block)];
  expect(blocks.take(3 * block, block)).toBe(null);
  // Known in two pieces, then done.
  blocks.known(a.subarray(0, 100));
  blocks.done(a);
  expect(blocks.take(3 * block, block)).toBe(null);
  blocks.known(a.subarray(100));
  const again = take(blocks, 3 * block);
  expect(again.byteOffset).toBe(a.byteOffset);
  expect(fileRunOf(again)).toEqual({ file, at: 3 * block });
  // Known, but not done: somebody may still look at it.
  blocks.known(b);
  expect(blocks.take(4 * block, block)).toBe(null);
  blocks.done(b);
  expect(take(blocks, 4 * block).byteOffset).toBe(b.byteOffset);
  // Done, but no record knows it: it stays as it is for good.
  blocks.done(c);
  expect(blocks.take(5 * block, block)).toBe(null);
});

it("counts what was really read", () => {
  const blocks = open();
  const short = take(blocks, 0).subarray(0, 1000);
  take(blocks, block);
  take(blocks, 2 * block);
  blocks.known(short);
  blocks.done(short);
  expect(take(blocks, 1000).byteOffset).toBe(short.byteOffset);
});

it("has no room for more than its blocks hold", () => {
  expect(open().take(0, (2 << 20) + 1)).toBe(null);
});
