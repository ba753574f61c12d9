import type {
  AppContract,
  AppInfo,
  CollectionsContract,
  VariablesContract,
  Contract,
  ExchangesContract,
  ExportsContract,
  Handlers,
  GitContract,
  ImportsContract,
  OAuth2Contract,
  SearchContract,
  WorkspacesContract,
} from "../../shared/contract/index.ts";
import type { HstsStore } from "../hsts/hsts-store.ts";
import type { CookieStore } from "../cookies/cookie-store.ts";
import type { Demo } from "../demo/service.ts";
import type { Exchanges } from "../exchanges/service.ts";
import type { FileGrants } from "../exchanges/file-grants.ts";
import { listFolder } from "../files/list-folder.ts";
import type { OAuth2 } from "../oauth2/service.ts";
import type { SessionStore } from "../session/session.ts";
import type { SettingsStore } from "../settings/settings.ts";
import type { Pool } from "../wire/connect/pool.ts";
import { checkInputs } from "./checked.ts";
import { connectionHandlers } from "./connection-handlers.ts";
import { cookieHandlers } from "./cookie-handlers.ts";
import { hstsHandlers } from "./hsts-handlers.ts";
import type { Dialogs } from "./dialogs.ts";
import { secretHandlers, type SecretServices } from "./secret-handlers.ts";

/** What the operations are made of. Whoever built them ends them. */
export interface Services {
  readonly info: Omit<AppInfo, "http3">;
  /** For HTTP/3; the answer is kept. */
  readonly findCurl: () => Promise<{ readonly version: string } | null>;
  readonly settings: SettingsStore;
  readonly session: SessionStore;
  readonly dialogs: Dialogs;
  readonly demo: Demo;
  readonly collections: Handlers<CollectionsContract>;
  readonly git: Handlers<GitContract>;
  readonly search: Handlers<SearchContract>;
  readonly variables: Handlers<VariablesContract>;
  readonly workspaces: Handlers<WorkspacesContract>;
  readonly exchanges: Exchanges;
  readonly exports: Handlers<ExportsContract>;
  readonly imports: Handlers<ImportsContract>;
  readonly grants: FileGrants;
  readonly cookies: CookieStore;
  readonly hsts: HstsStore;
  readonly pool: Pool;
  readonly oauth2: OAuth2;
  readonly secrets: SecretServices;
}

/** Every operation of the contract: its input checked by schema, then one call of one service. */
export function createHandlers(services: Services): Handlers<Contract> {
  return checkInputs({
    ...appHandlers(services),
    ...exchangeHandlers(services),
    ...oauth2Handlers(services),
    ...cookieHandlers(services.cookies),
    ...hstsHandlers(services.hsts),
    ...connectionHandlers(services.pool),
    ...secretHandlers(services.secrets),
    ...services.collections,
    ...services.git,
    ...services.search,
    ...services.variables,
    ...services.workspaces,
    ...services.exports,
    ...services.imports,
  });
}

function appHandlers({
  info,
  findCurl,
  settings,
  session,
  dialogs,
  demo,
  collections,
}: Services): Handlers<AppContract> {
  return {
    "app.info": async () => ({ ...info, http3: (await findCurl())?.version ?? null }),
    "app.settings": (signal) => settings.watch(signal),
    "app.updateSettings": (patch) => settings.update(patch),
    "session.load": () => session.load(),
    "session.save": (state) => session.save(state).then(() => null),
    "files.list": ({ path, files }) => listFolder(path, files, info.homeFolder),
    "dialogs.openFolder": ({ title }) => dialogs.openFolder(title),
    "dialogs.openFile": ({ title }) => dialogs.openFile(title),
    "dialogs.saveFile": ({ title, name }) => dialogs.saveFile(title, name),
    "demo.state": (signal) => demo.state.watch(signal),
    "demo.start": () => demo.start(),
    "demo.stop": () => demo.stop(),
    "demo.openSample": async (_, signal) => {
      const folder = await demo.sample();
      const { id } = await collections["collections.open"]({ folder }, signal);
      return { collectionId: id };
    },
  };
}

function exchangeHandlers({ exchanges, grants }: Services): Handlers<ExchangesContract> {
  return {
    "exchange.send": (input, signal) => exchanges.send(input, signal),
    "exchange.cancel": async ({ id }) => {
      exchanges.cancel(id);
      return null;
    },
    "exchange.preview": (input) => exchanges.preview(input),
    "exchange.history": ({ place, limit }) => exchanges.history(place, limit),
    "exchange.remove": ({ id }) => exchanges.remove(id).then(() => null),
    "exchange.take": (input) => exchanges.take(input),
    "exchange.code": (input) => exchanges.code(input),
    "exchange.raw": (input) => exchanges.raw(input),
    "exchange.get": ({ id }) => exchanges.get(id),
    "exchange.trace": ({ id }) => exchanges.trace(id),
    "exchange.wire": (input) => exchanges.wire(input),
    "exchange.decodeBody": ({ bodyId }) => exchanges.decodeBody(bodyId),
    "exchange.arrivals": (input) => exchanges.arrivals(input),
    "exchange.frames": (input) => exchanges.frames(input),
    "exchange.socketFrames": (input) => exchanges.socketFrames(input),
    "exchange.socketFind": (input) => exchanges.socketFind(input),
    "exchange.socketMessage": (input) => exchanges.socketMessage(input),
    "exchange.socketSend": (input) => exchanges.socketSend(input).then(() => null),
    "exchange.socketPing": ({ id }) => exchanges.socketPing(id).then(() => null),
    "exchange.socketClose": (input) => exchanges.socketClose(input).then(() => null),
    "exchange.har": (input) => exchanges.har(input),
    "exchange.secrets": ({ id }) => exchanges.secrets(id),
    "exchange.showSecrets": async ({ id, shown }) => {
      exchanges.showSecrets(id, shown);
      return null;
    },
    "exchange.saveBody": (input, signal) => exchanges.saveBody(input, signal),
    "files.grant": ({ file }) => grants.grant(file).then(() => null),
  };
}

function oauth2Handlers({ oauth2 }: Services): Handlers<OAuth2Contract> {
  return {
    "oauth2.get": ({ input, refresh }, signal) => oauth2.get(input, refresh, signal),
    "oauth2.answer": async ({ flow, url }) => {
      oauth2.answer(flow, url);
      return null;
    },
    "oauth2.keyOf": (input) => oauth2.keyOf(input),
    "oauth2.tokens": (signal) => oauth2.watch(signal),
    "oauth2.forget": ({ key }) => oauth2.forget(key).then(() => null),
    "oauth2.reveal": async ({ key, which }) => oauth2.reveal(key, which),
  };
}
