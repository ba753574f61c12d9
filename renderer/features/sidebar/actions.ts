import type { ItemRef } from "../../../shared/contract/index.ts";
import { emptyRequest, type HttpRequest } from "../../../shared/model/request.ts";
import { FailureError, toFailure } from "../../../shared/model/failure.ts";
import { type CollectionTree, isSendable } from "../../../shared/model/collection.ts";
import type { App } from "../../app/app.ts";
import { sendTab } from "../../app/send.ts";
import { socketPhase } from "../../app/socket.ts";
import { closeTab, forgetTabs, openItem } from "../../app/tabs.ts";
import { notify, notifyFailure } from "../../state/notices.ts";
import { showOverlay } from "../../state/overlay.ts";
import { keyOf } from "../../state/tab.ts";
import type { Destination } from "./moves.ts";
import { folderOf, homeOf, placeId, type SidebarRow } from "./rows.ts";

/** The words the actions say themselves. */
export interface ActionWords {
  readonly newRequestName: string;
  readonly newFolderName: string;
  readonly deleted: (name: string) => string;
  readonly trashed: (name: string) => string;
  readonly closed: (name: string) => string;
  readonly reopen: string;
  readonly undo: string;
  readonly pathCopied: string;
}

const refOf = (row: SidebarRow): ItemRef => ({ collectionId: row.collection.id, path: row.path });

/** Does something of main's; a failure is told and gives null. */
async function attempt<T>(app: App, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
    return null;
  }
}

/** Opens or closes places of the tree, for good. */
export function setExpanded(app: App, ids: readonly string[], expanded: boolean): void {
  app.session.setState((session) => ({
    expanded: expanded
      ? [...new Set([...session.expanded, ...ids])]
      : session.expanded.filter((id) => !ids.includes(id)),
  }));
}

/** Opens every folder above an item. */
export function reveal(app: App, collectionId: string, path: string): void {
  const places = [placeId(collectionId, "")];
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder)) {
    places.push(placeId(collectionId, folder));
  }
  const { expanded } = app.session.getState();
  if (places.some((place) => !expanded.includes(place))) setExpanded(app, places, true);
}

/** Opens what a row stands for. Folders and collections open their settings. */
export function openRow(app: App, row: SidebarRow, preview: boolean): void {
  const { node } = row;
  const isText =
    node?.kind === "broken" || (node?.kind === "request" && !isSendable(node.itemKind));
  const target = isText ? "text" : node?.kind === "request" ? "request" : "defaults";
  openItem(app, target, refOf(row), preview);
}

/** Opens the file of a row as text: for a folder its folder.yml, for a collection its opencollection.yml. */
export function openText(app: App, row: SidebarRow): void {
  const { collectionId, path } = refOf(row);
  const file =
    row.node === null
      ? "opencollection.yml"
      : row.node.kind === "folder"
        ? `${path}/folder.yml`
        : path;
  openItem(app, "text", { collectionId, path: file });
}

/** Opens a request and sends it as soon as it is read. A WebSocket that is open already is shown. */
export function sendRow(app: App, row: SidebarRow): void {
  whenOpen(app, row, (key) => {
    if (socketPhase(app, key) !== "open") sendTab(app, key);
  });
}

/** Opens a request and shows it as code. */
export function showRowCode(app: App, row: SidebarRow): void {
  whenOpen(app, row, (key) => showOverlay(app.overlay, { kind: "code", key }));
}

function whenOpen(app: App, row: SidebarRow, then: (key: string) => void): void {
  const ref = refOf(row);
  const key = keyOf("request", ref);
  openItem(app, "request", ref);
  const check = () => {
    const status = app.documents.get(key)?.status;
    if (status === "loading") return;
    stop();
    if (status === "ready") then(key);
  };
  const stop = app.documents.store.subscribe(check);
  check();
}

/** Makes a request beside or in a row, as `empty` is, and opens it. Gives its place, to be named at once. */
export async function newRequest(
  app: App,
  row: SidebarRow,
  words: ActionWords,
  empty: HttpRequest = emptyRequest,
): Promise<string | null> {
  const parent = homeOf(row);
  const made = await attempt(app, () =>
    app.remote["collections.createRequest"]({
      collectionId: row.collection.id,
      parent,
      request: { ...empty, name: words.newRequestName },
    }),
  );
  if (!made) return null;
  const { collectionId, path } = made;
  reveal(app, collectionId, path);
  openItem(app, "request", { collectionId, path });
  return placeId(collectionId, path);
}

/** Makes a folder beside or in a row. Gives its place, to be named at once. */
export async function newFolder(
  app: App,
  row: SidebarRow,
  words: ActionWords,
): Promise<string | null> {
  const made = await attempt(app, () =>
    app.remote["collections.createFolder"]({
      collectionId: row.collection.id,
      parent: homeOf(row),
      name: words.newFolderName,
    }),
  );
  if (!made) return null;
  reveal(app, made.collectionId, made.path);
  return placeId(made.collectionId, made.path);
}

/** Renames an item. Gives its new place; null when it failed (told) or nothing changed. */
export async function rename(app: App, row: SidebarRow, name: string): Promise<string | null> {
  if (name.trim() === "" || name === row.text) return null;
  const ref = await attempt(app, () =>
    app.remote["collections.rename"]({ ...refOf(row), name: name.trim() }),
  );
  return ref && placeId(ref.collectionId, ref.path);
}

export async function duplicate(app: App, row: SidebarRow): Promise<string | null> {
  const ref = await attempt(app, () => app.remote["collections.duplicate"](refOf(row)));
  return ref && placeId(ref.collectionId, ref.path);
}

/** Moves an item. Gives its new place. */
export async function move(
  app: App,
  row: SidebarRow,
  { collectionId, to }: Destination,
): Promise<string | null> {
  const ref = await attempt(app, () =>
    app.remote["collections.move"]({ from: refOf(row), toCollection: collectionId, to }),
  );
  if (!ref) return null;
  reveal(app, ref.collectionId, ref.path);
  return placeId(ref.collectionId, ref.path);
}

/** Deletes an item without asking; the notice takes it back. `onUndo` learns its place when it is there again. */
export async function remove(
  app: App,
  row: SidebarRow,
  words: ActionWords,
  onUndo: (place: string) => void,
): Promise<void> {
  const ref = refOf(row);
  const deleted = await attempt(app, () => app.remote["collections.delete"](ref));
  if (!deleted) return;
  forgetTabs(app, ref.collectionId, ref.path);
  const { undoId } = deleted;
  if (undoId === null) return notify(app.notices, { text: words.trashed(row.text) });
  const undo = async () => {
    const back = await attempt(app, () => app.remote["collections.undoDelete"]({ undoId }));
    if (!back) return;
    reveal(app, back.collectionId, back.path);
    onUndo(placeId(back.collectionId, back.path));
  };
  notify(app.notices, {
    text: words.deleted(row.text),
    action: { label: words.undo, run: () => void undo() },
  });
}

/** Closes a collection: its files stay, and so do unsaved edits. */
export async function closeCollection(
  app: App,
  collection: CollectionTree,
  words: ActionWords,
): Promise<void> {
  const { id, folder, name } = collection;
  const keys = app.session
    .getState()
    .tabs.filter((tab) => tab.ref?.collectionId === id)
    .map((tab) => tab.key);
  await app.documents.flush();
  const done = await attempt(app, () => app.remote["collections.close"]({ id }));
  if (done === null && app.replica.getState().collections.some((other) => other.id === id)) return;
  closeTab(app, ...keys);
  notify(app.notices, {
    text: words.closed(name),
    action: {
      label: words.reopen,
      run: () => void attempt(app, () => app.remote["collections.open"]({ folder })),
    },
  });
}

/** The absolute path of a row on this machine. */
export function absolutePath(app: App, row: SidebarRow): string {
  const { folder } = row.collection;
  if (row.path === "") return folder;
  const windows = app.info.platform === "win32";
  return windows ? `${folder}\\${row.path.replaceAll("/", "\\")}` : `${folder}/${row.path}`;
}

export async function copyPath(app: App, row: SidebarRow, words: ActionWords): Promise<void> {
  const path = absolutePath(app, row);
  const done = await attempt(app, async () => {
    await navigator.clipboard.writeText(path).catch(() => {
      throw new FailureError({
        kind: "policy",
        code: "clipboard",
        message: "The clipboard could not be written.",
        place: path,
      });
    });
    return true;
  });
  if (done) notify(app.notices, { text: words.pathCopied, detail: path });
}
