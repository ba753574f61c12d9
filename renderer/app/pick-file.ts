import { showOverlay } from "../state/overlay.ts";
import type { App } from "./app.ts";

/**
 * Asks for a file: the system's dialog where there is one, Envoi's own picker otherwise. null: cancelled.
 * What a person picked may be sent from then on; what only a collection names may not.
 */
export async function pickFile(app: App, title: string): Promise<string | null> {
  const file = app.info.capabilities.nativeDialogs
    ? await app.remote["dialogs.openFile"]({ title })
    : await new Promise<string | null>((done) =>
        showOverlay(app.overlay, { kind: "pick-file", title, done }),
      );
  if (file !== null) await app.remote["files.grant"]({ file });
  return file;
}

/** Asks for a folder through the system's dialog, or opens Envoi's own picker for collections. */
export async function askForCollection(app: App, title: string): Promise<string | null> {
  if (app.info.capabilities.nativeDialogs) return app.remote["dialogs.openFolder"]({ title });
  showOverlay(app.overlay, { kind: "open-collection" });
  return null;
}
