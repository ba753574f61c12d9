import { type Failure, FailureError, type Phase } from "../../../shared/model/failure.ts";

/**
 * A reused connection died before the first byte of the reply: the server had closed it, and most likely never saw
 * the request. Or an HTTP/2 server said that it did nothing with it. The only failures that may be answered by sending
 * again (RFC 9112 §9.3.1, RFC 9113 §8.7), and only by someone who can replay the body.
 */
export class StaleConnectionError extends FailureError {
  constructor(phase: Phase, cause?: unknown, failure?: Failure) {
    super(failure ?? closedWhileKept(phase), { cause });
    this.name = "StaleConnectionError";
  }
}

export function isStale(thrown: unknown): thrown is StaleConnectionError {
  return thrown instanceof StaleConnectionError;
}

function closedWhileKept(phase: Phase): Failure {
  return {
    kind: "connect",
    code: "connection-closed-before-reply",
    message: "The server closed the kept connection before it answered.",
    phase,
    remedy: "Send the request again; it will use a new connection.",
  };
}
