import { type FSWatcher, watch } from "node:fs";
import path from "node:path";
import { workspaceFileName } from "./workspace-file.ts";

/** Close it to stop. */
export interface WorkspaceWatch {
  close(): void;
}

/** ms: events of one change come in bursts. */
const settle = 80;

/**
 * Tells when `workspace.yml` or an environment beside it may have changed. Only these two places are watched, not what lies below: the
 * collections have watches of their own. Where the system cannot tell, nothing is told.
 */
export function watchWorkspace(folder: string, onChange: () => void): WorkspaceWatch {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const hint = () => {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      environments ??= follow(path.join(folder, "environments"), () => true);
      if (!closed) onChange();
    }, settle);
    timer.unref();
  };
  const follow = (place: string, concerns: (name: string) => boolean): FSWatcher | undefined => {
    try {
      const watcher = watch(place, { persistent: false }, (_event, name) => {
        if (name === null || concerns(name)) hint();
      });
      // The folder was removed, or watching broke: what is there is read again when the person asks for something.
      watcher.on("error", () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  };
  const root = follow(folder, (name) => name === workspaceFileName || name === "environments");
  let environments = follow(path.join(folder, "environments"), () => true);
  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
      root?.close();
      environments?.close();
    },
  };
}
