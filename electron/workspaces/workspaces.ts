import fs from "node:fs/promises";
import path from "node:path";
import type {
  CollectionsContract,
  GlobalsState,
  WorkspacesContract,
  WorkspaceState,
} from "../../shared/contract/index.ts";
import type { Handlers } from "../../shared/contract/kinds.ts";
import { readWorkspace } from "../../shared/formats/opencollection/workspace.ts";
import type { CollectionId, SaveResult } from "../../shared/model/collection.ts";
import { FailureError, toFailure } from "../../shared/model/failure.ts";
import type { OpenWorkspace, Workspace } from "../../shared/model/workspace.ts";
import { createCurrent } from "../base/current.ts";
import type { Collections } from "../collections/service.ts";
import { isInside } from "../collections/paths.ts";
import { listEnvironments } from "../collections/tree.ts";
import type { GlobalsFolder } from "../environments/environment-store.ts";
import { globalsHomeOf, globalsIdOf } from "../variables/globals-place.ts";
import { writtenPath } from "./entry-place.ts";
import { openEntries } from "./open-entries.ts";
import { openPlaces } from "./places.ts";
import { watchWorkspace, type WorkspaceWatch } from "./watch-workspace.ts";
import {
  createWorkspaceFolder,
  readWorkspaceFile,
  workspaceFolder,
  type WorkspaceText,
  writeNewWorkspace,
  writeWorkspaceFile,
} from "./workspace-file.ts";

/** Opening and closing collections counts for the workspace too. */
type SharedHandlers = Pick<
  Handlers<CollectionsContract>,
  "collections.open" | "collections.create" | "collections.close"
>;

/** The workspace of the window, and the places that were open before. */
export interface Workspaces {
  /** `workspace.*`. They throw FailureError only. */
  readonly handlers: Handlers<WorkspacesContract>;
  /** To be used instead of the collections' own: they keep the workspace file and the recent list in step. */
  readonly collectionHandlers: SharedHandlers;
  /** The open workspace as it was read last. */
  current(): OpenWorkspace | null;
  /** Where globals lie now, and a way to have their list read again. */
  readonly globals: GlobalsFolder;
  /** Called once. */
  close(): Promise<void>;
}

export interface WorkspacesOptions {
  /** Exists. Collections in it (the sample) are never written into a workspace file. */
  readonly dataFolder: string;
  readonly collections: Collections;
  /** Epoch ms. */
  readonly now: () => number;
  /** Which environment of a folder of globals counts. Absent: none. */
  readonly chosenGlobals?: (folder: string) => string | null;
}

/** Opens the workspace that was open when the app ended. Rejects with FailureError `storage`. */
export async function createWorkspaces({
  dataFolder,
  collections,
  now,
  chosenGlobals,
}: WorkspacesOptions): Promise<Workspaces> {
  const places = await openPlaces(dataFolder, now);
  // There or not: the real path of what is above it is what an id can be made of.
  const home = globalsHomeOf(await fs.realpath(dataFolder));
  const globalsIn = (folder: string, environments: readonly string[]): GlobalsState => {
    const chosen = chosenGlobals?.(folder) ?? null;
    return {
      id: globalsIdOf(folder),
      environments,
      chosen: chosen !== null && environments.includes(chosen) ? chosen : null,
    };
  };
  const ownGlobals = async () => globalsIn(home, await listEnvironments(home));
  const state = createCurrent<WorkspaceState>({
    current: null,
    recent: await places.recent(),
    globals: await ownGlobals(),
  });
  const { signal } = new AbortController();
  const open = async (folder: string): Promise<CollectionId> =>
    (await collections.handlers["collections.open"]({ folder }, signal)).id;
  const close = (id: CollectionId) => collections.handlers["collections.close"]({ id }, signal);
  let watch: WorkspaceWatch | null = null;
  let last: Promise<unknown> = Promise.resolve();
  /** Each change begins from what the one before left. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };

  const show = async (current: OpenWorkspace | null): Promise<void> => {
    const globals =
      current === null ? await ownGlobals() : globalsIn(current.folder, current.environments);
    state.set({ current, recent: await places.recent(), globals });
  };
  const current = () => state.get().current;
  const needCurrent = (): OpenWorkspace => {
    const workspace = current();
    if (workspace !== null) return workspace;
    throw new FailureError({
      kind: "not-found",
      code: "no-workspace",
      message: "No workspace is open.",
    });
  };

  const apply = async (folder: string, loaded: WorkspaceText): Promise<void> => {
    const workspace = readWorkspace(loaded.data);
    const entries = await openEntries(folder, workspace.collections, {
      open,
      knows: collections.knows,
    });
    const listed = new Set(entries.map(({ collectionId }) => collectionId));
    for (const { id, root } of collections.list())
      if (!listed.has(id) && !isInside(dataFolder, root)) await close(id);
    const environments = await listEnvironments(folder);
    await show({ folder, hash: loaded.hash, workspace, entries, environments });
  };
  const reload = async (): Promise<void> => {
    const before = current();
    if (before === null) return;
    try {
      const loaded = await readWorkspaceFile(before.folder);
      await apply(before.folder, loaded);
    } catch (thrown) {
      await show({ ...before, problem: toFailure(thrown) });
    }
  };
  const follow = async (folder: string | null): Promise<void> => {
    watch?.close();
    watch = folder === null ? null : watchWorkspace(folder, () => void inTurn(reload));
  };

  /** Opens a workspace whose file was read: nothing is closed before that is known to work. */
  const enter = async (folder: string): Promise<void> => {
    const loaded = await readWorkspaceFile(folder);
    const loose =
      current() === null ? collections.list().map(({ root }) => root) : places.get().loose;
    await places.setOpen(folder, loose);
    const { name } = readWorkspace(loaded.data);
    await places.remember([{ kind: "workspace", folder, name: name || path.basename(folder) }]);
    await apply(folder, loaded);
    await follow(folder);
  };

  const save = async (after: Workspace, hash: string, overwrite: boolean): Promise<SaveResult> => {
    const { folder } = needCurrent();
    const loaded = await readWorkspaceFile(folder).catch((thrown: unknown) => {
      if (toFailure(thrown).kind === "not-found") return null;
      throw thrown;
    });
    if (loaded?.hash !== hash && !overwrite)
      return { kind: "conflict", hash: loaded?.hash ?? null };
    const result = await writeWorkspaceFile(folder, loaded, after);
    if (result.kind === "conflict") return result;
    await apply(folder, await readWorkspaceFile(folder));
    return { kind: "saved", path: "workspace.yml", hash: result.hash };
  };

  /** Changes the file from what it says now; another program's save in between is taken in, not undone. */
  const change = async (edit: (workspace: Workspace) => Workspace): Promise<void> => {
    const { folder } = needCurrent();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const loaded = await readWorkspaceFile(folder);
      const after = edit(readWorkspace(loaded.data));
      const result = await writeWorkspaceFile(folder, loaded, after);
      if (result.kind === "conflict") continue;
      await apply(folder, await readWorkspaceFile(folder));
      return;
    }
    throw new FailureError({
      kind: "conflict",
      code: "changed-on-disk",
      message: "This file was changed by another program at the same moment.",
      remedy: "Try again.",
      place: "workspace.yml",
    });
  };

  /** A collection the person opened: the workspace lists it, the recent list knows it. */
  const opened = async (id: CollectionId): Promise<void> => {
    const place = collections.list().find((other) => other.id === id);
    if (place === undefined) return;
    const { root, tree } = place;
    await places.remember([{ kind: "collection", folder: root, name: tree.name }]);
    const workspace = current();
    if (
      workspace === null ||
      isInside(dataFolder, root) ||
      workspace.entries.some((entry) => entry.collectionId === id)
    )
      return show(workspace);
    const entry = { name: tree.name, path: writtenPath(workspace.folder, root) };
    await change((now) => ({
      ...now,
      // A line that was not allowed, or named a folder that was missing, is this collection from now on.
      collections: now.collections.some((other) => other.path === entry.path)
        ? now.collections
        : [...now.collections, entry],
    }));
  };
  const without = (written: string) =>
    change((now) => ({
      ...now,
      collections: now.collections.filter((entry) => entry.path !== written),
    }));

  const stored = places.get().workspace;
  if (stored !== null) {
    try {
      await apply(stored, await readWorkspaceFile(stored));
    } catch (thrown) {
      const nothing: Workspace = { name: path.basename(stored), collections: [], docs: "" };
      const problem = toFailure(thrown);
      const empty = { folder: stored, hash: "", workspace: nothing, entries: [], environments: [] };
      await show({ ...empty, problem });
    }
    await follow(stored);
  }

  const collectionHandlers: SharedHandlers = {
    "collections.open": ({ folder }) =>
      inTurn(async () => {
        const id = await open(folder);
        await opened(id);
        return { id };
      }),
    "collections.create": (input) =>
      inTurn(async () => {
        const { id } = await collections.handlers["collections.create"](input, signal);
        await opened(id);
        return { id };
      }),
    "collections.close": ({ id }) =>
      inTurn(async () => {
        const entry = current()?.entries.find((other) => other.collectionId === id);
        if (entry === undefined) await close(id);
        else await without(entry.path);
        return null;
      }),
  };
  const handlers: Handlers<WorkspacesContract> = {
    "workspace.watch": (ended) => state.watch(ended),
    "workspace.open": ({ folder }) =>
      inTurn(async () => {
        await enter(await workspaceFolder(folder));
        return null;
      }),
    "workspace.create": ({ parent, name, here, keep }) =>
      inTurn(async () => {
        const folder = await createWorkspaceFolder(parent, name, here === true);
        const kept = collections.list().filter(({ root }) => !isInside(dataFolder, root));
        const entries = kept.map(({ root, tree }) => ({
          name: tree.name,
          path: writtenPath(folder, root),
        }));
        const before: Workspace = (keep ? current()?.workspace : undefined) ?? {
          name,
          collections: [],
          docs: "",
        };
        await writeNewWorkspace(folder, { ...before, name, collections: keep ? entries : [] });
        await enter(folder);
        return null;
      }),
    "workspace.close": () =>
      inTurn(async () => {
        if (current() === null) return null;
        const { loose } = places.get();
        await follow(null);
        await places.setOpen(null, []);
        state.set({ ...state.get(), current: null, globals: await ownGlobals() });
        for (const { id, root } of collections.list())
          if (!loose.includes(root) && !isInside(dataFolder, root)) await close(id);
        // A folder that is gone meanwhile must not keep the others from coming back.
        for (const folder of loose) await open(folder).catch(() => undefined);
        await show(null);
        return null;
      }),
    "workspace.read": () =>
      inTurn(async () => {
        const { data, hash } = await readWorkspaceFile(needCurrent().folder);
        return { value: readWorkspace(data), hash };
      }),
    "workspace.save": ({ workspace, hash, overwrite }) =>
      inTurn(() => save(workspace, hash, overwrite === true)),
    "workspace.allow": ({ path: written }) =>
      inTurn(async () => {
        const { folder } = needCurrent();
        const entry = needCurrent().entries.find((other) => other.path === written);
        const id = await open(entry?.folder ?? path.resolve(folder, written));
        const place = collections.list().find((other) => other.id === id);
        // The line may lead there through a link; from now on it names the folder itself.
        if (place !== undefined)
          await change((now) => relocated(now, written, writtenPath(folder, place.root)));
        return { id };
      }),
    "workspace.locate": ({ path: written, folder: moved }) =>
      inTurn(async () => {
        const { folder } = needCurrent();
        const id = await open(moved);
        const place = collections.list().find((other) => other.id === id);
        if (place !== undefined)
          await change((now) => relocated(now, written, writtenPath(folder, place.root)));
        return null;
      }),
    "workspace.remove": ({ path: written }) => inTurn(() => without(written)).then(() => null),
    "workspace.forget": ({ folder }) =>
      inTurn(async () => {
        await places.forget(folder);
        await show(current());
        return null;
      }),
  };
  return {
    handlers,
    collectionHandlers,
    current,
    globals: {
      folder: () => current()?.folder ?? home,
      refresh: () => inTurn(() => (current() === null ? show(null) : reload())),
    },
    close: async () => {
      watch?.close();
      await last;
    },
  };
}

function relocated(workspace: Workspace, from: string, to: string): Workspace {
  return {
    ...workspace,
    collections: workspace.collections.map((entry) =>
      entry.path === from ? { ...entry, path: to } : entry,
    ),
  };
}
