import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type BrowserContext, chromium } from "playwright";
import { browserArgs, findBrowser } from "../../scripts/browser.mjs";

/** The Chromium behind every window of the stand-in. Both this process and the test are joined to it over CDP. */
export interface StandInBrowser {
  readonly context: BrowserContext;
  readonly endpoint: string;
  readonly pid: number;
  close(): Promise<void>;
}

/** Starts it on the first window. Rejects when there is no Chromium. */
export async function startBrowser(): Promise<StandInBrowser> {
  const program = findBrowser();
  if (program === null) throw new Error("No Chromium: run `node scripts/install-browser.mjs`.");
  const profile = mkdtempSync(join(tmpdir(), "envoi-stand-in-"));
  const args = [...browserArgs, "--headless=new", "--remote-debugging-port=0"];
  const child = spawn(program, [...args, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const endpoint = await debuggingEndpoint(child);
  const browser = await chromium.connectOverCDP(endpoint);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error("Chromium has no context");
  return {
    context,
    endpoint,
    pid: child.pid ?? 0,
    close: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function debuggingEndpoint(child: ChildProcess): Promise<string> {
  const { stderr } = child;
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`Chromium ended with ${code}`)));
    if (stderr === null) return;
    createInterface({ input: stderr }).on("line", (line) => {
      const found = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}
