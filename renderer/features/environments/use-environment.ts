import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { findCollection } from "../../state/replica.ts";

/** The environment chosen for a collection; null when none is, or when it is gone. */
export function useEnvironment(collectionId: string | null): string | null {
  const app = useApp();
  const chosen = useStore(app.session, (session) => session.environments[collectionId ?? ""]);
  const names = useStore(
    app.replica,
    (replica) => findCollection(replica, collectionId)?.environments,
  );
  return chosen !== undefined && chosen !== null && names?.includes(chosen) ? chosen : null;
}
