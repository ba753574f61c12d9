import type { Handlers, HstsContract } from "../../shared/contract/index.ts";
import type { HstsStore } from "../hsts/hsts-store.ts";

/** The hosts that want https alone: told, and forgotten. */
export function hstsHandlers(hsts: HstsStore): Handlers<HstsContract> {
  return {
    "hsts.list": () => hsts.list(),
    "hsts.forget": async ({ host }) => {
      await hsts.forget(host);
      return await hsts.list();
    },
  };
}
