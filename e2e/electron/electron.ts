import { rmSync } from "node:fs";
import type { Dialog, MenuItemConstructorOptions, SafeStorage, Shell } from "electron";
import { application } from "./application.ts";
import { findItem, listenToTest, world } from "./control.ts";
import { allSessions, sessionOf } from "./sessions.ts";
import { closeBrowser, StandInWindow } from "./window.ts";

// A stand-in for the `electron` module: enough of it, typed by Electron's own definitions, to run the built main and preload
// where the Electron program cannot be had. It is no Electron: sandbox, fuses, real dialogs and the custom scheme's privileges
// are proven elsewhere or not at all (KNOWN_ISSUES.md).

export const app = application;
export const BrowserWindow = StandInWindow;
application.onExit = closeBrowser;
application.closeWindows = () => BrowserWindow.getAllWindows().forEach((window) => window.close());

export const protocol = { registerSchemesAsPrivileged: (): void => undefined };
export const session = {
  fromPartition: sessionOf,
  /** A machine without a proxy. */
  defaultSession: { resolveProxy: async () => "DIRECT" },
};

export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (menu: MenuItemConstructorOptions[] | null): void => {
    world.menu = menu ?? [];
  },
};

const open = () => {
  const path = world.files.shift() ?? null;
  return Promise.resolve({ canceled: path === null, filePaths: path === null ? [] : [path] });
};

export const dialog = {
  showOpenDialog: open,
  showSaveDialog: async () => {
    const { canceled, filePaths } = await open();
    return { canceled, filePath: filePaths[0] ?? "" };
  },
  showMessageBox: (...args: readonly unknown[]) => {
    const options = args.at(-1) as { readonly cancelId?: number };
    const response = world.buttons.shift() ?? options.cancelId ?? 0;
    return Promise.resolve({ response, checkboxChecked: false });
  },
  showErrorBox: (title: string, content: string): void => {
    process.stderr.write(`${title}\n${content}\n`);
  },
} satisfies { [Name in keyof Dialog]?: unknown };

export const shell = {
  openExternal: (url: string): Promise<void> => Promise.resolve(void world.opened.push(url)),
  trashItem: (path: string): Promise<void> => {
    world.trashed.push(path);
    rmSync(path, { recursive: true });
    return Promise.resolve();
  },
  showItemInFolder: (): void => undefined,
} satisfies Partial<Shell>;

/** Not a cipher: it only shows that what is stored is not what was typed. */
const turn = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ 0x5a));

export const safeStorage = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () =>
    process.env["ENVOI_STAND_IN_KEYRING"] === "none" ? "basic_text" : "gnome_libsecret",
  encryptString: (plain: string) => turn(Buffer.from(plain, "utf8")),
  decryptString: (sealed: Buffer) => turn(sealed).toString("utf8"),
} satisfies Partial<SafeStorage>;

export const nativeTheme = { shouldUseDarkColors: true, themeSource: "system" };

const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };

listenToTest((request) => {
  switch (request.kind) {
    case "menu": {
      const item = findItem(world.menu, request.id);
      item?.click?.({} as never, undefined, {} as never);
      return item !== null;
    }
    case "menu-titles":
      return world.menu.map(({ label }) => label ?? "");
    case "answer-open":
      return void world.files.push(request.path);
    case "answer-message":
      return void world.buttons.push(request.button);
    case "opened":
      return world.opened;
    case "trashed":
      return world.trashed;
    case "permission":
      return allSessions().map((one) => one.permits(request.permission, request.url));
    case "close-window":
      return StandInWindow.getAllWindows().forEach((window) => window.close());
    case "quit":
      return void setImmediate(() => application.quit());
  }
});
