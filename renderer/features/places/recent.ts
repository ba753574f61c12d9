import type { App } from "../../app/app.ts";
import { choice, choose } from "../../state/session.ts";

const key = "places";
const most = 6;

/** Folders used before, latest first. Not for rendering: it does not follow changes. */
export function recentFolders(app: App): readonly string[] {
  return parseRecent(choice(app.session.getState(), key, "recent", "[]"));
}

/** The folders in the session's text; none when it is damaged. */
export function parseRecent(json: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(json);
    return Array.isArray(kept) ? kept.filter((path) => typeof path === "string") : [];
  } catch {
    return [];
  }
}

/** Remembers where something was found or made. */
export function rememberFolder(app: App, folder: string): void {
  const kept = recentFolders(app).filter((path) => path !== folder);
  choose(app.session, key, "recent", JSON.stringify([folder, ...kept].slice(0, most)));
}

/** The folder above, or the folder itself at the top. Works for both sorts of separators. */
export function parentOf(path: string): string {
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return cut <= 0 ? path.slice(0, 1) : path.slice(0, cut);
}

/** The last name of a path. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== "") ?? path;
}

/** A name in a folder, with that folder's separator. */
export function inFolder(folder: string, name: string): string {
  const separator = folder.includes("\\") && !folder.includes("/") ? "\\" : "/";
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}
