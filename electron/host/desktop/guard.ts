import type { App, Session, WebContents } from "electron";
import { mayNavigate, mayUse, windowOpenDecision } from "./security.ts";

/**
 * Puts the decisions of security.ts around every page there will ever be. Called once, before the first window.
 * @param offer an address the page wants opened outside; already found harmless in form
 */
export function guardContents(
  app: App,
  offer: (address: string, contents: WebContents) => void,
): void {
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.on("will-frame-navigate", (event) => {
      if (mayNavigate(event.url, event.isMainFrame)) return;
      event.preventDefault();
      const { external } = windowOpenDecision(event.url);
      if (event.isMainFrame && external !== null) offer(external, contents);
    });
    contents.on("will-redirect", (event) => {
      if (!mayNavigate(event.url, event.isMainFrame)) event.preventDefault();
    });
    contents.setWindowOpenHandler(({ url }) => {
      const { action, external } = windowOpenDecision(url);
      if (external !== null) offer(external, contents);
      return { action };
    });
  });
}

/** Denies the page every permission but writing text to the clipboard, every device and the screen. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(mayUse(permission, details.requestingUrl, details.isMainFrame)),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    mayUse(permission, details.requestingUrl ?? requestingOrigin, details.isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.setSpellCheckerEnabled(false);
  // Chromium itself fetches nothing: every address that is not ours ends here.
  session.webRequest.onBeforeRequest((details, answer) => {
    const own = /^(app:\/\/envoi\/|data:|blob:app:\/\/envoi\/|devtools:)/.test(details.url);
    answer({ cancel: !own });
  });
}
