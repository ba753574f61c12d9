import { useSyncExternalStore } from "react";
import { isNarrow, onNarrow } from "../../state/narrow.ts";

/** True up to 900 px, where the sidebar lies over the workspace. */
export function useNarrow(): boolean {
  return useSyncExternalStore(onNarrow, isNarrow);
}
