import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decryptWith, encryptFor, newIdentity } from "./age.ts";
import { createSecrets } from "./secrets.ts";
import { createSharedStore } from "./shared-secrets.ts";
import { openVault } from "./vault.ts";

const canary = "CANARY-é-51c0 \u{1F511}";
let folder = "";
let root = "";
// The library's keys and curves are plain JavaScript: loading it takes seconds where all processors are busy, so no test's time counts it.
beforeAll(() => newIdentity(), 120_000);
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "envoi-shared-")));
  root = path.join(folder, "shop");
  await mkdir(path.join(root, "environments"), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** One person on a machine of their own. */
async function person(name: string) {
  const data = path.join(folder, name);
  await mkdir(data);
  const vault = await openVault({ dataFolder: data, environment: {}, cost: 1024 });
  return createSharedStore(createSecrets(data, vault));
}
const place = () => ({ id: "0123456789abcdef01234567", root, environment: "prod" });
const file = () => path.join(root, "environments", "prod.age.yaml");
const failing = (code: string) => ({ failure: expect.objectContaining({ code }) });
const git = (...words: readonly string[]) =>
  spawnSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...words], {
    cwd: root,
    encoding: "utf8",
  });

describe("secrets of a team", () => {
  test("one writes, another reads once they were added, and no more once they were taken off", async () => {
    const [alice, bob] = [await person("alice"), await person("bob")];
    await alice.set(place(), "apiToken", canary);
    await alice.set(place(), "with space: x", "2");
    const text = await readFile(file(), "utf8");
    expect(text).not.toContain("CANARY");
    expect(text).toMatch(/^ {2}apiToken: [A-Za-z0-9+/=]+$/m);
    const names = ["apiToken", "with space: x", "other"];
    expect((await alice.open(place(), names)).values).toEqual(
      new Map([
        ["apiToken", canary],
        ["with space: x", "2"],
      ]),
    );
    const before = await bob.open(place(), names);
    expect(before.values.size).toBe(0);
    expect(before.missing.get("apiToken")?.code).toBe("shared-secret-not-for-you");

    const [key = ""] = await bob.ownRecipients();
    await alice.addRecipient(place(), key, "Bob # of\nshipping");
    expect((await bob.open(place(), names)).values.get("apiToken")).toBe(canary);
    expect((await bob.view(place())).recipients).toMatchObject([
      { own: false, label: "" },
      { own: true, label: "Bob   of shipping" },
    ]);
    expect((await bob.view(place())).stale).toEqual([]);

    await bob.removeRecipient(place(), key);
    expect((await bob.open(place(), names)).values.size).toBe(0);
    await expect(bob.addRecipient(place(), key, "")).rejects.toMatchObject(
      failing("shared-secret-not-for-you"),
    );
    await expect(
      alice.removeRecipient(place(), (await alice.ownRecipients())[0] ?? ""),
    ).rejects.toMatchObject(failing("last-recipient"));
    await expect(alice.addRecipient(place(), "ssh-ed25519 AAAA", "")).rejects.toMatchObject(
      failing("age-recipient"),
    );
  }, 120_000);

  test("what two people wrote at once is merged by git, or read from between its marks", async () => {
    const alice = await person("alice");
    git("init", "-q", "-b", "main");
    await alice.set(place(), "a", "1");
    await alice.set(place(), "m", "1");
    await alice.set(place(), "z", "1");
    git("add", "-A");
    git("commit", "-qm", "first");
    git("checkout", "-qb", "theirs");
    await alice.set(place(), "b", "theirs");
    await alice.set(place(), "z", "theirs");
    git("commit", "-qam", "theirs");
    git("checkout", "-q", "main");
    await alice.set(place(), "c", "ours");
    await alice.set(place(), "z", "ours");
    git("commit", "-qam", "ours");
    expect(git("merge", "theirs").status).toBe(1);
    expect(await readFile(file(), "utf8")).toContain("<<<<<<<");

    const opened = await alice.open(place(), ["a", "b", "c", "m", "z"]);
    expect(Object.fromEntries(opened.values)).toEqual({ a: "1", b: "theirs", c: "ours", m: "1" });
    expect(opened.missing.get("z")?.code).toBe("shared-secret-conflict");
    await expect(alice.set(place(), "d", "x")).rejects.toMatchObject(
      failing("shared-secrets-merge"),
    );
    await alice.set(place(), "z", "decided");
    expect(await readFile(file(), "utf8")).not.toContain("<<<<<<<");
    expect((await alice.open(place(), ["b", "c", "z"])).values).toEqual(
      new Map([
        ["b", "theirs"],
        ["c", "ours"],
        ["z", "decided"],
      ]),
    );
  }, 120_000);

  test("lists of people that git could not merge are for a person to decide; a value for the old list is seen", async () => {
    const [alice, bob] = [await person("alice"), await person("bob")];
    const [key = ""] = await bob.ownRecipients();
    await alice.set(place(), "a", "1");
    const old = await readFile(file(), "utf8");
    await alice.addRecipient(place(), key, "Bob");
    const both = await readFile(file(), "utf8");
    const valueLine = /^ {2}a: .*$/m;
    await writeFile(file(), both.replace(valueLine, valueLine.exec(old)?.[0] ?? ""));
    expect((await alice.view(place())).stale).toEqual(["a"]);
    await alice.encryptAgain(place());
    expect((await alice.view(place())).stale).toEqual([]);
    expect((await bob.open(place(), ["a"])).values.get("a")).toBe("1");

    const lines = (await readFile(file(), "utf8")).split("\n");
    const at = lines.findIndex((line) => line.includes("# Bob"));
    lines.splice(at, 1, "<<<<<<< HEAD", lines[at] ?? "", "=======", ">>>>>>> other");
    await writeFile(file(), lines.join("\n"));
    expect((await alice.open(place(), ["a"])).values.get("a")).toBe("1");
    await expect(alice.set(place(), "b", "2")).rejects.toMatchObject(
      failing("shared-secrets-merge"),
    );
  }, 120_000);

  test("a file that holds something else is named by its line and not written over", async () => {
    const alice = await person("alice");
    await alice.set(place(), "a", "1");
    const text = `${await readFile(file(), "utf8")}  b: {not: ours}\n`;
    await writeFile(file(), text);
    const { missing } = await alice.open(place(), ["a"]);
    expect(missing.get("a")).toMatchObject({ code: "shared-secrets-line" });
    await expect(alice.set(place(), "c", "1")).rejects.toMatchObject(
      failing("shared-secrets-line"),
    );
    expect(await readFile(file(), "utf8")).toBe(text);
    await rm(file());
    await writeFile(path.join(folder, "outside"), "recipients:\nsecrets:\n");
    await symlink(path.join(folder, "outside"), file());
    expect((await alice.open(place(), ["a"])).missing.get("a")?.code).toBe("outside-root");
  }, 120_000);
});

const age = spawnSync("age", ["--version"]).status === 0;
if (!age) console.warn("skipped: the program age is not installed");

describe.skipIf(!age)("the program age", () => {
  test("opens what Envoi sealed, and Envoi what it sealed", async () => {
    const keys = path.join(folder, "keys.txt");
    execFileSync("age-keygen", ["-o", keys], { stdio: "ignore" });
    const identity = /AGE-SECRET-KEY-\S+/.exec(await readFile(keys, "utf8"))?.[0] ?? "";
    const recipient = execFileSync("age-keygen", ["-y", keys], { encoding: "utf8" }).trim();
    const sealed = await encryptFor([recipient, (await newIdentity()).recipient], canary);
    const opened = execFileSync("age", ["-d", "-i", keys], {
      input: Buffer.from(sealed, "base64"),
    });
    expect(opened.toString("utf8")).toBe(canary);

    const ours = await newIdentity();
    const theirs = execFileSync("age", ["-r", ours.recipient, "-r", recipient], { input: canary });
    expect(await decryptWith([ours.identity], theirs.toString("base64"))).toBe(canary);
    expect(await decryptWith([identity], theirs.toString("base64"))).toBe(canary);
    expect(await decryptWith([(await newIdentity()).identity], theirs.toString("base64"))).toBe(
      null,
    );
  }, 120_000);
});
