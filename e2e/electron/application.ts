import { EventEmitter } from "node:events";
import { mkdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { App } from "electron";

type Used = Pick<
  App,
  | "enableSandbox"
  | "setAppUserModelId"
  | "isReady"
  | "quit"
  | "exit"
  | "getLocale"
  | "getPreferredSystemLanguages"
  | "requestSingleInstanceLock"
  | "isPackaged"
>;

const paths = new Map<string, string>([["home", homedir()]]);
let quitting = false;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Electron's `app` as far as a desktop host uses it. */
class Application extends EventEmitter implements Used {
  readonly isPackaged = false;
  /** Ends what the stand-in itself has opened. */
  closeWindows: () => void = () => undefined;
  onExit: () => Promise<void> = () => Promise.resolve();

  enableSandbox(): void {
    return;
  }
  setAppUserModelId(): void {
    return;
  }
  isReady(): boolean {
    return true;
  }
  async whenReady(): Promise<void> {
    await Promise.resolve();
  }
  getLocale(): string {
    return "en-US";
  }
  getPreferredSystemLanguages(): string[] {
    return ["en-US"];
  }
  getPath(name: string): string {
    const path = paths.get(name);
    if (path === undefined) throw new Error(`no path for ${name}`);
    return path;
  }
  setPath(name: string, path: string): void {
    paths.set(name, path);
  }

  /** By a file in userData: a second process leaves its arguments there and the first one is told. */
  requestSingleInstanceLock(): boolean {
    const folder = this.getPath("userData");
    mkdirSync(folder, { recursive: true });
    const lock = join(folder, "SingletonLock");
    const second = join(folder, "SingletonSecond");
    const holder = readNumber(lock);
    if (holder !== null && isAlive(holder)) {
      writeFileSync(second, JSON.stringify(process.argv));
      return false;
    }
    writeFileSync(lock, String(process.pid));
    watch(folder, (_event, name) => {
      if (name !== "SingletonSecond") return;
      const argv = readArguments(second);
      if (argv === null) return;
      rmSync(second, { force: true });
      this.emit("second-instance", {}, argv, process.cwd(), null);
    }).unref();
    return true;
  }

  /** `before-quit`, then the windows, then `will-quit`: the first and the last may hold it up. */
  quit(): void {
    if (quitting) return;
    quitting = true;
    quitting = asks(this, "before-quit");
    if (!quitting) return;
    this.closeWindows();
    quitting = asks(this, "will-quit");
    if (quitting) this.exit(0);
  }

  exit(code = 0): void {
    void this.onExit().finally(() => process.exit(code));
  }
}

function asks(emitter: EventEmitter, name: string): boolean {
  let prevented = false;
  emitter.emit(name, { preventDefault: () => void (prevented = true) });
  return !prevented;
}

function readNumber(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function readArguments(file: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(value) ? value.map(String) : null;
  } catch {
    return null;
  }
}

export const application = new Application();
