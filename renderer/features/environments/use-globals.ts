import { useStore } from "zustand";
import { toFailure } from "../../../shared/model/failure.ts";
import { type App, useApp } from "../../app/app.ts";
import { notifyFailure } from "../../state/notices.ts";

export interface GlobalsChoice {
  /** Stands where a collection's id does: their environments are edited under it. */
  readonly id: string | null;
  readonly names: readonly string[];
  readonly chosen: string | null;
  choose(name: string | null): void;
}

/** The globals in sight of a collection (null: of a request without one); null: none can reach it. */
export function useGlobals(collectionId: string | null): GlobalsChoice | null {
  const app = useApp();
  const { current, globals } = useStore(app.workspace, (state) => state.value);
  const reaches =
    current === null ||
    collectionId === null ||
    current.entries.some((entry) => entry.collectionId === collectionId);
  if (!reaches) return null;
  return {
    id: globals.id,
    names: globals.environments,
    chosen: globals.chosen,
    choose: (name) => void chooseGlobals(app, name),
  };
}

/** Which globals count; null: none. A failure is told. */
export async function chooseGlobals(app: App, name: string | null): Promise<void> {
  try {
    await app.remote["globals.choose"]({ name });
    // Variables have other values now.
    app.runs.kept();
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
}
