import { useEffect, useRef, useState } from "react";
import type { ImportPreview, ImportTarget } from "../../../shared/contract/imports.ts";
import type { FolderRule } from "../../../shared/formats/import/openapi/folders.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import type { App } from "../../app/app.ts";
import { uploadFiles } from "../../app/import-files.ts";
import type { ImportFile } from "../../state/import-file.ts";

/** Where an import stands. */
export type ImportStage =
  | { readonly kind: "choose" }
  | { readonly kind: "reading" }
  | { readonly kind: "preview"; readonly id: string; readonly preview: ImportPreview }
  | { readonly kind: "writing"; readonly id: string; readonly preview: ImportPreview };

/** The collections a written import became. */
export type Written = readonly { readonly id: string; readonly name: string }[];

export interface ImportRun {
  readonly stage: ImportStage;
  readonly failure: Failure | null;
  /** Reads what was chosen; what is under way is cancelled. */
  read(files: readonly ImportFile[]): void;
  /** Leaves only some requests of an archive; the preview follows. */
  pick(only: readonly number[] | null): void;
  /** Fetches what lies at an address and reads it. */
  fetch(address: string): void;
  /** Reads what is there again, with other folders. */
  arrange(folders: FolderRule): void;
  /** Fetches the documents it refers to and reads it again; `null` from it: all came. */
  fetchReferences(folders: FolderRule): void;
  /** Back to choosing. */
  reset(): void;
  /** Writes what is shown; null: it failed, and `failure` says why. */
  write(target: ImportTarget, secrets: readonly string[], link: boolean): Promise<Written | null>;
}

/** One import, `given` or `from` a path of this machine, from what is chosen to what is written. What was not written is forgotten when the dialog goes. */
export function useImport(
  app: App,
  given: readonly ImportFile[] | null,
  from: string | null = null,
): ImportRun {
  const [stage, setStage] = useState<ImportStage>(
    given === null && from === null ? { kind: "choose" } : { kind: "reading" },
  );
  const [failure, setFailure] = useState<Failure | null>(null);
  const abort = useRef(new AbortController());
  const id = useRef<string | null>(null);
  const picks = useRef<Promise<void>>(Promise.resolve());

  const forget = () => {
    abort.current.abort();
    abort.current = new AbortController();
    if (id.current !== null)
      void app.remote["imports.discard"]({ id: id.current }).catch(() => undefined);
    id.current = null;
  };
  const show = async (
    made: string | null,
    folders: FolderRule | undefined,
    signal: AbortSignal,
  ) => {
    id.current = made;
    if (made === null) return setStage({ kind: "choose" });
    const preview = await app.remote["imports.preview"]({ id: made, folders }, signal);
    if (!signal.aborted) setStage({ kind: "preview", id: made, preview });
  };
  const begin = (make: (signal: AbortSignal) => Promise<string | null>) => {
    forget();
    const { signal } = abort.current;
    setFailure(null);
    setStage({ kind: "reading" });
    make(signal)
      .then((made) => show(made, undefined, signal))
      .catch((thrown: unknown) => {
        if (signal.aborted) return;
        setFailure(toFailure(thrown));
        setStage({ kind: "choose" });
      });
  };
  const again = (folders: FolderRule, first: (made: string) => Promise<unknown>) => {
    if (stage.kind !== "preview") return;
    const { signal } = abort.current;
    setFailure(null);
    first(stage.id)
      .then(() => show(stage.id, folders, signal))
      .catch((thrown: unknown) => {
        if (!signal.aborted) setFailure(toFailure(thrown));
      });
  };
  const read = (files: readonly ImportFile[]) => begin((signal) => uploadFiles(app, files, signal));
  const start = useRef(() => {
    if (given !== null) read(given);
    else if (from !== null)
      begin(async (signal) => (await app.remote["imports.read"]({ path: from }, signal)).id);
  });
  const end = useRef(forget);
  useEffect(() => {
    const last = end.current;
    start.current();
    return last;
  }, []);

  const pick = (only: readonly number[] | null) => {
    const { signal } = abort.current;
    const { current } = id;
    if (current === null) return;
    // One after the other: the last choice is the one that is written.
    picks.current = picks.current
      .then(() => app.remote["imports.pick"]({ id: current, only }, signal))
      .then((preview) => {
        if (!signal.aborted) setStage({ kind: "preview", id: current, preview });
      })
      .catch((thrown: unknown) => {
        if (!signal.aborted) setFailure(toFailure(thrown));
      });
  };

  return {
    stage,
    failure,
    read,
    pick,
    fetch: (address) =>
      begin(async (signal) => (await app.remote["imports.fetch"]({ address }, signal)).id),
    arrange: (folders) => again(folders, () => Promise.resolve()),
    fetchReferences: (folders) =>
      again(folders, (made) =>
        app.remote["imports.fetchReferences"]({ id: made }, abort.current.signal),
      ),
    reset: () => {
      forget();
      setFailure(null);
      setStage({ kind: "choose" });
    },
    write: async (target, secrets, link) => {
      if (stage.kind !== "preview") return null;
      setFailure(null);
      setStage({ ...stage, kind: "writing" });
      await picks.current;
      try {
        const stream = app.remote["imports.write"](
          { id: stage.id, target, secrets, link },
          abort.current.signal,
        );
        for await (const item of stream) {
          if (item.kind === "done") {
            id.current = null;
            return item.collections;
          }
        }
      } catch (thrown) {
        setFailure(toFailure(thrown));
      }
      setStage({ ...stage, kind: "preview" });
      return null;
    },
  };
}
