import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { VariableSurvey } from "../../../shared/model/variable-survey.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { useEnvironment } from "../environments/use-environment.ts";

/** The variables of a collection, asked anew when its tree or what was kept changes. null: not known yet. */
export function useSurvey(collectionId: string, turn: number): VariableSurvey | Failure | null {
  const app = useApp();
  const environment = useEnvironment(collectionId);
  const keptTurn = useStore(app.runs.store, (runs) => runs.keptTurn);
  const [survey, setSurvey] = useState<VariableSurvey | Failure | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    app.remote["variables.survey"]({ collectionId, environment }, ended.signal).then(
      (found) => {
        if (!ended.signal.aborted) setSurvey(found);
      },
      (thrown: unknown) => {
        if (!ended.signal.aborted) setSurvey(toFailure(thrown));
      },
    );
    return () => ended.abort();
  }, [app, collectionId, environment, keptTurn, turn]);
  return survey;
}
