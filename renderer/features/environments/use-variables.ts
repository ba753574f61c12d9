import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { VariableView } from "../../../shared/model/variable.ts";
import { notYetKnown } from "../../../shared/template/variable-views.ts";
import { useApp } from "../../app/app.ts";
import { findCollection } from "../../state/replica.ts";

/** The variables in sight at a place of a collection, with an environment; `notYetKnown` until main has answered. */
export function useVariables(
  collectionId: string,
  path: string,
  environment: string | null,
): readonly VariableView[] {
  const app = useApp();
  const collection = useStore(app.replica, (replica) => findCollection(replica, collectionId));
  const keptTurn = useStore(app.runs.store, (runs) => runs.keptTurn);
  const [variables, setVariables] = useState(notYetKnown);
  useEffect(() => {
    const ended = new AbortController();
    const about = { collectionId, path, environment };
    app.remote["variables.view"](about, ended.signal).then(
      (found) => {
        if (!ended.signal.aborted) setVariables(found);
      },
      () => undefined,
    );
    return () => ended.abort();
  }, [app, collectionId, path, environment, collection, keptTurn]);
  return variables;
}
