import type { Handlers, SearchContract } from "../../shared/contract/index.ts";
import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { ReplacePick, SearchFound, SearchQuery } from "../../shared/model/search.ts";
import type { CollectionFiles } from "../collections/files.ts";
import type { OpenCollection } from "../collections/store.ts";
import type { Replacements } from "./replacements.ts";
import { createReplacing } from "./replacing.ts";
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

export interface SearchOptions {
  readonly files: CollectionFiles;
  /**
   * Calls back whenever something may have changed in an open collection, or which are open. Ends when the signal aborts. Absent: nothing is
   * read before it is searched.
   */
  readonly onChange?: (changed: () => void, signal: AbortSignal) => void;
  /** Keeps what replacements began from; absent: none can be taken back. */
  readonly kept?: Replacements | null;
  /** Matches listed of one search. */
  readonly most?: number;
}

export function createSearch({
  files,
  onChange,
  kept = null,
  most = mostListed,
}: SearchOptions): Search {
  const thread = createSearchThread();
  const known = new Map<CollectionId, Map<ItemPath, string>>();
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

  const replacing = createReplacing({
    files,
    kept,
    inText: async (query, replacement, text, matches) => {
      const job = { kind: "replace", query, replacement, text, matches } as const;
      const result = await thread.ask(job, patience);
      if (result.kind !== "replaced") throw unexpected();
      return result;
    },
  });
  const everyFile = async (query: SearchQuery): Promise<readonly ReplacePick[]> =>
    (await find(query, null, Number.MAX_SAFE_INTEGER)).files.map(({ collectionId, path }) => ({
      collectionId,
      path,
      matches: null,
    }));

  return {
    handlers: {
      "search.find": ({ query, replacement }) => inTurn(() => find(query, replacement)),
      "search.replace": ({ query, replacement, picks }) =>
        inTurn(async () =>
          replacing.replace(query, replacement, picks ?? (await everyFile(query))),
        ),
      "search.undo": ({ undoId }) => inTurn(() => replacing.undo(undoId)),
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
