import type { App } from "../../app/app.ts";
import { openItem } from "../../app/tabs.ts";
import { findCollection, foldersAbove } from "../../state/replica.ts";

/** Opens the collection (0) or a folder that an item inherits from, counted from the outside. */
export function jumpToPlace(app: App, collectionId: string, path: string, index: number): void {
  const collection = findCollection(app.replica.getState(), collectionId);
  const folders = foldersAbove(collection?.children ?? [], path);
  const place = index === 0 ? "" : folders[index - 1]?.path;
  if (place !== undefined) openItem(app, "defaults", { collectionId, path: place });
}
