import type { BrowserWindow, Dialog, Shell } from "electron";
import type { Dialogs } from "../../api/dialogs.ts";
import { externalDecision } from "./security.ts";

export type DialogNeeds = Pick<Dialog, "showOpenDialog" | "showSaveDialog" | "showMessageBox">;

/** @param window the window to ask in front of; null: none is open. */
export function nativeDialogs(dialog: DialogNeeds, window: () => BrowserWindow | null): Dialogs {
  const open = async (title: string, kind: "openDirectory" | "openFile") => {
    const options = { title, properties: [kind, "createDirectory" as const] };
    const parent = window();
    const { canceled, filePaths } = await (parent === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(parent, options));
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    openFolder: (title) => open(title, "openDirectory"),
    openFile: (title) => open(title, "openFile"),
    saveFile: async (title, name) => {
      const options = { title, defaultPath: name };
      const parent = window();
      const { canceled, filePath } = await (parent === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options));
      return canceled || filePath === "" ? null : filePath;
    },
  };
}

/** The words of the question before an address goes to the browser. */
export interface ExternalWords {
  readonly question: string;
  readonly open: string;
  readonly cancel: string;
}

export const externalWords = (language: string): ExternalWords =>
  language.toLowerCase().startsWith("fr")
    ? { question: "Ouvrir cette adresse dans le navigateur ?", open: "Ouvrir", cancel: "Annuler" }
    : { question: "Open this address in the browser?", open: "Open", cancel: "Cancel" };

/**
 * Shows an address and opens it in the system's browser when the person says yes. Nothing is shown for an address that
 * may not be opened at all.
 */
export async function offerExternal(
  address: string,
  needs: {
    readonly dialog: DialogNeeds;
    readonly shell: Pick<Shell, "openExternal">;
    readonly window: BrowserWindow;
    readonly words: ExternalWords;
  },
): Promise<boolean> {
  const decision = externalDecision(address);
  if (!decision.open) return false;
  const { response } = await needs.dialog.showMessageBox(needs.window, {
    type: "question",
    message: needs.words.question,
    detail: decision.url,
    buttons: [needs.words.cancel, needs.words.open],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response !== 1) return false;
  await needs.shell.openExternal(decision.url);
  return true;
}
