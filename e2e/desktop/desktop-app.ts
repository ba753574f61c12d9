import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import type { ControlMessage, ControlRequest } from "../electron/control.ts";

/** The built desktop app, running: on the real Electron where its program is, else on the stand-in. */
export interface DesktopApp {
  readonly page: Page;
  /** Chooses an item of the native menu by its action's id. False: there is no such item. */
  chooseMenu(id: string): Promise<boolean>;
  menuTitles(): Promise<readonly string[]>;
  /** The next open or save dialog answers this; null: cancelled. */
  answerFile(path: string | null): Promise<void>;
  /** The next question answers with this button. */
  answerQuestion(button: number): Promise<void>;
  /** Addresses given to the system's browser. */
  opened(): Promise<readonly string[]>;
  /** Asks the app to quit and waits until it has. */
  quit(): Promise<void>;
  /** kill -9, as a crash. */
  kill(): Promise<void>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "dist/desktop/main.js");

/** The real Electron program, or null. */
export function electronProgram(): string | null {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve("electron/package.json"));
  if (!existsSync(join(folder, "path.txt"))) return null;
  const program: unknown = require("electron");
  return typeof program === "string" && existsSync(program) ? program : null;
}

export const ground = electronProgram() === null ? "stand-in" : "real Electron";

/** Starts it with its own data folder. Every other argument goes to main as it is. */
export async function startDesktop(
  dataFolder: string,
  ...args: readonly string[]
): Promise<DesktopApp> {
  const program = electronProgram();
  const words = [main, "--data", dataFolder, ...args];
  if (program === null) return startOnStandIn(words);
  return (await import("./real-app.ts")).startOnElectron(program, words);
}

/** A second start of the same app: gives its exit code. */
export function startSecond(dataFolder: string): Promise<number | null> {
  const child = spawnStandIn([main, "--data", dataFolder]);
  return new Promise((resolve) => child.once("exit", resolve));
}

function spawnStandIn(words: readonly string[]): ChildProcess {
  const register = join(root, "e2e/electron/register.mjs");
  return spawn(process.execPath, ["--import", "tsx", "--import", register, ...words], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

async function startOnStandIn(words: readonly string[]): Promise<DesktopApp> {
  const child = spawnStandIn(words);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const { endpoint, browserPid } = await readyMessage(child);
  const browser = await chromium.connectOverCDP(endpoint);
  const page = await shownPage(browser);
  let count = 0;

  const ask = (request: ControlRequest): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = (count += 1);
      const hear = (message: ControlMessage) => {
        if (message.kind === "ready" || message.id !== id) return;
        child.off("message", hear);
        if (message.kind === "answer") resolve(message.value);
        else reject(new Error(message.message));
      };
      child.on("message", hear);
      child.send({ id, request });
    });

  return {
    page,
    chooseMenu: async (id) => (await ask({ kind: "menu", id })) === true,
    menuTitles: async () => (await ask({ kind: "menu-titles" })) as readonly string[],
    answerFile: async (path) => void (await ask({ kind: "answer-open", path })),
    answerQuestion: async (button) => void (await ask({ kind: "answer-message", button })),
    opened: async () => (await ask({ kind: "opened" })) as readonly string[],
    quit: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.send({ id: 0, request: { kind: "quit" } satisfies ControlRequest });
      }
      await ended;
      await browser.close().catch(() => undefined);
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
      // Chromium is another process here; in Electron it would have gone with main.
      if (isRunning(browserPid)) process.kill(browserPid, "SIGKILL");
      await browser.close().catch(() => undefined);
    },
  };
}

function readyMessage(child: ChildProcess): Promise<ControlMessage & { kind: "ready" }> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the desktop app ended with ${code}`)));
    child.on("message", (message: ControlMessage) => {
      if (message.kind === "ready") resolve(message);
    });
  });
}

async function shownPage(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0];
  const page = context?.pages()[0] ?? (await context?.waitForEvent("page"));
  if (page === undefined) throw new Error("the desktop app shows no page");
  await page.waitForURL(/envoi/);
  return page;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
