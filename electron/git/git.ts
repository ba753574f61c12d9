import { type FSWatcher, watch } from "node:fs";
import path from "node:path";
import type { GitContract, Handlers } from "../../shared/contract/index.ts";
import type { CollectionId } from "../../shared/model/collection.ts";
import { FailureError, toFailure } from "../../shared/model/failure.ts";
import type { GitState, GitView } from "../../shared/model/git.ts";
import { createCurrent } from "../base/current.ts";
import type { CollectionFiles } from "../collections/files.ts";
import { gitState, headText, sideOf } from "./look.ts";
import { findRepository, type Repository } from "./repository.ts";
import { gitIsInstalled } from "./run-git.ts";

/** What git says of the open collections; looked at again when something changed. */
export interface Git {
  readonly handlers: Handlers<GitContract>;
  close(): void;
}

export interface GitOptions {
  readonly dataFolder: string;
  readonly files: CollectionFiles;
  /** Calls back whenever something may have changed in an open collection, or which are open. Ends when the signal aborts. */
  readonly onChange: (changed: () => void, signal: AbortSignal) => void;
}

/** ms: a checkout changes many files. */
const settle = 250;

interface Followed {
  readonly repository: Repository;
  readonly watcher: FSWatcher | null;
}

export function createGit({ dataFolder, files, onChange }: GitOptions): Git {
  const privateFolder = path.join(dataFolder, "git");
  const view = createCurrent<GitView>({ installed: true, collections: {} });
  const ended = new AbortController();
  const followed = new Map<CollectionId, Followed>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let again = false;
  let started = false;

  const hint = () => {
    if (!started || ended.signal.aborted) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      if (looking === null) looking = look().finally(() => (looking = null));
      else again = true;
    }, settle);
    timer.unref();
  };
  const look = async (): Promise<void> => {
    do {
      again = false;
      if (!(await gitIsInstalled())) {
        view.set({ installed: false, collections: {} });
        return;
      }
      const open = files.list();
      for (const [id, { watcher }] of followed) {
        if (open.some((other) => other.id === id)) continue;
        watcher?.close();
        followed.delete(id);
      }
      const states: [CollectionId, GitState][] = [];
      for (const { id, root } of open) {
        const state = await stateOf(id, root);
        if (state !== null) states.push([id, state]);
      }
      view.set({ installed: true, collections: Object.fromEntries(states) });
    } while (again && !ended.signal.aborted);
  };
  const stateOf = async (id: CollectionId, root: string): Promise<GitState | null> => {
    const repository = await findRepository(root);
    follow(id, repository);
    return repository === null ? null : await gitState(privateFolder, repository, root);
  };
  /** A commit or a checkout changes files of git only. */
  const follow = (id: CollectionId, repository: Repository | null): void => {
    const before = followed.get(id);
    if (before?.repository.gitDir === repository?.gitDir) return;
    before?.watcher?.close();
    followed.delete(id);
    if (repository === null) return;
    let watcher: FSWatcher | null = null;
    try {
      watcher = watch(repository.gitDir, { persistent: false }, (_event, name) => {
        if (name === null || /^(?:HEAD|index|MERGE_HEAD)$/.test(name)) hint();
      });
      watcher.on("error", () => undefined);
    } catch {
      // Then it is looked at when a file of the collection changes.
    }
    followed.set(id, { repository, watcher });
  };

  onChange(hint, ended.signal);
  return {
    handlers: {
      "git.watch": (signal) => {
        // Nobody looks: nothing is run.
        started = true;
        hint();
        return view.watch(signal);
      },
      "git.compare": async ({ collectionId, path: item }) => {
        const place = files.list().find(({ id }) => id === collectionId);
        if (place === undefined)
          throw new FailureError({
            kind: "not-found",
            code: "collection-not-open",
            message: "This collection is not open.",
          });
        const now = await files.read(collectionId, item).then(
          ({ text }) => text,
          (thrown: unknown) => {
            if (toFailure(thrown).kind === "not-found") return null;
            throw thrown;
          },
        );
        return { head: sideOf(await headText(privateFolder, place.root, item)), now: sideOf(now) };
      },
    },
    close: () => {
      ended.abort();
      clearTimeout(timer);
      for (const { watcher } of followed.values()) watcher?.close();
    },
  };
}
