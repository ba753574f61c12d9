import { useEffect, useState } from "react";
import type { FolderListing } from "../../../shared/contract/index.ts";
import type { App } from "../../app/app.ts";
import { createFolderReader, type FolderState } from "./folder-reader.ts";

/** A folder of this machine being looked through. */
export interface OpenFolder extends FolderState {
  /** True when it is a collection itself. */
  readonly isCollection: boolean;
  /** Goes to a folder; a failure leaves one where one is. `file`: it is a file, where one is looked for. */
  go(path: string): Promise<FolderListing | "file" | null>;
}

/** Reads folders through main, beginning at `start`; where that is gone, at home. `takesFiles`: a file is looked for. */
export function useFolder(app: App, start: string, takesFiles = false): OpenFolder {
  const [state, setState] = useState<FolderState>({ listing: null, failure: null });
  const [reader] = useState(() =>
    createFolderReader(
      (path) => app.remote["files.list"]({ path, files: true }),
      setState,
      takesFiles,
    ),
  );
  useEffect(() => {
    void reader.begin(start);
    // oxlint-disable-next-line react/exhaustive-deps -- only the first folder is read without being asked for
  }, []);
  return { ...state, isCollection: state.listing?.collection === true, go: reader.go };
}
