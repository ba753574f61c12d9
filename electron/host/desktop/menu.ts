import type { MenuItemConstructorOptions } from "electron";
import * as v from "valibot";
import type { MenuEntry, MenuSection } from "../../../shared/contract/desktop.ts";
import { FailureError } from "../../../shared/model/failure.ts";

const text = v.pipe(v.string(), v.maxLength(200));
const roles = [
  "about",
  "quit",
  "undo",
  "redo",
  "cut",
  "copy",
  "paste",
  "selectAll",
  "zoomIn",
  "zoomOut",
  "resetZoom",
  "togglefullscreen",
  "minimize",
  "toggleDevTools",
] as const;

const entrySchema = v.variant("kind", [
  v.object({
    kind: v.literal("action"),
    id: text,
    title: text,
    keys: v.nullable(text),
    enabled: v.boolean(),
  }),
  v.object({ kind: v.literal("separator") }),
  v.object({ kind: v.literal("role"), role: v.picklist(roles), title: text }),
]);

const sectionsSchema = v.object({
  sections: v.pipe(
    v.array(v.object({ title: text, entries: v.pipe(v.array(entrySchema), v.maxLength(100)) })),
    v.maxLength(20),
  ),
});

/** The sections in what a page sent. Throws FailureError `input/menu`. */
export function readMenu(input: unknown): readonly MenuSection[] {
  const result = v.safeParse(sectionsSchema, input);
  if (result.success) return result.output.sections;
  throw new FailureError({
    kind: "input",
    code: "menu",
    message: "The page sent a menu that could not be understood.",
  });
}

const keyNames: Readonly<Record<string, string>> = {
  Mod: "CommandOrControl",
  Ctrl: "Control",
  Escape: "Esc",
  " ": "Space",
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
};

/** "Mod+Shift+T" in Electron's words; null when Electron could not show it. */
export function accelerator(keys: string): string | null {
  const parts = keys.split("+").map((part) => keyNames[part] ?? part);
  return parts.every((part) => /^[\x21-\x7e]+$/.test(part)) ? parts.join("+") : null;
}

/**
 * A template for Electron's menu. Accelerators are shown and not registered: the page hears the key first, and one press
 * must not act twice.
 */
export function menuTemplate(
  sections: readonly MenuSection[],
  choose: (id: string) => void,
): MenuItemConstructorOptions[] {
  return sections.map(({ title, entries }) => ({
    label: title,
    submenu: entries.map((entry) => menuItem(entry, choose)),
  }));
}

function menuItem(entry: MenuEntry, choose: (id: string) => void): MenuItemConstructorOptions {
  if (entry.kind === "separator") return { type: "separator" };
  if (entry.kind === "role") return { role: entry.role, label: entry.title };
  const shown = entry.keys === null ? null : accelerator(entry.keys);
  return {
    id: entry.id,
    label: entry.title,
    enabled: entry.enabled,
    click: () => choose(entry.id),
    ...(shown === null ? {} : { accelerator: shown, registerAccelerator: false }),
  };
}
