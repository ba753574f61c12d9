/** The closed list of what can go wrong. Code never matches on a message. */
export type FailureKind =
  | "cancelled"
  | "timeout"
  | "resolve"
  | "connect"
  | "proxy"
  | "tls"
  | "protocol"
  | "body"
  | "policy"
  | "input"
  | "conflict"
  | "not-found"
  | "storage"
  | "internal";

/** The part of an exchange that was under way. */
export type Phase =
  | "prepare"
  | "resolve"
  | "connect"
  | "tls"
  | "send"
  | "wait"
  | "receive"
  | "decode";

/** An error as data. It survives structured clone and never holds a secret, a URL, a header or a body. */
export interface Failure {
  readonly kind: FailureKind;
  /** Stable, for code and for translation: `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `chunk-size-invalid` … */
  readonly code: string;
  /** One plain English sentence. */
  readonly message: string;
  readonly phase?: Phase;
  /** What to do about it, one sentence. */
  readonly remedy?: string;
  /** Where: a file, a line, a field, an offset. */
  readonly place?: string;
}

/** A Failure that can be thrown inside one process. It is turned back into data at every boundary. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.name = "FailureError";
    this.failure = failure;
  }
}

/** The Failure in anything thrown; unknown things become `internal` with their code, never their text. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  const code = (thrown as { code?: unknown } | null)?.code;
  return {
    kind: "internal",
    code: typeof code === "string" ? code : "unexpected",
    message: "Something unexpected went wrong inside Envoi.",
  };
}

/** For the end of a switch over a union: a compile error when a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify((value as { kind?: unknown })?.kind ?? value)}`);
}
