import fs from "node:fs/promises";
import path from "node:path";
import type { ChangeHint, WatchOptions } from "./watch.ts";

const maxDepth = 128;
const maxEntries = 200_000;

/**
 * Looks at every file of a folder at intervals and hints at those whose time, size or identity changed. Resolves after
 * the first look: what changes from then on is seen.
 */
export async function pollFolder(
  folder: string,
  onHint: ChangeHint,
  options: WatchOptions,
): Promise<{ close(): Promise<void> }> {
  const every = options.pollEvery ?? 3000;
  const ignored = new Set(options.ignore);
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let seen: ReadonlyMap<string, string> | null = null;
  let looking: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    const now = new Map<string, string>();
    await collect(folder, 0, ignored, now);
    const before = seen;
    seen = now;
    if (closed || before === null) return;
    const changed = [...now]
      .filter(([file, mark]) => before.get(file) !== mark)
      .map(([file]) => file);
    const gone = [...before.keys()].filter((file) => !now.has(file));
    if (changed.length + gone.length > 0) onHint([...changed, ...gone]);
  };
  const wait = (): void => {
    if (closed) return;
    timer = setTimeout(() => {
      looking = look();
      void looking.then(wait);
    }, every);
    timer.unref();
  };
  await look();
  wait();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

async function collect(
  folder: string,
  depth: number,
  ignored: ReadonlySet<string>,
  into: Map<string, string>,
): Promise<void> {
  if (depth > maxDepth || into.size > maxEntries) return;
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (ignored.has(entry.name)) continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      into.set(full, "folder");
      await collect(full, depth + 1, ignored, into);
    } else {
      const stat = await fs.stat(full).catch(() => null);
      if (stat !== null) into.set(full, `${stat.mtimeMs}:${stat.size}:${stat.ino}`);
    }
  }
}
