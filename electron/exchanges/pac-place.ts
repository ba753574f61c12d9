import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { type Failure, FailureError } from "../../shared/model/failure.ts";
import type { FileAccess } from "./file-access.ts";

/**
 * Where a proxy auto-config file of this machine lies, by what the settings say: a path or a `file:` URL. `openFile` says whether it may be
 * read; null: it was named by this machine's own settings. Rejects with FailureError about the proxy, whatever was wrong with the file.
 */
export async function pacPlace(
  source: string,
  openFile: FileAccess["openFile"] | null,
): Promise<string> {
  const path = localPath(source.trim());
  if (openFile === null) return path;
  try {
    return (await openFile(path)).realPath;
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    throw new FailureError(inPacWords(thrown.failure, path), { cause: thrown });
  }
}

function inPacWords({ code, place = "" }: Failure, path: string): Failure {
  switch (code) {
    case "file-not-granted":
      return {
        kind: "policy",
        code: "pac-not-granted",
        message: "The PAC file lies outside the collection and was not picked on this machine.",
        remedy:
          "Allow it once on this machine, pick it in the proxy settings, or put it into the collection's folder.",
        phase: "prepare",
        // The whole path, as the setting says it: whoever reads it beside the button can allow it.
        place: isAbsolute(path) ? path : place,
      };
    case "file-path-relative":
      return {
        kind: "input",
        code: "pac-path-relative",
        message: "A request that is in no collection needs the whole path of its PAC file.",
        remedy: "Pick the file again in the proxy settings, or save the request into a collection.",
        phase: "prepare",
        place: "network.proxy",
      };
    default:
      return {
        kind: "proxy",
        code: "pac-unreadable",
        message: "The proxy auto-config file could not be read.",
        remedy: "Check its path or URL in the network settings.",
        phase: "prepare",
        place: code,
      };
  }
}

/** A path, or what a `file:` URL points at. */
function localPath(source: string): string {
  if (source === "")
    throw new FailureError({
      kind: "input",
      code: "pac-none",
      message: "The proxy settings want a PAC file and name none.",
      phase: "prepare",
      remedy: "Give its path, or an http or https URL.",
      place: "network.proxy",
    });
  if (!/^file:/i.test(source)) return source;
  try {
    return fileURLToPath(source);
  } catch {
    throw new FailureError({
      kind: "input",
      code: "pac-source",
      message: "The proxy auto-config file is named by a URL that is no path of this machine.",
      phase: "prepare",
      remedy: "Give its path, or an http or https URL.",
      place: "network.proxy",
    });
  }
}
