import type { Cookie, CookieJar, CookieKey, JarId } from "../model/cookie.ts";
import type { Call, Kinds, Topic } from "./kinds.ts";

/** Lines of an imported file that are no cookies, by their number from 1. */
export interface CookieImport {
  readonly added: number;
  readonly bad: readonly { readonly line: number; readonly reason: string }[];
}

export type CookiesContract = {
  /** The jar for everything first, then those that hold something. */
  "cookies.watch": Topic<readonly CookieJar[]>;
  /** Puts a cookie into a jar, in the place of another when it is given. Failure `input` names the field. */
  "cookies.put": Call<
    { readonly jar: JarId; readonly cookie: Cookie; readonly replaces: CookieKey | null },
    null
  >;
  "cookies.remove": Call<{ readonly jar: JarId; readonly key: CookieKey }, null>;
  "cookies.clear": Call<{ readonly jar: JarId }, null>;
  /** Removes the cookies without an expiry. */
  "cookies.endSession": Call<{ readonly jar: JarId }, null>;
  /** Adds the cookies of a Netscape cookie file. */
  "cookies.import": Call<{ readonly jar: JarId; readonly text: string }, CookieImport>;
  /** The jar as a Netscape cookie file. */
  "cookies.export": Call<{ readonly jar: JarId }, string>;
};

export const cookiesKinds: Kinds<CookiesContract> = {
  "cookies.watch": "topic",
  "cookies.put": "call",
  "cookies.remove": "call",
  "cookies.clear": "call",
  "cookies.endSession": "call",
  "cookies.import": "call",
  "cookies.export": "call",
};
