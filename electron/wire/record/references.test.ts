import { randomBytes } from "node:crypto";
import {
  appendFile,
  mkdtemp,
  open,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FailureError } from "../../../shared/model/failure.ts";
import { FileBlocks } from "./file-blocks.ts";
import { readLayout } from "./layout.ts";
import { openPack } from "./pack.ts";
import { openRecorder, type RecorderOptions } from "./open-recorder.ts";
import { readBytes, readSegments, readSummary } from "./read-record.ts";
import { fileStates } from "./referred-bytes.ts";
import { forgetFolderKey, sealFolder } from "./seal.ts";
import { readFromFile, type SentFile, stampOf } from "./sent-file.ts";

let home: string;
let folder: string;
let path: string;
/** What the file holds when it is sent. */
const content = randomBytes(100_000);
const clock = { now: () => performance.now(), epoch: () => 0 };

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "envoi-references-"));
  folder = join(home, "exchanges", "x1");
  path = join(home, "sent.bin");
  await writeFile(path, content);
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** What a piece is read into: memory of its own, or a block in which it can be condensed. */
let inBlocks = false;
const blocks = new WeakMap<SentFile, FileBlocks>();

/** A piece of the file, as a body gives it. */
async function fromFile(file: SentFile, start: number, end: number): Promise<Uint8Array> {
  const handle = await open(file.path);
  const bytes = blockFor(file, start, end) ?? ownMemory(file, start, end);
  await handle.read(bytes, 0, end - start, start);
  await handle.close();
  return bytes;
}

function ownMemory(file: SentFile, start: number, end: number): Uint8Array {
  const buffer = new ArrayBuffer(end - start);
  readFromFile(buffer, { file, at: start });
  return new Uint8Array(buffer);
}

function blockFor(file: SentFile, start: number, end: number): Uint8Array | null {
  if (!inBlocks) return null;
  const own = blocks.get(file) ?? FileBlocks.open(file);
  if (own === null) throw new Error("no WebAssembly");
  blocks.set(file, own);
  return own.take(start, end - start);
}

async function sentFile(): Promise<SentFile> {
  const now = await stat(path, { bigint: true });
  return { path, size: Number(now.size), stamp: stampOf(now) };
}

const head = Buffer.from("POST / HTTP/1.1\r\n\r\n");
const tail = Buffer.from("\r\n--end--\r\n");
const reply = Buffer.from("HTTP/1.1 200 OK\r\n\r\n");

/** A head, the file in two pieces, what comes behind it, a reply. */
async function record(options: Partial<RecorderOptions> = {}): Promise<Buffer> {
  const recorder = openRecorder({ folder, clock, ...options });
  const file = await sentFile();
  recorder.append("clear", "sent", 0, head);
  recorder.append("clear", "sent", 0, await fromFile(file, 0, 60_000));
  recorder.append("clear", "sent", 0, await fromFile(file, 60_000, 100_000));
  recorder.append("clear", "sent", 0, tail);
  recorder.append("clear", "received", 0, reply);
  expect(recorder.passed("sent")).toBe(head.length + content.length + tail.length);
  await recorder.close();
  return Buffer.concat([head, content, tail, reply]);
}

async function bytes(start = 0, end = 1e9): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of readBytes(folder, "clear", start, end)) parts.push(part);
  return Buffer.concat(parts);
}

async function refused(start: number, end: number): Promise<string> {
  const thrown = await bytes(start, end).catch((error: unknown) => error);
  return thrown instanceof FailureError ? thrown.failure.code : "read";
}

async function states(): Promise<readonly string[]> {
  const { references } = await readLayout(folder);
  return references === null ? [] : await fileStates(references);
}

describe.each([
  ["memory of its own", false],
  ["blocks in turns", true],
] as const)("read into %s,", (_, into) => {
  beforeEach(() => {
    inBlocks = into;
  });

  describe("a record of a large file that was sent", () => {
    it("holds what surrounds the file, and gives everything back", async () => {
      const all = await record();
      expect((await stat(join(folder, "clear.bin"))).size).toBe(all.length - content.length);
      expect((await bytes()).equals(all)).toBe(true);
      expect((await readSummary(folder)).clearBytes).toBe(all.length);
      const segments = await readSegments(folder, "clear", 0, 10);
      expect(segments.reduce((sum, { length }) => sum + length, 0)).toBe(all.length);
      expect(await states()).toEqual(["same"]);
    });

    it("holds the file too when that is wanted", async () => {
      const all = await record({ copyFiles: true });
      await rm(path);
      expect((await bytes()).equals(all)).toBe(true);
      expect(await states()).toEqual([]);
    });

    it("copies what is short, and what is from no file", async () => {
      const recorder = openRecorder({ folder, clock });
      recorder.append("clear", "sent", 0, await fromFile(await sentFile(), 0, 100));
      recorder.append("clear", "sent", 0, content);
      recorder.append("clear", "received", 0, await fromFile(await sentFile(), 0, 50_000));
      await recorder.close();
      expect((await readLayout(folder)).references).toBe(null);
    });

    it("lies sealed, and in a pack, like any other", async () => {
      sealFolder(folder, randomBytes(32));
      const pack = openPack(join(home, "exchanges"));
      const all = await record({ pack });
      await pack.unpack("x1", folder);
      expect((await readFile(join(folder, "references.bin"))).includes(path)).toBe(false);
      expect((await bytes()).equals(all)).toBe(true);
      expect((await bytes(head.length + 59_990, all.length - 3)).length).toBe(
        all.length - 3 - head.length - 59_990,
      );
      forgetFolderKey(folder);
      pack.close();
    });

    it("can be read while it is written", async () => {
      const recorder = openRecorder({ folder, clock });
      const file = await sentFile();
      const sent: Uint8Array[] = [];
      for (let at = 0; at < content.length; at += 5_000) {
        for (const piece of [
          await fromFile(file, at, at + 5_000),
          Buffer.alloc(300_000, at % 251),
        ]) {
          recorder.append("clear", "sent", 0, piece);
          sent.push(piece);
        }
        const so = await bytes();
        expect(Buffer.concat(sent).subarray(0, so.length).equals(so)).toBe(true);
      }
      await recorder.close();
      expect((await bytes()).equals(Buffer.concat(sent))).toBe(true);
    });
  });

  /** What may happen to the file, and what is then said: of its first piece, of its second. */
  const fates: readonly (readonly [string, () => Promise<unknown>, string, string, string])[] = [
    ["removed", () => rm(path), "gone", "sent-file-gone", "sent-file-gone"],
    ["renamed", () => rename(path, `${path}.old`), "gone", "sent-file-gone", "sent-file-gone"],
    ["cut", () => truncate(path, 99_999), "changed", "read", "sent-file-changed"],
    ["emptied", () => truncate(path, 0), "changed", "sent-file-changed", "sent-file-changed"],
    [
      "replaced",
      () => writeFile(path, randomBytes(100_000)),
      "changed",
      "sent-file-changed",
      "sent-file-changed",
    ],
    ["changed at its end", () => change(99_999), "changed", "read", "sent-file-changed"],
    ["changed at its start", () => change(0), "changed", "sent-file-changed", "read"],
    [
      "replaced by a link",
      async () => {
        await rename(path, `${path}.old`);
        await symlink(`${path}.old`, path);
      },
      "gone",
      "sent-file-gone",
      "sent-file-gone",
    ],
    ["touched", () => utimes(path, 1, 1), "same", "read", "read"],
    ["appended to", () => appendFile(path, "more"), "same", "read", "read"],
    ["written anew with the same bytes", () => writeFile(path, content), "same", "read", "read"],
  ];

  async function change(at: number): Promise<void> {
    const before = await stat(path);
    const handle = await open(path, "r+");
    await handle.write(Buffer.from([(content[at] ?? 0) ^ 1]), 0, 1, at);
    await handle.close();
    // As somebody would who wants it not to be seen.
    await utimes(path, before.atime, before.mtime);
  }

  describe("a file that was sent, and since then was", () => {
    it.each(fates)("%s", async (_, fate, state, first, second) => {
      const all = await record();
      await fate();
      expect(await refused(head.length, head.length + 60_000)).toBe(first);
      expect(await refused(head.length + 60_000, head.length + 100_000)).toBe(second);
      // What surrounds it is there whatever happens.
      const behind = head.length + content.length;
      expect((await bytes(0, head.length)).equals(head)).toBe(true);
      expect((await bytes(behind)).equals(all.subarray(behind))).toBe(true);
      expect(await states()).toEqual([state]);
    });

    it("changed while it was sent: what was read is what is known again", async () => {
      const recorder = openRecorder({ folder, clock });
      const file = await sentFile();
      const piece = await fromFile(file, 0, 50_000);
      await change(7);
      recorder.append("clear", "sent", 0, piece);
      await recorder.close();
      expect(await refused(0, 50_000)).toBe("sent-file-changed");
      await writeFile(path, content);
      expect((await bytes()).equals(Buffer.from(piece))).toBe(true);
    });

    it("changed under the same stamp: it is found out by reading, and remembered", async () => {
      await record();
      const { references } = await readLayout(folder);
      const handle = await open(path, "r+");
      await handle.write(Buffer.from([(content[5] ?? 0) ^ 1]), 0, 1, 5);
      await handle.close();
      // As if the stamp had not moved: the record says what the file has now.
      const same = {
        ...references!,
        files: [await sentFile()],
      };
      expect(await fileStates(same)).toEqual(["same"]);
      expect(await refused(head.length, head.length + 1)).toBe("sent-file-changed");
    });
  });

  it("gives back any sequence of writes, and never another byte once the file has changed", async () => {
    const write = fc.record({
      kind: fc.constantFrom("file", "file", "bytes", "reply"),
      at: fc.nat(90_000),
      length: fc.integer({ min: 1, max: 10_000 }),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(write, { maxLength: 12 }),
        fc.nat(99_999),
        fc.nat(80_000),
        fc.nat(20_000),
        async (writes, changedAt, from, length) => {
          round += 1;
          folder = join(home, "exchanges", `round-${round}`);
          await writeFile(path, content);
          const file = await sentFile();
          const recorder = openRecorder({ folder, clock });
          const all: Uint8Array[] = [];
          for (const { kind, at, length: size } of writes) {
            const piece =
              kind === "file"
                ? await fromFile(file, at, at + size)
                : content.subarray(at, at + size);
            all.push(piece);
            recorder.append("clear", kind === "reply" ? "received" : "sent", 0, piece);
          }
          await recorder.close();
          const whole = Buffer.concat(all);
          expect((await bytes()).equals(whole)).toBe(true);
          const part = await bytes(from, from + length);
          expect(part.equals(whole.subarray(from, from + length))).toBe(true);
          await change(changedAt);
          let at = from;
          try {
            for await (const piece of readBytes(folder, "clear", from, from + length)) {
              expect(whole.subarray(at, at + piece.length).equals(piece)).toBe(true);
              at += piece.length;
            }
            expect(at).toBe(Math.max(from, Math.min(whole.length, from + length)));
          } catch (thrown) {
            expect((thrown as FailureError).failure?.code).toBe("sent-file-changed");
          }
        },
      ),
    );
  });
});
