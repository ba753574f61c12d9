import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SecretsWorld, secretsWorld } from "./world.testing.ts";

const canary = "CANARY-c0de77";
const main = fileURLToPath(new URL("../main.ts", import.meta.url));
let world: SecretsWorld;
let bin = "";
beforeEach(async () => {
  world = await secretsWorld(["api-token", "other"]);
  bin = path.join(world.folder, "bin");
  await mkdir(bin);
  for (const [name, body] of [
    ["op", `[ "$3" = "op://a/b/c" ] && printf '%s' '${canary}'`],
    ["vault-tool", `echo "$1"; echo "$2"`],
  ] as const) {
    await writeFile(path.join(bin, name), `#!/bin/sh\n${body}\n`);
    await chmod(path.join(bin, name), 0o755);
  }
});
afterEach(() => world.end());

test("a program is named for a secret, tried, listed, read from and forgotten", async () => {
  const env = { PATH: `${bin}:/usr/bin:/bin` };
  const me = (...words: readonly string[]) => world.secrets("me", words, [], env);
  const set = ["provider", "set", "api-token"];
  expect((await me(...set, "1password", "op://a/b/c")).stdout).toBe(
    "Given by 1password on this machine: api-token\n",
  );
  expect(
    await me("provider", "set", "other", "exec", "--", "vault-tool", "--flag", "a b"),
  ).toMatchObject({ code: 0 });
  expect((await me("provider")).stdout).toBe(
    "api-token  1password  op://a/b/c\nother      exec  vault-tool --flag a b\n",
  );
  expect((await me("list")).stdout).toContain("api-token  1password op://a/b/c\n");
  expect(await me("provider", "try", "api-token")).toEqual({
    code: 0,
    stdout: "It gives a value: api-token\n",
    stderr: "",
  });
  expect((await me("get", "other")).stdout).toBe("--flag\na b\n");
  await me("provider", "set", "api-token", "1password", "op://a/b/wrong");
  const failed = await me("provider", "try", "api-token");
  expect(failed.code).not.toBe(0);
  expect(failed.stderr).toContain("The program op that gives this secret its value ended");
  expect((await me("provider", "remove", "other")).code).toBe(0);
  expect((await me("provider", "remove", "other")).code).toBe(26);
  // The collection knows nothing of it.
  expect((await readdir(world.collection)).sort()).toEqual(["environments", "opencollection.yml"]);
});

test("a program gives a secret of a workspace's globals to a request of a collection it lists", async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers["x-token"] as string | undefined);
    response.end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    await mkdir(path.join(world.folder, "environments"));
    await writeFile(
      path.join(world.folder, "workspace.yml"),
      "opencollection: 1.0.0\ninfo:\n  name: W\n  type: workspace\ncollections:\n  - name: Shop\n    path: shop\n",
    );
    const globals = "variables:\n  - secret: true\n    name: shared-token\n";
    await writeFile(path.join(world.folder, "environments", "local.yml"), globals);
    const { port } = server.address() as AddressInfo;
    const request = `info:\n  name: R\n  type: http\nhttp:\n  method: GET\n  url: http://127.0.0.1:${port}/\n  headers:\n    - name: X-Token\n      value: "{{shared-token}}"\n`;
    await writeFile(path.join(world.collection, "r.yml"), request);
    const env = { PATH: `${bin}:/usr/bin:/bin` };
    const of = ["--collection", world.folder];
    const set = ["provider", "set", "shared-token", "1password", "op://a/b/c", ...of];
    expect(await world.secrets("me", set, [], env)).toMatchObject({ code: 0, stderr: "" });
    expect((await world.secrets("me", ["list", ...of], [], env)).stdout).toBe(
      "shared-token  1password op://a/b/c\n",
    );
    const words = ["send", path.join(world.collection, "r.yml"), "--global-env", "local"];
    await new Promise<void>((resolve, reject) => {
      execFile(
        process.execPath,
        ["--import", "tsx", main, ...words],
        { env: { ...process.env, ...env, XDG_DATA_HOME: path.join(world.folder, "me") } },
        (error, _, stderr) => (error === null ? resolve() : reject(new Error(stderr))),
      );
    });
    expect(seen).toEqual([canary]);
  } finally {
    server.close();
  }
});

test.each([
  [["set", "api-token"]],
  [["set", "api-token", "1password"]],
  [["set", "api-token", "lastpass", "x"]],
  [["set", "api-token", "bitwarden", "x", "--field", "card"]],
  [["swap"]],
])("provider %j is refused, and how it is written is said", async (words) => {
  const outcome = await world.secrets("me", ["provider", ...words]);
  expect(outcome.code).toBe(2);
  expect(outcome.stderr).toContain("set NAME pass ENTRY");
});

test("a secret nobody declared, and a reference that is none", async () => {
  const none = await world.secrets("me", ["provider", "set", "nobody", "pass", "x"]);
  expect(none.stderr).toContain("There are: api-token, other.");
  const bad = await world.secrets("me", ["provider", "set", "other", "1password", "a/b"]);
  expect(bad.stderr).toContain("op://vault/item/field");
});

test("sending runs the program of a secret that is used, and hides its value in what is printed", async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(String(request.headers["x-token"]));
    response.end("ok");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    const count = path.join(world.folder, "count");
    const tool = path.join(bin, "counting");
    await writeFile(tool, `#!/bin/sh\necho x >> '${count}'\necho '${canary}'\n`, { mode: 0o755 });
    await writeFile(
      path.join(world.collection, "with.yml"),
      `info:\n  name: R\n  type: http\nhttp:\n  method: GET\n  url: http://127.0.0.1:${port}/\n  headers:\n    - name: X-Token\n      value: "{{api-token}}"\n`,
    );
    await world.secrets("me", ["provider", "set", "api-token", "exec", "--", tool]);
    await world.secrets("me", ["provider", "set", "other", "exec", "--", "/no/such/program"]);
    const sent = await send(["send", "with.yml", "--env", "local", "-v"]);
    expect(sent.code).toBe(0);
    expect(sent.stderr).toContain("X-Token: ••••••");
    expect(sent.stderr + sent.stdout).not.toContain("CANARY");
    expect(seen).toEqual([canary]);
    expect((await readFile(count, "utf8")).length).toBe(2);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}, 60_000);

/** `envoi` as a program of its own, by the same person. */
function send(words: readonly string[]) {
  const args = ["--import", import.meta.resolve("tsx"), main, ...words];
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: world.folder,
    XDG_DATA_HOME: path.join(world.folder, "me"),
  };
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, args, { cwd: world.collection, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}
