import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { CompareView } from "./CompareView.tsx";

/** Two exchanges side by side, while their overlay is open. */
export function CompareDialog() {
  const app = useApp();
  const overlay = useStore(app.overlay, (state) => state.overlay);
  if (overlay.kind !== "compare") return null;
  const { left, right } = overlay;
  return (
    <CompareView
      key={`${left} ${right}`}
      left={left}
      right={right}
      onClose={() => closeOverlay(app.overlay)}
    />
  );
}
