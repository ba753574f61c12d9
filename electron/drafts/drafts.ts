import fs from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import type { Draft } from "../../shared/contract/collections.ts";
import { draftFileSchema, draftSchema } from "../../shared/schema/draft-file.ts";
import { atomicWrite, isTempName, sha256, sweepTemps } from "../base/atomic-write.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";

/** Unsaved edits, so that a crash or a quit loses none. */
export interface Drafts {
  list(): Promise<readonly Draft[]>;
  /** Kept in memory at once, on disk within `coalesceMs`. Rejects when the write that holds it failed. */
  put(draft: Draft): Promise<void>;
  remove(key: string): Promise<void>;
  /** Writes what is waiting. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  draft: Draft;
  timer: NodeJS.Timeout | undefined;
}

/**
 * A journal in `<dataFolder>/drafts`: one file a draft, written whole or not at all. A file that is torn or of another
 * version is passed over and stays where it is.
 * @param coalesceMs edits that come faster than this are written once; it bounds what a kill can lose
 */
export function createDrafts(dataFolder: string, coalesceMs = 300): Drafts {
  const folder = path.join(dataFolder, "drafts");
  const waiting = new Map<string, Waiting>();
  const writing = new Map<string, Promise<void>>();
  const fileOf = (key: string) => path.join(folder, `${sha256(key).slice(0, 40)}.json`);
  let ready: Promise<void> | null = null;
  /** A write that failed in the background: the next call reports it. */
  let failed: unknown = null;

  const prepare = (): Promise<void> => {
    ready ??= fs.mkdir(folder, { recursive: true, mode: 0o700 }).then(
      () => sweepTemps(folder).then(() => undefined),
      (error: unknown) => {
        ready = null;
        throw storageFailure(error, "drafts");
      },
    );
    return ready;
  };
  const write = async (draft: Draft): Promise<void> => {
    await prepare();
    const text = JSON.stringify(draft);
    const content = JSON.stringify({ version: 1, sum: sha256(text), draft: text });
    await atomicWrite(fileOf(draft.key), content, { mode: 0o600 });
  };
  const writeNow = async (key: string): Promise<void> => {
    // On a slow disk writes would queue up, each with an older draft than there is: the next takes the newest when its turn has come.
    for (let under = writing.get(key); under !== undefined; under = writing.get(key))
      await under.catch(() => undefined);
    const entry = waiting.get(key);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    waiting.delete(key);
    const work = write(entry.draft);
    writing.set(key, work);
    try {
      await work;
    } catch (error) {
      // Not lost while the app runs: it waits for the next chance, unless a newer one came meanwhile.
      if (!waiting.has(key)) waiting.set(key, { draft: entry.draft, timer: undefined });
      throw error;
    } finally {
      if (writing.get(key) === work) writing.delete(key);
    }
  };
  const flush = async (): Promise<void> => {
    await Promise.allSettled(writing.values());
    const results = await Promise.allSettled([...waiting.keys()].map(writeNow));
    const bad = results.find((result) => result.status === "rejected");
    if (bad !== undefined) throw bad.reason;
  };

  return {
    list: async () => {
      await Promise.allSettled(writing.values());
      const stored = new Map((await readAll(folder)).map((draft) => [draft.key, draft]));
      for (const [key, entry] of waiting) stored.set(key, entry.draft);
      return [...stored.values()].sort((left, right) => left.updatedAt - right.updatedAt);
    },
    put: async (draft) => {
      const problem = failed;
      failed = null;
      const before = waiting.get(draft.key);
      if (before?.timer !== undefined) {
        // The first edit set the timer; later ones ride along, so constant typing cannot put the write off.
        before.draft = draft;
      } else {
        const timer = setTimeout(() => {
          writeNow(draft.key).catch((error: unknown) => (failed = error));
        }, coalesceMs);
        waiting.set(draft.key, { draft, timer });
      }
      if (problem !== null) throw storageFailure(problem, "drafts");
    },
    remove: async (key) => {
      clearTimeout(waiting.get(key)?.timer);
      waiting.delete(key);
      // A write under way would bring the draft back.
      await writing.get(key)?.catch(() => undefined);
      waiting.delete(key);
      try {
        await fs.unlink(fileOf(key));
      } catch (error) {
        if (errorCode(error) !== "ENOENT") throw storageFailure(error, "drafts");
      }
    },
    flush,
    close: flush,
  };
}

async function readAll(folder: string): Promise<readonly Draft[]> {
  const names = await fs.readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw storageFailure(error, "drafts");
  });
  const drafts: Draft[] = [];
  for (const name of names) {
    if (!name.endsWith(".json") || isTempName(name)) continue;
    try {
      const content = v.parse(
        draftFileSchema,
        JSON.parse(await fs.readFile(path.join(folder, name), "utf8")),
      );
      if (sha256(content.draft) === content.sum)
        drafts.push(v.parse(draftSchema, JSON.parse(content.draft)));
    } catch {
      // Torn, or written by another version: the others must still come back.
    }
  }
  return drafts;
}
