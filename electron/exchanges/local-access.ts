import { readableFile, readableFolder } from "./file-access.ts";
import type { FileGrants } from "./file-grants.ts";
import type { LocalAccess } from "./resolve.ts";
import { usableSocket } from "./socket-access.ts";

/** What a request of a folder may use of this machine in the app. `folder`: the collection's, null for a request without one. */
export function localAccess(
  folder: string | null,
  { grants, home }: { readonly grants: FileGrants; readonly home: string },
): LocalAccess {
  return {
    openFile: (path) => readableFile(path, folder, grants.has),
    openFolder: (path) => readableFolder(path, folder, grants.has),
    useSocket: (path, from) => usableSocket(path, folder, from, grants.has),
    home,
    netrcMissing: "fail",
  };
}
