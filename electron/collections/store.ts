import fs from "node:fs/promises";
import path from "node:path";
import type { CollectionsItem } from "../../shared/contract/collections.ts";
import { sameModel } from "../../shared/formats/opencollection/fields.ts";
import type { CollectionId, CollectionTree, ItemPath } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { isTempName, sweepTemps } from "../base/atomic-write.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";
import { type FolderWatch, watchFolder } from "../base/watch.ts";
import { restoreBetween } from "./disk.ts";
import { createFeed } from "./feed.ts";
import { nodeAt, withNode } from "./nodes.ts";
import { hashOf } from "./read-file.ts";
import { openRegistry } from "./registry.ts";
import { createTreeCache, readFileNode, type TreeCache } from "./read-node.ts";
import { scanTree } from "./tree.ts";

/** An open collection as other parts of main see it. */
export interface OpenCollection {
  readonly id: CollectionId;
  /** Real path of its folder. */
  readonly root: string;
  readonly tree: CollectionTree;
}

/** The open collections: trees, changes on disk, and what is known of the files in use. */
export interface CollectionStore {
  /** Throws FailureError `not-found` for an id that is not open. */
  get(id: CollectionId): OpenCollection;
  list(): readonly OpenCollection[];
  /** What changes whenever a file of the tree does, as it was read last; undefined: it is not in the tree. */
  markOf(id: CollectionId, file: ItemPath): string | undefined;
  /** True when a folder (real path) was opened on this machine before. The disk is not asked. */
  knows(folder: string): boolean;
  /** Opens a folder, or finds it open. Throws FailureError `not-found` or `input` (`not-a-collection`). */
  open(folder: string): Promise<CollectionId>;
  close(id: CollectionId): Promise<void>;
  /** Reads the tree again; resolves when a reading that began after the call is done and sent out. */
  refresh(id: CollectionId): Promise<void>;
  /** The same after a change to what is in one file: only that file is read. */
  refreshFile(id: CollectionId, file: ItemPath): Promise<void>;
  /** A file was read: from now on its changes from outside are sent out. */
  loaded(id: CollectionId, file: ItemPath, hash: string): void;
  /** A file was written, or a file or folder removed (null), by us: sent out at once, and not again when the watcher sees it. */
  changed(id: CollectionId, file: ItemPath, hash: string | null): void;
  /** An item was renamed or moved by us. */
  moved(id: CollectionId, from: ItemPath, to: ItemPath): void;
  watch(signal: AbortSignal): AsyncIterable<CollectionsItem>;
  /** Calls back whenever something may have changed on disk, or which collections are open. Ends when the signal aborts. */
  onChange(changed: () => void, signal: AbortSignal): void;
  /** Stops watching and forgets everything in memory. */
  closeAll(): Promise<void>;
}

interface Entry {
  readonly id: CollectionId;
  readonly root: string;
  tree: CollectionTree;
  /** Its tree was sent out at least once: an empty new collection looks like the one it began with. */
  announced: boolean;
  readonly cache: TreeCache;
  /** Hash last sent out or read, by file. */
  readonly known: Map<ItemPath, string>;
  running: Promise<void> | null;
  again: Promise<void> | null;
  watch: Promise<FolderWatch> | null;
  /** What may have changed since the last look; null: anything. */
  hints: Set<string> | null;
  timer: NodeJS.Timeout | undefined;
}

/** ms: events of one change come in bursts. */
const settle = 60;
/** Up to this many changed files are read one by one; above it the whole tree is looked at. */
const maxSingle = 32;
const unwatched = [".git", "node_modules"];

export interface StoreOptions {
  readonly dataFolder: string;
  /** Watches by polling only. */
  readonly polling?: boolean;
  readonly pollEvery?: number;
}

/** Opens the collections that were open when the app ended; their trees are read before this resolves. */
export async function createStore(options: StoreOptions): Promise<CollectionStore> {
  const registry = await openRegistry(options.dataFolder);
  const entries = new Map<CollectionId, Entry>();
  const trees = () => [...entries.values()].map((entry) => entry.tree);
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const feed = createFeed(() => ({ kind: "snapshot", collections: trees() }));

  const emitFile = (entry: Entry, file: ItemPath, hash: string | null): void => {
    for (const item of refsOf(file)) {
      feed.emit({ kind: "file", ref: { collectionId: entry.id, path: item }, hash });
    }
  };

  const scan = async (entry: Entry): Promise<void> => {
    const scanned = await scanTree(entry.root, entry.cache);
    const tree: CollectionTree = { id: entry.id, folder: entry.root, ...scanned };
    if ((entry.announced && sameModel(entry.tree, tree)) || !entries.has(entry.id)) return;
    entry.tree = tree;
    entry.announced = true;
    feed.emit({ kind: "collection", collection: tree });
  };

  const refresh = (entry: Entry): Promise<void> => {
    if (entry.running === null) {
      entry.running = scan(entry).finally(() => (entry.running = null));
      return entry.running;
    }
    // What runs now may have passed the change already: one more reading after it serves all who wait.
    entry.again ??= entry.running.then(() => {
      entry.again = null;
      return refresh(entry);
    });
    return entry.again;
  };

  const refreshFile = async (entry: Entry, file: ItemPath): Promise<void> => {
    const before = nodeAt(entry, file);
    // A reading under way may have passed the file already and would put the old node back.
    if (before === undefined || before.kind === "folder" || entry.running !== null)
      return refresh(entry);
    const stat = await fs.lstat(path.join(entry.root, file)).catch(() => null);
    if (stat?.isFile() !== true) return refresh(entry);
    const node = await readFileNode(entry.root, entry.cache, file);
    if (sameModel(before, node)) return;
    entry.tree = { ...entry.tree, children: withNode(entry.tree.children, node) };
    feed.emit({ kind: "collection", collection: entry.tree });
  };

  const look = async (entry: Entry): Promise<void> => {
    const { hints } = entry;
    entry.hints = new Set();
    entry.timer = undefined;
    const told = hints === null || hints.size > maxSingle ? null : hints;
    for (const file of [...entry.known.keys()].filter((known) => concerns(entry, told, known))) {
      const hash = await hashOf(entry.root, file);
      // Compared after the reading: a save of ours may have changed what is known meanwhile.
      if (hash === (entry.known.get(file) ?? null)) continue;
      if (hash === null) entry.known.delete(file);
      else entry.known.set(file, hash);
      emitFile(entry, file, hash);
    }
    const files = hints === null || hints.size > maxSingle ? null : await onlyFiles(entry, hints);
    if (files === null) await refresh(entry);
    else for (const file of files) await refreshFile(entry, file);
  };

  const hint = (entry: Entry, paths: readonly string[] | null): void => {
    // Our own temp files: nothing has changed yet.
    const changed = paths?.filter((file) => !isTempName(path.basename(file)));
    if (changed?.length === 0) return;
    tell();
    if (changed === undefined) entry.hints = null;
    else for (const file of changed) entry.hints?.add(file);
    // Not put off by further events: a long checkout must show as it goes.
    entry.timer ??= setTimeout(() => void look(entry), settle);
    entry.timer.unref();
  };

  const add = async (id: CollectionId, root: string): Promise<void> => {
    const tree: CollectionTree = {
      id,
      folder: root,
      name: path.basename(root),
      children: [],
      environments: [],
    };
    const entry: Entry = {
      id,
      root,
      tree,
      announced: false,
      cache: createTreeCache(),
      known: new Map(),
      running: null,
      again: null,
      watch: null,
      hints: new Set(),
      timer: undefined,
    };
    entries.set(id, entry);
    entry.watch = watchFolder(root, (paths) => hint(entry, paths), {
      ignore: unwatched,
      ...(options.polling === undefined ? {} : { polling: options.polling }),
      ...(options.pollEvery === undefined ? {} : { pollEvery: options.pollEvery }),
    });
    await refresh(entry);
    // Who looks through the files begins when the tree is there: both at once would take each other's time.
    tell();
    // Not waited for: nothing else depends on it, and a slow disk should not delay opening.
    void sweepAll(entry);
  };

  const drop = async (entry: Entry): Promise<void> => {
    clearTimeout(entry.timer);
    entries.delete(entry.id);
    tell();
    await (await entry.watch)?.close();
  };

  const get = (id: CollectionId): Entry => {
    const entry = entries.get(id);
    if (entry !== undefined) return entry;
    throw new FailureError({
      kind: "not-found",
      code: "collection-not-open",
      message: "This collection is not open.",
    });
  };

  await Promise.all(registry.opened().map(({ id, folder }) => add(id, folder)));
  return {
    get,
    list: () => [...entries.values()],
    markOf: (id, file) => {
      const { files, heads } = get(id).cache;
      return (files.get(file) ?? heads.get(file))?.mark;
    },
    knows: registry.knows,
    open: async (folder) => {
      const root = await collectionRoot(folder);
      const id = await registry.open(root);
      if (!entries.has(id)) await add(id, root);
      return id;
    },
    close: async (id) => {
      const entry = get(id);
      await registry.close(id);
      await drop(entry);
      feed.emit({ kind: "closed", id });
    },
    refresh: (id) => refresh(get(id)),
    refreshFile: (id, file) => refreshFile(get(id), file),
    loaded: (id, file, hash) => void get(id).known.set(file, hash),
    changed: (id, file, hash) => {
      const entry = get(id);
      if (hash !== null) {
        if (entry.known.get(file) === hash) return;
        entry.known.set(file, hash);
        emitFile(entry, file, hash);
        return;
      }
      for (const known of [...entry.known.keys()]) {
        if (known !== file && !known.startsWith(`${file}/`)) continue;
        entry.known.delete(known);
        emitFile(entry, known, null);
      }
    },
    moved: (id, from, to) => {
      const { known } = get(id);
      for (const [file, hash] of [...known]) {
        if (file !== from && !file.startsWith(`${from}/`)) continue;
        known.delete(file);
        known.set(to + file.slice(from.length), hash);
      }
      feed.emit({ kind: "moved", collectionId: id, from, to });
    },
    watch: feed.watch,
    onChange: (changed, signal) => {
      listeners.add(changed);
      signal.addEventListener("abort", () => listeners.delete(changed));
    },
    closeAll: async () => {
      feed.close();
      await Promise.all([...entries.values()].map(drop));
    },
  };
}

/** The items that changed, when all of them are files the tree has and the disk still has; otherwise null. */
async function onlyFiles(
  entry: Entry,
  hints: ReadonlySet<string>,
): Promise<readonly ItemPath[] | null> {
  const files: ItemPath[] = [];
  for (const hint of hints) {
    const file = path.relative(entry.root, hint).split(path.sep).join("/");
    const node = nodeAt(entry, file);
    if (node === undefined || node.kind === "folder") return null;
    // What became a link is looked at with the whole tree, which follows none that leads outside.
    const stat = await fs.lstat(hint).catch(() => null);
    if (stat?.isFile() !== true) return null;
    files.push(file);
  }
  return files;
}

/** True when a file, or a folder above it, is among what may have changed (null: anything). */
function concerns(entry: Entry, hints: ReadonlySet<string> | null, file: ItemPath): boolean {
  if (hints === null) return true;
  for (let at = path.join(entry.root, file); at.length >= entry.root.length; at = path.dirname(at))
    if (hints.has(at)) return true;
  return false;
}

/** A folder's own file is known by its path and by the folder's: editors of defaults hold the latter. */
function refsOf(file: ItemPath): readonly ItemPath[] {
  if (file === "opencollection.yml") return [file, ""];
  return file.endsWith("/folder.yml") ? [file, file.slice(0, -"/folder.yml".length)] : [file];
}

async function collectionRoot(folder: string): Promise<string> {
  const wanted = path.basename(folder) === "opencollection.yml" ? path.dirname(folder) : folder;
  try {
    const root = await fs.realpath(wanted);
    await fs.access(path.join(root, "opencollection.yml"));
    return root;
  } catch (error) {
    const there = await fs.stat(wanted).catch(() => null);
    if (errorCode(error) !== "ENOENT" || there?.isDirectory() !== true) {
      throw storageFailure(error, path.basename(wanted));
    }
    throw new FailureError({
      kind: "input",
      code: "not-a-collection",
      message: "This folder holds no opencollection.yml.",
      remedy: "Choose the folder of a collection, or create a collection in it.",
      place: path.basename(wanted),
    });
  }
}

async function sweepAll(entry: Entry): Promise<void> {
  const folders = [""];
  const visit = (nodes: CollectionTree["children"]): void => {
    for (const node of nodes) {
      if (node.kind !== "folder") continue;
      folders.push(node.path);
      visit(node.children);
    }
  };
  visit(entry.tree.children);
  for (const folder of [...folders, "environments"]) {
    await restoreBetween(path.join(entry.root, folder));
    await sweepTemps(path.join(entry.root, folder));
  }
}
