import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { newIdentity } from "../secrets/age.ts";
import { openVault, type Vault } from "../secrets/vault.ts";
import { type CookieStore, openCookieStore } from "./cookie-store.ts";

const phrase = "four plain words here";
const url = "http://a.test/";
let folder = "";
// Loading the library takes seconds where all processors are busy.
beforeAll(() => newIdentity(), 120_000);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-pending-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A start of the app over the same folder. */
async function start(): Promise<{ readonly vault: Vault; readonly jar: CookieStore }> {
  const vault = await openVault({ dataFolder: folder, environment: {}, cost: 1024 });
  const file = path.join(folder, "cookies.json");
  return { vault, jar: await openCookieStore({ file, epoch: () => 1_800_000_000_000, vault }) };
}
async function locked(): Promise<void> {
  const { vault, jar } = await start();
  jar.store("", url, ["old=1", "same=CANARY-first"]);
  await vault.choose({ kind: "passphrase", passphrase: phrase });
  await jar.close();
}
/** The jar once the unlocked store was read. */
async function unlocked(wanted: string): Promise<CookieStore> {
  const { vault, jar } = await start();
  await vault.unlock(phrase);
  await expect.poll(() => jar.cookiesFor("", url)?.field ?? "", { timeout: 30_000 }).toBe(wanted);
  return jar;
}

test("what arrives while the store is locked is there after the next unlock, the newest last", async () => {
  await locked();
  for (const value of ["CANARY-second", "CANARY-third"]) {
    const { jar } = await start();
    expect(jar.cookiesFor("", url)?.field ?? "").toBe("");
    jar.store("", url, [`same=${value}`, `n${value.length}=2`]);
    await jar.flush();
    jar.store("c", url, ["other=3"]);
    await jar.close();
  }
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (!(await stat(file)).isFile()) continue;
    expect(await readFile(file, "latin1")).not.toContain("CANARY");
    expect((await stat(file)).mode & 0o077).toBe(0);
  }
  const jar = await unlocked("old=1; same=CANARY-third; n13=2; n12=2");
  expect(jar.cookiesFor("c", url)?.field).toBe("other=3");
  await jar.close();
  const again = await unlocked("old=1; same=CANARY-third; n13=2; n12=2");
  await again.close();
}, 60_000);

test("a lock in the middle of work loses nothing", async () => {
  await locked();
  const { vault, jar } = await start();
  await vault.unlock(phrase);
  await expect
    .poll(() => jar.cookiesFor("", url)?.field ?? "", { timeout: 30_000 })
    .toContain("old");
  jar.store("", url, ["before=1"]);
  await vault.lock();
  jar.store("", url, ["after=2"]);
  await jar.close();
  const next = await unlocked("old=1; same=CANARY-first; before=1; after=2");
  await next.close();
}, 60_000);

test("a file of them that was damaged is put aside, and the jars are as they were", async () => {
  await locked();
  await writeFile(path.join(folder, "cookies.json.pending"), "{");
  const jar = await unlocked("old=1; same=CANARY-first");
  await jar.close();
  expect(
    (await readdir(folder)).some((name) => name.includes(".pending.") && name.endsWith(".broken")),
  ).toBe(true);
}, 60_000);

test("without a passphrase there is no such file", async () => {
  const { vault, jar } = await start();
  jar.store("", url, ["a=1"]);
  await vault.rotate();
  await jar.close();
  expect(await readdir(folder)).not.toContain("cookies.json.pending");
}, 60_000);

test("cookies sealed by a store that was moved away are put aside, and new ones are kept", async () => {
  await locked();
  await rm(path.join(folder, "secret-store.json"));
  const { jar } = await start();
  jar.store("", url, ["new=1"]);
  await jar.close();
  const again = await start();
  expect(again.jar.cookiesFor("", url)?.field).toBe("new=1");
  await again.jar.close();
  expect(
    (await readdir(folder)).filter((name) => /^cookies\.json\..*\.broken$/.test(name)),
  ).toHaveLength(1);
}, 60_000);
