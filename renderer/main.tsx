import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { createRoot } from "react-dom/client";
import { toFailure } from "../shared/model/failure.ts";
import { listenForKeys } from "./actions/keyboard.ts";
import { followNativeMenu } from "./actions/native-menu.ts";
import { AppContext, createApp } from "./app/app.ts";
import { tellOfSockets } from "./app/socket.ts";
import { followPlace } from "./app/follow-place.ts";
import { loadTab } from "./app/tabs.ts";
import { preloadEditor } from "./editor/Editor.tsx";
import { Shell } from "./features/shell/Shell.tsx";
import { StartFailed } from "./features/shell/StartFailed.tsx";
import { connectHost } from "./host/connect.ts";

const root = createRoot(document.getElementById("root") ?? document.body);

async function start(): Promise<void> {
  const app = await createApp(await connectHost());
  const { signal } = new AbortController();
  listenForKeys(app, signal);
  followPlace(app, {
    leave: ({ key }) => {
      app.documents.close(key, true);
      tellOfSockets(app, [key]);
      app.runs.close(key);
    },
    show: (tab) => loadTab(app, tab),
  });
  if (app.host.desktop !== null) followNativeMenu(app, app.host.desktop, signal);
  const { tabs, active } = app.session.getState();
  const shown = tabs.find((tab) => tab.key === active);
  for (const tab of tabs) {
    // Other tabs load when they are shown; those with unsaved edits now, so that their mark is there.
    const hasDraft = app.documents.drafts.some((draft) => draft.key === tab.key);
    if (tab === shown || hasDraft) loadTab(app, tab);
  }
  window.addEventListener("pagehide", () => void app.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void app.flush();
  });
  root.render(
    <AppContext value={app}>
      <Shell />
    </AppContext>,
  );
  // The editor is large; it is there when it is first wanted, and nothing waits for it.
  requestIdleCallback(preloadEditor);
}

start().catch((thrown: unknown) => root.render(<StartFailed failure={toFailure(thrown)} />));
