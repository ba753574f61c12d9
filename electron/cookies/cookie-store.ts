import { rename } from "node:fs/promises";
import type { Cookie, CookieJar, CookieKey, JarId } from "../../shared/model/cookie.ts";
import { jarOwner } from "../../shared/model/cookie.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { createCurrent } from "../base/current.ts";
import type { CookiePort } from "../client/cookies.ts";
import { isRingKey } from "../secrets/store-file.ts";
import type { Vault } from "../secrets/vault.ts";
import { readJars, writeJars } from "./cookie-file.ts";
import { checkedCookie } from "./cookie-input.ts";
import { pendingCookies } from "./pending-cookies.ts";
import { createJar, type Jar, noteOf } from "./jar.ts";
import { type BadLine, parseCookieFile, printCookieFile } from "./netscape.ts";

/** The jars of this machine, kept in app data. Owner calls `close`. */
export interface CookieStore extends CookiePort {
  /** The one for everything first, then those that hold something. */
  jars(): readonly CookieJar[];
  /** Puts a cookie into a jar, in the place of `replaces` when it is given. Throws FailureError `input`. */
  put(jar: JarId, cookie: Cookie, replaces?: CookieKey): void;
  remove(jar: JarId, key: CookieKey): void;
  clear(jar: JarId): void;
  /** Removes what has no expiry. */
  endSession(jar: JarId): void;
  /** Adds the cookies of a Netscape cookie file; gives how many, and the lines that are none. */
  importFile(
    jar: JarId,
    text: string,
  ): { readonly added: number; readonly bad: readonly BadLine[] };
  /** The jar as a Netscape cookie file. */
  exportFile(jar: JarId): string;
  /** The jars now and after each change; a slow reader skips what it missed. Ends when the signal aborts. */
  watch(signal: AbortSignal): AsyncIterable<readonly CookieJar[]>;
  /** Writes what is not on disk yet. Rejects with `storage`. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** A change waits this long for others before the file is written. */
const settleAfter = 250;

/**
 * Opens the jars in `file` (JSON, mode 0600: cookies are credentials). A file that cannot be understood is put aside
 * and the jars begin empty. Session cookies are kept too: an API client is quit in the middle of work. `endSession` is how a session ends.
 */
export async function openCookieStore(options: {
  readonly file: string;
  /** epoch ms */
  readonly epoch: () => number;
  /** Seals the file; absent: it is kept plain. */
  readonly vault?: Vault;
}): Promise<CookieStore> {
  const vault = options.vault ?? null;
  const jars = new Map<JarId, Jar>();
  /** The file holds what cannot be opened now: it is not written over. */
  let sealed = false;
  /** What it is sealed by then. */
  let sealedBy = "";
  /** It was locked in this run. */
  let forgotten = false;
  const pending = vault === null ? null : pendingCookies(`${options.file}.pending`, vault);
  let dirty = false;
  let last: Promise<unknown> = Promise.resolve();
  /** One thing at a time happens to the files. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
  /** A file sealed by a key of a store that was replaced: no unlock brings that key, and nothing new could be kept beside it. */
  const isPutAside = async (sealer: string): Promise<boolean> => {
    if (!isRingKey(sealer) || vault?.state.get().locked !== false) return false;
    return await rename(options.file, `${options.file}.${Date.now()}.broken`).then(
      () => true,
      () => false,
    );
  };
  const read = async (): Promise<void> => {
    const stored = await readJars(options.file, vault);
    const aside = typeof stored === "string" && (await isPutAside(stored));
    const found = aside ? new Map<JarId, readonly Cookie[]>() : stored;
    const closed = typeof found === "string";
    const kept = closed ? [] : ((await pending?.take()) ?? []);
    // It may have been locked again meanwhile: what was opened before is forgotten then.
    sealed = closed || (forgotten && vault?.state.get().locked === true);
    if (closed) sealedBy = found;
    if (closed || sealed) return;
    // What came while it was sealed is newer, and what came in this run the newest.
    const newest = [...jars].map(([id, jar]) => [id, jar.list()] as const);
    for (const [id, cookies] of found) jars.set(id, createJar(options.epoch, cookies));
    for (const [id, cookies] of [...kept.flatMap((one) => [...one]), ...newest])
      for (const cookie of cookies) jarOf(id).put(cookie);
    dirty ||= kept.length > 0;
  };

  const revision = createCurrent(0);
  let timer: NodeJS.Timeout | null = null;
  const jarOf = (id: JarId): Jar => {
    const jar = jars.get(id) ?? createJar(options.epoch);
    jars.set(id, jar);
    return jar;
  };
  await read();
  const view = (): CookieJar[] => {
    const ids = [...new Set(["", ...jars.keys()])].toSorted();
    return ids
      .map((id) => ({ id, ...jarOwner(id), cookies: jars.get(id)?.list() ?? [] }))
      .filter(({ id, cookies }) => id === "" || cookies.length > 0);
  };
  /** What is to be written as things are now, sealed at once: the key may be gone when its turn comes. Throws FailureError `storage`. */
  const writing = (): (() => Promise<unknown>) => {
    if (!dirty) return async () => {};
    const now = view().map(({ id, cookies }) => [id, cookies] as const);
    if (sealed || vault?.state.get().locked === true) {
      const some = now.filter(([, cookies]) => cookies.length > 0);
      return async () => await pending?.keep(some);
    }
    const text = writeJars(now, vault);
    dirty = false;
    return async () => {
      try {
        await atomicWrite(options.file, text, { mode: 0o600 });
        await pending?.clear();
      } catch (thrown) {
        dirty = true;
        throw thrown;
      }
    };
  };
  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    await inTurn(writing());
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

  // Without it what comes after a lock could not be kept; that is no reason not to open.
  if (vault?.state.get().locked === false && vault.state.get().kind === "passphrase")
    await pending?.prepared().catch(() => undefined);

  vault?.register({
    reseal: async () => {
      dirty ||= !sealed && jars.size > 0;
      await flush();
      await inTurn(async () => await pending?.prepare());
    },
    sealers: async () => new Set(sealed ? [sealedBy] : jars.size === 0 ? [] : [vault.sealer.name]),
    unlocked: () =>
      void inTurn(async () => {
        await read();
        revision.set(revision.get() + 1);
        if (sealed) return;
        await writing()();
        await pending?.prepared();
      }).catch(() => undefined),
    locked: () => {
      // Sealed before the key goes; what is under way holds its text already.
      flush().catch(() => undefined);
      sealedBy = vault.sealer.name;
      jars.clear();
      sealed = true;
      forgotten = true;
      revision.set(revision.get() + 1);
    },
  });

  return {
    cookiesFor(id, url) {
      const found = jars.get(id)?.cookiesFor(url) ?? null;
      if (found === null) return null;
      return { field: found.field, notes: found.cookies.map((cookie) => noteOf("sent", cookie)) };
    },
    store(id, url, setCookie) {
      const notes = jarOf(id).store(url, setCookie);
      if (notes.some((note) => note.action !== "rejected")) changed();
      return notes;
    },
    jars: view,
    put(id, cookie, replaces) {
      const checked = checkedCookie(cookie);
      const jar = jarOf(id);
      if (replaces !== undefined) jar.remove(replaces);
      jar.put(checked);
      changed();
    },
    remove(id, key) {
      if (jarOf(id).remove(key)) changed();
    },
    clear(id) {
      jarOf(id).clear();
      changed();
    },
    endSession(id) {
      const jar = jarOf(id);
      for (const cookie of jar.list()) if (cookie.expires === null) jar.remove(cookie);
      changed();
    },
    importFile(id, text) {
      const { cookies, bad } = parseCookieFile(text, options.epoch());
      for (const cookie of cookies) jarOf(id).put(cookie);
      if (cookies.length > 0) changed();
      return { added: cookies.length, bad };
    },
    exportFile: (id) => printCookieFile(jarOf(id).list()),
    async *watch(signal) {
      for await (const _ of revision.watch(signal)) yield view();
    },
    flush,
    close: flush,
  };
}
