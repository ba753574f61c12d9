import { createSession, type StandInSession } from "./session.ts";

const sessions = new Map<string, StandInSession>();

/** One session for each partition, made when it is first asked for. */
export function sessionOf(partition: string): StandInSession {
  const known = sessions.get(partition) ?? createSession();
  sessions.set(partition, known);
  return known;
}

/** Every session there is. */
export const allSessions = (): readonly StandInSession[] => [...sessions.values()];
