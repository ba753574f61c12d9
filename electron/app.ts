import { mkdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { AppInfo, Capabilities, Contract, Handlers } from "../shared/contract/index.ts";
import { FailureError } from "../shared/model/failure.ts";
import type { WireSide } from "../shared/model/wire-log.ts";
import type { OpenWorkspace } from "../shared/model/workspace.ts";
import type { Content } from "./api/content.ts";
import { type Dialogs, noDialogs } from "./api/dialogs.ts";
import { createHandlers } from "./api/handlers.ts";
import { atomicWritesSettled, sweepTemps } from "./base/atomic-write.ts";
import { systemClock } from "./base/clock.ts";
import { type FolderLock, lockFolder } from "./base/folder-lock.ts";
import { storageFailure } from "./base/storage-failure.ts";
import { systemTools } from "./client/auth/outgoing.ts";
import { createClient } from "./client/exchange.ts";
import { createHopSend } from "./client/exchange-hop.ts";
import { createCollections } from "./collections/service.ts";
import { createHstsStore } from "./hsts/hsts-store.ts";
import { openCookieStore } from "./cookies/cookie-store.ts";
import { createDemo } from "./demo/service.ts";
import { createBodies } from "./exchanges/bodies.ts";
import { createConduct } from "./exchanges/conduct.ts";
import { createExchanges } from "./exchanges/exchanges.ts";
import { openFileGrants } from "./exchanges/file-grants.ts";
import { localAccess } from "./exchanges/local-access.ts";
import { createRecordGuard, resealedRecord } from "./exchanges/record-guard.ts";
import { plainSettings, resolveForAuth } from "./exchanges/resolve.ts";
import { createExchangeStore } from "./exchanges/store.ts";
import { createProxies } from "./proxies/choose.ts";
import { createOAuth2 } from "./oauth2/service.ts";
import { openTokenStore } from "./oauth2/token-store.ts";
import type { Sealer } from "./secrets/sealer.ts";
import { createProviderSource, withFetched } from "./secrets/providers/source.ts";
import { openProviderStore } from "./secrets/providers/store.ts";
import { createSecrets } from "./secrets/secrets.ts";
import { createSharedStore } from "./secrets/shared-secrets.ts";
import { environmentSource } from "./secrets/sources.ts";
import { openVault } from "./secrets/vault.ts";
import { createReplacements } from "./search/replacements.ts";
import { createSearch } from "./search/search.ts";
import { openSession } from "./session/session.ts";
import { openSettings } from "./settings/settings.ts";
import { createExports } from "./exports/exports.ts";
import { createFetchDocument } from "./imports/fetch-document.ts";
import { createGit } from "./git/git.ts";
import { createImports } from "./imports/imports.ts";
import type { GlobalsFolder } from "./environments/environment-store.ts";
import { createWorkspaces } from "./workspaces/workspaces.ts";
import { openGlobals } from "./variables/globals.ts";
import { globalsHomeOf, globalsIdOf } from "./variables/globals-place.ts";
import { globalsHandlers } from "./variables/globals-handlers.ts";
import { createKeptValues } from "./variables/kept-values.ts";
import { createKeyLog } from "./wire/connect/key-log.ts";
import { createRoute } from "./wire/connect/route.ts";
import { createCurlFinder, curlSearch } from "./wire/http3/curl-program.ts";
import { openRecorder } from "./wire/record/open-recorder.ts";
import { openPack } from "./wire/record/pack.ts";

/** What differs from host to host. */
export interface AppPorts {
  readonly host: AppInfo["host"];
  readonly version: string;
  readonly capabilities: Capabilities;
  /** Seals secrets unless the person chose otherwise; absent: a key file in app data that only this user can read does. */
  readonly keychain?: Sealer & { available(): boolean };
  /** What the system says about a URL, as a proxy auto-config file would; absent: its settings are read. */
  readonly resolveProxy?: (url: string) => Promise<string>;
  /** Where `ENVOI_SECRET_` variables are taken from; absent: they do not count. */
  readonly secretVariables?: NodeJS.ProcessEnv;
  /** Only with `nativeDialogs`. */
  readonly dialogs?: Dialogs;
  /** Where TLS secrets go when the settings do not say (SSLKEYLOGFILE). */
  readonly keyLogFile?: string;
  /** Moves a file or folder to the system's trash; absent: deleted items go to Envoi's undo area. */
  trash?(absolute: string): Promise<void>;
}

export interface AppOptions {
  /** Made when it is not there. One app at a time uses it: a second one is refused. */
  readonly dataFolder: string;
  readonly ports: AppPorts;
}

/** Envoi without a window: the same in every host. */
export interface App {
  /** Every operation, its input checked. They throw FailureError only. */
  readonly handlers: Handlers<Contract>;
  /** null: there is no such body (any more). Secrets are hidden unless it is `exact` (saved as a file). Rejects with FailureError `storage`. */
  openBody(id: string, encoded: boolean, exact?: boolean): Promise<Content | null>;
  /** null: there is no such exchange (any more). Rejects with FailureError `storage`. */
  openWire(exchangeId: string, side: WireSide): Promise<Content | null>;
  /** Cancels what runs, writes what is not on disk yet. Called once. */
  close(): Promise<void>;
}

/** Builds the services and joins them. Rejects with FailureError `storage` when the data folder cannot be used (`in-use`: by another Envoi). */
export async function createApp({ dataFolder, ports }: AppOptions): Promise<App> {
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storageFailure(error, path.basename(dataFolder));
  }
  const lock = await lockFolder(dataFolder);
  try {
    return await build(dataFolder, ports, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function build(dataFolder: string, ports: AppPorts, lock: FolderLock): Promise<App> {
  const at = (name: string) => path.join(dataFolder, name);
  await sweepTemps(dataFolder);
  const clock = systemClock;
  const settings = await openSettings(dataFolder);
  const grants = await openFileGrants(at("file-grants.json"));
  // Requests are sent only later, when both are there.
  let openWorkspace: () => OpenWorkspace | null = () => null;
  let globalsFolder: GlobalsFolder = {
    folder: () => globalsHomeOf(dataFolder),
    refresh: async () => undefined,
  };
  const kept = createKeptValues();
  const globals = await openGlobals(dataFolder);
  const vault = await openVault({ dataFolder, keychain: ports.keychain });
  const cookies = await openCookieStore({ file: at("cookies.json"), epoch: clock.epoch, vault });
  const secrets = createSecrets(dataFolder, vault);
  const shared = createSharedStore(secrets);
  const secretVariables = ports.secretVariables ?? {};
  const providers = await openProviderStore(dataFolder);
  const programs = createProviderSource(providers, { environment: process.env });
  vault.register({
    reseal: async () => {},
    sealers: async () => new Set(),
    locked: () => {
      programs.forget();
      kept.forgetSecrets();
    },
  });
  const collections = await createCollections({
    dataFolder,
    kept,
    globals: globals.read,
    secrets,
    shared,
    sources: [environmentSource(secretVariables), programs],
    async renamed(id, from, to) {
      await providers.rename(id, from, to);
      const folder = globalsFolder.folder();
      if (id === globalsIdOf(folder) && globals.chosen(folder) === from)
        await globals.choose(folder, to);
    },
    secretRenamed: providers.renameVariable,
    trash: ports.trash,
    workspace: () => openWorkspace(),
    globalsFolder: {
      folder: () => globalsFolder.folder(),
      refresh: () => globalsFolder.refresh(),
    },
  });
  const workspaces = await createWorkspaces({
    dataFolder,
    collections,
    now: clock.epoch,
    chosenGlobals: globals.chosen,
  });
  openWorkspace = workspaces.current;
  globalsFolder = workspaces.globals;
  const collectionHandlers = { ...collections.handlers, ...workspaces.collectionHandlers };

  const pack = openPack(at("exchanges"));
  const guard = createRecordGuard(vault);
  const store = createExchangeStore(at("exchanges"), pack, guard);
  const bodies = createBodies(store, guard);
  vault.register({
    reseal: () => store.changeSealed((sealed) => resealedRecord(sealed, vault)),
    sealers: async () => new Set(),
  });
  const keyLog = createKeyLog(() => {
    const name = settings.get().keyLogFile || (ports.keyLogFile ?? "");
    return name === "" ? "" : path.resolve(dataFolder, name);
  });
  const hsts = createHstsStore({ file: at("hsts.txt"), epoch: clock.epoch, writes: "at-once" });
  const findCurl = createCurlFinder(curlSearch());
  const pool = createRoute({ clock, keyLog });
  const client = createClient({
    hopSend: createHopSend({ pool, findCurl }),
    openRecorder: ({ record, folder, clock, startedAt }) =>
      openRecorder({
        record,
        folder,
        clock,
        startedAt,
        pack,
        copyFiles: settings.get().copySentFiles,
      }),
    cookies,
    hsts,
    clock,
    exchangesFolder: at("exchanges"),
    bodies,
    version: ports.version,
    chooseProxy: createProxies({
      environment: process.env,
      ...(ports.resolveProxy === undefined ? {} : { resolveSystem: ports.resolveProxy }),
    }),
  });
  const oauth2 = createOAuth2({
    store: await openTokenStore(dataFolder, vault),
    conduct: createConduct({ send: client.send, store, bodies, clock, guard }),
    tools: systemTools,
    wait: (ms, signal) => wait(ms, undefined, { signal }),
    async resolve({ request, collectionId, path: item, environment }) {
      const place = { collectionId, path: item, environment, request };
      return await withFetched(programs.fetch, async () => {
        const context = await collections.readSendContext(place);
        const access = localAccess(context.folder, { grants, home: os.homedir() });
        return await resolveForAuth(request, context, settings.get(), access);
      });
    },
  });
  const exchanges = createExchanges({
    home: os.homedir(),
    fetchSecret: programs.fetch,
    tokenFor: oauth2.tokenFor,
    kept,
    send: client.send,
    store,
    bodies,
    guard,
    readContext: collections.readSendContext,
    settings: settings.get,
    grants,
    cookies,
    clock,
    version: ports.version,
  });
  const search = createSearch({
    files: collections.files,
    onChange: collections.onChange,
    kept: createReplacements(dataFolder),
  });
  const git = createGit({ dataFolder, files: collections.files, onChange: collections.onChange });
  const demo = createDemo({ dataFolder });
  const never = new AbortController().signal;
  const imports = createImports({
    fetchDocument: createFetchDocument({
      send: client.send,
      bodies,
      store,
      settings: () => plainSettings(settings.get()),
      now: clock.epoch,
    }),
    open: async (folder) => (await collectionHandlers["collections.open"]({ folder }, never)).id,
    keepSecret: async (collectionId, secret) =>
      void (await collections.handlers["secrets.set"]({ collectionId, ...secret }, never)),
    rootOf: collections.folderOf,
    secretNames: (collectionId) =>
      collections.handlers["secrets.names"]({ collectionId, environment: "" }, never),
    refresh: collections.refresh,
  });

  const handlers = createHandlers({
    info: describe(dataFolder, ports),
    findCurl,
    settings,
    session: openSession(dataFolder),
    dialogs: ports.dialogs ?? noDialogs,
    demo,
    collections: collectionHandlers,
    variables: { ...collections.variables, ...globalsHandlers(globals, workspaces.globals) },
    workspaces: workspaces.handlers,
    search: search.handlers,
    git: git.handlers,
    exchanges,
    exports: createExports(collections.folderOf),
    imports,
    grants,
    cookies,
    hsts,
    pool,
    oauth2,
    secrets: {
      vault,
      secrets,
      shared,
      providers,
      programs,
      environment: secretVariables,
      folderOf: collections.environmentsOf,
    },
  });
  return {
    handlers,
    openBody: (id, encoded, exact = false) =>
      found(exchanges.openBody(id, encoded ? "encoded" : "decoded", exact)),
    openWire: (id, side) => found(exchanges.openWire(id, side)),
    close: async () => {
      programs.close();
      await exchanges.close();
      git.close();
      search.close();
      pool.close();
      keyLog.close();
      pack.close();
      await workspaces.close();
      await Promise.allSettled([demo.close(), collections.close(), cookies.close(), hsts.flush()]);
      await atomicWritesSettled();
      await lock.release();
    },
  };
}

function describe(
  dataFolder: string,
  { host, version, capabilities }: AppPorts,
): Omit<AppInfo, "http3"> {
  const { platform } = process;
  const known = platform === "linux" || platform === "darwin" || platform === "win32";
  return {
    version,
    host,
    platform: known ? platform : "other",
    capabilities,
    dataFolder,
    homeFolder: os.homedir(),
    systemLanguage: Intl.DateTimeFormat().resolvedOptions().locale,
  };
}

async function found(content: Promise<Content>): Promise<Content | null> {
  try {
    return await content;
  } catch (thrown) {
    if (thrown instanceof FailureError && thrown.failure.kind === "not-found") return null;
    throw thrown;
  }
}
