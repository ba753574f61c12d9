import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import { FailureError } from "../../shared/model/failure.ts";
import { type ReplacementRecord, replacementSchema } from "../../shared/schema/replacement.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readJsonFile } from "../base/json-file.ts";
import { storageFailure } from "../base/storage-failure.ts";

/** What replacements in many files began from, in app data: so that they can be taken back, also by the next Envoi and the command line. */
export interface Replacements {
  /** Keeps one, and forgets what is too old or too much; gives its id. Throws FailureError `storage`. */
  keep(record: ReplacementRecord): Promise<string>;
  /** Keeps another under an id; one without files is forgotten. */
  change(id: string, record: ReplacementRecord): Promise<void>;
  /** Throws FailureError `not-found` (`undo-gone`) when it is not kept. */
  find(id: string): Promise<ReplacementRecord>;
  /** The newest first. */
  list(): Promise<readonly { readonly id: string; readonly record: ReplacementRecord }[]>;
}

/** So many can be taken back, for so long (ms). */
const mostKept = 20;
const month = 30 * 24 * 3_600_000;

/** In the `replaced` folder of app data, which is made when it is needed. Several programs may use it at once: a replacement is a file. */
export function createReplacements(dataFolder: string): Replacements {
  const area = path.join(dataFolder, "replaced");
  const fileOf = (id: string): string => {
    if (!/^[0-9a-f]{24}$/.test(id)) throw gone();
    return path.join(area, `${id}.json`);
  };
  const read = (id: string) =>
    readJsonFile(fileOf(id), (value) => v.parse(replacementSchema, value));
  const write = async (id: string, record: ReplacementRecord): Promise<void> => {
    try {
      await fs.mkdir(area, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw storageFailure(error, path.basename(dataFolder));
    }
    await atomicWrite(fileOf(id), JSON.stringify(record), { mode: 0o600 });
  };
  const forget = (id: string) => fs.rm(fileOf(id), { force: true }).catch(() => undefined);
  const list: Replacements["list"] = async () => {
    const names = await fs.readdir(area).catch(() => []);
    const kept = [];
    for (const name of names) {
      const id = /^([0-9a-f]{24})\.json$/.exec(name)?.[1];
      const record = id === undefined ? null : await read(id);
      if (id !== undefined && record !== null) kept.push({ id, record });
    }
    return kept.toSorted((one, two) => two.record.at - one.record.at);
  };
  return {
    keep: async (record) => {
      const id = randomBytes(12).toString("hex");
      await write(id, record);
      const others = (await list()).filter((other) => other.id !== id);
      for (const [index, other] of others.entries())
        if (index >= mostKept - 1 || record.at - other.record.at > month) await forget(other.id);
      return id;
    },
    change: (id, record) => (record.files.length === 0 ? forget(id) : write(id, record)),
    find: async (id) => {
      const record = await read(id);
      if (record === null) throw gone();
      return record;
    },
    list,
  };
}

function gone(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "undo-gone",
    message: "This replacement cannot be taken back any more.",
    remedy: "The last twenty are kept, for thirty days.",
  });
}
