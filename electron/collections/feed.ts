import type { CollectionsItem } from "../../shared/contract/collections.ts";

/** Changes for any number of readers. */
export interface Feed {
  emit(item: CollectionsItem): void;
  /** The snapshot now, then every change. Ends when the signal aborts or the feed closes. */
  watch(signal: AbortSignal): AsyncIterable<CollectionsItem>;
  close(): void;
}

/** A reader this far behind gets a new snapshot instead of what it missed. */
const maxQueued = 256;

interface Reader {
  queue: CollectionsItem[];
  wake: () => void;
}

/** @param snapshot makes the item a reader begins with; it must hold everything emitted before. */
export function createFeed(snapshot: () => CollectionsItem): Feed {
  const readers = new Set<Reader>();
  let closed = false;
  return {
    emit: (item) => {
      for (const reader of readers) {
        if (reader.queue.length >= maxQueued) reader.queue = [snapshot()];
        else reader.queue.push(item);
        reader.wake();
      }
    },
    watch: async function* (signal) {
      const reader: Reader = { queue: [snapshot()], wake: () => {} };
      readers.add(reader);
      const stop = () => reader.wake();
      signal.addEventListener("abort", stop);
      try {
        while (!signal.aborted && !closed) {
          const item = reader.queue.shift();
          if (item !== undefined) yield item;
          else await new Promise<void>((resolve) => (reader.wake = resolve));
        }
      } finally {
        readers.delete(reader);
        signal.removeEventListener("abort", stop);
      }
    },
    close: () => {
      closed = true;
      for (const reader of readers) reader.wake();
    },
  };
}
