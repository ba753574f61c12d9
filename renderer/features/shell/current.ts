import { useStore } from "zustand";
import { type App, useApp } from "../../app/app.ts";

/** The collection of the active tab, else the first open one; null when none is open. */
export function currentCollection(app: App): string | null {
  const { tabs, active } = app.session.getState();
  const here = tabs.find((tab) => tab.key === active)?.ref?.collectionId;
  return here ?? app.replica.getState().collections[0]?.id ?? null;
}

export function useCurrentCollection(): string | null {
  const app = useApp();
  // Through selectors only: a plain call would be remembered by the compiler and never run again.
  const first = useStore(app.replica, (replica) => replica.collections[0]?.id ?? null);
  const here = useStore(
    app.session,
    ({ tabs, active }) => tabs.find((tab) => tab.key === active)?.ref?.collectionId ?? null,
  );
  return here ?? first;
}
