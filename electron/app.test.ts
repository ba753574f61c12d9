import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { emptyRequest } from "../shared/model/request.ts";
import { type App, createApp } from "./app.ts";
import { keySealer } from "./secrets/sealer.ts";

let folder = "";
let app: App;
const capabilities = {
  nativeDialogs: false,
  nativeMenu: false,
  systemTrash: false,
  keychain: false,
  windowChrome: false,
};
const never = new AbortController().signal;
const open = () =>
  createApp({
    dataFolder: path.join(folder, "data"),
    ports: { host: "loopback", version: "9.8.7", capabilities },
  });

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-app-")));
  app = await open();
});
afterEach(async () => {
  await app.close();
  await fs.rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

test("says what it is", async () => {
  expect(await app.handlers["app.info"](null, never)).toMatchObject({
    version: "9.8.7",
    host: "loopback",
    dataFolder: path.join(folder, "data"),
    homeFolder: os.homedir(),
    capabilities,
  });
});

test("its data is for its owner only", async () => {
  if (process.platform !== "win32")
    expect((await fs.stat(path.join(folder, "data"))).mode & 0o777).toBe(0o700);
});

test.each(["20260101000000000-000000000000.0", "x", "..", "20260101000000000-000000000000"])(
  "there is no body %j",
  async (id) => {
    expect(await app.openBody(id, false)).toBeNull();
    expect(await app.openWire(id, "clear")).toBeNull();
  },
);

test("a host without dialogs says so", async () => {
  await expect(app.handlers["dialogs.openFolder"]({ title: "x" }, never)).rejects.toMatchObject({
    failure: { kind: "policy", code: "no-native-dialogs" },
  });
});

test("inputs are checked here, whoever calls", async () => {
  await expect(app.handlers["collections.close"]({ id: "../x" }, never)).rejects.toMatchObject({
    failure: { kind: "input", code: "bad-input", place: "id" },
  });
});

test("the demo: a server, its state, and a sample collection that sends", async () => {
  const states: (string | null)[] = [];
  const stop = new AbortController();
  const watching = (async () => {
    for await (const { url } of app.handlers["demo.state"](stop.signal)) states.push(url);
  })();
  const { collectionId } = await app.handlers["demo.openSample"](null, never);
  const { url } = await app.handlers["demo.start"](null, never);
  const request = { ...emptyRequest, url: `${url}/status/204` };
  const input = { request, collectionId, path: "", environment: null };
  let status: number | undefined;
  for await (const item of app.handlers["exchange.send"](input, never)) {
    if (item.kind === "end") status = item.exchange.hops[0]?.response?.status;
  }
  expect(status).toBe(204);
  expect(await app.handlers["demo.openSample"](null, never)).toEqual({ collectionId });
  expect(await app.handlers["demo.stop"](null, never)).toEqual({ url: null });
  stop.abort();
  await watching;
  expect(states[0]).toBeNull();
  expect(states).toContain(url);
});

test("what was open is open again, under the same id", async () => {
  const { id } = await app.handlers["collections.create"]({ parent: folder, name: "Kept" }, never);
  await app.close();
  app = await open();
  for await (const item of app.handlers["collections.watch"](never)) {
    expect(item).toMatchObject({ kind: "snapshot", collections: [{ id, name: "Kept" }] });
    break;
  }
});

test("a data folder that is a file is a plain failure", async () => {
  const file = path.join(folder, "file");
  await fs.writeFile(file, "");
  await expect(
    createApp({ dataFolder: file, ports: { host: "loopback", version: "1", capabilities } }),
  ).rejects.toMatchObject({
    failure: { kind: "storage" },
  });
});

test("globals without a workspace: made, filled, given a secret, renamed, deleted and brought back; a workspace has its own", async () => {
  const h = app.handlers;
  const globals = async () => {
    for await (const state of h["workspace.watch"](never)) return state.globals;
    throw new Error("no state");
  };
  const { id: collectionId } = await h["collections.create"]({ parent: folder, name: "C" }, never);
  const seen = async (of: string | null = collectionId) =>
    (await h["variables.view"]({ collectionId: of, path: "", environment: null }, never))
      .filter(({ scope }) => scope === "workspace")
      .map(({ name, value, secret, missing, origin }) => [name, value, secret, missing, origin]);
  const { id } = await globals();
  if (id === null) throw new Error("no globals");
  expect(await globals()).toEqual({ id, environments: [], chosen: null });

  const at = { collectionId: id };
  const { name } = await h["environments.create"]({ ...at, name: "Mine" }, never);
  expect(await globals()).toEqual({ id, environments: ["Mine"], chosen: null });
  const { environment, hash } = await h["environments.read"]({ ...at, name }, never);
  const variables = [
    { name: "region", value: "eu" },
    { name: "token", value: "", secret: true },
  ];
  await h["environments.save"]({ ...at, environment: { ...environment, variables }, hash }, never);
  expect(await seen()).toEqual([]);
  await h["globals.choose"]({ name }, never);
  expect((await globals()).chosen).toBe("Mine");
  const region = ["region", "eu", false, false, "Mine"];
  expect(await seen()).toEqual([region, ["token", "", true, true, "Mine"]]);
  const secret = { ...at, environment: name, name: "token" };
  await h["secrets.set"]({ ...secret, value: "s3cret-value" }, never);
  expect(await seen(null)).toEqual([region, ["token", "", true, false, "Mine"]]);
  expect(
    await h["secrets.origins"]({ ...at, environment: name, names: ["token"] }, never),
  ).toMatchObject([{ kind: "machine" }]);

  await h["environments.rename"]({ ...at, from: name, to: "Ours" }, never);
  expect((await globals()).chosen).toBe("Ours");
  expect(await seen()).toEqual([
    ["region", "eu", false, false, "Ours"],
    ["token", "", true, false, "Ours"],
  ]);
  const { undoId } = await h["environments.delete"]({ ...at, name: "Ours" }, never);
  expect(await globals()).toMatchObject({ environments: [], chosen: null });
  expect(await seen()).toEqual([]);
  if (undoId === null) throw new Error("not kept");
  await h["collections.undoDelete"]({ undoId }, never);
  expect((await globals()).environments).toEqual(["Ours"]);

  await h["workspace.create"]({ parent: folder, name: "W", keep: true }, never);
  const own = await globals();
  expect(own.id).not.toBe(id);
  expect(own.environments).toEqual([]);
  expect(await seen()).toEqual([]);
  await expect(h["environments.read"]({ ...at, name: "Ours" }, never)).rejects.toMatchObject({
    failure: { kind: "not-found" },
  });
  await h["workspace.close"](null, never);
  expect(await seen()).toHaveLength(2);
});

test("where the system has no keyring a passphrase or a key file can be chosen; what a keyring sealed before is not lost by it", async () => {
  const sealing = keySealer("keychain-1", Buffer.alloc(32, 7));
  const dataFolder = path.join(folder, "desktop");
  const start = (available: boolean): Promise<App> => {
    const keychain = { ...sealing, available: () => available };
    return createApp({
      dataFolder,
      ports: { host: "desktop", version: "0", capabilities, keychain },
    });
  };
  const choice = { kind: "passphrase", passphrase: "four words of mine" } as const;
  const cookies = "a.test\tFALSE\t/\tFALSE\t0\tsid\tCANARY\n";
  let desktop = await start(true);
  await desktop.handlers["cookies.import"]({ jar: "", text: cookies }, never);
  await desktop.close();
  desktop = await start(false);
  await expect(desktop.handlers["secretStore.choose"](choice, never)).rejects.toMatchObject({
    failure: { code: "keyring-gone" },
  });
  await desktop.close();
  await fs.rm(dataFolder, { recursive: true });
  desktop = await start(false);
  await expect(desktop.handlers["identities.list"](null, never)).rejects.toMatchObject({
    failure: { code: "no-keyring" },
  });
  await desktop.handlers["secretStore.choose"](choice, never);
  expect(await desktop.handlers["identities.list"](null, never)).toHaveLength(1);
  await desktop.handlers["secretStore.choose"]({ kind: "key-file", file: "" }, never);
  expect(await desktop.handlers["identities.list"](null, never)).toHaveLength(1);
  await desktop.close();
});
