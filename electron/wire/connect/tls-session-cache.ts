import type { TlsView } from "../../../shared/model/tls-view.ts";
import { connectionKey } from "./connection-key.ts";
import type { Target } from "./connector.ts";

export interface KnownSession {
  readonly session: Buffer;
  /** As it was when the session began. */
  readonly chain: TlsView["chain"];
}

/** Sessions to resume, by the key of connections: one made without verification never serves a request with it. */
export interface SessionCache {
  get(target: Target): KnownSession | null;
  put(target: Target, known: KnownSession): void;
}

const maxSessions = 100;

export function createSessionCache(): SessionCache {
  const sessions = new Map<string, KnownSession>();
  return {
    get: (target) => sessions.get(connectionKey(target)) ?? null,
    put(target, known) {
      const at = connectionKey(target);
      sessions.delete(at);
      sessions.set(at, known);
      for (const oldest of sessions.keys()) {
        if (sessions.size <= maxSessions) break;
        sessions.delete(oldest);
      }
    },
  };
}
