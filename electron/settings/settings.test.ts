import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defaultSettings } from "../../shared/model/settings.ts";
import { openSettings } from "./settings.ts";

let folder = "";
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "envoi-settings-"));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const file = () => path.join(folder, "settings.json");
const written = (settings: object, version = 1) =>
  fs.writeFile(file(), JSON.stringify({ version, settings }));

describe("settings", () => {
  test("are the defaults when there is no file, and none is written", async () => {
    const settings = await openSettings(folder);
    expect(settings.get()).toEqual(defaultSettings);
    expect(await fs.readdir(folder)).toEqual([]);
  });

  test("come back after a restart, the file for its owner only", async () => {
    const settings = await openSettings(folder);
    const keys = { "request.send": "Mod+Enter" };
    await Promise.all([
      settings.update({ theme: "dark" }),
      settings.update({ fontSize: 15, keys }),
    ]);
    expect(settings.get()).toEqual({ ...defaultSettings, theme: "dark", fontSize: 15, keys });
    expect((await openSettings(folder)).get()).toEqual(settings.get());
    if (process.platform !== "win32") expect((await fs.stat(file())).mode & 0o777).toBe(0o600);
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    '{"version":1}',
    '{"settings":{}}',
    '{"version":"1","settings":{}}',
  ])("a file with %j is kept aside", async (text) => {
    await fs.writeFile(file(), text);
    const settings = await openSettings(folder);
    expect(settings.get()).toEqual(defaultSettings);
    expect(await fs.readFile(`${file()}.bad`, "utf8")).toBe(text);
    await settings.update({ theme: "light" });
    expect((await openSettings(folder)).get().theme).toBe("light");
  });

  test("a bad value spoils only itself", async () => {
    await written({ theme: "purple", fontSize: 99, timeout: -1, keys: { a: 1 }, encodeUrl: true });
    expect((await openSettings(folder)).get()).toEqual({ ...defaultSettings, encodeUrl: true });
  });

  test("the switches for cookies of an older file become part of the network, once", async () => {
    await written({ sendCookies: false, storeCookies: true, network: { retries: 1 } });
    const settings = await openSettings(folder);
    expect(settings.get().network).toEqual({ sendCookies: false, retries: 1 });
    await settings.update({ network: { retries: 1 } });
    const again = await openSettings(folder);
    expect(again.get().network).toEqual({ retries: 1 });
    expect(await fs.readFile(file(), "utf8")).not.toContain("Cookies");
  });

  test("a bad or unknown field of the network spoils only itself and is kept", async () => {
    await written({ network: { retries: -1, tlsMax: "1.2", sparkle: 1 } });
    const settings = await openSettings(folder);
    expect(settings.get().network).toEqual({ tlsMax: "1.2" });
    await settings.update({ network: { noDelay: false } });
    expect(JSON.parse(await fs.readFile(file(), "utf8"))).toMatchObject({
      settings: { network: { noDelay: false, sparkle: 1 } },
    });
    expect((await openSettings(folder)).get().network).toEqual({ noDelay: false });
  });

  test("what a later version wrote is kept", async () => {
    await written({ theme: "dark", sparkle: { much: true } }, 2);
    const settings = await openSettings(folder);
    await settings.update({ fontSize: 12 });
    const kept: unknown = JSON.parse(await fs.readFile(file(), "utf8"));
    expect(kept).toMatchObject({
      settings: { theme: "dark", fontSize: 12, sparkle: { much: true } },
    });
  });

  test("__proto__ in the file changes nothing", async () => {
    await fs.writeFile(
      file(),
      '{"version":1,"settings":{"__proto__":{"theme":"dark"},"keys":{"__proto__":"x"}}}',
    );
    const settings = await openSettings(folder);
    expect(settings.get().theme).toBe("system");
    expect(({} as { theme?: unknown }).theme).toBeUndefined();
  });

  test("a save that fails changes nothing", async () => {
    const settings = await openSettings(folder);
    await fs.rm(folder, { recursive: true });
    await expect(settings.update({ theme: "dark" })).rejects.toMatchObject({
      name: "FailureError",
    });
    expect(settings.get().theme).toBe("system");
  });

  test("watchers get each change", async () => {
    const settings = await openSettings(folder);
    const stop = new AbortController();
    const themes: string[] = [];
    for await (const { theme } of settings.watch(stop.signal)) {
      themes.push(theme);
      if (theme === "system") void settings.update({ theme: "dark" });
      else stop.abort();
    }
    expect(themes).toEqual(["system", "dark"]);
  });
});
