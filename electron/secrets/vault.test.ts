import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FailureError } from "../../shared/model/failure.ts";
import type { SecretFile } from "../../shared/schema/secret-file.ts";
import { createSecrets } from "./secrets.ts";
import { keySealer } from "./sealer.ts";
import { openVault, type VaultOptions } from "./vault.ts";

const id = "0123456789abcdef01234567";
const canary = "CANARY-4f1d8e2b";
const phrase = "four plain words here";
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-vault-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = async (over: Partial<VaultOptions> = {}) => {
  const vault = await openVault({ dataFolder: folder, environment: {}, cost: 1024, ...over });
  return { vault, secrets: createSecrets(folder, vault) };
};
const failing = (code: string) => ({ failure: expect.objectContaining({ code }) });
const valueIn = async (over?: Partial<VaultOptions>) => {
  const { secrets } = await open(over);
  return (await secrets.open(id, "e")).values.get("t");
};

describe("a passphrase", () => {
  test("seals anew what the key file sealed, and the key file goes", async () => {
    const { vault, secrets } = await open();
    await secrets.set(id, "e", "t", canary);
    await vault.choose({ kind: "passphrase", passphrase: phrase });
    expect(vault.state.get()).toMatchObject({ kind: "passphrase", locked: false, keyFile: null });
    expect(await readdir(folder)).not.toContain("secret.key");
    expect((await secrets.open(id, "e")).values.get("t")).toBe(canary);
    const sealed = await readFile(path.join(folder, "secrets", `${id}.json`), "utf8");
    expect(sealed).not.toContain("file-key-1");
    for (const file of ["secret-store.json", path.join("secrets", `${id}.json`)])
      expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
  });

  test("is asked for once in each run; until then values are kept back, named, and not lost", async () => {
    const first = await open();
    await first.secrets.set(id, "e", "t", canary);
    await first.vault.choose({ kind: "passphrase", passphrase: phrase });

    const { vault, secrets } = await open();
    expect(vault.state.get()).toMatchObject({ kind: "passphrase", locked: true, problem: null });
    const kept = await secrets.open(id, "e");
    expect(kept.values.size).toBe(0);
    expect(kept.missing.get("t")?.code).toBe("secrets-locked");
    expect(await secrets.names(id, "e")).toEqual(["t"]);
    await expect(secrets.set(id, "e", "u", "x")).rejects.toMatchObject(failing("secrets-locked"));
    await expect(vault.unlock("not the passphrase")).rejects.toMatchObject(
      failing("passphrase-wrong"),
    );
    await vault.unlock(phrase);
    expect((await secrets.open(id, "e")).values.get("t")).toBe(canary);
    await vault.lock();
    expect((await secrets.open(id, "e")).values.size).toBe(0);
  });

  test("typed as composed or decomposed letters is the same; the old one opens nothing after a change", async () => {
    const { vault, secrets } = await open();
    await secrets.set(id, "e", "t", canary);
    await vault.choose({ kind: "passphrase", passphrase: "d\u00e9j\u00e0 vu encore" });
    await vault.choose({ kind: "passphrase", passphrase: phrase });
    const again = await open();
    await expect(again.vault.unlock("d\u00e9j\u00e0 vu encore")).rejects.toThrow(FailureError);
    await again.vault.unlock(phrase);
    await again.vault.choose({ kind: "passphrase", passphrase: "d\u00e9j\u00e0 vu encore" });
    const third = await open();
    await third.vault.unlock("de\u0301ja\u0300 vu encore");
    expect((await third.secrets.open(id, "e")).values.get("t")).toBe(canary);
  });

  test("has some length, and a store without one is neither locked nor unlocked", async () => {
    const { vault } = await open();
    await expect(vault.choose({ kind: "passphrase", passphrase: "short" })).rejects.toMatchObject(
      failing("passphrase-short"),
    );
    await expect(vault.lock()).rejects.toMatchObject(failing("store-without-passphrase"));
    await expect(vault.unlock(phrase)).rejects.toMatchObject(failing("store-without-passphrase"));
  });

  test("can be kept for the session of the person, and no longer", async () => {
    const session = path.join(folder, "run");
    await import("node:fs/promises").then(({ mkdir }) => mkdir(session, { mode: 0o700 }));
    const environment = { XDG_RUNTIME_DIR: session };
    const first = await open({ environment });
    await first.secrets.set(id, "e", "t", canary);
    await first.vault.choose({ kind: "passphrase", passphrase: phrase });
    expect(await valueIn({ environment })).toBeUndefined();
    await (await open({ environment })).vault.unlock(phrase, true);
    expect(await valueIn({ environment })).toBe(canary);
    await (await open({ environment })).vault.lock();
    expect(await valueIn({ environment })).toBeUndefined();
    // A changed passphrase makes the kept key worthless.
    const { vault } = await open({ environment });
    await vault.unlock(phrase, true);
    await vault.choose({ kind: "passphrase", passphrase: "another long phrase" });
    expect(await valueIn({ environment })).toBeUndefined();
    await expect(
      (await open({ environment: {} })).vault.unlock("another long phrase", true),
    ).rejects.toMatchObject(failing("no-session"));
  });
});

describe("a key file", () => {
  test("of the person's own is made, used, missed and told from another", async () => {
    const file = path.join(folder, "stick", "envoi.key");
    await import("node:fs/promises").then(({ mkdir }) => mkdir(path.dirname(file)));
    const { vault, secrets } = await open();
    await secrets.set(id, "e", "t", canary);
    await vault.choose({ kind: "key-file", file });
    expect(vault.state.get()).toMatchObject({ kind: "key-file", keyFile: file, locked: false });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await valueIn()).toBe(canary);

    const bytes = await readFile(file);
    await rm(file);
    expect((await open()).vault.state.get()).toMatchObject({
      locked: true,
      problem: { code: "key-file-missing", place: file },
    });
    await writeFile(file, "another file that is long enough to be one");
    expect((await open()).vault.state.get().problem?.code).toBe("key-file-other");
    await writeFile(file, bytes);
    expect(await valueIn()).toBe(canary);
  });

  test("is named by an absolute path and has some bytes", async () => {
    const { vault } = await open();
    await expect(vault.choose({ kind: "key-file", file: "key" })).rejects.toMatchObject(
      failing("path-not-absolute"),
    );
    const short = path.join(folder, "short");
    await writeFile(short, "short");
    await expect(vault.choose({ kind: "key-file", file: short })).rejects.toMatchObject(
      failing("key-file-unusable"),
    );
  });
});

describe("a new key", () => {
  test("seals everything anew and drops the old one; what nobody can open stays", async () => {
    const { vault, secrets } = await open();
    await secrets.set(id, "e", "t", canary);
    const file = path.join(folder, "secrets", `${id}.json`);
    const before = JSON.parse(await readFile(file, "utf8")) as SecretFile;
    const foreign = { environment: "e", name: "f", sealer: "keychain-1", sealed: "AAAA" };
    await writeFile(file, JSON.stringify({ version: 1, values: [...before.values, foreign] }));
    await vault.rotate();
    const after = JSON.parse(await readFile(file, "utf8")) as SecretFile;
    expect(after.values[0]?.sealed).not.toBe(before.values[0]?.sealed);
    expect(after.values).toContainEqual(foreign);
    expect(vault.opener("file-key-1")).toBeNull();
    expect(await valueIn()).toBe(canary);
  });

  test("a crash between the steps leaves every value readable", async () => {
    const { vault, secrets } = await open();
    await secrets.set(id, "e", "t", canary);
    vault.register({
      reseal: () => Promise.reject(new Error("the disk is full")),
      sealers: async () => new Set(),
    });
    await expect(vault.rotate()).rejects.toThrow("the disk is full");
    expect(await valueIn()).toBe(canary);
  });
});

describe("a damaged store", () => {
  test.each([
    ["cut short", (text: string) => text.slice(0, -40)],
    ["a letter changed", (text: string) => text.replace(/"keys": "(.)/, '"keys": "_')],
    ["emptied", () => ""],
    ["no store at all", () => "[]"],
  ])("%s: said, kept, never written over", async (_, damage) => {
    const { vault, secrets } = await open();
    await secrets.set(id, "e", "t", canary);
    await vault.choose({ kind: "passphrase", passphrase: phrase });
    const file = path.join(folder, "secret-store.json");
    const text = await readFile(file, "utf8");
    await writeFile(file, damage(text));
    const again = await open();
    expect(again.vault.state.get()).toMatchObject({
      locked: true,
      problem: { code: "secret-store-damaged" },
    });
    for (const work of [
      () => again.vault.unlock(phrase),
      () => again.vault.rotate(),
      () => again.vault.choose({ kind: "passphrase" as const, passphrase: phrase }),
      () => again.secrets.set(id, "e", "t", "x"),
    ])
      await expect(work()).rejects.toMatchObject(failing("secret-store-damaged"));
    expect(await readFile(file, "utf8")).toBe(damage(text));
    await writeFile(file, text);
    const restored = await open();
    await restored.vault.unlock(phrase);
    expect((await restored.secrets.open(id, "e")).values.get("t")).toBe(canary);
  });

  test("a file of values that cannot be read is put aside, whole", async () => {
    const { secrets } = await open();
    await secrets.set(id, "e", "t", canary);
    const file = path.join(folder, "secrets", `${id}.json`);
    await writeFile(file, "{ broken");
    await secrets.set(id, "e", "u", "new");
    const aside = (await readdir(path.dirname(file))).find((name) => name.endsWith(".broken"));
    expect(await readFile(path.join(path.dirname(file), aside ?? ""), "utf8")).toBe("{ broken");
  });
});

test("a key file that comes back, and a store that is restored, open without starting again", async () => {
  const file = path.join(folder, "stick.key");
  const first = await open();
  await first.vault.choose({ kind: "key-file", file });
  await first.secrets.set(id, "e", "t", canary);
  await rename(file, `${file}.away`);
  const { vault, secrets } = await open();
  expect((await secrets.open(id, "e")).missing.get("t")?.code).toBe("key-file-missing");
  await expect(vault.reopen()).rejects.toMatchObject(failing("key-file-missing"));
  await rename(`${file}.away`, file);
  await vault.reopen();
  expect(vault.state.get()).toMatchObject({ kind: "key-file", locked: false, problem: null });
  expect((await secrets.open(id, "e")).values.get("t")).toBe(canary);

  const store = path.join(folder, "secret-store.json");
  const good = await readFile(store, "utf8");
  await writeFile(store, good.slice(0, -20));
  const damaged = await open();
  await expect(damaged.vault.reopen()).rejects.toMatchObject(failing("secret-store-damaged"));
  await writeFile(store, good);
  await damaged.vault.reopen();
  expect((await damaged.secrets.open(id, "e")).values.get("t")).toBe(canary);
});

describe("the keychain", () => {
  const keychain = {
    ...keySealer("keychain-1", Buffer.alloc(32, 7)),
    available: () => true,
  };

  test("is used where there is one, left for a passphrase, and come back to", async () => {
    const { vault, secrets } = await open({ keychain });
    expect(vault.state.get()).toMatchObject({ kind: "keychain", locked: false, keychain: true });
    await secrets.set(id, "e", "t", canary);
    expect(await readdir(folder)).toEqual(["secrets"]);
    await vault.choose({ kind: "passphrase", passphrase: phrase });
    const away = await open();
    await away.vault.unlock(phrase);
    expect((await away.secrets.open(id, "e")).values.get("t")).toBe(canary);
    await vault.choose({ kind: "keychain" });
    expect(await valueIn({ keychain })).toBe(canary);
    expect((await open()).vault.state.get().problem?.code).toBe("keychain-missing");
  });

  test("that the system does not offer keeps the store locked, and nothing is written", async () => {
    const { vault, secrets } = await open({ keychain: { ...keychain, available: () => false } });
    expect(vault.state.get()).toMatchObject({ kind: "keychain", locked: true, keychain: false });
    await expect(secrets.set(id, "e", "t", canary)).rejects.toMatchObject(failing("no-keyring"));
    expect(await readdir(folder)).toEqual([]);
  });

  test("that the system does not offer can be done without: a passphrase is chosen instead", async () => {
    const none = { ...keychain, available: () => false };
    const { vault, secrets } = await open({ keychain: none });
    await vault.choose({ kind: "passphrase", passphrase: "four words of mine" });
    expect(vault.state.get()).toMatchObject({ kind: "passphrase", locked: false, problem: null });
    await secrets.set(id, "e", "t", canary);
    const again = await open({ keychain: none });
    expect(again.vault.state.get()).toMatchObject({ kind: "passphrase", locked: true });
    await again.vault.unlock("four words of mine");
    expect((await again.secrets.open(id, "e")).values.get("t")).toBe(canary);
  });

  test("that sealed values before and is gone now is not replaced: they would be lost", async () => {
    const before = await open({ keychain });
    await before.secrets.set(id, "e", "t", canary);
    const { vault } = await open({ keychain: { ...keychain, available: () => false } });
    await expect(
      vault.choose({ kind: "passphrase", passphrase: "four words of mine" }),
    ).rejects.toMatchObject(failing("keyring-gone"));
    expect(await valueIn({ keychain })).toBe(canary);
  });
});
