import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { secretsCommand } from "./secrets/command.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const canary = "CANARY-77aa01";
const phrase = "four plain words here";
let folder = "";
let collection = "";
let data = "";

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-secrets-"));
  collection = path.join(folder, "shop");
  data = path.join(folder, "share", "envoi");
  await mkdir(path.join(collection, "environments"), { recursive: true });
  await writeFile(
    path.join(collection, "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: Shop\n",
  );
  await writeFile(
    path.join(collection, "environments", "local.yml"),
    "name: local\nvariables:\n  - secret: true\n    name: api-token\n",
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `envoi secrets`, with what a person types when asked. */
async function secrets(words: readonly string[], typed: readonly string[] = []): Promise<Outcome> {
  const answers = [...typed];
  let stdout = "";
  let stderr = "";
  const code = await secretsCommand([...words, "--data", data, "--env", "local"], {
    environment: {},
    folder: collection,
    cost: 1024,
    out: (text) => (stdout += text),
    err: (text) => (stderr += text),
    input: async () => Buffer.alloc(0),
    ask: async () => answers.shift() ?? null,
  });
  return { code, stdout, stderr };
}

test("a value is kept, listed, put under a passphrase and forgotten", async () => {
  expect(await secrets(["get", "api-token"])).toMatchObject({ code: 26 });
  expect((await secrets(["set", "other"], ["x"])).stderr).toContain("There are: api-token.");
  expect(await secrets(["set", "api-token"], [canary])).toEqual({
    code: 0,
    stdout: "Kept on this machine: api-token\n",
    stderr: "",
  });
  expect(JSON.parse((await secrets(["list", "--json"])).stdout)).toEqual([
    { name: "api-token", from: "this machine" },
  ]);
  expect((await secrets(["get", "api-token"])).stdout).toBe(`${canary}\n`);

  const differ = await secrets(["use", "passphrase"], [phrase, "something else"]);
  expect(differ.stderr).toContain("not the same");
  const file = path.join(folder, "phrase");
  await writeFile(file, `${phrase}\n`);
  const use = await secrets(["use", "passphrase", "--passphrase-file", file]);
  expect(use).toMatchObject({ code: 0, stdout: "Kept under a passphrase; unlocked.\n" });
  expect((await secrets(["status"])).stdout).toBe("Kept under a passphrase; locked.\n");
  const asked = await secrets(["get", "api-token"]);
  expect(asked.code).toBe(26);
  expect(asked.stderr).toContain("--passphrase-file");
  const wrong = await secrets(["get", "api-token"], ["another phrase"]);
  expect(wrong.stderr).toContain("This is not the passphrase of the secret store.");
  expect((await secrets(["get", "api-token"], [phrase])).stdout).toBe(`${canary}\n`);
  expect(await secrets(["rotate", "--passphrase-file", file])).toMatchObject({ code: 0 });
  expect(await secrets(["remove", "api-token"], [phrase])).toMatchObject({ code: 0 });
  expect((await secrets(["list"])).stdout).toBe("api-token  no value\n");
  expect((await readdir(collection)).sort()).toEqual(["environments", "opencollection.yml"]);
});

test("a value or passphrase on the command line is refused, and why is said", async () => {
  const refused = await secrets(["set", "api-token", "--value=x"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("can read a command line");
});

test("sending unlocks the store when a secret is used, and takes ENVOI_SECRET_ variables first", async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(String(request.headers["x-token"] ?? ""));
    response.end("ok");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    await writeFile(
      path.join(collection, "with.yml"),
      `info:\n  name: R\n  type: http\nhttp:\n  method: GET\n  url: http://127.0.0.1:${port}/\n  headers:\n    - name: X-Token\n      value: "{{api-token}}"\n`,
    );
    await secrets(["set", "api-token"], [canary]);
    await secrets(["use", "passphrase"], [phrase, phrase]);
    const file = path.join(folder, "phrase");
    await writeFile(file, phrase);
    const [locked, unlocked, given] = await Promise.all([
      send({}),
      send({ ENVOI_PASSPHRASE_FILE: file }),
      send({ ENVOI_SECRET_API_TOKEN: "from-ci" }),
    ]);
    expect(locked.stderr).toContain("The secret store is locked");
    expect([locked.code, unlocked.code, given.code]).toEqual([26, 0, 0]);
    expect(seen.sort()).toEqual([canary, "from-ci"]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}, 60_000);

/** `envoi send` as a program of its own, over the same data. */
function send(env: Record<string, string>): Promise<Outcome> {
  const args = ["--import", import.meta.resolve("tsx"), main, "send", "with.yml", "--env", "local"];
  const environment = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    XDG_DATA_HOME: path.join(folder, "share"),
    ...env,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: collection, env: environment },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}
