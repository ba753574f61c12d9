import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { notifyFailure } from "../../state/notices.ts";

export interface GlobalsChoice {
  /** Environments of the workspace the collection is in; none when it is in none. */
  readonly names: readonly string[];
  readonly chosen: string | null;
  choose(name: string | null): void;
}

const nothing: readonly string[] = [];

/** Which environment of the workspace all its collections see. */
export function useGlobals(collectionId: string | null): GlobalsChoice {
  const app = useApp();
  const current = useStore(app.workspace, (state) => state.value.current);
  const [chosen, setChosen] = useState<string | null>(null);
  const folder = current?.folder ?? null;
  useEffect(() => {
    if (folder === null) return undefined;
    const ended = new AbortController();
    app.remote["globals.chosen"](null, ended.signal).then(
      (name) => {
        if (!ended.signal.aborted) setChosen(name);
      },
      () => undefined,
    );
    return () => ended.abort();
  }, [app, folder]);
  const inside = current?.entries.some((entry) => entry.collectionId === collectionId) === true;
  return {
    names: inside ? (current?.environments ?? nothing) : nothing,
    chosen: inside ? chosen : null,
    choose(name) {
      app.remote["globals.choose"]({ name }).then(
        () => {
          setChosen(name);
          // Variables have other values now.
          app.runs.kept();
        },
        (thrown: unknown) => notifyFailure(app.notices, toFailure(thrown)),
      );
    },
  };
}
