import type { Call, Kinds, Topic } from "./kinds.ts";

/** One line of the native menu: an action of the page, in the person's language. */
export type MenuEntry =
  | {
      readonly kind: "action";
      readonly id: string;
      readonly title: string;
      /** "Mod+Shift+T"; shown, while the page itself listens for it. null: none. */
      readonly keys: string | null;
      readonly enabled: boolean;
    }
  | { readonly kind: "separator" }
  /** What the system does by itself, with the words of the page's language. */
  | { readonly kind: "role"; readonly role: MenuRole; readonly title: string };

export type MenuRole =
  | "about"
  | "quit"
  | "undo"
  | "redo"
  | "cut"
  | "copy"
  | "paste"
  | "selectAll"
  | "zoomIn"
  | "zoomOut"
  | "resetZoom"
  | "togglefullscreen"
  | "minimize"
  | "toggleDevTools";

export interface MenuSection {
  readonly title: string;
  readonly entries: readonly MenuEntry[];
}

/** `ready` is the snapshot; then one item for each action chosen in the native menu. */
export type MenuItem =
  | { readonly kind: "ready" }
  | { readonly kind: "chosen"; readonly id: string };

/** What only the desktop host answers, for a page whose host has `nativeMenu`. */
export type DesktopContract = {
  /** Replaces the whole native menu. */
  "menu.set": Call<{ readonly sections: readonly MenuSection[] }, null>;
  "menu.watch": Topic<MenuItem>;
};

export const desktopKinds: Kinds<DesktopContract> = {
  "menu.set": "call",
  "menu.watch": "topic",
};
