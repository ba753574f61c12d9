import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { valueOf } from "../../state/document.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { CodeView } from "./CodeView.tsx";

/** The code of a request, while its overlay is open. */
export function CodeDialog() {
  const app = useApp();
  const key = useStore(app.overlay, ({ overlay }) =>
    overlay.kind === "code" ? overlay.key : null,
  );
  const document = useStore(app.documents.store, () =>
    key === null ? undefined : app.documents.get(key),
  );
  const request = valueOf(document, "request");
  if (key === null || !request) return null;
  return (
    <CodeView key={key} tabKey={key} request={request} onClose={() => closeOverlay(app.overlay)} />
  );
}
