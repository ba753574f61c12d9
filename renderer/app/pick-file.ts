import { toFailure } from "../../shared/model/failure.ts";
import { notifyFailure } from "../state/notices.ts";
import { showOverlay } from "../state/overlay.ts";
import type { App } from "./app.ts";

/** Asks for a file of this machine, or for a folder. null: cancelled, or refused and told so. */
export type PickFile = (what?: "folder") => Promise<string | null>;

/**
 * Asks for a file or a folder: the system's dialog where there is one, Envoi's own picker otherwise. null: cancelled, or refused and told so.
 * What a person picked may be read for requests from then on; what only a collection names may not.
 */
export async function pickFile(
  app: App,
  title: string,
  what: "file" | "folder" = "file",
): Promise<string | null> {
  if (!app.info.capabilities.nativeDialogs) {
    return new Promise((done) =>
      showOverlay(app.overlay, { kind: "pick-file", what, title, done }),
    );
  }
  try {
    const ask = what === "folder" ? "dialogs.openFolder" : "dialogs.openFile";
    const file = await app.remote[ask]({ title });
    if (file !== null) await app.remote["files.grant"]({ file });
    return file;
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
    return null;
  }
}

/**
 * Asks for a folder through the system's dialog, or opens Envoi's own picker for collections, which then does what is to be done itself.
 * `locate`: the line of the workspace file whose collection is looked for.
 */
export async function askForCollection(
  app: App,
  title: string,
  locate?: { readonly path: string; readonly name: string },
): Promise<string | null> {
  if (app.info.capabilities.nativeDialogs) return app.remote["dialogs.openFolder"]({ title });
  showOverlay(app.overlay, {
    kind: "open-collection",
    ...(locate === undefined ? {} : { locate }),
  });
  return null;
}
