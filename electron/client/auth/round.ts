import type { AuthNote } from "../../../shared/model/auth-note.ts";
import { headerValues } from "../../../shared/model/header.ts";
import { type Challenge, readChallenges } from "../../base/auth/challenge.ts";
import type { FindCurl } from "../../wire/http3/curl-program.ts";
import type { Attempt, AttemptContext, Reply, SendAttempt } from "../attempt.ts";
import type { AuthTools } from "./outgoing.ts";

export interface AskedDeps {
  readonly tools: AuthTools;
  /** A curl that can ask the system for Kerberos tickets. */
  readonly findCurl: FindCurl;
}

/** A login as one of the asked schemes takes it. */
export interface Login {
  readonly username: string;
  readonly password: string;
  readonly domain: string;
  readonly workstation: string;
}

/** What the rounds of one scheme work with. */
export interface Round {
  readonly next: SendAttempt;
  readonly attempt: Attempt;
  readonly context: AttemptContext;
  readonly login: Login;
}

/** The challenges of a 401; null for any other reply. */
export function challengesIn(reply: Reply): Challenge[] | null {
  if (reply.head?.status !== 401) return null;
  return readChallenges(headerValues(reply.head.headers, "www-authenticate"));
}

/** Whether the body can be sent once more. */
export function canGoAgain({ body }: Attempt): boolean {
  return body === null || body.replayable;
}

/** Says in the trace of the hop that was asked what the server asked for. */
export function challenged(
  context: AttemptContext,
  reply: Reply,
  scheme: string,
  facts: AuthNote["facts"],
): void {
  context.emit({ kind: "auth", auth: { scheme, action: "challenged", facts } }, reply.hop);
}

/** Says in the trace why it ends here. `reason` is one of a few words the page translates. */
export function refused(
  context: AttemptContext,
  reply: Reply,
  scheme: string,
  reason: RefusedReason,
  more: AuthNote["facts"] = [],
): void {
  context.emit(
    { kind: "auth", auth: { scheme, action: "refused", facts: [["reason", reason], ...more] } },
    reply.hop,
  );
}

export type RefusedReason =
  | "wrong-credentials"
  | "not-offered"
  | "not-understood"
  | "body-once"
  | "no-kerberos"
  | "no-ticket"
  | "other-mechanism"
  | "connection-closed";
