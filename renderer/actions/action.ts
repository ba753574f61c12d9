import type { App } from "../app/app.ts";
import type { ActionId } from "../i18n/messages/actions.ts";

/** Something a person can do: the menu, the palette, a key and a button all run the same one. */
export interface Action {
  readonly id: ActionId;
  /** "Mod+Enter"; null when it has no key. Mod is ⌘ on a Mac, Ctrl elsewhere. */
  readonly keys: string | null;
  /** In a browser tab, where the browser keeps `keys` for itself. */
  readonly browserKeys?: string;
  /** Absent: always possible. */
  readonly when?: (app: App) => boolean;
  readonly run: (app: App) => void;
  /** Left out of the palette (numbered tabs). */
  readonly hidden?: boolean;
}
