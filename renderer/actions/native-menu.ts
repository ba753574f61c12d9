import type { DesktopContract, MenuEntry, MenuSection } from "../../shared/contract/desktop.ts";
import type { Remote } from "../../shared/contract/kinds.ts";
import type { App } from "../app/app.ts";
import { type ActionId, actionTitles } from "../i18n/messages/actions.ts";
import { menuTitles } from "../i18n/messages/menu.ts";
import { chooseLanguage } from "../i18n/language.ts";
import { isMac } from "../ui/key-text.ts";
import { keysOf } from "./keyboard.ts";
import { actions } from "./list.ts";

/** A line of the native menu: an action, what the system does by itself, or a rule between groups. */
type Line = ActionId | { readonly role: keyof typeof menuTitles.en.roles } | null;
type Group = keyof typeof menuTitles.en.groups;

const quit: Line = { role: "quit" };
const app: readonly Line[] = [{ role: "about" }, null, "settings.open", null, quit];

/** What stands where. Which actions there are, their titles and keys come from the actions themselves. */
const layout: readonly (readonly [Group, readonly Line[]])[] = [
  ...(isMac ? [["app", app] as const] : []),
  [
    "file",
    [
      "request.new",
      "request.newGraphql",
      "request.newWebSocket",
      "collection.new",
      "collection.open",
      "import.open",
      null,
      "tab.save",
      "tab.close",
      "tab.reopen",
      ...(isMac ? [] : [null, "settings.open" as const, quit]),
    ],
  ],
  [
    "edit",
    [
      { role: "undo" },
      { role: "redo" },
      null,
      { role: "cut" },
      { role: "copy" },
      { role: "paste" },
      { role: "selectAll" },
      null,
      "find.everywhere",
    ],
  ],
  [
    "request",
    [
      "request.send",
      "request.cancel",
      "request.code",
      "exchange.compare",
      null,
      "url.focus",
      "palette.environments",
    ],
  ],
  [
    "view",
    [
      "palette.open",
      "palette.requests",
      null,
      "view.sidebar",
      "view.response",
      "view.layout",
      null,
      { role: "zoomIn" },
      { role: "zoomOut" },
      { role: "resetZoom" },
      { role: "togglefullscreen" },
      { role: "toggleDevTools" },
    ],
  ],
  [
    "go",
    [
      "tab.next",
      "tab.previous",
      null,
      "cookies.open",
      "connections.open",
      null,
      "demo.open",
      "demo.stop",
    ],
  ],
];

/** The native menu as the page would have it now: its actions in the person's language, with the person's keys. */
export function nativeMenu(of: App): readonly MenuSection[] {
  const language = chooseLanguage(of.settings.getState().value.language, of.info.systemLanguage);
  const titles = actionTitles[language];
  const words = menuTitles[language];
  const entry = (line: Line): MenuEntry | null => {
    if (line === null) return { kind: "separator" };
    if (typeof line !== "string") {
      return { kind: "role", role: line.role, title: words.roles[line.role] };
    }
    const action = actions.find(({ id }) => id === line);
    // When it can run is asked when it is chosen: a menu that follows every keystroke would be sent with every keystroke.
    return action === undefined
      ? null
      : {
          kind: "action",
          id: line,
          title: titles[line],
          keys: keysOf(action, of.settings.getState().value.keys, of.info.host),
          enabled: true,
        };
  };
  return layout.map(([group, lines]) => ({
    title: words.groups[group],
    entries: lines.map(entry).filter((made) => made !== null),
  }));
}

/** Keeps the native menu in step with the settings, and runs what is chosen there. Ends when the signal aborts. */
export function followNativeMenu(
  of: App,
  desktop: Remote<DesktopContract>,
  signal: AbortSignal,
): void {
  const send = () => void desktop["menu.set"]({ sections: nativeMenu(of) }).catch(() => undefined);
  const listen = async () => {
    for await (const item of desktop["menu.watch"](signal)) {
      // Only now: what is shown can be chosen.
      if (item.kind === "ready") {
        send();
        continue;
      }
      const action = actions.find(({ id }) => id === item.id);
      if (action !== undefined && (action.when?.(of) ?? true)) action.run(of);
    }
  };
  // A link that ended has no menu: the window goes with it.
  void listen().catch(() => undefined);
  signal.addEventListener("abort", of.settings.subscribe(send), { once: true });
}
