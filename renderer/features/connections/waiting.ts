import type { WaitingRequest } from "../../../shared/model/connection-ledger.ts";

/** Requests that wait for the same place, the one that waits longest first. */
export interface WaitingGroup {
  readonly target: string;
  readonly count: number;
  /** Epoch ms. */
  readonly since: number;
}

export function groupWaiting(waiting: readonly WaitingRequest[]): readonly WaitingGroup[] {
  const groups = new Map<string, WaitingGroup>();
  for (const one of waiting) {
    const target = targetText(one);
    const known = groups.get(target);
    groups.set(target, {
      target,
      count: (known?.count ?? 0) + 1,
      since: Math.min(known?.since ?? one.since, one.since),
    });
  }
  return [...groups.values()].toSorted((a, b) => a.since - b.since);
}

/** `https://a.test`, `http://[::1]:8080`: the usual ports left out. */
export function targetText({
  scheme,
  host,
  port,
}: Pick<WaitingRequest, "scheme" | "host" | "port">): string {
  const name = host.includes(":") ? `[${host}]` : host;
  const usual = port === (scheme === "https" ? 443 : 80);
  return `${scheme}://${name}${usual ? "" : `:${port}`}`;
}
