import { type AppContract, appKinds } from "./app.ts";
import { type CollectionsContract, collectionsKinds } from "./collections.ts";
import { type ConnectionsContract, connectionsKinds } from "./connections.ts";
import { type CookiesContract, cookiesKinds } from "./cookies.ts";
import { type HstsContract, hstsKinds } from "./hsts.ts";
import { type ExchangesContract, exchangesKinds } from "./exchanges.ts";
import { type ExportsContract, exportsKinds } from "./exports.ts";
import { type GitContract, gitKinds } from "./git.ts";
import { type ImportsContract, importsKinds } from "./imports.ts";
import type { Kinds } from "./kinds.ts";
import { type OAuth2Contract, oauth2Kinds } from "./oauth2.ts";
import { type SearchContract, searchKinds } from "./search.ts";
import { type VariablesContract, variablesKinds } from "./variables.ts";
import { type WorkspacesContract, workspacesKinds } from "./workspaces.ts";
import { type SecretsContract, secretsKinds } from "./secrets.ts";

/** Everything main and renderer agree on. */
export type Contract = AppContract &
  CollectionsContract &
  ConnectionsContract &
  CookiesContract &
  HstsContract &
  ExchangesContract &
  ExportsContract &
  GitContract &
  ImportsContract &
  OAuth2Contract &
  SearchContract &
  VariablesContract &
  WorkspacesContract &
  SecretsContract;

export const kinds: Kinds<Contract> = {
  ...appKinds,
  ...collectionsKinds,
  ...connectionsKinds,
  ...cookiesKinds,
  ...hstsKinds,
  ...exchangesKinds,
  ...exportsKinds,
  ...gitKinds,
  ...importsKinds,
  ...oauth2Kinds,
  ...searchKinds,
  ...variablesKinds,
  ...workspacesKinds,
  ...secretsKinds,
};

export type * from "./app.ts";
export type * from "./collections.ts";
export type * from "./connections.ts";
export type * from "./cookies.ts";
export type * from "./hsts.ts";
export type * from "./exchanges.ts";
export type * from "./exports.ts";
export type * from "./git.ts";
export type * from "./imports.ts";
export type * from "./kinds.ts";
export type * from "./oauth2.ts";
export type * from "./search.ts";
export type * from "./variables.ts";
export type * from "./workspaces.ts";
export type * from "./secrets.ts";
