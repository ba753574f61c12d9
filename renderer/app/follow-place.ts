import type { OpenWorkspace } from "../../shared/model/workspace.ts";
import { changePlace } from "../state/session.ts";
import type { App } from "./app.ts";
import { loadTab } from "./tabs.ts";

/**
 * Keeps the tabs in step with the workspace: those of collections that go with one close and come back with it, wherever it was opened from.
 * Main tells of the workspace and of its collections apart, so each change is looked at until the next one. Unsaved edits stay journaled.
 */
export function followPlace(app: App): void {
  // Where the window was when it closed: its tabs are there.
  let place = app.workspace.getState().value.current?.folder ?? "";
  let change: { readonly from: string; readonly to: string } | null = null;
  const collections = () => app.replica.getState().collections.map(({ id }) => id);
  /** Open in this place at some time: main may tell that they are gone before it tells of the place. */
  let seen = new Set(collections());
  let leaving: ReadonlySet<string> = new Set();

  const step = () => {
    const open = new Set(collections());
    for (const id of open) seen.add(id);
    if (change === null) return;
    const { active: before } = app.session.getState();
    const left = changePlace(
      app.session,
      change,
      (id) => leaving.has(id) && !open.has(id),
      (id) => open.has(id),
    );
    for (const { key } of left) {
      app.documents.close(key, true);
      app.runs.close(key);
    }
    const { active, tabs } = app.session.getState();
    const front = tabs.find((tab) => tab.key === active);
    if (front !== undefined && active !== before) loadTab(app, front);
  };
  const look = (current: OpenWorkspace | null) => {
    const folder = current?.folder ?? "";
    if (folder !== place) {
      change = { from: place, to: folder };
      leaving = seen;
      seen = new Set(collections());
      place = folder;
    }
    step();
  };
  app.workspace.subscribe(({ value }) => look(value.current));
  app.replica.subscribe(step);
}
