import type { Cookie } from "../../../shared/model/cookie.ts";
import { atomicWrite } from "../../base/atomic-write.ts";
import type { CookiePort } from "../../client/cookies.ts";
import { createJar, noteOf } from "../../cookies/jar.ts";
import { parseCookieFile, printCookieFile } from "../../cookies/netscape.ts";
import { all, type Given, isOn, last } from "./options/parse.ts";
import { openOutput } from "./output/output.ts";
import { readBytes } from "./request/files.ts";
import { isCookieFile, typedCookies } from "./request/typed-cookies.ts";

/** The cookies of one run: what --cookie names, and where they go afterwards. */
export interface RunJar {
  /** For a request to this URL: cookies typed without a host belong to it. */
  port(url: string): CookiePort;
  /** Writes --cookie-jar, when it is given. Rejects with FailureError `storage`. */
  save(): Promise<void>;
}

/**
 * Reads the cookie files. As with curl, a file that is not there holds none, so that one name can be read and written; cookies typed
 * beside a file go along, and are not written. Rejects with FailureError for a file that cannot be read.
 */
export async function openRunJar(given: Given, epoch: () => number): Promise<RunJar> {
  const jar = createJar(epoch);
  for (const file of all(given, "cookie").filter((text) => isCookieFile(text) && text !== "")) {
    const bytes = await readBytes(file).catch((thrown: unknown) => {
      if ((thrown as { failure?: { code?: unknown } }).failure?.code === "ENOENT") return null;
      throw thrown;
    });
    const { cookies } = parseCookieFile(bytes?.toString("utf8") ?? "", epoch());
    const kept = isOn(given, "junk-session-cookies")
      ? cookies.filter(({ expires }) => expires !== null)
      : cookies;
    for (const cookie of kept) jar.put(cookie);
  }
  const pairs = typedCookies(given).flatMap((text) => text.split(/;\s*/));
  const typed = new Set(pairs.map((pair) => pair.trim()));
  const isTyped = ({ name, value, expires }: Cookie): boolean =>
    expires === null && typed.has(`${name}=${value}`);
  return {
    port(url) {
      jar.store(
        url,
        pairs.map((pair) => `${pair}; Path=/`),
      );
      return {
        cookiesFor(_, asked) {
          const found = jar.cookiesFor(asked);
          if (found === null) return null;
          return { field: found.field, notes: found.cookies.map((one) => noteOf("sent", one)) };
        },
        store: (_, asked, setCookie) => jar.store(asked, setCookie),
      };
    },
    async save() {
      const file = last(given, "cookie-jar");
      if (file === undefined) return;
      const text = printCookieFile(jar.list().filter((cookie) => !isTyped(cookie)));
      if (file === "-") await (await openOutput("-")).write(text);
      else await atomicWrite(file, text, { mode: 0o600 });
    },
  };
}
