import { once } from "node:events";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  writeFile,
} from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Selector } from "../shared/model/action.ts";
import type { Exchange } from "../shared/model/exchange.ts";
import type { KeptResult } from "../shared/model/kept-value.ts";
import { emptyRequest } from "../shared/model/request.ts";
import { type App, createApp } from "./app.ts";

const canary = "CANARY-5e77ad-value";
const environment = "prod";
const never = new AbortController().signal;
let folder = "";
let collection = "";
let server: Server;
let url = "";
let seen: string[] = [];
let app: App;
let collectionId = "";

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "envoi-sources-")));
  collection = path.join(folder, "shop");
  await mkdir(path.join(collection, "environments"), { recursive: true });
  await writeFile(
    path.join(collection, "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: Shop\n",
  );
  await writeFile(
    path.join(collection, "environments", "prod.yml"),
    `name: prod\nvariables:\n${["token", "other", "FROM_CI"].map((name) => `  - secret: true\n    name: ${name}\n`).join("")}`,
  );
  seen = [];
  server = createServer((request, response) => {
    seen.push(String(request.headers["x-token"]));
    response.setHeader("X-Echo", `<${String(request.headers["x-token"])}>`);
    response.end(`you sent ${String(request.headers["x-token"])}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  app = await createApp({
    dataFolder: path.join(folder, "data"),
    ports: {
      host: "loopback",
      version: "0",
      secretVariables: { ENVOI_SECRET_FROM_CI: `${canary}-ci` },
      capabilities: {
        nativeDialogs: false,
        nativeMenu: false,
        systemTrash: false,
        keychain: false,
        windowChrome: false,
      },
    },
  });
  collectionId = (await app.handlers["collections.open"]({ folder: collection }, never)).id;
});
afterEach(async () => {
  await app.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function program(body: string): Promise<string> {
  const file = path.join(folder, "tool");
  await writeFile(file, `#!/bin/sh\necho x >> "${folder}/count"\n${body}\n`);
  await chmod(file, 0o755);
  return file;
}
const asked = async () =>
  (await readFile(path.join(folder, "count"), "utf8").catch(() => "")).length / 2;
const about = (name: string) => ({
  collectionId,
  path: "",
  environment,
  request: { ...emptyRequest, url, headers: [{ name: "X-Token", value: `{{${name}}}` }] },
});
async function send(name: string): Promise<Exchange> {
  for await (const step of app.handlers["exchange.send"](about(name), never))
    if (step.kind === "end") return step.exchange;
  throw new Error("no end");
}
const set = (args: readonly string[], tool: string, name = "token") =>
  app.handlers["secretProviders.set"](
    { collectionId, environment, name, provider: { kind: "exec", program: tool, args: [...args] } },
    never,
  );
const origins = (...names: string[]) =>
  app.handlers["secrets.origins"]({ collectionId, environment, names }, never);

test("a program is asked when a request that uses its secret is sent, once, and its value is hidden everywhere", async () => {
  const tool = await program(`echo '${canary}'`);
  await set([], tool);
  await set([], "/no/such/program", "other");
  expect(await origins("token", "FROM_CI", "none")).toEqual([
    { kind: "program", provider: "exec", text: tool },
    { kind: "variable", variable: "ENVOI_SECRET_FROM_CI" },
    { kind: "none" },
  ]);
  const view = await app.handlers["variables.view"](about("token"), never);
  expect(view.find(({ name }) => name === "token")).toMatchObject({ missing: false, secret: true });
  const preview = await app.handlers["exchange.preview"](about("token"), never);
  expect(preview.problems).toEqual([]);
  expect(JSON.stringify(preview)).toContain("••••••");
  expect(await asked()).toBe(0);
  const exchange = await send("token");
  expect(seen).toEqual([canary]);
  expect(JSON.stringify(exchange)).not.toContain(canary);
  expect(exchange.failure).toBeNull();
  await send("token");
  expect([seen.length, await asked()]).toEqual([2, 1]);
  await app.handlers["secretProviders.forget"](null, never);
  await send("token");
  expect(await asked()).toBe(2);
  // Nothing of it is on the disk.
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (file.isFile() && file.name !== "tool")
      expect(await readFile(path.join(file.parentPath, file.name), "latin1")).not.toContain(canary);
});

test("a program that fails fails the send, by its code, without what it printed", async () => {
  await set([], await program(`echo '${canary}'; exit 4`));
  const exchange = await send("token");
  expect(exchange.failure).toMatchObject({ code: "secret-provider-failed", place: "token" });
  expect(JSON.stringify(exchange)).not.toContain(canary);
  expect(seen).toEqual([]);
});

test("cancelling does not wait for the program", async () => {
  await set([], await program(`exec sleep 600`));
  const ended = new AbortController();
  const states: string[] = [];
  const sending = (async () => {
    for await (const step of app.handlers["exchange.send"](about("token"), ended.signal))
      if (step.kind === "end") states.push(step.exchange.state);
  })();
  await expect.poll(asked, { timeout: 30_000 }).toBe(1);
  ended.abort();
  await sending;
  expect(states).toEqual(["cancelled"]);
}, 60_000);

test("an environment variable counts before every store, in a host that a shell started", async () => {
  await app.handlers["secrets.set"](
    { collectionId, environment, name: "FROM_CI", value: "stored-value" },
    never,
  );
  await send("FROM_CI");
  expect(seen).toEqual([`${canary}-ci`]);
});

test("a value is shared, counts from the shared file, and is taken back; an environment is deleted and restored with its file", async () => {
  const of = { collectionId, environment };
  await app.handlers["secrets.set"]({ ...of, name: "token", value: canary }, never);
  expect(await origins("token")).toEqual([{ kind: "machine" }]);
  await app.handlers["sharedSecrets.share"]({ ...of, name: "token" }, never);
  expect(await origins("token")).toEqual([{ kind: "shared", readable: true }]);
  await send("token");
  expect(seen).toEqual([canary]);
  const [own = ""] = await app.handlers["identities.list"](null, never);
  const view = await app.handlers["sharedSecrets.view"](of, never);
  expect(view).toMatchObject({ names: ["token"], recipients: [{ key: own, own: true }] });

  const shared = path.join(collection, "environments", "prod.age.yaml");
  const before = await readFile(shared, "utf8");
  const { undoId } = await app.handlers["environments.delete"](
    { collectionId, name: environment },
    never,
  );
  expect(await readdir(path.join(collection, "environments"))).toEqual([]);
  await app.handlers["collections.undoDelete"]({ undoId: undoId ?? "" }, never);
  expect(await readFile(shared, "utf8")).toBe(before);

  await app.handlers["sharedSecrets.unshare"]({ ...of, name: "token" }, never);
  expect(await origins("token")).toEqual([{ kind: "machine" }]);
  await expect(
    app.handlers["sharedSecrets.share"]({ ...of, name: "other" }, never),
  ).rejects.toMatchObject({ failure: { code: "secret-missing" } });
});

test("an action takes what repeats a secret as it is: the next request sends it, and no eyes see it", async () => {
  const tool = await program(`echo '${canary}'`);
  await set([], tool);
  const action = (name: string, selector: Selector) => ({
    name,
    scope: "runtime" as const,
    selector,
  });
  const asking = about("token");
  const first = {
    ...asking,
    request: {
      ...asking.request,
      actions: [
        action("fromHeader", { kind: "header", name: "X-Echo" }),
        action("fromBody", { kind: "regex", pattern: "you sent (.*)" }),
      ],
    },
  };
  const kept: KeptResult[] = [];
  let id = "";
  for await (const step of app.handlers["exchange.send"](first, never)) {
    expect(JSON.stringify(step)).not.toContain("CANARY");
    if (step.kind !== "end") continue;
    kept.push(...(step.kept ?? []));
    id = step.exchange.id;
  }
  expect(kept.map(({ name, value, secret }) => [name, value, secret])).toEqual([
    ["fromHeader", "", true],
    ["fromBody", "", true],
  ]);
  await send("fromHeader");
  await send("fromBody");
  expect(seen).toEqual([canary, `<${canary}>`, canary]);
  const view = await app.handlers["variables.view"]({ collectionId, path: "", environment }, never);
  expect(JSON.stringify(view)).not.toContain("CANARY");
  const late = await app.handlers["exchange.take"](
    {
      id,
      collectionId,
      path: "",
      environment,
      action: action("late", { kind: "header", name: "X-Echo" }),
    },
    never,
  );
  expect(late.failure?.code).toBe("kept-hidden");

  await app.handlers["secretStore.choose"](
    { kind: "passphrase", passphrase: "four words of mine" },
    never,
  );
  await app.handlers["secretStore.lock"](null, never);
  await send("fromHeader");
  expect(seen.at(-1)).toBe("{{fromHeader}}");
});

test("a rename everywhere takes along who gives the value: a program, this machine's store, the shared file", async () => {
  await set([], await program(`echo '${canary}'`));
  const of = { collectionId, environment };
  for (const name of ["other", "FROM_CI"])
    await app.handlers["secrets.set"]({ ...of, name, value: `${canary}-${name}` }, never);
  await app.handlers["sharedSecrets.share"]({ ...of, name: "other" }, never);
  const undo: string[] = [];
  for (const from of ["token", "other", "FROM_CI"]) {
    const rename = { collectionId, from, to: `new.${from}` };
    undo.push((await app.handlers["variables.rename"](rename, never)).undoId);
  }
  const kinds = async (...names: string[]) => (await origins(...names)).map(({ kind }) => kind);
  expect(await kinds("new.token", "new.other", "new.FROM_CI", "token", "other")).toEqual([
    "program",
    "shared",
    "machine",
    "none",
    "none",
  ]);
  await send("new.other");
  expect(seen).toEqual([`${canary}-other`]);
  for (const undoId of undo) await app.handlers["variables.undoRename"]({ undoId }, never);
  expect(await kinds("token", "other", "new.token", "new.other")).toEqual([
    "program",
    "shared",
    "none",
    "none",
  ]);
});

test("programs follow an environment that is renamed, and no collection can name one", async () => {
  const tool = await program(`echo '${canary}'`);
  await set([], tool);
  await app.handlers["environments.rename"]({ collectionId, from: "prod", to: "live" }, never);
  const [entry] = await app.handlers["secretProviders.list"](null, never);
  expect(entry).toMatchObject({ environment: "live", name: "token" });
  await writeFile(
    path.join(collection, "environments", "live.yml"),
    `name: live\nvariables:\n  - secret: true\n    name: evil\n    value: "exec:${tool}"\n    provider: {kind: exec, program: "${tool}"}\nextensions:\n  envoi:\n    providers: [{name: evil, kind: exec, program: "${tool}"}]\n`,
  );
  await app.handlers["collections.close"]({ id: collectionId }, never);
  await app.handlers["collections.open"]({ folder: collection }, never);
  const request = { ...about("evil"), environment: "live" };
  for await (const _ of app.handlers["exchange.send"](request, never));
  expect([await asked(), seen.length]).toEqual([0, 0]);
});
