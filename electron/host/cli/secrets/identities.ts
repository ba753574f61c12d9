import { readFile } from "node:fs/promises";
import path from "node:path";
import { storageFailure } from "../../../base/storage-failure.ts";
import { identitiesIn } from "../../../secrets/age.ts";
import type { Secrets } from "../../../secrets/secrets.ts";
import type { Terminal } from "./terminal.ts";

/** The identities of a file named for one run. */
export async function namedIdentities(
  file: string | null,
  { environment, folder }: Pick<Terminal, "environment" | "folder">,
): Promise<readonly string[]> {
  const named = file ?? environment["ENVOI_AGE_IDENTITY_FILE"] ?? "";
  if (named === "") return [];
  const text = await readFile(path.resolve(folder, named), "utf8").catch((error: unknown) => {
    throw storageFailure(error, named);
  });
  return identitiesIn(text);
}

/** The store of a machine that keeps nothing itself: an identity named for a run opens shared values there too. */
export const nothingKept: Pick<Secrets, "open" | "set"> = {
  open: async () => ({ values: new Map(), missing: new Map() }),
  set: () => Promise.reject(new Error("nothing is kept here")),
};
