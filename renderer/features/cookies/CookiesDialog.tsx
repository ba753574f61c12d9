import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { CookieList } from "./CookieList.tsx";

/** The cookie jar, while its overlay is open. */
export function CookiesDialog() {
  const app = useApp();
  const open = useStore(app.overlay, ({ overlay }) => overlay.kind === "cookies");
  return open ? <CookieList onClose={() => closeOverlay(app.overlay)} /> : null;
}
