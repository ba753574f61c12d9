import { randomBytes } from "node:crypto";
import type { Handlers, SearchContract } from "../../shared/contract/index.ts";
import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import { FailureError, toFailure } from "../../shared/model/failure.ts";
import type { Replaced, ReplacePick, SearchFound, SearchQuery } from "../../shared/model/search.ts";
import type { CollectionFiles } from "../collections/files.ts";
import { createGate } from "../collections/gate.ts";
import { createSearchThread, type SearchThread } from "./thread.ts";

/** Searching and replacing in all open collections. */
export interface Search {
  readonly handlers: Handlers<SearchContract>;
  close(): void;
}

/** ms: what a person waits for an expression. Reading the files for the first time has its own time. */
const patience = 2000;
const readingPatience = 120_000;
/** Matches listed: more than anybody looks through. */
const mostListed = 2000;
const filesAtOnce = 48;
/** Files handed over in one message. */
const batch = 500;
/** Replacements that can be taken back. */
const mostUndone = 20;

interface Undo {
  readonly files: readonly {
    readonly collectionId: CollectionId;
    readonly path: ItemPath;
    readonly text: string;
    /** Of the file as it was written then. */
    readonly hash: string;
  }[];
  readonly matches: number;
}

/** @param files the open collections' files. */
export function createSearch(files: CollectionFiles): Search {
  const thread = createSearchThread();
  const known = new Map<CollectionId, Map<ItemPath, string>>();
  const undos = new Map<string, Undo>();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };

  /** Brings the index up to what is on disk: only files whose time or size changed are read. */
  const refresh = async (): Promise<readonly CollectionId[]> => {
    if (thread.isFresh()) known.clear();
    const open = files.list().map(({ id }) => id);
    for (const id of known.keys()) {
      if (open.includes(id)) continue;
      known.delete(id);
      await thread.ask({ kind: "forget", collectionId: id }, readingPatience);
    }
    for (const id of open) await refreshOne(thread, files, id, known);
    return open;
  };
  const find = async (
    query: SearchQuery,
    replacement: string | null,
    limit = mostListed,
  ): Promise<SearchFound> => {
    if (query.text === "") return { files: [], total: 0, totalFiles: 0, searched: 0 };
    const open = await refresh();
    const { within } = query;
    const collections = within === null ? open : open.filter((id) => id === within.collectionId);
    const result = await thread.ask(
      { kind: "find", query, collections, limit, replacement },
      patience,
    );
    if (result.kind !== "found") throw unexpected();
    return result.found;
  };

  const replace = async (
    query: SearchQuery,
    replacement: string,
    picks: readonly ReplacePick[] | null,
  ): Promise<Replaced> => {
    const wanted: readonly ReplacePick[] =
      picks ??
      (await find(query, null, Number.MAX_SAFE_INTEGER)).files.map(({ collectionId, path }) => ({
        collectionId,
        path,
        matches: null,
      }));
    const changed: Undo["files"][number][] = [];
    const failed: Replaced["failed"][number][] = [];
    let matches = 0;
    for (const pick of wanted) {
      const { collectionId, path } = pick;
      try {
        const before = await files.read(collectionId, path);
        const job = { kind: "replace", query, replacement, text: before.text } as const;
        const result = await thread.ask({ ...job, matches: pick.matches }, patience);
        if (result.kind !== "replaced") throw unexpected();
        if (result.count === 0) continue;
        const hash = await files.write(collectionId, path, result.text, before.hash);
        changed.push({ collectionId, path, text: before.text, hash });
        matches += result.count;
      } catch (thrown) {
        failed.push({ collectionId, path, message: toFailure(thrown).message });
      }
    }
    await files.refresh([...new Set(changed.map(({ collectionId }) => collectionId))]);
    if (changed.length === 0) return { undoId: null, matches, files: 0, failed };
    const undoId = randomBytes(12).toString("hex");
    undos.set(undoId, { files: changed, matches });
    for (const old of [...undos.keys()].slice(0, -mostUndone)) undos.delete(old);
    return { undoId, matches, files: changed.length, failed };
  };

  const undo = async (undoId: string): Promise<Replaced> => {
    const entry = undos.get(undoId);
    if (entry === undefined)
      throw new FailureError({
        kind: "not-found",
        code: "undo-gone",
        message: "This replacement cannot be taken back any more.",
      });
    undos.delete(undoId);
    const failed: Replaced["failed"][number][] = [];
    for (const { collectionId, path, text, hash } of entry.files) {
      try {
        await files.write(collectionId, path, text, hash);
      } catch (thrown) {
        failed.push({ collectionId, path, message: toFailure(thrown).message });
      }
    }
    await files.refresh([...new Set(entry.files.map(({ collectionId }) => collectionId))]);
    const done = entry.files.length - failed.length;
    return { undoId: null, matches: entry.matches, files: done, failed };
  };

  return {
    handlers: {
      "search.find": ({ query, replacement }) => inTurn(() => find(query, replacement)),
      "search.replace": ({ query, replacement, picks }) =>
        inTurn(() => replace(query, replacement, picks)),
      "search.undo": ({ undoId }) => inTurn(() => undo(undoId)),
    },
    close: thread.close,
  };
}

async function refreshOne(
  thread: SearchThread,
  files: CollectionFiles,
  id: CollectionId,
  known: Map<CollectionId, Map<ItemPath, string>>,
): Promise<void> {
  const before = known.get(id) ?? new Map<ItemPath, string>();
  known.set(id, before);
  const now = await files.marks(id);
  const gone = [...before.keys()].filter((path) => !now.has(path));
  const changed = [...now].filter(([path, mark]) => before.get(path) !== mark);
  if (gone.length === 0 && changed.length === 0) return;
  const gate = createGate(filesAtOnce);
  for (let at = 0; at === 0 || at < changed.length; at += batch) {
    const read = await Promise.all(
      changed.slice(at, at + batch).map(([path, mark]) =>
        gate(async () => {
          const text = await files.read(id, path).then(
            (file) => file.text,
            () => null,
          );
          return { path, mark, text };
        }),
      ),
    );
    const texts = read.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
    const missing = at === 0 ? gone : [];
    await thread.ask(
      { kind: "update", collectionId: id, files: texts, gone: missing },
      readingPatience,
    );
    for (const { path, mark } of read) before.set(path, mark);
  }
  for (const path of gone) before.delete(path);
}

function unexpected(): FailureError {
  return new FailureError({
    kind: "internal",
    code: "unexpected",
    message: "Something unexpected went wrong inside Envoi.",
  });
}
