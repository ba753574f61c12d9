import { showOverlay } from "../state/overlay.ts";
import type { App } from "./app.ts";

/** Asks for a file: the system's dialog where there is one, Envoi's own picker otherwise. null: cancelled. */
export function pickFile(app: App, title: string): Promise<string | null> {
  if (app.info.capabilities.nativeDialogs) return app.remote["dialogs.openFile"]({ title });
  return new Promise((done) => showOverlay(app.overlay, { kind: "pick-file", title, done }));
}

/** Asks for a folder through the system's dialog, or opens Envoi's own picker for collections. */
export async function askForCollection(app: App, title: string): Promise<string | null> {
  if (app.info.capabilities.nativeDialogs) return app.remote["dialogs.openFolder"]({ title });
  showOverlay(app.overlay, { kind: "open-collection" });
  return null;
}
