import { FailureError, type Phase, toFailure } from "../../../shared/model/failure.ts";
import { type Rule, rules } from "./rules.ts";
import { StaleConnectionError } from "../connect/stale.ts";
import { isTlsCode, tlsFailure } from "../connect/tls-failure.ts";

/** The other side closed in order before it sent anything. */
export function silentClose(reused: boolean, phase: Phase): FailureError {
  if (reused) return new StaleConnectionError(phase);
  return new FailureError({
    kind: "protocol",
    code: "connection-closed-before-reply",
    message: "The server closed the connection without a reply.",
    phase,
    remedy: "Look at the server's log; the Wire view shows what it was sent.",
  });
}

/** The connection broke, or was closed on this side. `stale`: it was a kept one and nothing came on it. */
export function brokenConnection(
  error: NodeJS.ErrnoException | null,
  stale: boolean,
  phase: Phase,
): FailureError {
  if (error instanceof FailureError) return new FailureError({ ...error.failure, phase });
  const code = error?.code ?? "connection-closed";
  if (stale) return new StaleConnectionError(phase, error);
  if (isTlsCode(code)) return tlsFailure(code, phase, error);
  return new FailureError(
    {
      kind: "connect",
      code,
      message:
        code === "ECONNRESET" || code === "EPIPE"
          ? "The server broke the connection."
          : "The connection was closed.",
      phase,
      remedy: "What had arrived is in the Wire view.",
    },
    { cause: error },
  );
}

/** The reply ended at a fatal fault; everything that came was handed on before. `said`: what the fault says, of a rule that is not HTTP/1's. */
export function faultyReply(rule: string, said?: string): FailureError {
  const known = otherVersions[rule];
  return new FailureError({
    kind: "protocol",
    code: rule,
    message:
      known?.[0] ??
      (isRule(rule)
        ? rules[rule]
        : (said ?? "The reply breaks the rules of HTTP; what came is shown as it came.")),
    phase: "receive",
    remedy: known?.[1] ?? "The fault names the rule and the place; the Wire view shows the bytes.",
  });
}

function isRule(name: string): name is Rule {
  return Object.hasOwn(rules, name);
}

/** Replies that keep to the rules of another version than the one that was asked in. */
const otherVersions: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  "http2-reply": [
    "The server speaks HTTP/2 here, and was asked in HTTP/1.",
    "Choose HTTP/2 as the HTTP version: in the clear for http, over TLS for https.",
  ],
  "h2-http1-reply": [
    "The server speaks HTTP/1 here, and was asked in HTTP/2.",
    "Choose HTTP/1.1 as the HTTP version, or leave it to Envoi.",
  ],
};

/** What gives the bytes of the request's body failed. */
export function unreadableSource(thrown: unknown): FailureError {
  if (thrown instanceof FailureError) return thrown;
  const { code } = toFailure(thrown);
  const message = "The body of the request could not be read.";
  return new FailureError({ kind: "body", code, message, phase: "send" }, { cause: thrown });
}
