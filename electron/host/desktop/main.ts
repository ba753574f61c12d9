import { homedir } from "node:os";
import { join } from "node:path";
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  nativeTheme,
  protocol,
  safeStorage,
  session,
  shell,
} from "electron";
import { type Contract, kinds } from "../../../shared/contract/index.ts";
import { type DesktopContract, desktopKinds } from "../../../shared/contract/desktop.ts";
import { serve } from "../../../shared/contract/server.ts";
import { toFailure } from "../../../shared/model/failure.ts";
import { type App as Services, createApp } from "../../app.ts";
import { defaultDataFolder } from "../../base/data-folder.ts";
import { logFault } from "../../base/log.ts";
import { findProgram } from "../../base/program.ts";
import { externalWords, nativeDialogs, offerExternal } from "./dialogs.ts";
import { guardContents, guardSession } from "./guard.ts";
import { keychainSealer } from "./keychain.ts";
import { linkPages } from "./link.ts";
import { menuHandlers } from "./menu-host.ts";
import { scheme } from "./origin.ts";
import { serveScheme } from "./protocol.ts";
import { partition, privilegedScheme } from "./security.ts";
import { loadPage, openWindow } from "./window.ts";

// The desktop host: the same services and the same page as in every host, in a window of the system's own.

const program = findProgram(import.meta.url);
const dataFolder = dataArgument(process.argv) ?? usualDataFolder();

protocol.registerSchemesAsPrivileged([privilegedScheme]);
app.enableSandbox();
app.setAppUserModelId("dev.envoi.app");
// Chromium's own files, and the lock that keeps a second Envoi from the same data.
app.setPath("userData", join(dataFolder, "desktop"));

if (app.requestSingleInstanceLock()) run().catch(fail);
else app.exit(0);

async function run(): Promise<void> {
  let window: BrowserWindow | null = null;
  app.on("second-instance", () => {
    if (window === null) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => app.quit());
  }
  // One forgotten promise must not take the person's work down with it.
  process.on("unhandledRejection", (thrown) => logFault("background", thrown));
  await app.whenReady();

  const words = externalWords(app.getPreferredSystemLanguages()[0] ?? app.getLocale());
  guardContents(app, (address, contents) => {
    const parent = BrowserWindow.fromWebContents(contents);
    if (parent === null) return;
    offerExternal(address, { dialog, shell, window: parent, words }).catch((thrown: unknown) =>
      logFault("open-external", thrown),
    );
  });

  const sealer = keychainSealer(safeStorage, process.platform);
  const services = await createApp({
    dataFolder,
    ports: {
      host: "desktop",
      version: program.version,
      keyLogFile: process.env["SSLKEYLOGFILE"] ?? "",
      capabilities: {
        nativeDialogs: true,
        nativeMenu: true,
        systemTrash: true,
        keychain: sealer.available(),
        windowChrome: true,
      },
      dialogs: nativeDialogs(dialog, () => window),
      trash: (path) => shell.trashItem(path),
      // Not the page's session: that one reaches nothing but the page.
      resolveProxy: (url) => session.defaultSession.resolveProxy(url),
      keychain: sealer,
    },
  });
  endWith(services);

  followTheme(services).catch((thrown: unknown) => logFault("theme", thrown));

  const page = session.fromPartition(partition);
  guardSession(page);
  page.protocol.handle(scheme, serveScheme(program.page, services));

  const handlers = {
    ...services.handlers,
    ...menuHandlers((template) => Menu.setApplicationMenu(Menu.buildFromTemplate(template))),
  };
  window = openWindow({
    folder: join(program.folder, "dist", "desktop"),
    stateFile: join(dataFolder, "window.json"),
  });
  window.on("closed", () => (window = null));
  linkPages(window.webContents, (link) => {
    serve<Contract & DesktopContract>(link, { ...kinds, ...desktopKinds }, handlers, {
      onUnexpected: logFault,
    });
  });
  app.on("window-all-closed", () => app.quit());
  await loadPage(window);
}

/** The system's own parts (menus, dialogs, scroll bars) follow the person's choice of theme. */
async function followTheme(services: Services): Promise<void> {
  const { signal } = new AbortController();
  for await (const { theme } of services.handlers["app.settings"](signal)) {
    nativeTheme.themeSource = theme === "contrast" ? "dark" : theme;
  }
}

/** Holds the end up until what is under way is cancelled and on disk. */
function endWith(services: Services): void {
  let ended = false;
  app.on("will-quit", (event) => {
    if (ended) return;
    event.preventDefault();
    services
      .close()
      .catch((thrown: unknown) => logFault("close", thrown))
      .finally(() => {
        ended = true;
        app.quit();
      });
  });
}

function fail(thrown: unknown): void {
  const { message, remedy } = toFailure(thrown);
  dialog.showErrorBox("Envoi could not be started", [message, remedy ?? ""].join("\n").trim());
  app.exit(1);
}

function usualDataFolder(): string {
  return defaultDataFolder(process.platform, process.env, homedir());
}

/** `--data DIR`, as in the other hosts. */
function dataArgument(argv: readonly string[]): string | null {
  const at = argv.indexOf("--data");
  return at === -1 ? null : (argv[at + 1] ?? null);
}
