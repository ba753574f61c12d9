import { useEffect, useRef, useState } from "react";
import type { ImportUpdateChoices, ImportUpdateView } from "../../../shared/contract/imports.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import type { App } from "../../app/app.ts";
import { uploadFiles } from "../../app/import-files.ts";
import type { ImportFile } from "../../state/import-file.ts";

/** Where an update stands. `source`: what the collection remembers; null: it is being looked up. */
export type UpdateStage =
  | { readonly kind: "source" }
  | { readonly kind: "reading" }
  | { readonly kind: "view"; readonly id: string; readonly view: ImportUpdateView }
  | { readonly kind: "writing"; readonly id: string; readonly view: ImportUpdateView };

export interface UpdateRun {
  readonly stage: UpdateStage;
  readonly source: string | null;
  readonly failure: Failure | null;
  /** Reads what the collection remembers, or another path or address. */
  look(source: string): void;
  read(files: readonly ImportFile[]): void;
  fetchReferences(): void;
  /** null: it failed, and `failure` says why. */
  write(choices: ImportUpdateChoices): Promise<{
    readonly written: number;
    readonly left: readonly string[];
  } | null>;
}

/** One update, from the description to the merged files. */
export function useUpdate(app: App, collectionId: string, folder: string): UpdateRun {
  const [stage, setStage] = useState<UpdateStage>({ kind: "source" });
  const [source, setSource] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const abort = useRef(new AbortController());
  const id = useRef<string | null>(null);
  const { remote } = app;

  useEffect(() => {
    const controller = abort.current;
    remote["imports.source"]({ collectionId }, controller.signal)
      .then((found) => setSource(found?.source ?? ""))
      .catch(() => setSource(""));
    return () => {
      controller.abort();
      if (id.current !== null)
        void remote["imports.discard"]({ id: id.current }).catch(() => undefined);
    };
  }, [remote, collectionId]);

  const show = async (made: string | null) => {
    id.current = made;
    if (made === null) return setStage({ kind: "source" });
    const { signal } = abort.current;
    const view = await remote["imports.planUpdate"]({ id: made, collectionId }, signal);
    if (!signal.aborted) setStage({ kind: "view", id: made, view });
  };
  const begin = (make: () => Promise<string | null>) => {
    setFailure(null);
    setStage({ kind: "reading" });
    make()
      .then(show)
      .catch((thrown: unknown) => {
        if (abort.current.signal.aborted) return;
        setFailure(toFailure(thrown));
        setStage({ kind: "source" });
      });
  };
  return {
    stage,
    source,
    failure,
    look: (typed) =>
      begin(async () => {
        const { signal } = abort.current;
        if (typed === source)
          return (await remote["imports.readSource"]({ collectionId }, signal)).id;
        if (/^https?:/i.test(typed))
          return (await remote["imports.fetch"]({ address: typed }, signal)).id;
        const absolute = /^(?:[\\/]|[a-z]:)/i.test(typed) ? typed : `${folder}/${typed}`;
        return (await remote["imports.read"]({ path: absolute }, signal)).id;
      }),
    read: (files) => begin(() => uploadFiles(app, files, abort.current.signal)),
    fetchReferences: () => {
      if (stage.kind !== "view") return;
      const { id: made } = stage;
      begin(async () => {
        await remote["imports.fetchReferences"]({ id: made }, abort.current.signal);
        return made;
      });
    },
    write: async (choices) => {
      if (stage.kind !== "view") return null;
      setFailure(null);
      setStage({ ...stage, kind: "writing" });
      try {
        const done = await remote["imports.update"](
          { id: stage.id, collectionId, choices },
          abort.current.signal,
        );
        id.current = null;
        return done;
      } catch (thrown) {
        setFailure(toFailure(thrown));
        setStage({ ...stage, kind: "view" });
        return null;
      }
    },
  };
}
