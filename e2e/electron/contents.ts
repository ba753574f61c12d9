import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import type { WebContents } from "electron";
import type { Frame, Page, Route } from "playwright";
import { isOurs, toMain } from "./address.ts";
import type { StandInSession } from "./session.ts";

type WindowOpenHandler = Parameters<WebContents["setWindowOpenHandler"]>[0];

/** Wraps the real preload as a sandboxed one runs: `electron` and nothing else can be required, in the main frame only. */
function preloadScript(file: string): string {
  // As text, not through `Function`: the page's policy forbids that here too.
  const code = readFileSync(file, "utf8");
  return `(() => {
    if (window.top !== window || location.protocol !== "https:") return;
    const listeners = new Map();
    window.__emit = (channel, value) => listeners.get(channel)?.({}, value);
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name, api) =>
          Object.defineProperty(window, name, { value: Object.freeze({ ...api }), configurable: false }),
      },
      ipcRenderer: {
        send: (channel, value) => void window.__send(channel, value),
        on: (channel, listener) => listeners.set(channel, listener),
      },
    };
    const require = (name) => {
      if (name === "electron") return electron;
      throw new Error("module not found: " + name);
    };
    ((require, module, exports) => {
${code}
    })(require, { exports: {} }, {});
  })();`;
}

/** The part of WebContents that a desktop host uses, over a Chromium page. */
export class StandInContents extends EventEmitter {
  readonly ipc = new EventEmitter();
  readonly session: StandInSession;
  private page: Page | null = null;
  private queue: Promise<unknown> = Promise.resolve();
  private windowOpen: WindowOpenHandler | null = null;
  private expected: string | null = null;
  private gone = false;

  constructor(session: StandInSession) {
    super();
    this.session = session;
  }

  /** The frame main compares senders with. */
  get mainFrame(): unknown {
    const frame = this.page?.mainFrame();
    return frame === undefined ? null : describe(frame);
  }

  isDestroyed(): boolean {
    return this.gone;
  }

  getURL(): string {
    return toMain(this.page?.url() ?? "");
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpen = handler;
  }

  /** Crosses by structured clone and in order. Throws at once for what cannot be cloned, as Electron does. */
  send(channel: string, value: unknown): void {
    const copy: unknown = structuredClone(value);
    this.queue = this.queue.then(() =>
      this.page
        ?.evaluate(
          ([name, item]) => (window as never as Emitting).__emit?.(name as string, item),
          [channel, copy],
        )
        .catch(() => undefined),
    );
  }

  /** Joins a page: preload, IPC, the protocol handler, and the events of navigation. */
  async attach(page: Page, preload: string): Promise<void> {
    this.page = page;
    await page.exposeBinding("__send", ({ frame }, channel: string, value: unknown) => {
      this.ipc.emit(channel, { senderFrame: describe(frame) }, value);
    });
    await page.addInitScript(preloadScript(preload));
    await page.route("**/*", (route) => this.answer(route));
    page.on("popup", (popup) => {
      this.windowOpen?.({ url: toMain(popup.url()) } as never);
      void popup.close().catch(() => undefined);
    });
    page.on("close", () => this.destroy());
    page.on("crash", () =>
      this.emit("render-process-gone", {}, { reason: "crashed", exitCode: 1 }),
    );
  }

  /** Loads by main's own wish: not a navigation that main is asked about. */
  async load(url: string): Promise<void> {
    this.expected = url;
    await this.page?.goto(url, { waitUntil: "domcontentloaded" });
  }

  destroy(): void {
    if (this.gone) return;
    this.gone = true;
    this.emit("destroyed");
  }

  /** Main first, as in Electron: may this frame go there? Then main's protocol handler. Nothing reaches a network. */
  private async answer(route: Route): Promise<void> {
    const request = route.request();
    const url = request.url();
    try {
      if (request.isNavigationRequest() && !this.mayGo(url, request.frame())) {
        return await route.abort("aborted");
      }
      const handler = isOurs(url) ? this.session.handlerOf("app") : null;
      if (handler === null) return await route.abort("blockedbyclient");
      const response = await handler(
        new Request(toMain(url), { method: request.method(), headers: request.headers() }),
      );
      await route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    } catch {
      // The page went away while it was being answered.
      await route.abort("failed").catch(() => undefined);
    }
  }

  private mayGo(url: string, frame: Frame): boolean {
    const isMainFrame = frame.parentFrame() === null;
    if (isMainFrame && (url === this.expected || url === this.page?.url())) {
      this.expected = null;
      return true;
    }
    let prevented = false;
    this.emit("will-frame-navigate", {
      url: toMain(url),
      isMainFrame,
      isSameDocument: false,
      preventDefault: () => void (prevented = true),
    });
    return !prevented;
  }
}

interface Emitting {
  __emit?(channel: string, value: unknown): void;
}

function describe(frame: Frame): unknown {
  const url = toMain(frame.url());
  return {
    url,
    origin: /^app:\/\/[^/]*/.exec(url)?.[0] ?? "null",
    parent: frame.parentFrame() === null ? null : {},
    detached: frame.isDetached(),
    frameToken: frame.parentFrame() === null ? "main" : "inner",
    processId: 1,
  };
}
