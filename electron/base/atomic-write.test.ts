import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FailureError } from "../../shared/model/failure.ts";
import { atomicWrite, isTempName, sha256, sweepTemps } from "./atomic-write.ts";

let folder = "";
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "envoi-atomic-"));
});
afterEach(async () => {
  await fs.rm(folder, { recursive: true, force: true });
});

const at = (name: string) => path.join(folder, name);
const text = (name: string) => fs.readFile(at(name), "utf8");

async function failureOf(work: Promise<unknown>) {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof FailureError ? thrown.failure : thrown;
}

describe("atomicWrite", () => {
  test("writes a new file, replaces it, and leaves nothing else in the folder", async () => {
    expect(await atomicWrite(at("a.yml"), "one")).toEqual({ kind: "written", hash: sha256("one") });
    expect(await atomicWrite(at("a.yml"), "two")).toEqual({ kind: "written", hash: sha256("two") });
    expect(await text("a.yml")).toBe("two");
    expect(await fs.readdir(folder)).toEqual(["a.yml"]);
  });

  test("does not touch a file that has the bytes already, whatever was expected", async () => {
    await fs.writeFile(at("a"), "same");
    await fs.utimes(at("a"), 1, 1);
    const result = await atomicWrite(at("a"), "same", { expectHash: sha256("other") });
    expect(result).toEqual({ kind: "unchanged", hash: sha256("same") });
    expect((await fs.stat(at("a"))).mtimeMs).toBe(1000);
  });

  test("reports a conflict instead of overwriting", async () => {
    await fs.writeFile(at("a"), "theirs");
    expect(await atomicWrite(at("a"), "mine", { expectHash: sha256("base") })).toEqual({
      kind: "conflict",
      hash: sha256("theirs"),
    });
    expect(await atomicWrite(at("a"), "mine", { expectHash: null })).toEqual({
      kind: "conflict",
      hash: sha256("theirs"),
    });
    expect(await atomicWrite(at("gone"), "mine", { expectHash: sha256("base") })).toEqual({
      kind: "conflict",
      hash: null,
    });
    expect(await text("a")).toBe("theirs");
    expect(await fs.readdir(folder)).toEqual(["a"]);
  });

  test.skipIf(process.platform === "win32")(
    "keeps the mode, and gives a new file the one asked for",
    async () => {
      await fs.writeFile(at("a"), "x");
      await fs.chmod(at("a"), 0o640);
      await atomicWrite(at("a"), "y");
      expect((await fs.stat(at("a"))).mode & 0o777).toBe(0o640);
      await atomicWrite(at("key"), "z", { mode: 0o600 });
      expect((await fs.stat(at("key"))).mode & 0o777).toBe(0o600);
    },
  );

  test("writes through a link inside the root and refuses one that leads outside", async () => {
    const outside = await fs.mkdtemp(path.join(os.tmpdir(), "envoi-outside-"));
    await fs.writeFile(path.join(outside, "victim"), "safe");
    await fs.writeFile(at("real"), "old");
    await fs.symlink("real", at("inside"));
    await fs.symlink(path.join(outside, "victim"), at("leads-out"));
    await fs.symlink(outside, at("folder-out"));
    await fs.symlink("nowhere", at("dangling"));
    await atomicWrite(at("inside"), "new", { root: folder });
    expect(await text("real")).toBe("new");
    expect((await fs.lstat(at("inside"))).isSymbolicLink()).toBe(true);
    for (const name of ["leads-out", "folder-out/victim", "folder-out/fresh", "../fresh"]) {
      expect(await failureOf(atomicWrite(at(name), "x", { root: folder }))).toMatchObject({
        kind: "policy",
        code: "outside-root",
      });
    }
    expect(await failureOf(atomicWrite(at("dangling"), "x"))).toMatchObject({
      code: "dangling-link",
    });
    expect(await fs.readFile(path.join(outside, "victim"), "utf8")).toBe("safe");
    expect(await fs.readdir(outside)).toEqual(["victim"]);
    await fs.rm(outside, { recursive: true });
  });

  test("saves of one path come one after the other: the last one wins and none is torn", async () => {
    const bodies = Array.from({ length: 40 }, (_, index) => `${index}`.repeat(5000));
    await Promise.all(bodies.map((body) => atomicWrite(at("a"), body)));
    expect(await text("a")).toBe(bodies.at(-1));
    expect(await fs.readdir(folder)).toEqual(["a"]);
  });

  test("the last one wins also when it takes less to find out where it goes", async () => {
    const saves = [atomicWrite(at("a"), "first", { root: folder }), atomicWrite(at("a"), "last")];
    await Promise.all(saves);
    expect(await text("a")).toBe("last");
  });

  test("of two saves that began from the same bytes one is a conflict", async () => {
    await fs.writeFile(at("a"), "base");
    const expectHash = sha256("base");
    const results = await Promise.all(
      ["left", "right"].map((body) => atomicWrite(at("a"), body, { expectHash })),
    );
    expect(results.map((result) => result.kind)).toEqual(["written", "conflict"]);
    expect(await text("a")).toBe("left");
  });

  test("names what went wrong and where", async () => {
    expect(await failureOf(atomicWrite(at("no/where"), "x"))).toMatchObject({
      kind: "not-found",
      code: "ENOENT",
      place: "where",
    });
    await fs.mkdir(at("folder"));
    expect(await failureOf(atomicWrite(at("folder"), "x"))).toMatchObject({ code: "EISDIR" });
  });

  test("sweeps only old temp files of its own", async () => {
    const old = ".a.yml.123.0123456789ab.tmp";
    const young = ".a.yml.124.0123456789ab.tmp";
    const foreign = ".notes.tmp";
    for (const name of [old, young, foreign]) await fs.writeFile(at(name), "x");
    for (const name of [old, foreign]) await fs.utimes(at(name), 1, 1);
    expect(isTempName(old)).toBe(true);
    expect(await sweepTemps(folder)).toBe(1);
    expect((await fs.readdir(folder)).sort()).toEqual([young, foreign].sort());
  });
});
