import type { CookiesContract, Handlers } from "../../shared/contract/index.ts";
import type { CookieStore } from "../cookies/cookie-store.ts";

/** The jars, one call of the store for each operation. */
export function cookieHandlers(cookies: CookieStore): Handlers<CookiesContract> {
  return {
    "cookies.watch": (signal) => cookies.watch(signal),
    "cookies.put": async ({ jar, cookie, replaces }) => {
      cookies.put(jar, cookie, replaces ?? undefined);
      return null;
    },
    "cookies.remove": async ({ jar, key }) => {
      cookies.remove(jar, key);
      return null;
    },
    "cookies.clear": async ({ jar }) => {
      cookies.clear(jar);
      return null;
    },
    "cookies.endSession": async ({ jar }) => {
      cookies.endSession(jar);
      return null;
    },
    "cookies.import": async ({ jar, text }) => cookies.importFile(jar, text),
    "cookies.export": async ({ jar }) => cookies.exportFile(jar),
  };
}
