import type { FolderListing } from "../../../shared/contract/index.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";

/** What is shown of a folder; it stays while the next is read. */
export interface FolderState {
  /** null only before the first answer. */
  readonly listing: FolderListing | null;
  readonly failure: Failure | null;
}

/** Reads folders; what was asked for last is what counts, whichever answer comes first. */
export interface FolderReader {
  /** The first folder; where it is gone, home, unless the person has gone elsewhere meanwhile. */
  begin(start: string): Promise<void>;
  /** null: it cannot be read, and one stays where one is. `file`: it is a file, where one may be chosen. */
  go(path: string): Promise<FolderListing | "file" | null>;
}

/** @param takesFiles a file is looked for: the path of one is no failure */
export function createFolderReader(
  list: (path: string) => Promise<FolderListing>,
  show: (change: (before: FolderState) => FolderState) => void,
  takesFiles = false,
): FolderReader {
  let asked = 0;
  const go = async (path: string) => {
    asked += 1;
    const mine = asked;
    try {
      const listing = await list(path);
      if (mine === asked) show(() => ({ listing, failure: null }));
      return listing;
    } catch (thrown) {
      const failure = toFailure(thrown);
      const isFile = takesFiles && failure.code === "ENOTDIR" && mine === asked;
      if (mine === asked) show((before) => ({ ...before, failure: isFile ? null : failure }));
      return isFile ? "file" : null;
    }
  };
  return {
    go,
    async begin(start) {
      const mine = asked + 1;
      const found = await go(start);
      if ((found === null || found === "file") && start !== "" && mine === asked) await go("");
    },
  };
}
