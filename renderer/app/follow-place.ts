import type { OpenWorkspace } from "../../shared/model/workspace.ts";
import { changePlace } from "../state/session.ts";
import type { Tab } from "../state/tab.ts";
import type { App } from "./app.ts";

/**
 * Keeps the tabs in step with the workspace: those of collections that go with one close and come back with it, wherever it was opened from.
 * Main tells of the workspace and of its collections apart, in whichever order, so each change is looked at until the next one.
 * @param leave a tab has closed; its unsaved edits are to stay journaled
 * @param show another tab is in front
 */
export function followPlace(
  app: Pick<App, "session" | "workspace" | "replica">,
  { leave, show }: { leave(tab: Tab): void; show(tab: Tab): void },
): void {
  // Where the window was when it closed: its tabs are there.
  let place = app.workspace.getState().value.current?.folder ?? "";
  let change: { readonly from: string; readonly to: string } | null = null;
  const globals = () => app.workspace.getState().value.globals.id;
  /** Globals have tabs as collections have. */
  const collections = () => [...app.replica.getState().collections.map(({ id }) => id), globals()];
  /** Open in this place at some time: main may tell that they are gone before it tells of the place. */
  let seen = new Set(collections());
  let leaving: ReadonlySet<string | null> = new Set();

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
    left.forEach(leave);
    const { active, tabs } = app.session.getState();
    const front = tabs.find((tab) => tab.key === active);
    if (front !== undefined && active !== before) show(front);
  };
  const look = (current: OpenWorkspace | null) => {
    const folder = current?.folder ?? "";
    if (folder !== place) {
      change = { from: place, to: folder };
      // What the new place lists stays, whatever becomes of it later.
      const listed = new Set<string | null>(
        current?.entries.map(({ collectionId }) => collectionId),
      );
      listed.add(globals());
      leaving = new Set([...seen].filter((id) => !listed.has(id)));
      seen = new Set(collections());
      place = folder;
    } else if (folder === "") {
      // Main has said a second time that there is none: what goes from now on is no part of the workspace that was left.
      leaving = new Set();
    }
    step();
  };
  app.workspace.subscribe(({ value }) => look(value.current));
  app.replica.subscribe(step);
}
