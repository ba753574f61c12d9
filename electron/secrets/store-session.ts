import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";

/**
 * The key of an unlocked store, for the rest of the person's session on the machine. It lies in XDG_RUNTIME_DIR: memory that
 * only this user can read and that the system empties when they log out (XDG Base Directory Specification). Systems without it keep nothing.
 */
export async function sessionKey(
  dataFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Buffer | null> {
  const file = await sessionFile(dataFolder, environment);
  if (file === null) return null;
  const text = await fs.readFile(file, "utf8").catch(() => "");
  return /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, "hex") : null;
}

/** Throws FailureError `storage/no-session` where the system has no such place. */
export async function keepSession(
  dataFolder: string,
  environment: NodeJS.ProcessEnv,
  key: Buffer,
): Promise<void> {
  const file = await sessionFile(dataFolder, environment);
  if (file === null)
    throw new FailureError({
      kind: "storage",
      code: "no-session",
      message:
        "This system has no place that is emptied when you log out (XDG_RUNTIME_DIR), so the store stays locked.",
      remedy:
        "Give the passphrase to each command with --passphrase-file or ENVOI_PASSPHRASE_FILE.",
    });
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await fs.rm(file, { force: true });
  await fs.writeFile(file, key.toString("hex"), { flag: "wx", mode: 0o600 });
}

export async function forgetSession(
  dataFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const file = await sessionFile(dataFolder, environment);
  if (file !== null) await fs.rm(file, { force: true });
}

/** null unless the folder is this user's and closed to all others. */
async function sessionFile(
  dataFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | null> {
  const folder = environment["XDG_RUNTIME_DIR"] ?? "";
  if (process.platform === "win32" || !path.isAbsolute(folder)) return null;
  const stat = await fs.stat(folder).catch(() => null);
  if (stat === null || !stat.isDirectory() || (stat.mode & 0o077) !== 0) return null;
  if (stat.uid !== process.getuid?.()) return null;
  const real = await fs.realpath(dataFolder).catch(() => dataFolder);
  const name = createHash("sha256").update(real).digest("hex").slice(0, 24);
  return path.join(folder, "envoi", `${name}.key`);
}
