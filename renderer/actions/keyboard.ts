import type { AppInfo } from "../../shared/contract/index.ts";
import type { Settings } from "../../shared/model/settings.ts";
import type { App } from "../app/app.ts";
import type { Action } from "./action.ts";
import { isMac } from "../ui/key-text.ts";
import { actions } from "./list.ts";

/**
 * The keys of an action on this host; null when it has none. `own`: what the person chose, by action id; "" for no keys.
 */
export function keysOf(
  action: Action,
  own: Settings["keys"],
  host: AppInfo["host"],
): string | null {
  const chosen = own[action.id];
  if (chosen !== undefined) return chosen === "" ? null : chosen;
  return (host === "loopback" ? action.browserKeys : undefined) ?? action.keys;
}

/** A key press as text: "Mod+Shift+K". null while only modifiers are down. */
export function pressedKeys(event: KeyboardEvent): string | null {
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead"].includes(event.key)) return null;
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const parts = [
    mod && "Mod",
    isMac && event.ctrlKey && "Ctrl",
    event.altKey && "Alt",
    event.shiftKey && "Shift",
  ].filter((part) => part !== false);
  return [...parts, keyName(event)].join("+");
}

/** Letters and digits by their place on the keyboard when Alt changes what they type. */
function keyName(event: KeyboardEvent): string {
  const place = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code)?.[1];
  if (place !== undefined && (event.altKey || event.key.length !== 1)) return place;
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}

const normal = (keys: string) => keys.split("+").sort().join("+");

/** Runs the action whose keys were pressed. Ends when the signal aborts. */
export function listenForKeys(app: App, signal: AbortSignal): void {
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (app.overlay.getState().overlay.kind !== "none") return;
    const pressed = pressedKeys(event);
    if (pressed === null) return;
    const own = app.settings.getState().value.keys;
    const found = actions.find((action) => {
      const keys = keysOf(action, own, app.info.host);
      return keys !== null && normal(keys) === normal(pressed) && (action.when?.(app) ?? true);
    });
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    found.run(app);
  };
  window.addEventListener("keydown", press, { signal });
  window.addEventListener("keydown", (event) => isTakenByControl(event) && press(event), {
    signal,
    capture: true,
  });
}

/** What the control under the focus would take for a press of itself, whatever is held down beside it, and tell nobody. */
function isTakenByControl({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (key !== "Enter" || !(ctrlKey || metaKey || altKey)) return false;
  const controls =
    "button, a, [role=button], [role=tab], [role=radio], [role=checkbox], [role=switch]";
  return target instanceof Element && target.closest(controls) !== null;
}
