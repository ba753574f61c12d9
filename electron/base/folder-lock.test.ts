import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "./folder-lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inUse = { failure: { kind: "storage", code: "in-use" } };

test("a folder is for one at a time, and free again afterwards", async () => {
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject(inUse);
  await lock.release();
  await (await lockFolder(folder)).release();
});

test("two folders do not stand in each other's way, however long their names", async () => {
  const long = path.join(folder, "n".repeat(120));
  await mkdir(long);
  const locks = [await lockFolder(folder), await lockFolder(long)];
  await expect(lockFolder(long)).rejects.toMatchObject(inUse);
  await Promise.all(locks.map((lock) => lock.release()));
});

test("a killed process leaves the folder free", async () => {
  const code = `
    const { lockFolder } = await import(${JSON.stringify(new URL("folder-lock.ts", import.meta.url).href)});
    await lockFolder(process.argv[1]);
    console.log("locked");
    setInterval(() => {}, 1000);
  `;
  const args = ["--import", "tsx", "--input-type=module", "-e", code, folder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  await expect(lockFolder(folder)).rejects.toMatchObject(inUse);
  child.kill("SIGKILL");
  await once(child, "exit");
  await (await lockFolder(folder)).release();
});
