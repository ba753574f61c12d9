import { readFile } from "node:fs/promises";
import { FailureError } from "../../shared/model/failure.ts";
import type { HstsHost } from "../../shared/model/hsts.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import type { HstsPort } from "../client/hsts.ts";
import { createHstsCache, type HstsCache } from "./hsts-cache.ts";
import { parseHstsFile, printHstsFile } from "./hsts-text.ts";

/** The hosts that want https alone, kept in a file of curl's form. Owner calls `flush` at the end. */
export interface HstsStore extends HstsPort {
  /** Those that have not expired. Rejects with FailureError `storage` for a file that cannot be read. */
  list(): Promise<readonly HstsHost[]>;
  /** Forgets one, or with null all of them. */
  forget(host: string | null): Promise<void>;
  /** Writes what is not on disk yet. Rejects with FailureError `storage`. */
  flush(): Promise<void>;
}

/**
 * `file`: read when it is first needed; "": nothing is read or written. `place`: what names it, for failures. `epoch`: ms. `writes` "later": only
 * with `flush`.
 */
export function createHstsStore(options: {
  readonly file: string;
  readonly place?: string;
  readonly epoch: () => number;
  readonly writes: "at-once" | "later";
}): HstsStore {
  let loaded: Promise<HstsCache> | null = null;
  let dirty = false;
  let last: Promise<unknown> = Promise.resolve();
  const cache = (): Promise<HstsCache> => (loaded ??= load(options));

  async function flush(): Promise<void> {
    const write = async (): Promise<void> => {
      if (!dirty || options.file === "") return;
      dirty = false;
      const text = printHstsFile((await cache()).list());
      await atomicWrite(options.file, text, { mode: 0o600 }).catch((cause: unknown) => {
        throw broken("written", options.place, cause);
      });
    };
    const mine = last.then(write, write);
    last = mine.catch(() => undefined);
    await mine;
  }

  const changed = (): void => {
    dirty = true;
    if (options.writes === "at-once") flush().catch(() => undefined);
  };

  return {
    wantsHttps: async (host) => (await cache()).wantsHttps(host),
    async store(host, field) {
      const what = (await cache()).store(host, field);
      if (what !== null) changed();
      return what;
    },
    list: async () => (await cache()).list(),
    async forget(host) {
      const known = await cache();
      for (const entry of known.list())
        if (host === null || entry.host === host) known.remove(entry.host);
      changed();
    },
    flush,
  };
}

async function load({
  file,
  place,
  epoch,
}: {
  readonly file: string;
  readonly place?: string;
  readonly epoch: () => number;
}): Promise<HstsCache> {
  const cache = createHstsCache(epoch);
  if (file === "") return cache;
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw broken("read", place, cause);
  });
  for (const entry of parseHstsFile(text)) cache.put(entry);
  return cache;
}

function broken(what: "read" | "written", place: string | undefined, cause: unknown): FailureError {
  const known = cause instanceof FailureError ? cause.failure.code : undefined;
  const code = known ?? (cause as NodeJS.ErrnoException).code ?? what;
  return new FailureError(
    {
      kind: "storage",
      code,
      message: `The file of hosts that want https alone cannot be ${what}.`,
      remedy: code === "EISDIR" ? "It is a folder: name a file in it." : "Look at its permissions.",
      ...(place === undefined ? {} : { place }),
    },
    { cause },
  );
}
