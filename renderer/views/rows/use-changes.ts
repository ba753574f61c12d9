import { useSyncExternalStore } from "react";

/** Something that grows, and says so. */
export interface Changing {
  version(): number;
  subscribe(listener: () => void): () => void;
}

const silence = () => () => undefined;

/** Renders again when it has changed, at most once a frame. */
export function useChanges(source: Changing | null): void {
  useSyncExternalStore(
    source === null ? silence : (listener) => eachFrame(source, listener),
    () => source?.version() ?? 0,
  );
}

function eachFrame(source: Changing, listener: () => void): () => void {
  let frame = 0;
  const stop = source.subscribe(() => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      listener();
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}
