import { EventEmitter } from "node:events";
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from "electron";
import { toBrowser } from "./address.ts";
import { application } from "./application.ts";
import { type StandInBrowser, startBrowser } from "./browser.ts";
import { StandInContents } from "./contents.ts";
import { tell } from "./control.ts";
import { sessionOf } from "./sessions.ts";

let browser: Promise<StandInBrowser> | null = null;
const open = new Set<StandInWindow>();

/** Ends the browser; for the end of the app. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
}

/** A BrowserWindow that is a page of Chromium. Only what a desktop host uses is here. */
export class StandInWindow
  extends EventEmitter
  implements
    Pick<
      BrowserWindow,
      | "show"
      | "focus"
      | "close"
      | "maximize"
      | "restore"
      | "isMaximized"
      | "isMinimized"
      | "isDestroyed"
      | "getNormalBounds"
      | "setTitle"
    >
{
  readonly webContents: StandInContents;
  private readonly options: BrowserWindowConstructorOptions;
  private readonly attached: Promise<void>;
  private maximized = false;
  private destroyed = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    const { webPreferences } = options;
    if (webPreferences?.sandbox !== true || webPreferences.contextIsolation !== true) {
      throw new Error("the stand-in has no unsafe windows");
    }
    this.webContents = new StandInContents(sessionOf(webPreferences.partition ?? ""));
    open.add(this);
    application.emit("web-contents-created", {}, this.webContents);
    this.attached = this.attach(webPreferences.preload ?? "");
  }

  static getAllWindows(): readonly StandInWindow[] {
    return [...open];
  }

  static fromWebContents(contents: StandInContents): StandInWindow | null {
    return [...open].find(({ webContents }) => webContents === contents) ?? null;
  }

  private async attach(preload: string): Promise<void> {
    browser ??= startBrowser();
    const { context, endpoint, pid } = await browser;
    const page = context.pages()[0] ?? (await context.newPage());
    const { width = 1360, height = 860 } = this.options;
    await page.setViewportSize({ width, height });
    page.on("close", () => this.finish());
    await this.webContents.attach(page, preload);
    tell({ kind: "ready", endpoint, browserPid: pid });
  }

  async loadURL(url: string): Promise<void> {
    await this.attached;
    await this.webContents.load(toBrowser(url));
    this.emit("ready-to-show");
  }

  /** Asks first, as a person's click on the close button does. */
  close(): void {
    let prevented = false;
    this.emit("close", { preventDefault: () => void (prevented = true) });
    if (!prevented) this.finish();
  }

  private finish(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    open.delete(this);
    this.webContents.destroy();
    this.emit("closed");
    if (open.size === 0) application.emit("window-all-closed");
  }

  show(): void {
    this.emit("show");
  }
  focus(): void {
    this.emit("focus");
  }
  maximize(): void {
    this.maximized = true;
  }
  restore(): void {
    this.maximized = false;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isMinimized(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  setTitle(): void {
    return;
  }
  getNormalBounds(): Rectangle {
    const { x = 40, y = 40, width = 1360, height = 860 } = this.options;
    return { x, y, width, height };
  }
}
