import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { ExportView } from "./ExportView.tsx";

/** The export of a collection, folder or request, while its overlay is open. */
export function ExportDialog() {
  const app = useApp();
  const overlay = useStore(app.overlay, (state) => state.overlay);
  if (overlay.kind !== "export") return null;
  return (
    <ExportView
      key={`${overlay.collectionId}/${overlay.path}`}
      collectionId={overlay.collectionId}
      path={overlay.path}
      name={overlay.name}
      onClose={() => closeOverlay(app.overlay)}
    />
  );
}
