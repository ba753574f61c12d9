import { useEffect, useState } from "react";
import type { SocketFilter } from "../../../../shared/model/socket-filter.ts";
import type { Host } from "../../../host/connect.ts";
import { createSocketPages, type SocketPages } from "../../../state/socket-pages.ts";
import type { PayloadHeads } from "./payload-heads.ts";
import { useChanges } from "../../../views/rows/use-changes.ts";
import { usePayloadHeads } from "./use-payload-heads.ts";

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
  const heads = usePayloadHeads(id, listed.filter.form, host, { wanted: true, ended });
  useEffect(() => {
    const made = createSocketPages(host.remote, id, listed.filter, listed.begin);
    // The resource exists from here on; its owner is this effect.
    setHeld({ pages: made, of: listed });
    return () => made.close();
  }, [id, host, listed]);
  const pages = held?.of === listed ? held.pages : null;
  useEffect(() => pages?.grow(frames, ended), [pages, frames, ended]);
  useChanges(pages);
  return pages === null || heads === null ? null : { pages, heads };
}
