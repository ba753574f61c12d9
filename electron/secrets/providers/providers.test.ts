import { execFileSync, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FailureError, toFailure } from "../../../shared/model/failure.ts";
import type { SecretProvider } from "../../../shared/model/secret-provider.ts";
import { createResolver } from "../../../shared/template/resolver.ts";
import type { VariableSource } from "../../../shared/template/source.ts";
import { openedFor } from "../../collections/read-variables.ts";
import { replaceForSending } from "../../exchanges/resolve-text.ts";
import { joinSources } from "../sources.ts";
import { askProgram } from "./ask-program.ts";
import { environmentFor, placesOf } from "./command.ts";
import { createProviderSource, unfetched, withFetched } from "./source.ts";
import { openProviderStore } from "./store.ts";

const canary = "CANARY-é-9f31 \u{1F511}";
const id = "0123456789abcdef01234567";
let folder = "";
let bin = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-providers-"));
  bin = path.join(folder, "bin");
  await mkdir(bin);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A stand-in program: notes the arguments and the environment it got, then does what `body` says. */
async function program(name: string, body: string): Promise<string> {
  const file = path.join(bin, name);
  const note = `printf '%s\\n' "$@" > "${folder}/args"\nenv > "${folder}/env"\n`;
  await writeFile(file, `#!/bin/sh\n${note}${body}\n`);
  await chmod(file, 0o755);
  return file;
}
const environment = () => ({
  PATH: `${bin}:/usr/bin:/bin`,
  HOME: folder,
  OP_SESSION_my: "op-session",
  BW_SESSION: "bw-session",
  ENVOI_SECRET_OTHER: "not for programs",
  AWS_SECRET_ACCESS_KEY: "not for programs",
});
const ask = (provider: SecretProvider, options = {}): Promise<string> =>
  askProgram(provider, "token", { environment: environment(), ...options });
const failing = (code: string) => ({ failure: expect.objectContaining({ code }) });
const noted = (name: string) => readFile(path.join(folder, name), "utf8");

describe("the documented command lines", () => {
  test("1Password: op read, the reference as it is, its session and no other", async () => {
    await program("op", `printf '%s' '${canary}'`);
    const reference = "op://Private vault/Shop $(id)/api token";
    expect(await ask({ kind: "1password", reference })).toBe(canary);
    expect(await noted("args")).toBe(`read\n--no-newline\n${reference}\n`);
    const env = await noted("env");
    expect(env).toContain("OP_SESSION_my=op-session");
    expect(env).not.toMatch(/not for programs|bw-session/);
  });

  test("Bitwarden: bw get, nobody asked", async () => {
    await program("bw", `echo '${canary}'`);
    expect(await ask({ kind: "bitwarden", item: "shop; id", field: "password" })).toBe(canary);
    expect(await noted("args")).toBe("get\npassword\nshop; id\n--raw\n--nointeraction\n");
    expect(await noted("env")).toContain("BW_SESSION=bw-session");
  });

  test("any program: its arguments one by one, and no shell", async () => {
    const file = await program("any", `printf '%s\\nsecond\\n' '${canary}'`);
    const args = ["a b", "$(touch x)", ";", "", "*"];
    expect(await ask({ kind: "exec", program: file, args })).toBe(`${canary}\nsecond`);
    expect(await noted("args")).toBe("a b\n$(touch x)\n;\n\n*\n");
    expect(await ask({ kind: "exec", program: "any", args: [] })).toBe(`${canary}\nsecond`);
  });
});

describe("what goes wrong is said without the value", () => {
  test.each([
    ["an exit code", `echo '${canary}'; echo '${canary}' >&2; exit 3`, "secret-provider-failed"],
    ["nothing printed", "exit 0", "secret-provider-empty"],
    ["only a line end", "echo", "secret-provider-empty"],
    ["too much", "yes CANARY", "secret-provider-too-long"],
    ["no text", "printf '\\377\\376'", "secret-provider-not-text"],
  ])("%s", async (_, body, code) => {
    const file = await program("any", body);
    const thrown = await ask({ kind: "exec", program: file, args: ["-v"] }).catch(
      (error: unknown) => error,
    );
    expect(toFailure(thrown)).toMatchObject({ code, place: "token" });
    expect(JSON.stringify(thrown) + String(thrown) + String((thrown as Error).stack)).not.toContain(
      "CANARY",
    );
  });

  test.each([
    ["1password", "op", "[ERROR] You are not currently signed in.", "secret-provider-locked"],
    ["1password", "op", `"x" isn't an item in the "y" vault`, "secret-provider-absent"],
    ["bitwarden", "bw", "Vault is locked.", "secret-provider-locked"],
    ["bitwarden", "bw", "Not found.", "secret-provider-absent"],
    ["pass", "pass", "Error: x is not in the password store.", "secret-provider-absent"],
  ] as const)("%s says: %s %s", async (kind, name, complaint, code) => {
    await program(name, `cat >&2 <<'END'\n${complaint}\nEND\nexit 1`);
    const provider: SecretProvider =
      kind === "1password"
        ? { kind, reference: "op://a/b/c" }
        : kind === "bitwarden"
          ? { kind, item: "x", field: "totp" }
          : { kind, entry: "x" };
    await expect(ask(provider)).rejects.toMatchObject(failing(code));
  });

  test("a program that takes too long", async () => {
    const file = await program("any", "sleep 600");
    const late = ask({ kind: "exec", program: file, args: [] }, { patience: 1 });
    await expect(late).rejects.toMatchObject(failing("secret-provider-timeout"));
  });

  test("one that is not there, or is named by a path that depends on the folder", async () => {
    for (const program of ["no-such-program-at-all", "./any", path.join(folder, "none")])
      await expect(ask({ kind: "exec", program, args: [] })).rejects.toMatchObject(
        failing("secret-provider-missing"),
      );
    expect(placesOf("op", `.:${bin}:relative/bin`)).toEqual([path.join(bin, "op")]);
  });

  test("what is ended early ends with the children it started", async () => {
    const child = path.join(folder, "child");
    const file = await program(
      "any",
      `sleep 600 &\necho $! > "${child}.new"\nmv "${child}.new" "${child}"\nwait`,
    );
    const ended = new AbortController();
    const late = ask({ kind: "exec", program: file, args: [] }, { signal: ended.signal });
    await expect.poll(() => readFile(child, "utf8").catch(() => ""), waiting).not.toBe("");
    ended.abort(new FailureError({ kind: "cancelled", code: "cancelled", message: "" }));
    await expect(late).rejects.toMatchObject(failing("cancelled"));
    const pid = Number(await readFile(child, "utf8"));
    await expect.poll(() => alive(pid), waiting).toBe(false);
  }, 60_000);
});

test("no program gets variables beyond its own and the common ones", () => {
  const all = { ...environment(), PASSWORD_STORE_DIR: "/p", GNUPGHOME: "/g", NODE_OPTIONS: "-r x" };
  const names = (provider: SecretProvider) => Object.keys(environmentFor(provider, all)).sort();
  expect(names({ kind: "exec", program: "x", args: [] })).toEqual(["GNUPGHOME", "HOME", "PATH"]);
  expect(names({ kind: "pass", entry: "x" })).toEqual([
    "GNUPGHOME",
    "HOME",
    "PASSWORD_STORE_DIR",
    "PATH",
  ]);
});

describe("which program gives which secret", () => {
  test("is kept on this machine alone, follows a rename, and is refused when it is none", async () => {
    const store = await openProviderStore(folder);
    const entry = { collectionId: id, environment: "prod", name: "token" };
    await store.set({ ...entry, provider: { kind: "pass", entry: "shop/token" } });
    for (const [provider, code] of [
      [{ kind: "1password", reference: "--help" }, "secret-provider-1password"],
      [{ kind: "pass", entry: "--clip" }, "secret-provider-pass"],
      [{ kind: "bitwarden", item: "a\nb", field: "password" }, "secret-provider-bitwarden"],
      [{ kind: "exec", program: "", args: [] }, "secret-provider-exec"],
      [{ kind: "exec", program: "a", args: ["\0"] }, "secret-provider-exec"],
    ] as const)
      await expect(store.set({ ...entry, provider })).rejects.toMatchObject(failing(code));
    await store.rename(id, "prod", "live");
    const again = await openProviderStore(folder);
    expect(again.list()).toEqual([
      { ...entry, environment: "live", provider: { kind: "pass", entry: "shop/token" } },
    ]);
    const { mode } = await stat(path.join(folder, "secret-providers.json"));
    expect(mode & 0o777).toBe(0o600);
    await again.remove(id, "live", "token");
    expect((await openProviderStore(folder)).list()).toEqual([]);
  });

  test("looking runs nothing; a send asks once, until what it said is forgotten", async () => {
    const count = path.join(folder, "count");
    const file = await program("any", `echo x >> "${count}"\necho '${canary}'`);
    const store = await openProviderStore(folder);
    const source = createProviderSource(store, { environment: environment() });
    await store.set({
      collectionId: id,
      environment: "prod",
      name: "token",
      provider: { kind: "exec", program: file, args: [] },
    });
    const behind = {
      open: async () => ({ values: new Map([["token", "stale"]]), missing: new Map() }),
    };
    const all = joinSources([source, behind]);
    const place = (environment: string) => ({ id, root: folder, environment });
    const look = async () => {
      const { values, missing } = await all.open(place("prod"), ["token", "other"]);
      const why = missing.get("token");
      if (why !== undefined) throw new FailureError(why);
      return values.get("token");
    };
    await expect(look()).rejects.toMatchObject(failing("secret-not-fetched"));
    await expect(stat(count)).rejects.toThrow("ENOENT");
    expect((await all.open(place("dev"), ["token"])).values.get("token")).toBe("stale");
    const send = () => withFetched(source.fetch, look);
    expect(await Promise.all([send(), send()])).toEqual([canary, canary]);
    expect(await send()).toBe(canary);
    expect((await readFile(count, "utf8")).length).toBe(2);
    source.forget();
    const thrown = await look().catch((error: unknown) => error);
    expect(unfetched(thrown)).toMatchObject({ place: "prod/token" });
    expect(await send()).toBe(canary);
    expect((await readFile(count, "utf8")).length).toBe(4);
    await store.set({
      collectionId: id,
      environment: "prod",
      name: "token",
      provider: { kind: "exec", program: file, args: ["another"] },
    });
    await expect(look()).rejects.toMatchObject(failing("secret-not-fetched"));
    await source.attempt(id, "prod", "token");
    expect(await look()).toBe(canary);
  });

  test("of two secrets of one name, in a collection and in globals, only the program of the one that is used runs", async () => {
    const store = await openProviderStore(folder);
    const source = createProviderSource(store, { environment: environment() });
    const globals = "globals-of-a-workspace";
    for (const owner of [id, globals]) {
      const file = await program(`of-${owner}`, `echo ${owner} >> "${folder}/ran"\necho ${owner}`);
      const provider = { kind: "exec", program: file, args: [] } as const;
      await store.set({ collectionId: owner, environment: "prod", name: "token", provider });
    }
    const sources = async (disabled: boolean): Promise<readonly VariableSource[]> =>
      await Promise.all(
        [globals, id].map(async (owner) => {
          const place = { id: owner, root: folder, environment: "prod" };
          const row = { name: "token", value: "", secret: true };
          const variables = [owner === id ? { ...row, disabled } : row];
          const scope = owner === id ? "environment" : "workspace";
          return {
            scope,
            origin: owner,
            variables,
            ...(await openedFor(place, variables, source)),
          } as const;
        }),
      );
    const send = (disabled: boolean) =>
      withFetched(source.fetch, async () =>
        replaceForSending(createResolver(await sources(disabled)))("{{token}}"),
      );
    expect(await send(true)).toBe(globals);
    expect(await readFile(path.join(folder, "ran"), "utf8")).toBe(`${globals}\n`);
    expect(await send(false)).toBe(id);
    expect(await readFile(path.join(folder, "ran"), "utf8")).toBe(`${globals}\n${id}\n`);
  });
});

const pass = ["pass", "gpg"].every((name) => spawnSync(name, ["--version"]).status === 0);
if (!pass) console.warn("skipped: the programs pass and gpg are not installed");

describe.skipIf(!pass)("the program pass", () => {
  let home = "";
  const own = () => ({
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    GNUPGHOME: path.join(home, "gnupg"),
    PASSWORD_STORE_DIR: path.join(home, "store"),
  });
  beforeAll(async () => {
    // A socket of gpg's agent has a short path.
    home = await mkdtemp(path.join(tmpdir(), "s-"));
    await mkdir(path.join(home, "gnupg"), { mode: 0o700 });
    const options = { env: own(), stdio: ["pipe", "ignore", "ignore"] as "pipe"[] };
    execFileSync(
      "gpg",
      ["--batch", "--passphrase", "", "--quick-gen-key", "t@t.invalid", "default", "default"],
      options,
    );
    execFileSync("pass", ["init", "t@t.invalid"], options);
    execFileSync("pass", ["insert", "-m", "shop/api token"], {
      ...options,
      input: `${canary}\nurl: https://shop.invalid\n`,
    });
  }, 60_000);
  afterAll(async () => {
    spawnSync("gpgconf", ["--kill", "all"], { env: own() });
    await rm(home, { recursive: true, force: true });
  });

  test("gives the first line of an entry, and says when there is none", async () => {
    const options = { environment: { ...own(), OTHER: "x" } };
    expect(await askProgram({ kind: "pass", entry: "shop/api token" }, "token", options)).toBe(
      canary,
    );
    const none = askProgram({ kind: "pass", entry: "shop/none" }, "token", options);
    await expect(none).rejects.toMatchObject(failing("secret-provider-absent"));
    await writeFile(path.join(home, "store", "shop", "bad.gpg"), "not sealed");
    const bad = askProgram({ kind: "pass", entry: "shop/bad" }, "token", options);
    await expect(bad).rejects.toMatchObject({ failure: { place: "token" } });
  }, 60_000);
});

/** For how long a busy machine is waited for. */
const waiting = { timeout: 50_000 };

/** One that ended and that nobody asked about any more counts as ended. */
async function alive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return !/\) Z /.test(stat);
}
