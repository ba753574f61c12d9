import fs from "node:fs/promises";
import path from "node:path";
import type { SessionState } from "../../shared/contract/app.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";

/** The window's own state (open tabs, sizes), opaque here: `session.json` in app data. */
export interface SessionStore {
  /** null when there is none. Throws FailureError `storage`. */
  load(): Promise<SessionState | null>;
  /** Whole or not at all. Throws FailureError `storage`, or `input` when it is over `maxSessionLength`. */
  save(state: SessionState): Promise<void>;
}

/** UTF-16 code units. It names what is open; content lives in drafts and files. */
export const maxSessionLength = 4 * 1024 * 1024;

/** @param dataFolder exists. */
export function openSession(dataFolder: string): SessionStore {
  const file = path.join(dataFolder, "session.json");
  return {
    load: async () => {
      try {
        return { json: await fs.readFile(file, "utf8") };
      } catch (error) {
        if (errorCode(error) === "ENOENT") return null;
        throw storageFailure(error, "session.json");
      }
    },
    save: async ({ json }) => {
      if (json.length > maxSessionLength) {
        throw new FailureError({
          kind: "input",
          code: "session-too-large",
          message: "The state of the window is too large to keep.",
        });
      }
      await atomicWrite(file, json, { mode: 0o600 });
    },
  };
}
