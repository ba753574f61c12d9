import type { TlsView } from "../../../shared/model/exchange.ts";
import type { Target } from "./connector.ts";

export interface KnownSession {
  readonly session: Buffer;
  /** As it was when the session began. */
  readonly chain: TlsView["chain"];
}

/** Sessions to resume. The key holds the verification: a session made without it never serves a request with it. */
export interface SessionCache {
  get(target: Target): KnownSession | null;
  put(target: Target, known: KnownSession): void;
}

const maxSessions = 100;

export function createSessionCache(): SessionCache {
  const sessions = new Map<string, KnownSession>();
  const key = (target: Target): string => `${target.verifyTls} ${target.port} ${target.host}`;
  return {
    get: (target) => sessions.get(key(target)) ?? null,
    put(target, known) {
      const at = key(target);
      sessions.delete(at);
      sessions.set(at, known);
      for (const oldest of sessions.keys()) {
        if (sessions.size <= maxSessions) break;
        sessions.delete(oldest);
      }
    },
  };
}
