import { FailureError, toFailure } from "../../shared/model/failure.ts";
import type { Replaced, ReplacePick, SearchQuery } from "../../shared/model/search.ts";
import type { ReplacementRecord } from "../../shared/schema/replacement.ts";
import { sha256 } from "../base/atomic-write.ts";
import type { CollectionFiles } from "../collections/files.ts";
import type { TextFile } from "../collections/read-file.ts";
import type { Replacements } from "./replacements.ts";

/** Replacing in many files, and taking it back. Both leave alone what another program changed meanwhile, and name it. */
export interface Replacing {
  replace(
    query: SearchQuery,
    replacement: string,
    picks: readonly ReplacePick[],
  ): Promise<Replaced>;
  /** Throws FailureError `not-found` when it is not kept any more. Of what could not be taken back the id stays good. */
  undo(undoId: string): Promise<Replaced>;
}

export interface ReplacingOptions {
  readonly files: CollectionFiles;
  /** What a replacement in one text makes of it. */
  readonly inText: (
    query: SearchQuery,
    replacement: string,
    text: string,
    matches: ReplacePick["matches"],
  ) => Promise<{ readonly text: string; readonly count: number }>;
  /** null: nothing is kept, and nothing can be taken back. */
  readonly kept: Replacements | null;
}

type Failed = Replaced["failed"][number];
type Part = ReplacementRecord["files"][number];
interface Change {
  readonly pick: ReplacePick;
  readonly text: string;
  readonly before: TextFile;
  readonly part: Part;
}

export function createReplacing({ files, inText, kept }: ReplacingOptions): Replacing {
  /** What each file would become. Nothing is written yet. */
  const plan = async (
    query: SearchQuery,
    replacement: string,
    picks: readonly ReplacePick[],
    failed: Failed[],
  ): Promise<readonly Change[]> => {
    const changes: Change[] = [];
    for (const pick of picks) {
      const { collectionId, path } = pick;
      try {
        const before = await files.read(collectionId, path);
        const { text, count } = await inText(query, replacement, before.text, pick.matches);
        if (count === 0) continue;
        const { root } = openOne(files, collectionId);
        const hash = sha256(text);
        changes.push({
          pick,
          text,
          before,
          part: { root, path, before: before.text, matches: count, hash },
        });
      } catch (thrown) {
        failed.push({ collectionId, path, message: toFailure(thrown).message });
      }
    }
    return changes;
  };

  const replace: Replacing["replace"] = async (query, replacement, picks) => {
    const failed: Failed[] = [];
    const changes = await plan(query, replacement, picks, failed);
    if (changes.length === 0) return { undoId: null, matches: 0, files: 0, failed };
    const recordOf = (parts: readonly Part[]): ReplacementRecord => ({
      version: 1,
      at: Date.now(),
      text: query.text,
      replacement,
      matches: parts.reduce((sum, { matches }) => sum + matches, 0),
      files: [...parts],
    });
    // Before the first file: who is killed between two of them can still go back.
    const undoId = (await kept?.keep(recordOf(changes.map(({ part }) => part)))) ?? null;
    const done: Part[] = [];
    for (const { pick, text, before, part } of changes) {
      const { collectionId, path } = pick;
      try {
        await files.write(collectionId, path, text, before.hash);
        done.push(part);
      } catch (thrown) {
        failed.push({ collectionId, path, message: toFailure(thrown).message });
      }
    }
    const record = recordOf(done);
    // What was not written needs no way back; if this fails, going back finds those files as they were.
    if (undoId !== null && done.length < changes.length)
      await kept?.change(undoId, record).catch(() => undefined);
    await files.refresh([...new Set(changes.map(({ pick }) => pick.collectionId))]);
    return {
      undoId: done.length === 0 ? null : undoId,
      matches: record.matches,
      files: done.length,
      failed,
    };
  };

  /** True: it was changed back. False: it was as before already. */
  const takeBack = async (part: Part, collectionId: string): Promise<boolean> => {
    const now = await files.read(collectionId, part.path);
    if (now.hash === sha256(part.before)) return false;
    if (now.hash !== part.hash)
      throw new FailureError({
        kind: "conflict",
        code: "changed-since",
        message: "This file was changed after the replacement.",
        remedy: "Undo that change first, or edit the file by hand.",
        place: part.path,
      });
    await files.write(collectionId, part.path, part.before, now.hash);
    return true;
  };

  const undo: Replacing["undo"] = async (undoId) => {
    if (kept === null) throw notKept();
    const record = await kept.find(undoId);
    const failed: Failed[] = [];
    const left: Part[] = [];
    const touched = new Set<string>();
    let [matches, count] = [0, 0];
    for (const part of record.files) {
      const collectionId = files.list().find(({ root }) => root === part.root)?.id;
      try {
        if (collectionId === undefined) throw notOpen();
        if (!(await takeBack(part, collectionId))) continue;
        touched.add(collectionId);
        matches += part.matches;
        count += 1;
      } catch (thrown) {
        left.push(part);
        const message = toFailure(thrown).message;
        failed.push({ collectionId: collectionId ?? part.root, path: part.path, message });
      }
    }
    await kept.change(undoId, { ...record, files: left });
    await files.refresh([...touched]);
    return { undoId: left.length === 0 ? null : undoId, matches, files: count, failed };
  };
  return { replace, undo };
}

function openOne(files: CollectionFiles, id: string) {
  const found = files.list().find((collection) => collection.id === id);
  if (found === undefined) throw notOpen();
  return found;
}

function notOpen(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "collection-not-open",
    message: "This collection is not open.",
  });
}

function notKept(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "undo-gone",
    message: "This replacement cannot be taken back any more.",
  });
}
