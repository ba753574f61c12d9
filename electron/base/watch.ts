import { pollFolder } from "./watch-polling.ts";

/** A folder being watched. Close it to stop. */
export interface FolderWatch {
  /** `events`: the system tells. `polling`: the folder is looked at every few seconds. */
  readonly kind: "events" | "polling";
  close(): Promise<void>;
}

/**
 * Called with absolute paths that may have changed, or null when anything may have. Hints only: a path may come without a
 * change, several changes may come as one, and our own writes come too. Must not throw.
 */
export type ChangeHint = (paths: readonly string[] | null) => void;

export interface WatchOptions {
  /** Names of folders not to look into, anywhere below. */
  readonly ignore: readonly string[];
  /** ms between looks when the system cannot tell. */
  readonly pollEvery?: number;
  /** Polls without trying the system's events (network drives, tests). */
  readonly polling?: boolean;
}

/**
 * Watches a folder and everything below it, by the system's events (@parcel/watcher), or by polling where these cannot be
 * had: no binary for this system, a network drive, too many watches. Never rejects.
 */
export async function watchFolder(
  folder: string,
  onHint: ChangeHint,
  options: WatchOptions,
): Promise<FolderWatch> {
  const poll = async (): Promise<FolderWatch> => {
    const polling = await pollFolder(folder, onHint, options);
    return { kind: "polling", close: polling.close };
  };
  if (options.polling === true) return poll();
  try {
    const watcher = await import("@parcel/watcher");
    let current: Promise<FolderWatch> | null = null;
    let closed = false;
    const subscription = await watcher.subscribe(
      folder,
      (error, events) => {
        if (closed) return;
        if (error === null) {
          onHint(events.map((event) => event.path));
          return;
        }
        // The queue overflowed or the watch broke: look at everything, and go on by polling.
        onHint(null);
        current ??= poll();
      },
      { ignore: options.ignore.map((name) => `**/${name}/**`) },
    );
    return {
      kind: "events",
      close: async () => {
        closed = true;
        await subscription.unsubscribe().catch(() => undefined);
        await (await current)?.close();
      },
    };
  } catch {
    return poll();
  }
}
