import { randomBytes } from "node:crypto";
import type { Handlers, SearchContract } from "../../shared/contract/index.ts";
import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import { FailureError, toFailure } from "../../shared/model/failure.ts";
import type { Replaced, ReplacePick, SearchFound, SearchQuery } from "../../shared/model/search.ts";
import type { CollectionFiles } from "../collections/files.ts";
import type { OpenCollection } from "../collections/store.ts";
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
/** Files read between two looks at whether they are still wanted. */
const batch = 500;
/** From so many files on the index is made before anybody asks. */
const many = 500;
/** ms after a collection was opened: what the window asks for first goes first. */
const idle = 1500;
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

export interface SearchOptions {
  readonly files: CollectionFiles;
  /**
   * Calls back whenever something may have changed in an open collection, or which are open. Ends when the signal aborts. Absent: nothing is
   * read before it is searched.
   */
  readonly onChange?: (changed: () => void, signal: AbortSignal) => void;
  /** Matches listed of one search. */
  readonly most?: number;
}

export function createSearch({ files, onChange, most = mostListed }: SearchOptions): Search {
  const thread = createSearchThread();
  const known = new Map<CollectionId, Map<ItemPath, string>>();
  const undos = new Map<string, Undo>();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };

  const forgetClosed = async (): Promise<void> => {
    if (thread.isFresh()) known.clear();
    for (const id of known.keys()) {
      if (isOpen(files, id)) continue;
      known.delete(id);
      await thread.ask({ kind: "forget", collectionId: id }, readingPatience);
    }
  };
  /** Brings the index up to what is on disk: only files whose time or size changed are read. */
  const refresh = async (): Promise<readonly CollectionId[]> => {
    await forgetClosed();
    const open = files.list();
    for (const collection of open) await refreshOne(thread, files, collection, known);
    return open.map(({ id }) => id);
  };
  /** Reads large collections that were opened before anybody searches them, and forgets those that were closed. */
  const prepare = async (): Promise<void> => {
    await forgetClosed();
    for (const collection of files.list())
      if (!known.has(collection.id)) await refreshOne(thread, files, collection, known, many);
  };
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const hint = () => {
    const closed = [...known.keys()].some((id) => !isOpen(files, id));
    if (timer !== undefined || (!closed && files.list().every(({ id }) => known.has(id)))) return;
    timer = setTimeout(() => {
      timer = undefined;
      void inTurn(prepare).catch(() => undefined);
    }, idle);
    timer.unref();
  };
  onChange?.(hint, ended.signal);
  if (onChange !== undefined) hint();

  const find = async (
    query: SearchQuery,
    replacement: string | null,
    limit = most,
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
    close: () => {
      ended.abort();
      clearTimeout(timer);
      thread.close();
    },
  };
}

function isOpen(files: CollectionFiles, id: CollectionId): boolean {
  return files.list().some((collection) => collection.id === id);
}

/** Reads what changed. `least`: nothing is done for a collection of fewer files. Ends early when it is closed meanwhile. */
async function refreshOne(
  thread: SearchThread,
  files: CollectionFiles,
  { id, root }: OpenCollection,
  known: Map<CollectionId, Map<ItemPath, string>>,
  least = 0,
): Promise<void> {
  if (!isOpen(files, id)) return;
  const now = await files.marks(id);
  if (now.size < least) return;
  const before = known.get(id) ?? new Map<ItemPath, string>();
  known.set(id, before);
  const gone = [...before.keys()].filter((path) => !now.has(path));
  const changed = [...now].filter(([path, mark]) => before.get(path) !== mark);
  if (gone.length === 0 && changed.length === 0) return;
  for (let at = 0; at === 0 || at < changed.length; at += batch) {
    const read = changed.slice(at, at + batch);
    const paths = read.map(([path]) => path);
    const missing = at === 0 ? gone : [];
    await thread.ask(
      { kind: "update", collectionId: id, root, files: paths, gone: missing },
      readingPatience,
    );
    for (const [path, mark] of read) before.set(path, mark);
    if (!isOpen(files, id)) return;
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
