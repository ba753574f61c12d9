import { emptyGraphql, emptyWebSocket } from "../../shared/model/request.ts";
import { toFailure } from "../../shared/model/failure.ts";
import { openDemo, stopDemo } from "../app/demo.ts";
import { currentCollection } from "../app/current.ts";
import { askForCollection } from "../app/pick-file.ts";
import { sendTab } from "../app/send.ts";
import { closeSocket, phaseOf, pingSocket, socketPhase } from "../app/socket.ts";
import { openPlace } from "../app/open-place.ts";
import { closeTab, loadTab, openScratch, reopenClosed, saveTab } from "../app/tabs.ts";
import type { App } from "../app/app.ts";
import { notifyFailure } from "../state/notices.ts";
import { showOverlay } from "../state/overlay.ts";
import { showSidebar } from "../state/session.ts";
import type { ActionId } from "../i18n/messages/actions.ts";
import type { Action } from "./action.ts";

const active = (app: App) => app.session.getState().active;
const hasTab = (app: App) => active(app) !== null;
const onActive = (act: (app: App, key: string) => void) => (app: App) => {
  const key = active(app);
  if (key !== null) act(app, key);
};
const isRequest = (app: App) => app.documents.get(active(app) ?? "")?.target === "request";
/** A WebSocket that is open runs, and Escape is no way to say goodbye. */
const canCancel = (app: App) => {
  const run = app.runs.store.getState().runs[active(app) ?? ""];
  return (run?.running ?? false) && phaseOf(run) !== "open";
};

const isOpen = (app: App) => socketPhase(app, active(app) ?? "") === "open";

function goTo(app: App, index: number): void {
  const { tabs } = app.session.getState();
  const tab = tabs.at(index);
  if (!tab) return;
  app.session.setState({ active: tab.key });
  loadTab(app, tab);
}

function step(app: App, by: 1 | -1): void {
  const { tabs } = app.session.getState();
  const at = tabs.findIndex((tab) => tab.key === active(app));
  if (tabs.length > 0) goTo(app, (at + by + tabs.length) % tabs.length);
}

async function openFolder(app: App): Promise<void> {
  try {
    const folder = await askForCollection(app, "");
    if (folder !== null) await openPlace(app, folder);
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
}

const numbered: readonly Action[] = ([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map((number) => ({
  id: `tab.${number}` as ActionId,
  keys: `Mod+${number}`,
  browserKeys: `Alt+${number}`,
  hidden: true,
  run: (app) => goTo(app, number === 9 ? -1 : number - 1),
}));

/** Every action, in the order the palette shows them. */
export const actions: readonly Action[] = [
  {
    id: "request.send",
    keys: "Mod+Enter",
    when: isRequest,
    run: onActive(sendTab),
  },
  {
    id: "request.cancel",
    keys: "Escape",
    when: canCancel,
    run: onActive((app, key) => app.runs.cancel(key)),
  },
  {
    id: "socket.disconnect",
    keys: null,
    when: isOpen,
    run: onActive((app, key) => void closeSocket(app, key, 1000, "")),
  },
  {
    id: "socket.ping",
    keys: null,
    when: isOpen,
    run: onActive((app, key) => void pingSocket(app, key)),
  },
  {
    id: "request.code",
    keys: "Mod+Alt+C",
    when: isRequest,
    run: onActive((app, key) => showOverlay(app.overlay, { kind: "code", key })),
  },
  {
    id: "exchange.compare",
    keys: "Mod+Shift+X",
    run: (app) => {
      const right = app.runs.store.getState().runs[active(app) ?? ""]?.exchange?.id ?? null;
      showOverlay(app.overlay, { kind: "compare", left: null, right });
    },
  },
  { id: "request.new", keys: "Mod+T", browserKeys: "Alt+T", run: (app) => void openScratch(app) },
  { id: "request.newGraphql", keys: null, run: (app) => void openScratch(app, emptyGraphql) },
  { id: "request.newWebSocket", keys: null, run: (app) => void openScratch(app, emptyWebSocket) },
  {
    id: "tab.save",
    keys: "Mod+S",
    when: hasTab,
    run: onActive((app, key) => void saveTab(app, key)),
  },
  {
    id: "tab.close",
    keys: "Mod+W",
    browserKeys: "Alt+W",
    when: hasTab,
    run: onActive((app, key) => closeTab(app, key)),
  },
  {
    id: "tab.closeOthers",
    keys: null,
    when: hasTab,
    run: onActive((app, key) =>
      closeTab(
        app,
        ...app.session
          .getState()
          .tabs.map((tab) => tab.key)
          .filter((other) => other !== key),
      ),
    ),
  },
  {
    id: "tab.closeAll",
    keys: null,
    when: hasTab,
    run: (app) => closeTab(app, ...app.session.getState().tabs.map((tab) => tab.key)),
  },
  {
    id: "tab.reopen",
    keys: "Mod+Shift+T",
    browserKeys: "Alt+Shift+T",
    when: (app) => app.session.getState().closed.length > 0,
    run: reopenClosed,
  },
  {
    id: "tab.next",
    keys: "Mod+Alt+ArrowRight",
    when: hasTab,
    run: (app) => step(app, 1),
  },
  {
    id: "tab.previous",
    keys: "Mod+Alt+ArrowLeft",
    when: hasTab,
    run: (app) => step(app, -1),
  },
  {
    id: "palette.open",
    keys: "Mod+K",
    hidden: true,
    run: (app) => showOverlay(app.overlay, { kind: "palette", mode: "all" }),
  },
  {
    id: "palette.requests",
    keys: "Mod+P",
    run: (app) => showOverlay(app.overlay, { kind: "palette", mode: "requests" }),
  },
  {
    id: "palette.environments",
    keys: "Mod+E",
    run: (app) => showOverlay(app.overlay, { kind: "palette", mode: "environments" }),
  },
  {
    id: "url.focus",
    keys: "Mod+L",
    when: isRequest,
    run: ({ urlField }) => {
      urlField.current?.focus();
      urlField.current?.select();
    },
  },
  {
    id: "find.everywhere",
    keys: "Mod+Shift+F",
    run: (app) => showOverlay(app.overlay, { kind: "search", within: null }),
  },
  {
    id: "variables.open",
    keys: null,
    when: (app) => currentCollection(app) !== null,
    run: (app) => {
      const collectionId = currentCollection(app);
      if (collectionId !== null) showOverlay(app.overlay, { kind: "variables", collectionId });
    },
  },
  {
    id: "changes.open",
    keys: null,
    when: (app) =>
      Object.hasOwn(app.git.getState().value.collections, currentCollection(app) ?? ""),
    run: (app) => {
      const collectionId = currentCollection(app);
      if (collectionId !== null)
        showOverlay(app.overlay, { kind: "changes", collectionId, path: null });
    },
  },
  {
    id: "view.sidebar",
    keys: "Mod+B",
    run: (app) => showSidebar(app.session),
  },
  {
    id: "view.response",
    keys: "Mod+J",
    run: (app) => app.session.setState(({ responseOpen }) => ({ responseOpen: !responseOpen })),
  },
  {
    id: "view.layout",
    keys: null,
    run: (app) => {
      const { layout } = app.settings.getState().value;
      void app.remote["app.updateSettings"]({
        layout: layout === "vertical" ? "horizontal" : "vertical",
      });
    },
  },
  {
    id: "workspace.show",
    keys: null,
    run: (app) => showOverlay(app.overlay, { kind: "workspace" }),
  },
  {
    id: "collection.new",
    keys: null,
    run: (app) => showOverlay(app.overlay, { kind: "new-collection" }),
  },
  { id: "collection.open", keys: "Mod+O", run: (app) => void openFolder(app) },
  {
    id: "import.open",
    keys: "Mod+I",
    run: (app) => showOverlay(app.overlay, { kind: "import", given: null }),
  },
  {
    id: "cookies.open",
    keys: null,
    run: (app) => showOverlay(app.overlay, { kind: "cookies" }),
  },
  {
    id: "connections.open",
    keys: null,
    run: (app) => showOverlay(app.overlay, { kind: "connections", number: null }),
  },
  {
    id: "settings.open",
    keys: "Mod+,",
    run: (app) => showOverlay(app.overlay, { kind: "settings", section: null }),
  },
  { id: "demo.open", keys: null, run: (app) => void openDemo(app) },
  {
    id: "demo.stop",
    keys: null,
    when: (app) => app.demo.getState().value.url !== null,
    run: (app) => void stopDemo(app),
  },
  ...numbered,
];

/** The action of an id. */
export function actionOf(id: ActionId): Action | undefined {
  return actions.find((action) => action.id === id);
}
