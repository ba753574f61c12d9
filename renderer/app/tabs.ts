import { emptyRequest, type HttpRequest } from "../../shared/model/request.ts";
import type { ItemRef } from "../../shared/contract/index.ts";
import { toFailure } from "../../shared/model/failure.ts";
import { notifyFailure } from "../state/notices.ts";
import { showOverlay } from "../state/overlay.ts";
import { closeTabs, openTab, pinTab, reopenTab, rekeyTab } from "../state/session.ts";
import { isScratch, keyOf, newScratchKey, type Tab, type Target } from "../state/tab.ts";
import type { App } from "./app.ts";
import { tellOfSockets } from "./socket.ts";

/** Opens an item in a tab; `preview` tabs give way to the next preview. */
export function openItem(app: App, target: Target, ref: ItemRef, preview = false): void {
  const tab: Tab = { key: keyOf(target, ref), target, ref, preview };
  openTab(app.session, tab);
  loadTab(app, tab);
}

/** A new request without a file, in a tab of its own. */
export function openScratch(app: App, request: HttpRequest = emptyRequest): string {
  const key = newScratchKey();
  app.documents.openScratch(key, request);
  openTab(app.session, { key, target: "request", ref: null, preview: false });
  return key;
}

/** Reads what a tab shows: its document, and its last exchange. */
export function loadTab(app: App, tab: Tab): void {
  if (isScratch(tab.key)) app.documents.openScratch(tab.key, emptyRequest);
  else void app.documents.open(tab);
  const exchange = app.session.getState().exchanges[tab.key];
  if (exchange !== undefined) void app.runs.restore(tab.key, exchange);
}

/** Changes a document; a preview tab that is edited stays. */
export function editTab(
  app: App,
  key: string,
  value: Parameters<App["documents"]["edit"]>[1],
): void {
  app.documents.edit(key, value);
  pinTab(app.session, key);
}

/** Saves a tab. A request without a file asks where. Failures are told; the edit stays. */
export async function saveTab(app: App, key: string, overwrite = false): Promise<void> {
  if (isScratch(key)) {
    showOverlay(app.overlay, { kind: "save-as", key });
    return;
  }
  try {
    await app.documents.save(key, overwrite);
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
}

/** Gives a scratch request its first file. Rejects with FailureError; the scratch tab stays then. */
export async function saveScratch(
  app: App,
  key: string,
  place: { readonly collectionId: string; readonly folder: string; readonly name: string },
): Promise<void> {
  const request = app.documents.get(key)?.value as HttpRequest | undefined;
  if (!request) return;
  const made = await app.remote["collections.createRequest"]({
    collectionId: place.collectionId,
    parent: place.folder,
    request: { ...request, name: place.name },
  });
  const ref = { collectionId: made.collectionId, path: made.path };
  const tab: Tab = { key: keyOf("request", ref), target: "request", ref, preview: false };
  app.runs.rekey(key, tab.key);
  app.composed.rekey(key, tab.key);
  rekeyTab(app.session, key, tab);
  app.documents.close(key, false);
  await app.documents.open(tab);
  // At once: after a crash the tab must be that of the file, not an empty scratch request.
  await app.flush();
}

/** Closes tabs, and what is open in them: of a WebSocket that is told. Unsaved edits stay journaled: reopening the tab or the item shows them again. */
export function closeTab(app: App, ...keys: readonly string[]): void {
  tellOfSockets(app, keys);
  closeTabs(app.session, keys);
  for (const key of keys) {
    app.documents.close(key, true);
    app.runs.close(key);
  }
  const { active, tabs } = app.session.getState();
  const next = tabs.find((tab) => tab.key === active);
  if (next) loadTab(app, next);
}

/** The item was deleted: its tabs go, and their drafts. */
export function forgetTabs(app: App, collectionId: string, path: string): void {
  const gone = app.session
    .getState()
    .tabs.filter(
      ({ ref }) =>
        ref?.collectionId === collectionId &&
        (ref.path === path || ref.path.startsWith(`${path}/`)),
    )
    .map((tab) => tab.key);
  tellOfSockets(app, gone);
  closeTabs(app.session, gone);
  for (const key of gone) {
    app.documents.close(key, false);
    app.runs.close(key);
  }
}

export function reopenClosed(app: App): void {
  const tab = reopenTab(app.session);
  if (tab) loadTab(app, tab);
}
