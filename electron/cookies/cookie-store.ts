import { readFile } from "node:fs/promises";
import { Cookie as JarCookie, CookieJar, MemoryCookieStore } from "tough-cookie";
import type { Cookie } from "../../shared/model/cookie.ts";
import type { CookieNote } from "../../shared/model/exchange.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { createCurrent } from "../base/current.ts";
import type { CookiePort } from "../client/cookies.ts";
import { isTooLong, rejection } from "./rejection.ts";

/** The one jar of this machine, kept in app data. Owner calls `close`. */
export interface CookieStore extends CookiePort {
  /** Not expired, sorted by domain, path and name. */
  list(): readonly Cookie[];
  remove(cookie: { readonly name: string; readonly domain: string; readonly path: string }): void;
  clear(): void;
  /** The list now and after each change; a slow reader skips what it missed. Ends when the signal aborts. */
  watch(signal: AbortSignal): AsyncIterable<readonly Cookie[]>;
  /** Writes what is not on disk yet. Rejects with `storage`. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** A change waits this long for others before the file is written. */
const settleAfter = 250;

/**
 * Opens the jar in `file` (JSON, mode 0600: cookies are credentials). A file that cannot be read is left as it is until the next change
 * and the jar begins empty. Session cookies are kept too: an API client is quit in the middle of work.
 */
export async function openCookieStore(options: {
  readonly file: string;
  /** epoch ms */
  readonly epoch: () => number;
}): Promise<CookieStore> {
  const memory = new MemoryCookieStore();
  const jar = new CookieJar(memory, {
    rejectPublicSuffixes: true,
    looseMode: false,
    prefixSecurity: "strict",
    allowSpecialUseDomain: true,
    allowSecureOnLocal: true,
  });
  for (const cookie of await readCookies(options.file)) memory.putCookie(cookie, () => undefined);

  const revision = createCurrent(0);
  let timer: NodeJS.Timeout | null = null;
  let dirty = false;
  const all = (): JarCookie[] => {
    let found: JarCookie[] = [];
    // The memory store calls back before it returns.
    memory.getAllCookies((_, cookies) => {
      found = cookies ?? [];
    });
    return found.filter(
      (cookie) => expiry(cookie) === null || (expiry(cookie) ?? 0) > options.epoch(),
    );
  };
  const list = (): Cookie[] => all().map(viewOf).sort(byPlace);
  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (!dirty) return;
    dirty = false;
    const text = JSON.stringify({ version: 1, cookies: all().map((cookie) => cookie.toJSON()) });
    try {
      await atomicWrite(options.file, text, { mode: 0o600 });
    } catch (thrown) {
      dirty = true;
      throw thrown;
    }
  };
  const changed = (): void => {
    dirty = true;
    timer ??= setTimeout(() => {
      timer = null;
      // A full disk must not end the process; the next change tries again and `flush` says why.
      flush().catch(() => undefined);
    }, settleAfter);
    timer.unref();
    revision.set(revision.get() + 1);
  };

  return {
    cookiesFor(url) {
      const cookies = URL.canParse(url) ? quietly(() => jar.getCookiesSync(url)) : undefined;
      if (cookies === undefined || cookies.length === 0) return null;
      return {
        field: cookies.map((cookie) => cookie.cookieString()).join("; "),
        notes: cookies.map((cookie) => noteOf("sent", cookie, "")),
      };
    },
    store(url, setCookie) {
      if (!URL.canParse(url)) return [];
      const notes = setCookie.map((text) => storeOne(jar, url, text, options.epoch()));
      if (notes.some((note) => note.action !== "rejected")) changed();
      return notes;
    },
    list,
    remove({ name, domain, path }) {
      memory.removeCookie(domain, path, name, () => undefined);
      changed();
    },
    clear() {
      memory.removeAllCookies(() => undefined);
      changed();
    },
    async *watch(signal) {
      for await (const _ of revision.watch(signal)) yield list();
    },
    flush,
    close: flush,
  };
}

async function readCookies(file: string): Promise<JarCookie[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  try {
    const parsed: unknown = JSON.parse(text);
    const list = (parsed as { cookies?: unknown } | null)?.cookies;
    if (!Array.isArray(list)) return [];
    return list.map((entry) => JarCookie.fromJSON(entry)).filter((cookie) => cookie !== undefined);
  } catch {
    return [];
  }
}

function storeOne(jar: CookieJar, url: string, received: string, now: number): CookieNote {
  const text = fromBytes(received);
  const parsed = JarCookie.parse(text);
  const stored = isTooLong(parsed) ? undefined : quietly(() => jar.setCookieSync(text, url));
  if (stored === undefined) return rejectedNote(url, text, parsed);
  const until = expiry(stored);
  return noteOf(until !== null && until <= now ? "removed" : "stored", stored, "");
}

function rejectedNote(url: string, text: string, parsed: JarCookie | undefined): CookieNote {
  const name = parsed?.key ?? text.split(/[=;]/)[0]?.trim() ?? "";
  return {
    action: "rejected",
    name,
    domain: parsed?.domain ?? "",
    path: parsed?.path ?? "",
    reason: rejection(url, parsed),
  };
}

/** Received fields are one code unit a byte; cookies are sent as UTF-8, so what is UTF-8 is read as UTF-8. */
function fromBytes(received: string): string {
  const bytes = Buffer.from(received, "latin1");
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : received;
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Epoch ms; null for a session cookie. */
function expiry(cookie: JarCookie): number | null {
  const time = cookie.expiryTime();
  if (time === undefined || time === Number.POSITIVE_INFINITY) return null;
  // Max-Age=0 is "before all time".
  return Math.max(0, time);
}

function noteOf(action: CookieNote["action"], cookie: JarCookie, reason: string): CookieNote {
  return {
    action,
    name: cookie.key,
    domain: cookie.domain ?? "",
    path: cookie.path ?? "/",
    reason,
  };
}

function viewOf(cookie: JarCookie): Cookie {
  const sameSite = cookie.sameSite;
  return {
    name: cookie.key,
    value: cookie.value,
    domain: cookie.domain ?? "",
    path: cookie.path ?? "/",
    expires: expiry(cookie),
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    hostOnly: cookie.hostOnly ?? false,
    sameSite: sameSite === "strict" || sameSite === "lax" || sameSite === "none" ? sameSite : "",
  };
}

function byPlace(a: Cookie, b: Cookie): number {
  const left = [a.domain, a.path, a.name];
  const right = [b.domain, b.path, b.name];
  for (const [index, text] of left.entries()) {
    const other = right[index] ?? "";
    if (text !== other) return text < other ? -1 : 1;
  }
  return 0;
}
