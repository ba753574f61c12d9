import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Draft } from "../../shared/contract/collections.ts";
import { createDrafts } from "./drafts.ts";

let folder = "";
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "envoi-drafts-"));
});
afterEach(async () => {
  await fs.rm(folder, { recursive: true, force: true });
});

const draft = (key: string, json: string, updatedAt = 1): Draft => ({
  key,
  ref: { collectionId: "c", path: "a.yml" },
  target: "request",
  baseHash: "h",
  json,
  updatedAt,
});
const stored = async () => {
  const names = await fs.readdir(path.join(folder, "drafts")).catch(() => []);
  return names.filter((name) => name.endsWith(".json"));
};

test("edits come back after a restart, the last of each, oldest first", async () => {
  const drafts = createDrafts(folder);
  await drafts.put(draft("b", "1", 5));
  for (let edit = 0; edit < 50; edit += 1) await drafts.put(draft("a", `edit ${edit}`, 2));
  expect((await drafts.list()).map((one) => one.json)).toEqual(["edit 49", "1"]);
  await drafts.close();
  expect(await createDrafts(folder).list()).toEqual([draft("a", "edit 49", 2), draft("b", "1", 5)]);
});

test("a removed draft stays removed, also when it is being written", async () => {
  const drafts = createDrafts(folder, 0);
  for (let round = 0; round < 20; round += 1) {
    await drafts.put(draft("a", `${round}`));
    const flushing = drafts.flush();
    if (round % 2 === 1) await new Promise(setImmediate);
    await drafts.remove("a");
    await flushing;
  }
  expect(await drafts.list()).toEqual([]);
  expect(await stored()).toEqual([]);
  await drafts.close();
});

test("torn, forged and foreign files are passed over and kept; the others come back", async () => {
  const drafts = createDrafts(folder);
  await drafts.put(draft("good", "1"));
  await drafts.put(draft("torn", "2"));
  await drafts.close();
  const at = path.join(folder, "drafts");
  const texts = await Promise.all(
    (await stored()).map(
      async (name) => [name, await fs.readFile(path.join(at, name), "utf8")] as const,
    ),
  );
  const torn = texts.find(([, text]) => text.includes("torn"));
  if (torn === undefined) throw new Error("no draft");
  for (let length = 0; length < torn[1].length; length += 7) {
    await fs.writeFile(path.join(at, torn[0]), torn[1].slice(0, length));
    expect((await createDrafts(folder).list()).map((one) => one.key)).toEqual(["good"]);
  }
  await fs.writeFile(path.join(at, torn[0]), torn[1].replace('\\"2\\"', '\\"3\\"'));
  await fs.writeFile(path.join(at, "newer.json"), '{"version":2,"sum":"","draft":""}');
  expect((await createDrafts(folder).list()).map((one) => one.key)).toEqual(["good"]);
  expect(await stored()).toHaveLength(3);
});

test("an edit is on disk soon without any further call", async () => {
  const drafts = createDrafts(folder, 10);
  await fs.mkdir(path.join(folder, "drafts"));
  const changes = fs.watch(path.join(folder, "drafts"))[Symbol.asyncIterator]();
  const first = changes.next();
  await drafts.put(draft("a", "1"));
  await first;
  while ((await stored()).length === 0) await changes.next();
  await changes.return?.();
  expect(await createDrafts(folder).list()).toHaveLength(1);
  await drafts.close();
});

test("a disk that refuses is reported, and the edit is kept until it can be written", async () => {
  await fs.writeFile(path.join(folder, "drafts"), "in the way");
  const drafts = createDrafts(folder, 10_000);
  await drafts.put(draft("a", "1"));
  await expect(drafts.flush()).rejects.toMatchObject({ failure: { kind: "storage" } });
  await fs.unlink(path.join(folder, "drafts"));
  await drafts.flush();
  expect(await createDrafts(folder).list()).toHaveLength(1);
});
