import { useEffect, useRef, useState } from "react";
import type { FolderListing } from "../../../shared/contract/index.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import type { App } from "../../app/app.ts";

/** A folder of this machine being looked through. */
export interface OpenFolder {
  /** What is shown; null only before the first answer. It stays while the next is read. */
  readonly listing: FolderListing | null;
  readonly failure: Failure | null;
  /** True when it is a collection itself. */
  readonly isCollection: boolean;
  /** Goes to a folder; a failure leaves one where one is. */
  go(path: string): Promise<FolderListing | null>;
}

/** Reads folders through main, beginning at `start`; where that is gone, at home. */
export function useFolder(app: App, start: string): OpenFolder {
  const [state, setState] = useState<{
    readonly listing: FolderListing | null;
    readonly failure: Failure | null;
  }>({ listing: null, failure: null });
  const asked = useRef(0);

  const read = async (path: string) => {
    asked.current += 1;
    const mine = asked.current;
    try {
      const listing = await app.remote["files.list"]({ path, files: true });
      if (mine === asked.current) setState({ listing, failure: null });
      return listing;
    } catch (thrown) {
      if (mine === asked.current) setState((old) => ({ ...old, failure: toFailure(thrown) }));
      return null;
    }
  };
  useEffect(() => {
    let gone = false;
    const first = async () => {
      if ((await read(start)) === null && !gone && start !== "") await read("");
    };
    void first();
    return () => {
      gone = true;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- only the first folder is read without being asked for
  }, []);

  const { listing, failure } = state;
  const isCollection =
    listing?.entries.some(({ kind, name }) => kind === "file" && name === "opencollection.yml") ??
    false;
  return { listing, failure, isCollection, go: read };
}
