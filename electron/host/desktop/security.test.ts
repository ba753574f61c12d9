import type { WebFrameMain } from "electron";
import { describe, expect, test } from "vitest";
import {
  externalDecision,
  maySpeak,
  mayNavigate,
  mayUse,
  type Permission,
  privilegedScheme,
  windowOpenDecision,
  windowOptions,
} from "./security.ts";

// The Electron checklist of SECURITY.md, as far as it is a decision of ours. Numbers are the checklist's.

describe("window options", () => {
  const options = windowOptions({ preload: "/p.cjs", bounds: { width: 1, height: 1 }, dark: true });

  test("2, 3, 4, 6, 8, 9, 10, 11: every switch is at its safe value", () => {
    expect(options.webPreferences).toMatchObject({
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
    });
    expect(options.webPreferences).not.toHaveProperty("enableBlinkFeatures");
    expect(options.webPreferences).not.toHaveProperty("session");
  });

  test("Chromium keeps nothing of the page on disk", () => {
    expect(options.webPreferences?.partition).not.toMatch(/^persist:/);
  });

  test("18: a scheme that may be fetched is under CORS", () => {
    const { privileges } = privilegedScheme;
    expect(privileges).toMatchObject({ standard: true, secure: true, supportFetchAPI: true });
    expect(privileges).toMatchObject({ corsEnabled: true, bypassCSP: false });
  });
});

const preview = "app://envoi/body/abc-1_2?as=preview";

/** 13: address, allowed in the main frame, allowed in a frame. */
const navigation: readonly (readonly [string, boolean, boolean])[] = [
  ["app://envoi/", true, false],
  ["app://envoi/#somewhere", true, false],
  ["APP://envoi/", true, false],
  ["app://envoi/?x=1", false, false],
  ["app://envoi/index.html", false, false],
  ["app://envoi//", false, false],
  ["app://envoi/assets/index.js", false, false],
  [preview, false, true],
  ["app://envoi/body/m1x2-y3.0?as=preview", false, true],
  ["app://envoi/body/..?as=preview", false, false],
  ["app://envoi/body/.x?as=preview", false, false],
  [`${preview}&encoded=1`, false, true],
  [`${preview}#x`, false, true],
  ["app://envoi/body/abc", false, false],
  ["app://envoi/body/abc?as=bytes", false, false],
  ["app://envoi/body/abc?as=download", false, false],
  ["app://envoi/body/?as=preview", false, false],
  ["app://envoi/body/a/b?as=preview", false, false],
  ["app://envoi/body/a%2fb?as=preview", false, false],
  ["app://envoi/wire/abc/clear?as=preview", false, false],
  ["app://envoi:1/", false, false],
  ["app://envoi.evil/", false, false],
  ["app://user@envoi/", false, false],
  ["app://user:pass@envoi/", false, false],
  ["app://evil/", false, false],
  ["app://evil/body/abc?as=preview", false, false],
  ["app:/envoi/", false, false],
  ["app:envoi", false, false],
  ["app://", false, false],
  ["apps://envoi/", false, false],
  ["http://envoi/", false, false],
  ["https://envoi/", false, false],
  ["http://127.0.0.1/", false, false],
  ["http://localhost:1/", false, false],
  ["https://example.org/", false, false],
  ["ws://example.org/", false, false],
  ["ftp://example.org/", false, false],
  ["file:///etc/passwd", false, false],
  ["file://server/share", false, false],
  ["about:blank", false, false],
  ["about:srcdoc", false, false],
  ["data:text/html,<script>1</script>", false, false],
  ["blob:app://envoi/0000", false, false],
  ["javascript:alert(1)", false, false],
  ["JaVaScRiPt:alert(1)", false, false],
  [" javascript:alert(1)", false, false],
  ["java\nscript:alert(1)", false, false],
  ["view-source:app://envoi/", false, false],
  ["chrome://gpu/", false, false],
  ["devtools://devtools/bundled/inspector.html", false, false],
  ["chrome-extension://abc/x.html", false, false],
  ["filesystem:app://envoi/temporary/x", false, false],
  ["vbscript:x", false, false],
  ["intent://x", false, false],
  ["", false, false],
  ["/", false, false],
  ["//envoi/", false, false],
  ["\\\\server\\share", false, false],
  ["C:\\Windows\\notepad.exe", false, false],
  [" app://envoi/", false, false],
  ["app://envoi/ ", false, false],
  ["app://envoi/\u0000", false, false],
  ["app://envoi\\@evil/", false, false],
  ["app://envoi/\u202e", false, false],
  ["app://еnvoi/", false, false],
];

describe("13: navigation", () => {
  test("has a table of at least 60 addresses", () => {
    expect(navigation.length).toBeGreaterThanOrEqual(60);
  });
  test.each(navigation)("%j: main frame %s, frame %s", (address, main, frame) => {
    expect(mayNavigate(address, true)).toBe(main);
    expect(mayNavigate(address, false)).toBe(frame);
  });
});

/** 15: address, and what is opened or why not. */
const external: readonly (readonly [string, string])[] = [
  ["https://example.org/", "https://example.org/"],
  ["https://example.org", "https://example.org/"],
  ["http://example.org:8080/a?b=c#d", "http://example.org:8080/a?b=c#d"],
  ["HTTPS://EXAMPLE.ORG/A", "https://example.org/A"],
  ["http://127.0.0.1:1/", "http://127.0.0.1:1/"],
  ["http://[::1]:1/", "http://[::1]:1/"],
  ["https://bücher.example/", "https://xn--bcher-kva.example/"],
  ["https://example.org/a%20b", "https://example.org/a%20b"],
  ["mailto:a@example.org", "mailto:a@example.org"],
  ["mailto:a@example.org?subject=x&body=y", "mailto:a@example.org?subject=x&body=y"],
  ["mailto:a@example.org?attach=/etc/passwd", "form"],
  ["mailto:a@example.org?ATTACHMENT=/etc/passwd", "form"],
  ["mailto:", "form"],
  ["mailto:?subject=x", "form"],
  ["https://user@example.org/", "credentials"],
  ["https://user:pass@example.org/", "credentials"],
  ["https://example.org@evil.example/", "credentials"],
  [`https://example.org/${"a".repeat(2100)}`, "length"],
  ["https:example.org", "form"],
  ["https:/example.org", "form"],
  ["https:///example.org", "form"],
  ["https://", "form"],
  ["http:\\\\example.org", "form"],
  ["https://example.org\\@evil.example/", "form"],
  [" https://example.org/", "form"],
  ["https://example.org/ ", "form"],
  ["https://example.org/a b", "form"],
  ["https://example.org/\t", "form"],
  ["https://exa\nmple.org/", "form"],
  ["https://example.org/\r\nX: y", "form"],
  ["https://example.org/\u0000", "form"],
  ["\u0000https://example.org/", "form"],
  ["https://example.org/\u202egnp.exe", "form"],
  ["https://exam\u200bple.org/", "form"],
  ["https://example.org/\u00a0", "form"],
  ["https://example.org/\u2028", "form"],
  ["https://%/", "form"],
  ["https://[::1/", "form"],
  ["https://example.org:99999/", "form"],
  ["", "form"],
  ["example.org", "form"],
  ["//example.org/", "form"],
  ["/etc/passwd", "form"],
  ["\\\\server\\share\\x.exe", "form"],
  ["//server/share/x.exe", "form"],
  ["C:\\Windows\\System32\\calc.exe", "form"],
  ["file:///etc/passwd", "scheme"],
  ["file://server/share/x.exe", "scheme"],
  ["FILE:///C:/Windows/System32/calc.exe", "scheme"],
  ["smb://server/share", "scheme"],
  ["nfs://server/share", "scheme"],
  ["sftp://server/", "scheme"],
  ["ssh://server/", "scheme"],
  ["telnet://server/", "scheme"],
  ["ftp://server/", "scheme"],
  ["ws://server/", "scheme"],
  ["javascript:alert(1)", "scheme"],
  ["data:text/html,x", "scheme"],
  ["blob:https://example.org/0", "scheme"],
  ["vbscript:x", "scheme"],
  ["ms-msdt:/id", "scheme"],
  ["ms-word:ofe|u|https://example.org/x.docx", "scheme"],
  ["search-ms:query=x", "scheme"],
  ["ms-officecmd:x", "scheme"],
  ["shell:startup", "scheme"],
  ["steam://run/1", "scheme"],
  ["vscode://file/etc/passwd", "scheme"],
  ["tel:+1", "scheme"],
  ["about:blank", "scheme"],
  ["app://envoi/", "scheme"],
  ["c:/Windows/System32/calc.exe", "scheme"],
];

describe("15: addresses for the system's browser", () => {
  test("have a table of at least 60 addresses", () => {
    expect(external.length).toBeGreaterThanOrEqual(60);
  });
  test.each(external)("%j → %s", (address, result) => {
    const decision = externalDecision(address);
    expect(decision.open ? decision.url : decision.reason).toBe(result);
  });
  test.each(external)("14: no window for %j", (address, result) => {
    const { action, external: offered } = windowOpenDecision(address);
    expect(action).toBe("deny");
    expect(offered).toBe(result.includes(":") ? result : null);
  });
});

/** 5: complete by type; a permission that Electron adds fails to compile here. */
const permissions: Readonly<Record<Permission, boolean>> = {
  "clipboard-sanitized-write": true,
  ar: false,
  "automatic-fullscreen": false,
  "background-fetch": false,
  "background-sync": false,
  "captured-surface-control": false,
  "clipboard-read": false,
  "deprecated-sync-clipboard-read": false,
  "display-capture": false,
  fileSystem: false,
  fullscreen: false,
  geolocation: false,
  "geolocation-approximate": false,
  "hand-tracking": false,
  hid: false,
  "idle-detection": false,
  keyboardLock: false,
  "local-fonts": false,
  "local-network": false,
  "local-network-access": false,
  "loopback-network": false,
  media: false,
  mediaKeySystem: false,
  midi: false,
  midiSysex: false,
  nfc: false,
  notifications: false,
  openExternal: false,
  "payment-handler": false,
  "periodic-background-sync": false,
  "persistent-storage": false,
  pointerLock: false,
  "screen-wake-lock": false,
  sensors: false,
  serial: false,
  "smart-card": false,
  "speaker-selection": false,
  "storage-access": false,
  "system-wake-lock": false,
  "top-level-storage-access": false,
  usb: false,
  vr: false,
  "web-app-installation": false,
  "web-printing": false,
  "window-management": false,
  unknown: false,
};

describe("5: permissions", () => {
  test.each(Object.entries(permissions))("%s: %s", (name, allowed) => {
    const permission = name as Permission;
    expect(mayUse(permission, "app://envoi/", true)).toBe(allowed);
    expect(mayUse(permission, "app://envoi/", false)).toBe(false);
    for (const url of ["https://example.org/", "", "null", "app://evil/", "file:///"]) {
      expect(mayUse(permission, url, true)).toBe(false);
    }
  });
});

describe("17: sender of a frame", () => {
  const frame = (change: Partial<Record<keyof WebFrameMain, unknown>>) =>
    ({
      detached: false,
      parent: null,
      frameToken: "t",
      processId: 1,
      origin: "app://envoi",
      url: "app://envoi/",
      ...change,
    }) as unknown as WebFrameMain;
  const main = frame({});

  test("the main frame showing our page is heard", () => {
    expect(maySpeak(frame({}), main)).toBe(true);
    expect(maySpeak(frame({ url: "app://envoi/#x" }), main)).toBe(true);
  });
  test.each([
    ["no frame", null],
    ["detached", frame({ detached: true })],
    ["a frame in the page", frame({ parent: main })],
    ["another frame", frame({ frameToken: "u" })],
    ["another process", frame({ processId: 2 })],
    ["another origin", frame({ origin: "https://example.org", url: "https://example.org/" })],
    ["about:blank", frame({ origin: "null", url: "about:blank" })],
    ["a body shown as a page", frame({ url: "app://envoi/body/x?as=preview" })],
    ["an opaque origin at our address", frame({ origin: "null" })],
  ])("%s is not", (_name, sender) => {
    expect(maySpeak(sender, main)).toBe(false);
  });
});
