import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importSources } from "../../shared/formats/import/import.ts";
import { unzip } from "./unzip.ts";
import { readSources } from "./read-sources.ts";
import { collectionsToWrite, printCollection } from "./print.ts";
import { writeImport } from "./write-import.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-import-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const imported = importSources([{ path: "A.sh", bytes: bytes("curl http://a/\ncurl http://b/") }]);
const [collection] = collectionsToWrite(imported).map(printCollection);

test("a collection appears whole, beside what is there", async () => {
  await mkdir(path.join(folder, "a"));
  await writeFile(path.join(folder, "a/mine.txt"), "mine");
  const written = await writeImport(collection!, folder);
  expect(path.basename(written)).toBe("A 2");
  expect((await readdir(folder)).toSorted()).toEqual(["A 2", "a"]);
  expect(await readFile(path.join(folder, "a/mine.txt"), "utf8")).toBe("mine");
});

test("two at once get two names", async () => {
  const both = await Promise.all([
    writeImport(collection!, folder),
    writeImport(collection!, folder),
  ]);
  expect(both.map((written) => path.basename(written)).toSorted()).toEqual(["A", "A 2"]);
});

test("what cannot be written leaves nothing", async () => {
  await expect(writeImport(collection!, path.join(folder, "missing"))).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
});

test("environments alone make a collection; beside collections they go into each", () => {
  const environment = importSources([
    {
      path: "e.json",
      bytes: bytes(
        '{"name":"Stage","values":[{"key":"a","value":"1"}],"_postman_variable_scope":"environment"}',
      ),
    },
  ]);
  expect(collectionsToWrite(environment).map(({ name }) => name)).toEqual(["Stage"]);
  const both = { ...imported, environments: environment.environments };
  expect(collectionsToWrite(both).map(({ environments }) => environments.length)).toEqual([1]);
});

/** A zip archive with one file, its name and sizes as given. */
function zip(name: string, content: Buffer, { size = content.length, flags = 0 } = {}): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(Buffer.byteLength(name), 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(size, 24);
  central.writeUInt16LE(Buffer.byteLength(name), 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + Buffer.byteLength(name) + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}

describe("archives", () => {
  test("are the files in them", async () => {
    await writeFile(path.join(folder, "dump.zip"), zip("collection/é.json", Buffer.from("{}")));
    const files = await readSources(path.join(folder, "dump.zip"));
    expect(files.map((file) => [file.path, Buffer.from(file.bytes).toString()])).toEqual([
      ["collection/é.json", "{}"],
    ]);
  });
  test("cannot lead out, lie about sizes, or be cut short", () => {
    for (const name of ["../a", "/a", "a/../../b", "C:/a"])
      expect(unzip(zip(name, Buffer.from("x")))).toEqual([]);
    const lie = zip("a", Buffer.alloc(100_000), { size: 10 });
    expect(() => unzip(lie)).toThrow("damaged");
    expect(() => unzip(zip("a", Buffer.from("x"), { flags: 1 }))).toThrow("password");
    const whole = zip("a", Buffer.from("hello"));
    for (let end = 4; end < whole.length; end += 1)
      expect(() => unzip(whole.subarray(0, end))).toThrow("damaged");
  });
});

test("a folder is read without .git, node_modules and links", async () => {
  await mkdir(path.join(folder, "in/.git"), { recursive: true });
  await writeFile(path.join(folder, "in/.git/a"), "");
  await writeFile(path.join(folder, "in/b.json"), "{}");
  expect((await readSources(path.join(folder, "in"))).map((file) => file.path)).toEqual(["b.json"]);
  await expect(readSources(path.join(folder, "gone"))).rejects.toThrow("gone");
});
