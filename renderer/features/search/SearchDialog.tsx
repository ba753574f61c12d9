import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { SearchView } from "./SearchView.tsx";

/** Search and replace in all open collections, while its overlay is open. */
export function SearchDialog() {
  const app = useApp();
  const overlay = useStore(app.overlay, (state) => state.overlay);
  return overlay.kind === "search" ? (
    <SearchView
      key={overlay.within?.path ?? ""}
      within={overlay.within}
      asked={overlay.text}
      onClose={() => closeOverlay(app.overlay)}
    />
  ) : null;
}
