import { join } from "node:path";
import { BrowserWindow, nativeTheme, screen } from "electron";
import { pageUrl } from "./origin.ts";
import { type Bounds, windowOptions } from "./security.ts";
import { readWindowState, visibleBounds, writeWindowState } from "./window-state.ts";

export interface WindowFiles {
  /** dist/desktop: the preload and the icon. */
  readonly folder: string;
  /** Where its place on the screen is remembered. */
  readonly stateFile: string;
}

/** Makes the window where it was, or where it can be seen, and remembers its place as it closes. It shows itself once drawn. */
export function openWindow({ folder, stateFile }: WindowFiles): BrowserWindow {
  const state = readWindowState(stateFile);
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const areas = [primary, ...others].map(({ workArea }) => workArea);
  const window = new BrowserWindow(
    windowOptions({
      preload: join(folder, "preload.cjs"),
      bounds: visibleBounds(state.bounds, areas),
      dark: nativeTheme.shouldUseDarkColors,
      icon: join(folder, "icon.png"),
    }),
  );
  if (state.maximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () => {
    const bounds: Bounds = window.getNormalBounds();
    writeWindowState(stateFile, { bounds, maximized: window.isMaximized() });
  });
  return window;
}

/** Loads the page. Called after the link, so that no first frame is missed. */
export function loadPage(window: BrowserWindow): Promise<void> {
  return window.loadURL(pageUrl);
}
