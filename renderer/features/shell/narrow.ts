import { useSyncExternalStore } from "react";

const query = typeof matchMedia === "undefined" ? null : matchMedia("(max-width: 900px)");

const subscribe = (listener: () => void) => {
  query?.addEventListener("change", listener);
  return () => query?.removeEventListener("change", listener);
};

/** True up to 900 px, where the sidebar lies over the workspace. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => query?.matches ?? false);
}
