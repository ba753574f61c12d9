import fs from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { entryRoom, readEntry, scanEntries, writeEntry } from "./pack-format.ts";
import { openPack, type RecordPack } from "./pack.ts";
import { newPage } from "./page.ts";

let folder: string;
let packs: RecordPack[];
const open = (): RecordPack => {
  const pack = openPack(folder);
  packs.push(pack);
  return pack;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "envoi-pack-"));
  packs = [];
});
afterEach(async () => {
  for (const pack of packs) pack.close();
  await rm(folder, { recursive: true, force: true });
});

const text = (bytes: Buffer | null): string | null => bytes?.toString("utf8") ?? null;
const onlyPack = async (): Promise<string> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".pack"));
  expect(names).toHaveLength(1);
  return join(folder, names[0] ?? "");
};

test("a record's files come back, in this process and in the next", async () => {
  const pack = open();
  pack.append("a", () => [
    ["clear.bin", Buffer.from("one")],
    ["index.bin", Buffer.from("two")],
  ]);
  pack.append("b", () => [["clear.bin", Buffer.from("three")]]);
  pack.append("a", () => [["exchange.json", Buffer.from("{}")]]);
  // Before they are written, after it, and from the file alone.
  const readers = async function* (): AsyncGenerator<RecordPack> {
    yield pack;
    await pack.written();
    yield pack;
    yield open();
  };
  for await (const reader of readers()) {
    expect(reader.records()).toEqual(["a", "b"]);
    expect(text(reader.read("a", "clear.bin"))).toBe("one");
    expect(text(reader.read("a", "exchange.json"))).toBe("{}");
    expect(text(reader.read("b", "clear.bin"))).toBe("three");
    expect(reader.read("b", "exchange.json")).toBeNull();
    expect(reader.read("c", "clear.bin")).toBeNull();
  }
});

test("the newest file of a name counts", () => {
  const pack = open();
  pack.append("a", () => [["x", Buffer.from("old")]]);
  pack.append("a", () => [["x", Buffer.from("new")]]);
  expect(text(pack.read("a", "x"))).toBe("new");
});

test("unpacking writes the files, and none over one that is there", async () => {
  const pack = open();
  pack.append("a", () => [
    ["clear.bin", Buffer.from("packed")],
    ["index.bin", Buffer.from("index")],
  ]);
  const into = join(folder, "a");
  fs.mkdirSync(into);
  await writeFile(join(into, "clear.bin"), "mine");
  await pack.unpack("a", into);
  expect(await readFile(join(into, "clear.bin"), "utf8")).toBe("mine");
  expect(await readFile(join(into, "index.bin"), "utf8")).toBe("index");
  await pack.unpack("unknown", join(folder, "unknown"));
  expect(fs.existsSync(join(folder, "unknown"))).toBe(false);
});

test("a removed record is overwritten, and stays removed; the last one takes the file with it", async () => {
  const pack = open();
  pack.append("a", () => [["x", Buffer.from("a secret")]]);
  pack.append("b", () => [["x", Buffer.from("kept")]]);
  await pack.written();
  pack.remove("a");
  expect(pack.has("a")).toBe(false);
  expect(await readFile(await onlyPack(), "latin1")).not.toContain("a secret");
  expect(open().records()).toEqual(["b"]);
  expect(text(open().read("b", "x"))).toBe("kept");
  pack.remove("b");
  expect((await readdir(folder)).filter((name) => name.endsWith(".pack"))).toEqual([]);
  pack.append("c", () => [["x", Buffer.from("again")]]);
  await pack.written();
  expect(text(open().read("c", "x"))).toBe("again");
});

test("what a crash tore off is not there, and writing goes on in a new file", async () => {
  const first = open();
  first.append("a", () => [["x", Buffer.from("whole")]]);
  first.append("b", () => [["x", Buffer.from("torn")]]);
  await first.written();
  const file = await onlyPack();
  const bytes = await readFile(file);
  const second = [...scanEntries(bytes)][1]?.at ?? 0;
  for (let cut = second; cut < bytes.length; cut += 1) {
    await writeFile(file, bytes.subarray(0, cut));
    expect(open().records()).toEqual(["a"]);
  }
  const later = open();
  later.append("c", () => [["x", Buffer.from("later")]]);
  await later.written();
  expect(open().records()).toEqual(["a", "c"]);
});

test("a file that is no pack holds no records and is left to nobody", async () => {
  await writeFile(join(folder, "1.pack"), "not a pack at all");
  await writeFile(join(folder, "notes.txt"), "mine");
  expect(open().records()).toEqual([]);
  expect(await readdir(folder)).toEqual(["notes.txt"]);
});

test("a folder that is not there has no records until one is written", async () => {
  await rm(folder, { recursive: true });
  const pack = open();
  expect(pack.records()).toEqual([]);
  pack.append("a", () => [["x", Buffer.from("y")]]);
  await pack.written();
  expect(fs.statSync(await onlyPack()).mode & 0o777).toBe(0o600);
});

test("a record removed before it was written is never written", async () => {
  const pack = open();
  pack.append("a", () => [["x", Buffer.from("a secret")]]);
  pack.append("b", () => [["x", Buffer.from("kept")]]);
  pack.remove("a");
  expect(pack.records()).toEqual(["b"]);
  expect(text(pack.read("b", "x"))).toBe("kept");
  await pack.written();
  expect(await readFile(await onlyPack(), "latin1")).not.toContain("a secret");
  expect(open().records()).toEqual(["b"]);
  pack.append("c", () => [["x", Buffer.from("short-lived")]]);
  pack.remove("b");
  pack.remove("c");
  await pack.written();
  expect((await readdir(folder)).filter((name) => name.endsWith(".pack"))).toEqual([]);
});

test("what is added is written by itself, at once when it is much, and at the latest by closing", async () => {
  const pack = open();
  pack.append("a", () => [["x", Buffer.from("y")]]);
  await vi.waitFor(() => expect(open().records()).toEqual(["a"]));
  const many = Array.from({ length: 32 }, (_, number) => `many-${number}`);
  for (const name of many) pack.append(name, () => [["x", Buffer.from("y")]]);
  expect(open().records()).toEqual(["a", ...many]);
  pack.append("b", () => [["x", Buffer.from("z")]]);
  pack.close();
  expect(open().records()).toEqual(["a", ...many, "b"]);
});

test.runIf(process.platform === "linux")(
  "what could not be written is told, can be read, and is written once it can be",
  async () => {
    const pack = open();
    pack.append("a", () => [["x", Buffer.from("first")]]);
    await pack.written();
    const file = await onlyPack();
    // Its descriptor taken away: the next write fails as on a broken disk.
    const fd = descriptorOf(file);
    fs.closeSync(fd);
    pack.append("b", () => [["x", Buffer.from("second")]]);
    await expect(pack.written()).rejects.toThrow("EBADF");
    expect(() => pack.append("c", () => [["x", Buffer.from("third")]])).toThrow("EBADF");
    expect(pack.records()).toEqual(["a", "b"]);
    expect(text(pack.read("b", "x"))).toBe("second");
    expect(open().records()).toEqual(["a"]);
    // The lowest free number: the same one.
    expect(fs.openSync(file, "r+")).toBe(fd);
    pack.append("c", () => [["x", Buffer.from("third")]]);
    await pack.written();
    expect(open().records()).toEqual(["a", "b", "c"]);
  },
);

function descriptorOf(file: string): number {
  const own = "/proc/self/fd";
  const found = fs.readdirSync(own).find((fd) => {
    try {
      return fs.readlinkSync(join(own, fd)) === file;
    } catch {
      return false;
    }
  });
  return Number(found);
}

test("a large pack is followed by the next", async () => {
  const pack = open();
  for (let record = 0; record < 5; record += 1) {
    pack.append(`r${record}`, () => [["x", Buffer.alloc(1 << 20, record)]]);
  }
  await pack.written();
  expect((await readdir(folder)).toSorted()).toEqual(["1.pack", "2.pack"]);
  expect(open().records()).toEqual(["r0", "r1", "r2", "r3", "r4"]);
});

test("any record survives encoding, and any cut or change of the table gives nothing", () => {
  const files = fc.array(
    fc.tuple(
      fc.string({ unit: "binary-ascii", maxLength: 20 }),
      fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 3 }),
    ),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(
      fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 30 }),
      files,
      (record, content) => {
        const given = content.map(([name, pieces]) => [name, ...pieces] as const);
        const room = newPage(entryRoom(record, given) + 3);
        room.bytes.fill(0xa5);
        const bytes = room.bytes.subarray(3, 3 + writeEntry(room, 3, record, given));
        const entry = readEntry(bytes, 0);
        expect(entry?.record).toBe(record);
        expect(entry?.length).toBe(bytes.length);
        expect(entry?.files.map(([name, part]) => [name, [...part]])).toEqual(
          content.map(([name, pieces]) => [name, pieces.flatMap((piece) => [...piece])]),
        );
        for (let cut = 0; cut < bytes.length; cut += 1) {
          expect(readEntry(bytes.subarray(0, cut), 0)).toBeNull();
        }
      },
    ),
  );
});
