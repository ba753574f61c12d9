import { type AppContract, appKinds } from "./app.ts";
import { type CollectionsContract, collectionsKinds } from "./collections.ts";
import { type ExchangesContract, exchangesKinds } from "./exchanges.ts";
import { type ImportsContract, importsKinds } from "./imports.ts";
import type { Kinds } from "./kinds.ts";

/** Everything main and renderer agree on. */
export type Contract = AppContract & CollectionsContract & ExchangesContract & ImportsContract;

export const kinds: Kinds<Contract> = {
  ...appKinds,
  ...collectionsKinds,
  ...exchangesKinds,
  ...importsKinds,
};

export type * from "./app.ts";
export type * from "./collections.ts";
export type * from "./exchanges.ts";
export type * from "./imports.ts";
export type * from "./kinds.ts";
