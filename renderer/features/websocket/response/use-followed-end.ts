import { useEffect, useState } from "react";
import type { SocketPages } from "../../../state/socket-pages.ts";
import type { PayloadHeads } from "./payload-heads.ts";
import type { Listed } from "./use-socket-rows.ts";

interface Followed {
  readonly of: Listed;
  /** Rows that are shown: everything at their end is here. */
  readonly shown: number;
  /** Rows whose end is being fetched. */
  readonly aim: number;
  /** When `shown` changed last (performance.now()). */
  readonly at: number;
}

/** Ends are shown no faster than this, ms: nobody could read them, and the connection needs the time. */
const pace = 150;

/**
 * (Not memoised: the pages are one object that grows.) How far a list that follows its end is shown: on a fast connection the last rows would be others before they have been read, and nothing
 * would ever be seen. What is shown stays until a later end is here, and goes on there. `wanted`: the rows to fetch, null when nothing is followed.
 */
export function useFollowedEnd(
  rows: { readonly pages: SocketPages; readonly heads: PayloadHeads } | null,
  listed: Listed,
  {
    follows,
    count,
    span,
  }: { readonly follows: boolean; readonly count: number; readonly span: number },
): {
  readonly shown: number;
  readonly wanted: { readonly from: number; readonly to: number } | null;
} {
  "use no memo";
  const [state, setState] = useState<Followed>({ of: listed, shown: 0, aim: 0, at: 0 });
  const now = state.of === listed ? state : { of: listed, shown: 0, aim: 0, at: 0 };
  const from = Math.max(0, now.aim - span);
  let ready = follows && rows !== null;
  for (let row = from; ready && row < now.aim; row += 1) {
    const frame = rows?.pages.peek(row) ?? null;
    ready = frame !== null && rows?.heads.peek(frame) != null;
  }
  useEffect(() => {
    if (!ready || (now.shown === now.aim && now.aim === count)) return undefined;
    const next = { of: listed, shown: now.aim, aim: count, at: performance.now() };
    const timer = setTimeout(() => setState(next), Math.max(0, now.at + pace - next.at));
    return () => clearTimeout(timer);
  }, [ready, now.shown, now.aim, now.at, count, listed]);
  return follows
    ? { shown: now.shown, wanted: { from, to: now.aim } }
    : { shown: count, wanted: null };
}
