import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newIdentity } from "../../../secrets/age.ts";
import { type SecretsWorld, secretsWorld } from "./world.testing.ts";

const canary = "CANARY-é-40bd";
let world: SecretsWorld;
beforeEach(async () => {
  world = await secretsWorld(["api-token", "other"]);
});
afterEach(() => world.end());

const file = () => path.join(world.collection, "environments", "local.age.yaml");
const keyOf = async (person: string): Promise<string> =>
  (await world.secrets(person, ["identity"])).stdout.trim();

test("a value is shared, read by somebody who was added, and no more once they were removed", async () => {
  await world.secrets("alice", ["set", "api-token"], [canary]);
  expect(await world.secrets("alice", ["share", "api-token"])).toEqual({
    code: 0,
    stdout: "Encrypted for 1: api-token\n",
    stderr: "",
  });
  const text = await readFile(file(), "utf8");
  expect(text).not.toContain("CANARY");
  // From now on the file is what counts, on this machine too.
  expect((await world.secrets("alice", ["list"])).stdout).toBe(
    "api-token  the shared file\nother      no value\n",
  );
  expect((await world.secrets("alice", ["share", "other"], ["typed"])).code).toBe(0);

  const bob = await keyOf("bob");
  expect(bob).toMatch(/^age1[a-z0-9]{58}$/);
  const added = await world.secrets("alice", ["recipients", "add", bob, "--label", "Bob"]);
  expect(added.code).toBe(0);
  expect(added.stdout.split("\n").filter((line) => line.includes(bob))).toEqual([`${bob}  Bob`]);
  const seen = JSON.parse(
    (await world.secrets("bob", ["recipients", "--json"])).stdout,
  ) as object[];
  expect(seen).toMatchObject([{ own: false }, { key: bob, label: "Bob", own: true }]);
  expect((await world.secrets("bob", ["get", "api-token"])).stdout).toBe(`${canary}\n`);

  const removed = await world.secrets("bob", ["recipients", "remove", "Bob"]);
  expect(removed).toMatchObject({ code: 0 });
  expect(removed.stderr).toContain("git's history");
  const refused = await world.secrets("bob", ["get", "api-token"]);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain("not encrypted for any identity of this machine");
  const last = await world.secrets("alice", ["recipients", "remove", await keyOf("alice")]);
  expect(last.stderr).toContain("the last one who can open these secrets");
}, 60_000);

test("what was unshared stays on this machine", async () => {
  await world.secrets("alice", ["share", "api-token"], [canary]);
  expect(await world.secrets("alice", ["unshare", "api-token"])).toMatchObject({
    code: 0,
    stdout: "Taken out of the file: api-token\n",
  });
  expect(await readFile(file(), "utf8")).not.toContain("api-token");
  expect((await world.secrets("alice", ["get", "api-token"])).stdout).toBe(`${canary}\n`);
}, 60_000);

test("an identity of age-keygen is kept, or named for one run", async () => {
  const { identity, recipient } = await newIdentity();
  const keys = path.join(world.folder, "keys.txt");
  await writeFile(keys, `# created: today\n# public key: ${recipient}\n${identity}\n`);
  await world.secrets("alice", ["share", "api-token"], [canary]);
  await world.secrets("alice", ["recipients", "add", recipient]);
  const named = await world.secrets("ci", ["get", "api-token", "--identity-file", keys]);
  expect(named.stdout).toBe(`${canary}\n`);
  const kept = await world.secrets("bob", ["identity", "import", keys]);
  expect(kept.stdout).toBe(`${recipient}\n`);
  expect((await world.secrets("bob", ["get", "api-token"])).stdout).toBe(`${canary}\n`);
  await writeFile(keys, "nothing\n");
  const none = await world.secrets("bob", ["identity", "import", keys]);
  expect(none).toMatchObject({ code: 26 });
  expect(none.stderr).toContain("AGE-SECRET-KEY-");
  expect((await world.secrets("bob", ["recipients", "add", "ssh-ed25519 AAAA"])).stderr).toContain(
    "age1",
  );
}, 60_000);

test.each([["share"], ["unshare"], ["recipients", "swap"], ["identity", "make"]])(
  "%s %s is no command",
  async (...words) => {
    const outcome = await world.secrets("alice", words);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("envoi secrets --help");
  },
);
