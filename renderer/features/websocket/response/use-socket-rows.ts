import { useEffect, useState, useSyncExternalStore } from "react";
import type { SocketFilter } from "../../../../shared/model/socket-filter.ts";
import type { Host } from "../../../host/connect.ts";
import { createSocketPages, type SocketPages } from "../../../state/socket-pages.ts";
import { createPayloadHeads, type PayloadHeads } from "./payload-heads.ts";

/** What is listed: the frames that fit, from one on. */
export interface Listed {
  readonly filter: SocketFilter;
  readonly begin: number;
}

interface Held {
  readonly pages: SocketPages;
  readonly of: Listed;
}

/**
 * The rows of a WebSocket and the beginnings of their payloads, kept while the component is there. Renders again as they come, at most once a
 * frame. null until they exist.
 */
export function useSocketRows(
  id: string,
  host: Pick<Host, "remote" | "bodyUrl">,
  listed: Listed,
  { frames, ended }: { readonly frames: number; readonly ended: boolean },
): { readonly pages: SocketPages; readonly heads: PayloadHeads } | null {
  const [held, setHeld] = useState<Held | null>(null);
  const [heads, setHeads] = useState<PayloadHeads | null>(null);
  const { form } = listed.filter;
  useEffect(() => {
    const made = createSocketPages(host.remote, id, listed.filter, listed.begin);
    // The resource exists from here on; its owner is this effect.
    setHeld({ pages: made, of: listed });
    return () => made.close();
  }, [id, host, listed]);
  useEffect(() => {
    const made = createPayloadHeads(id, form, host);
    setHeads(made);
    return () => made.close();
  }, [id, form, host]);
  const pages = held?.of === listed ? held.pages : null;
  useEffect(() => pages?.grow(frames, ended), [pages, frames, ended]);
  useEffect(() => {
    if (ended) heads?.settle();
  }, [heads, ended]);
  useChanges(pages);
  useChanges(heads);
  return pages === null || heads === null ? null : { pages, heads };
}

interface Changing {
  version(): number;
  subscribe(listener: () => void): () => void;
}

const silence = () => () => undefined;

function useChanges(source: Changing | null): void {
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
