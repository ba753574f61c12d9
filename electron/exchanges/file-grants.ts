import { realpath } from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import { FailureError } from "../../shared/model/failure.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readJsonFile } from "../base/json-file.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { isSocketName } from "./socket-access.ts";

/**
 * The files outside a collection that the person picked on this machine, and the sockets they allowed. They live in app data, never in a collection: a folder from
 * somebody else cannot grant itself anything.
 */
export interface FileGrants {
  /** `realPath` with links resolved; or the name of a socket. */
  readonly has: (realPath: string) => boolean;
  /** Failure `not-found` when there is no such file, `input` for a path that is neither absolute nor the name of a socket. */
  grant(file: string): Promise<void>;
}

/** Granted files kept; the oldest go first. */
const most = 1000;

export async function openFileGrants(file: string): Promise<FileGrants> {
  const granted = new Set(await readGrants(file));
  return {
    has: (realPath) => granted.has(realPath),
    async grant(picked) {
      const named = isSocketName(picked);
      if (!named && !path.isAbsolute(picked))
        throw new FailureError({
          kind: "input",
          code: "path-not-absolute",
          message: "Only an absolute path can be granted.",
          place: "file",
        });
      const real = named
        ? picked
        : await realpath(picked).catch((thrown: unknown) => {
            throw storageFailure(thrown, path.basename(picked));
          });
      granted.delete(real);
      granted.add(real);
      for (const oldest of [...granted].slice(0, Math.max(0, granted.size - most)))
        granted.delete(oldest);
      const text = JSON.stringify({ version: 1, files: [...granted] }, null, 2);
      await atomicWrite(file, `${text}\n`, { mode: 0o600 });
    },
  };
}

const content = v.object({ version: v.literal(1), files: v.array(v.string()) });

/** A file that cannot be understood is put aside and grants nothing. */
async function readGrants(file: string): Promise<readonly string[]> {
  return (await readJsonFile(file, (value) => v.parse(content, value)))?.files ?? [];
}
