import path from "node:path";

/** Where this person's Envoi keeps what belongs to no collection. Every host uses the same folder. */
export function defaultDataFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === "darwin")
    return path.posix.join(home, "Library", "Application Support", "Envoi");
  if (platform === "win32") {
    return path.win32.join(env["APPDATA"] ?? path.win32.join(home, "AppData", "Roaming"), "Envoi");
  }
  const data = env["XDG_DATA_HOME"];
  // A relative XDG_DATA_HOME must be ignored (XDG Base Directory specification).
  const base =
    data !== undefined && path.posix.isAbsolute(data)
      ? data
      : path.posix.join(home, ".local", "share");
  return path.posix.join(base, "envoi");
}
