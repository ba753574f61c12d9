import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import type { DocumentStore } from "../../state/documents.ts";
import { placeId } from "./rows.ts";

const separator = "\n";

/** The places whose edits are not saved. Renders again only when one joins or leaves. */
export function useDirtyPlaces(): ReadonlySet<string> {
  const app = useApp();
  const joined = useStore(app.documents.store, dirtyPlaces);
  return new Set(joined.split(separator));
}

function dirtyPlaces({ documents }: ReturnType<DocumentStore["getState"]>): string {
  return Object.values(documents)
    .flatMap(({ dirty, ref, target }) =>
      dirty && ref && target !== "environment" ? [placeId(ref.collectionId, ref.path)] : [],
    )
    .join(separator);
}
