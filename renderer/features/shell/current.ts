import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { findCollection } from "../../state/replica.ts";

/** The collection of the active tab, else the first open one; null when none is open. */
export function useCurrentCollection(): string | null {
  const app = useApp();
  const first = useStore(app.replica, (replica) => replica.collections[0]?.id ?? null);
  const here = useStore(
    app.session,
    ({ tabs, active }) => tabs.find((tab) => tab.key === active)?.ref?.collectionId,
  );
  const isOpen = useStore(
    app.replica,
    (replica) => findCollection(replica, here ?? null) !== undefined,
  );
  // A tab of globals is of no collection.
  return here !== undefined && isOpen ? here : first;
}
