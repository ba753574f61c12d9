import { realpath } from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import type { SettingsPlace } from "../../shared/model/network/send-settings.ts";

/** A socket by name and not by a path: Linux's abstract name space (`@name`) or a pipe of Windows. */
export function isSocketName(typed: string): boolean {
  return typed.startsWith("@") || /^\\\\[.?]\\pipe\\/i.test(typed);
}

/**
 * The unix socket a request may connect to: its real path, or its name. `folder` is the collection's, null for a request without one.
 * `from`: who named it. What this machine's own settings name may be used; what comes with a request, a collection or a workspace only
 * after the person
 * allowed it here: behind a socket may be a service that would never listen to a stranger. Rejects with FailureError `policy` or `input`.
 */
export async function usableSocket(
  typed: string,
  folder: string | null,
  from: SettingsPlace,
  isGranted: (realPath: string) => boolean,
): Promise<string> {
  // A workspace is a file like a collection: it may come from somebody else.
  const own = from === "app" || from === "default";
  if (isSocketName(typed)) {
    if (!own && !isGranted(typed)) throw notAllowed(typed);
    return typed;
  }
  if (typed.includes("\0") || (folder === null && !path.isAbsolute(typed))) throw noPath();
  const absolute = folder === null ? typed : path.resolve(folder, typed);
  // One that is not there is allowed or not by its name, and then fails where every connection fails.
  const real = await realpath(absolute).catch(() => absolute);
  if (!own && !isGranted(real)) throw notAllowed(absolute);
  return real;
}

function notAllowed(place: string): FailureError {
  return new FailureError({
    kind: "policy",
    code: "socket-not-granted",
    message: "The request names a socket of this machine that was not allowed here.",
    remedy: "Allow it if you know what listens there; this is remembered on this machine only.",
    phase: "prepare",
    place,
  });
}

function noPath(): FailureError {
  return new FailureError({
    kind: "input",
    code: "socket-path-relative",
    message: "A request that is in no collection needs the whole path of its socket.",
    remedy: "Give the path from the root, or save the request into a collection.",
    phase: "prepare",
    place: "network.unixSocket",
  });
}
