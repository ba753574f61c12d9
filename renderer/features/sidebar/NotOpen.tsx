import { TriangleAlert } from "lucide-react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { workspaceWords } from "../../i18n/messages/workspace.ts";
import { showOverlay } from "../../state/overlay.ts";
import styles from "./Sidebar.module.css";

/** Lines of the workspace file that could not be opened: what is missing in the tree is said below it, and leads to the list. */
export function NotOpen() {
  const app = useApp();
  const words = useText(workspaceWords);
  const entries = useStore(app.workspace, ({ value }) => value.current?.entries);
  const count = (entries ?? []).filter(
    ({ state }) => state !== "open" && state !== "duplicate",
  ).length;
  if (count === 0) return null;
  return (
    <button
      type="button"
      className={styles.notOpen}
      onClick={() => showOverlay(app.overlay, { kind: "workspace" })}
    >
      <TriangleAlert size={14} aria-hidden="true" />
      <span>{words.notOpen(count)}</span>
    </button>
  );
}
