import { useEffect, useState } from "react";
import { toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { droppedFiles } from "../../app/import-files.ts";
import { pasteAnywhere } from "../../app/paste.ts";
import { useText } from "../../i18n/language.ts";
import { importWords } from "../../i18n/messages/import.ts";
import { notifyFailure } from "../../state/notices.ts";
import { showOverlay } from "../../state/overlay.ts";
import styles from "./Import.module.css";

/** Files dropped anywhere on the window, and what is pasted outside every field. */
export function DropAndPaste() {
  const app = useApp();
  const words = useText(importWords);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    // Without this the page would be replaced by the file.
    const hold = (event: DragEvent) => {
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      setOver(true);
    };
    document.addEventListener("dragenter", hold, { signal });
    document.addEventListener("dragover", hold, { signal });
    document.addEventListener(
      "dragleave",
      (event) => {
        if (event.relatedTarget === null) setOver(false);
      },
      { signal },
    );
    document.addEventListener(
      "drop",
      (event) => {
        setOver(false);
        if (!hasFiles(event) || event.defaultPrevented || event.dataTransfer === null) return;
        event.preventDefault();
        droppedFiles(event.dataTransfer).then(
          (given) => {
            if (given.length > 0) showOverlay(app.overlay, { kind: "import", given });
          },
          (thrown: unknown) => notifyFailure(app.notices, toFailure(thrown)),
        );
      },
      { signal },
    );
    document.addEventListener(
      "paste",
      (event) => {
        if (
          event.defaultPrevented ||
          isField(event.target) ||
          app.overlay.getState().overlay.kind !== "none"
        )
          return;
        const files = event.clipboardData?.files;
        if (files !== undefined && files.length > 0) {
          event.preventDefault();
          const given = [...files].map((file) => ({ path: file.name, blob: file }));
          showOverlay(app.overlay, { kind: "import", given });
          return;
        }
        const text = event.clipboardData?.getData("text/plain") ?? "";
        if (text.trim() === "") return;
        event.preventDefault();
        void pasteAnywhere(app, text);
      },
      { signal },
    );
    return () => abort.abort();
  }, [app]);
  return over ? (
    <div className={styles.cover} aria-hidden="true">
      <span className={styles.coverText}>{words.dropHere}</span>
    </div>
  ) : null;
}

/** A place that takes text itself. */
function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select, [role=textbox]") !== null)
  );
}
