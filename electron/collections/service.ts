import type { CollectionsContract, ItemRef } from "../../shared/contract/collections.ts";
import type { Handlers } from "../../shared/contract/kinds.ts";
import { emptyRequest } from "../../shared/model/request.ts";
import type { OpenWorkspace } from "../../shared/model/workspace.ts";
import { createDrafts } from "../drafts/drafts.ts";
import { type GlobalsFolder, withGlobals } from "../environments/environment-store.ts";
import { createEnvironments } from "../environments/environments.ts";
import { createSecrets, type Secrets } from "../secrets/secrets.ts";
import type { SharedStore } from "../secrets/shared-secrets.ts";
import { joinSources, type SecretSource, storeSource } from "../secrets/sources.ts";
import { openVault } from "../secrets/vault.ts";
import { createVariableSurvey, type SurveyHandlers } from "../variables/survey/service.ts";
import { createKeptValues, type KeptValues } from "../variables/kept-values.ts";
import { createContents, type Save } from "./contents.ts";
import { createCollectionFolder, makeCollection } from "./create.ts";
import { type CollectionFiles, createCollectionFiles } from "./files.ts";
import { createItems } from "./items.ts";
import { createContextReader } from "./read-context.ts";
import {
  globalsFolderFor,
  keptSource,
  type ReadGlobals,
  readVariables,
  type VariablePorts,
} from "./read-variables.ts";
import type { ReadSendContext } from "./send-context.ts";
import { createStore, type OpenCollection } from "./store.ts";
import { createUndoArea } from "./undo.ts";

export interface CollectionsOptions {
  /** Exists. One app at a time uses it. */
  readonly dataFolder: string;
  /** Values of secret variables; absent: sealed by a key file in `dataFolder`. */
  readonly secrets?: Secrets | undefined;
  /** Values that lie encrypted in the collections. */
  readonly shared?: SharedStore | undefined;
  /** Where values come from before this machine's store is asked. */
  readonly sources?: readonly SecretSource[];
  /** Called after an environment was renamed: what is kept elsewhere under its name follows. */
  readonly renamed?: (id: string, from: string, to: string) => Promise<void>;
  /** Called before a secret variable is renamed everywhere. */
  readonly secretRenamed?: (id: string, from: string, to: string) => Promise<void>;
  /** Moves a file or folder to the system's trash; absent: deleted items go to the undo area of `dataFolder`. */
  readonly trash?: ((absolute: string) => Promise<void>) | undefined;
  /** The open workspace: what it gives to the requests of its collections. Absent: there is none. */
  readonly workspace?: () => OpenWorkspace | null;
  /** Watches by polling only (network drives). */
  readonly polling?: boolean;
  /** ms between looks when polling. */
  readonly pollEvery?: number;
  /** What was kept from responses. */
  readonly kept?: KeptValues;
  /** What all collections share. */
  readonly globals?: ReadGlobals;
  /** Where that lies: its environments are edited as those of collections are. Absent: they cannot be. */
  readonly globalsFolder?: GlobalsFolder;
}

/** Everything that comes from the folders of collections. */
export interface Collections {
  /** `collections.*`, `environments.*`, `secrets.*`, `variables.view`, `drafts.*`. They throw FailureError only. */
  readonly handlers: Handlers<CollectionsContract>;
  /** `variables.survey` and the others about all of a collection. */
  readonly variables: SurveyHandlers;
  /** What a request takes from its place, secrets opened: for sending, in main only. */
  readonly readSendContext: ReadSendContext;
  /** The folder of an open collection. Throws FailureError `not-found`. */
  folderOf(id: string): string;
  /** The same, and the folder of globals: where environments and their secrets are. */
  environmentsOf(id: string): string;
  /** Looks at an open collection's folder again. */
  refresh(id: string): Promise<void>;
  readonly files: CollectionFiles;
  /** Calls back whenever something may have changed in an open collection, or which are open. Ends when the signal aborts. */
  onChange(changed: () => void, signal: AbortSignal): void;
  /** What is open, in the order it was opened. */
  list(): readonly OpenCollection[];
  /** True when this folder (real path) was opened on this machine before. The disk is not asked. */
  knows(folder: string): boolean;
  /** Writes drafts that wait, stops watching. Called once. */
  close(): Promise<void>;
}

/** Opens the store, and in it the collections that were open when the app ended. Rejects with FailureError `storage`. */
export async function createCollections(options: CollectionsOptions): Promise<Collections> {
  const { dataFolder, trash } = options;
  const ports = trash === undefined ? {} : { trash };
  const store = await createStore(options);
  const undo = createUndoArea(dataFolder);
  const secrets = options.secrets ?? createSecrets(dataFolder, await openVault({ dataFolder }));
  const places = withGlobals(store, options.globalsFolder);
  const items = createItems({ store, places, undo, ...ports });
  const contents = createContents(store);
  const environments = createEnvironments({
    store: places,
    undo,
    ...ports,
    renamed: async (id, from, to) => {
      await secrets.rename(id, from, to);
      await options.shared?.rename(places.get(id).root, from, to);
      await options.renamed?.(id, from, to);
    },
  });
  const drafts = createDrafts(dataFolder);
  const kept = options.kept ?? createKeptValues();
  const variablePorts: VariablePorts = {
    secrets: joinSources([
      ...(options.sources ?? []),
      storeSource(secrets),
      ...(options.shared === undefined ? [] : [options.shared]),
    ]),
    kept,
    globals: options.globals ?? (async () => null),
    globalsFolder: options.globalsFolder?.folder,
    workspace: options.workspace,
  };
  const readSendContext = createContextReader(store, variablePorts);
  const variables = createVariableSurvey({
    store,
    async renameSecret(id, from, to) {
      const { root, tree } = store.get(id);
      for (const environment of ["", ...tree.environments])
        await options.shared?.renameVariable({ id, root, environment }, from, to);
      await options.secretRenamed?.(id, from, to);
      await secrets.renameVariable(id, from, to);
    },
    source: variablePorts.secrets,
    async others(id, environment) {
      const collection = store.get(id);
      const given = await readVariables({ collection, layers: [], environment }, variablePorts, []);
      const globals = await variablePorts.globals(globalsFolderFor(variablePorts, id), []);
      return [
        ...given.filter(({ scope }) => scope === "process" || scope === "runtime"),
        ...(globals === null ? [] : [globals]),
        ...keptSource(kept, id, { scope: "runtime" }, ""),
      ];
    },
  });
  // Not waited for: what was deleted a month ago may go a little later.
  void undo.sweep();

  const handlers: Handlers<CollectionsContract> = {
    "collections.watch": store.watch,
    "collections.open": async ({ folder }) => ({ id: await store.open(folder) }),
    "collections.create": async ({ parent, name, here }) => ({
      id: await store.open(
        here ? await makeCollection(parent, name) : await createCollectionFolder(parent, name),
      ),
    }),
    "collections.close": ({ id }) => store.close(id).then(() => null),
    "collections.createFolder": ({ collectionId, parent, name }) =>
      items.createFolder(collectionId, parent, name),
    "collections.createRequest": ({ collectionId, parent, request }) =>
      items.createRequest(collectionId, parent, request),
    "collections.rename": (input) =>
      input.path === "" ? renameCollection(input, input.name) : items.rename(input, input.name),
    "collections.duplicate": (ref) => items.duplicate(ref),
    "collections.move": ({ from, toCollection, to }) => items.move(from, toCollection, to),
    "collections.delete": (ref) => items.remove(ref),
    "collections.undoDelete": ({ undoId }) => items.undoRemove(undoId),
    "collections.readRequest": (ref) => contents.readRequest(ref),
    "collections.saveRequest": (input) => contents.saveRequest(input, saveOf(input.request, input)),
    "collections.readDefaults": (ref) => contents.readDefaults(ref),
    "collections.saveDefaults": (input) =>
      contents.saveDefaults(input, saveOf(input.defaults, input)),
    "collections.readText": (ref) => contents.readText(ref),
    "collections.saveText": (input) => contents.saveText(input, saveOf(input.text, input)),
    "environments.read": ({ collectionId, name }) => environments.read(collectionId, name),
    "environments.create": async ({ collectionId, name, copyOf }) => ({
      name: await environments.create(collectionId, name, copyOf),
    }),
    "environments.save": ({ collectionId, environment, hash, overwrite }) =>
      environments.save(collectionId, environment, hash, overwrite === true),
    "environments.rename": async ({ collectionId, from, to }) => ({
      name: await environments.rename(collectionId, from, to),
    }),
    "environments.delete": ({ collectionId, name }) => environments.remove(collectionId, name),
    "secrets.set": async ({ collectionId, environment, name, value }) => {
      await secrets.set(places.get(collectionId).id, environment, name, value);
      return null;
    },
    "secrets.remove": async ({ collectionId, environment, name }) => {
      await secrets.remove(places.get(collectionId).id, environment, name);
      return null;
    },
    "secrets.names": ({ collectionId, environment }) =>
      secrets.names(places.get(collectionId).id, environment),
    "variables.view": async ({ collectionId, path, environment, request }) => {
      const context = await readSendContext({
        collectionId,
        path,
        environment,
        request: request ?? (await requestAt(collectionId, path)),
      });
      return context.resolver.view();
    },
    "drafts.list": () => drafts.list(),
    "drafts.put": (draft) => drafts.put(draft).then(() => null),
    "drafts.remove": ({ key }) => drafts.remove(key).then(() => null),
  };

  async function renameCollection(ref: ItemRef, name: string): Promise<ItemRef> {
    const { value, hash } = await contents.readDefaults(ref);
    await contents.saveDefaults(ref, saveOf({ ...value, name }, { hash }));
    return { collectionId: ref.collectionId, path: "" };
  }

  /** The request at a path for its variables; a folder, or a file that is no HTTP request, has none of its own. */
  async function requestAt(collectionId: string | null, path: string) {
    if (collectionId === null || !path.endsWith(".yml")) return emptyRequest;
    try {
      return (await contents.readRequest({ collectionId, path })).value;
    } catch {
      return emptyRequest;
    }
  }

  return {
    handlers,
    variables,
    readSendContext,
    folderOf: (id) => store.get(id).root,
    environmentsOf: (id) => places.get(id).root,
    refresh: store.refresh,
    files: createCollectionFiles(store),
    list: store.list,
    onChange: store.onChange,
    knows: store.knows,
    close: async () => {
      await Promise.allSettled([drafts.close(), store.closeAll()]);
    },
  };
}

function saveOf<T>(
  value: T,
  input: { readonly hash: string; readonly overwrite?: boolean | undefined },
): Save<T> {
  return { value, hash: input.hash, overwrite: input.overwrite === true };
}
