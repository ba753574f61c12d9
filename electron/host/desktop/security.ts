import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  Session,
  WebFrameMain,
} from "electron";
import { origin, pageUrl, scheme } from "./origin.ts";

// Every decision that keeps the page in its place, as pure functions: each has its table in security.test.ts.

/** Each permission Chromium can ask for, by Electron's own list. */
export type Permission = Parameters<
  NonNullable<Parameters<Session["setPermissionRequestHandler"]>[0]>
>[1];

export interface Bounds {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowLook {
  readonly preload: string;
  readonly bounds: Bounds;
  readonly dark: boolean;
  readonly icon?: string;
}

/**
 * `standard` and `secure` make a real, trustworthy origin; `corsEnabled` must go with `supportFetchAPI`, or other origins
 * could read it (CVE-2026-70604); `stream` lets Range answers through.
 */
export const privilegedScheme: CustomScheme = {
  scheme,
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    corsEnabled: true,
    stream: true,
    bypassCSP: false,
    allowServiceWorkers: false,
    allowExtensions: false,
  },
};

/** Without `persist:` it is in memory: Chromium keeps nothing of the page on disk. */
export const partition = "envoi";

/** Options of the only window there is. */
export function windowOptions(look: WindowLook): BrowserWindowConstructorOptions {
  return {
    ...look.bounds,
    minWidth: 640,
    minHeight: 420,
    title: "Envoi",
    show: false,
    backgroundColor: look.dark ? "#17171a" : "#fbfafa",
    ...(look.icon === undefined ? {} : { icon: look.icon }),
    webPreferences: {
      preload: look.preload,
      partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      safeDialogs: true,
      spellcheck: false,
      // A middle click opens nothing.
      disableBlinkFeatures: "Auxclick",
    },
  };
}

function parsed(text: string): URL | null {
  // The parser would silently drop what a reader cannot see.
  if (hidden.test(text)) return null;
  return URL.canParse(text) ? new URL(text) : null;
}

// Controls, every kind of white space, bidirectional marks and the backslash that some parsers read as a slash.
const hidden = /[\p{C}\p{Z}\\]/u;

function isOurs(url: URL): boolean {
  return `${url.protocol}//${url.host}` === origin && url.username === "" && url.password === "";
}

/** May a frame go to this address? The main frame: our page only. A frame in it: a sandboxed body preview only. */
export function mayNavigate(address: string, isMainFrame: boolean): boolean {
  const url = parsed(address);
  if (url === null || !isOurs(url)) return false;
  if (isMainFrame) return url.pathname === "/" && url.search === "";
  const body = /^\/body\/[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(url.pathname);
  return body && url.searchParams.get("as") === "preview";
}

export type ExternalDecision =
  | { readonly open: true; readonly url: string }
  | { readonly open: false; readonly reason: "scheme" | "form" | "credentials" | "length" };

/** Schemes that a system hands to a browser or a mail program and to nothing else. */
const externalSchemes = new Set(["http:", "https:", "mailto:"]);

/** May this address be offered to the system's browser? The person still sees it and says yes. */
export function externalDecision(address: string): ExternalDecision {
  if (address.length > 2048) return { open: false, reason: "length" };
  const url = parsed(address);
  if (url === null) return { open: false, reason: "form" };
  if (!externalSchemes.has(url.protocol)) return { open: false, reason: "scheme" };
  if (url.protocol === "mailto:") {
    // Other fields than these could attach a file in some mail programs.
    const fields = [...url.searchParams.keys()].map((name) => name.toLowerCase());
    const known = fields.every((name) => ["subject", "body", "cc", "bcc"].includes(name));
    return known && url.pathname !== ""
      ? { open: true, url: url.href }
      : { open: false, reason: "form" };
  }
  if (!/^https?:\/\/[^/]/i.test(address)) return { open: false, reason: "form" };
  if (url.username !== "" || url.password !== "") return { open: false, reason: "credentials" };
  return { open: true, url: url.href };
}

/** What becomes of `window.open` and `target=_blank`: never a window; perhaps an address to offer to the browser. */
export function windowOpenDecision(address: string): {
  readonly action: "deny";
  readonly external: string | null;
} {
  const decision = externalDecision(address);
  return { action: "deny", external: decision.open ? decision.url : null };
}

/** Writing plain text to the clipboard is all the page may do; the check and the request handler both ask here. */
export function mayUse(
  permission: Permission,
  requestingUrl: string,
  isMainFrame: boolean,
): boolean {
  if (permission !== "clipboard-sanitized-write" || !isMainFrame) return false;
  const url = parsed(requestingUrl);
  return url !== null && isOurs(url);
}

/** Whose frames are heard: the main frame of the window, while it shows our page. */
export function maySpeak(sender: WebFrameMain | null, main: WebFrameMain): boolean {
  if (sender === null || sender.detached || sender.parent !== null) return false;
  if (sender.frameToken !== main.frameToken || sender.processId !== main.processId) return false;
  return sender.origin === origin && sender.url.split(/[?#]/)[0] === pageUrl;
}
