import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import type { Environment } from "./environment.ts";
import { readGnome, readKde, readRegistry, readScutil, type SystemSetting } from "./system-text.ts";

/** ms the answer of the system counts; people change it by hand. */
const fresh = 5_000;
/** ms a command of the system may take. */
const patience = 3_000;

/** What the system is set to now; the last answer while it is fresh. Never rejects: what cannot be asked says "none", or the environment on Linux. */
export function createSystemSetting(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): () => Promise<SystemSetting> {
  let known: { readonly at: number; readonly setting: Promise<SystemSetting> } | null = null;
  return () => {
    if (known === null || Date.now() - known.at > fresh)
      known = { at: Date.now(), setting: ask(environment, platform) };
    return known.setting;
  };
}

const internetSettings = String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings`;

async function ask(environment: Environment, platform: NodeJS.Platform): Promise<SystemSetting> {
  switch (platform) {
    case "darwin":
      return readScutil(await output("scutil", ["--proxy"]));
    case "win32":
      return readRegistry(await output("reg", ["query", internetSettings]));
    default:
      return await askDesktop(environment);
  }
}

/** KDE and the desktops that keep GNOME's settings; anywhere else the environment is the system's setting. */
async function askDesktop(environment: Environment): Promise<SystemSetting> {
  const desktop = (environment["XDG_CURRENT_DESKTOP"] ?? "").toLowerCase();
  if (desktop.includes("kde")) {
    const home = environment["XDG_CONFIG_HOME"] ?? path.join(homedir(), ".config");
    const text = await readFile(path.join(home, "kioslaverc"), "utf8").catch(() => "");
    return readKde(text);
  }
  if (!/gnome|unity|cinnamon|mate|budgie|pantheon/.test(desktop)) return { kind: "environment" };
  const text = await output("gsettings", ["list-recursively", "org.gnome.system.proxy"]);
  return text === "" ? { kind: "environment" } : readGnome(text);
}

/** "" when it cannot be run. */
function output(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      { timeout: patience, maxBuffer: 1 << 20, windowsHide: true },
      (error, text) => resolve(error === null ? text : ""),
    );
  });
}
