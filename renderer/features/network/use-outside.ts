import { useStore } from "zustand";
import type { OpenWorkspace } from "../../../shared/model/workspace.ts";
import { useApp } from "../../app/app.ts";
import type { Outside } from "./layers.ts";

/** What speaks for the requests of a collection from outside of it, as it is now. */
export function useOutside(collectionId: string | null): Outside {
  const app = useApp();
  const settings = useStore(app.settings, (state) => state.value);
  const current = useStore(app.workspace, (state) => state.value.current);
  return { app: settings, workspace: listing(current, collectionId)?.workspace ?? null };
}

/** The workspace, when it lists the collection: another's settings do not reach it. */
function listing(open: OpenWorkspace | null, collectionId: string | null): OpenWorkspace | null {
  const lists = open?.entries.some((entry) => entry.collectionId === collectionId) ?? false;
  return collectionId !== null && lists ? open : null;
}
