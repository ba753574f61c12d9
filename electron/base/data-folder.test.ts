import { expect, test } from "vitest";
import { defaultDataFolder } from "./data-folder.ts";

test.each([
  ["linux", {}, "/home/a", "/home/a/.local/share/envoi"],
  ["linux", { XDG_DATA_HOME: "/data" }, "/home/a", "/data/envoi"],
  ["linux", { XDG_DATA_HOME: "data" }, "/home/a", "/home/a/.local/share/envoi"],
  ["linux", { XDG_DATA_HOME: "" }, "/home/a", "/home/a/.local/share/envoi"],
  ["darwin", {}, "/Users/a", "/Users/a/Library/Application Support/Envoi"],
  [
    "win32",
    { APPDATA: "C:\\Users\\a\\AppData\\Roaming" },
    "C:\\Users\\a",
    "C:\\Users\\a\\AppData\\Roaming\\Envoi",
  ],
  ["win32", {}, "C:\\Users\\a", "C:\\Users\\a\\AppData\\Roaming\\Envoi"],
] as const)("%s %j", (platform, env, home, folder) => {
  expect(defaultDataFolder(platform, env, home)).toBe(folder);
});
