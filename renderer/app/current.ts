import type { App } from "./app.ts";

/** The collection of the tab in front, else the first that is open; null: none is. */
export function currentCollection(app: App): string | null {
  const { tabs, active } = app.session.getState();
  const here = tabs.find((tab) => tab.key === active)?.ref?.collectionId;
  const { collections } = app.replica.getState();
  // A tab of globals is of no collection.
  return (collections.find(({ id }) => id === here) ?? collections[0])?.id ?? null;
}
