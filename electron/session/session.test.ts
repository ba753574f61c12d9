import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { maxSessionLength, openSession } from "./session.ts";

let folder = "";
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "envoi-session-"));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

test("there is none at first", async () => {
  expect(await openSession(folder).load()).toBeNull();
});

test("comes back as it was given", async () => {
  const json = '{"tabs":["é"],\n "x": 1}';
  await openSession(folder).save({ json: "{}" });
  await openSession(folder).save({ json });
  expect(await openSession(folder).load()).toEqual({ json });
});

test("too much is refused and the old one stays", async () => {
  const session = openSession(folder);
  await session.save({ json: "{}" });
  await expect(session.save({ json: "x".repeat(maxSessionLength + 1) })).rejects.toMatchObject({
    failure: { kind: "input", code: "session-too-large" },
  });
  expect(await session.load()).toEqual({ json: "{}" });
});

test("a disk that refuses is a storage failure", async () => {
  await fs.mkdir(path.join(folder, "session.json"));
  await expect(openSession(folder).load()).rejects.toMatchObject({
    failure: { kind: "storage", code: "EISDIR" },
  });
});
