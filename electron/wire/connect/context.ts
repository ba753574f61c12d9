import type { TraceDetail } from "../../../shared/model/trace.ts";
import type { Recorder } from "../record/recorder.ts";
import type { ConnectContext } from "./connector.ts";

/** The same context with another signal or number. `hop` is still asked for only when it is needed. */
export function withContext(
  context: ConnectContext,
  changes: Pick<Partial<ConnectContext>, "signal" | "connectionNumber">,
): ConnectContext {
  return new ChangedContext(context, changes);
}

/** A class, for its getter: in an object literal it would cost a hidden class for each context. */
class ChangedContext implements ConnectContext {
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
  readonly connectionNumber?: number;
  readonly proxyHop?: NonNullable<ConnectContext["proxyHop"]>;
  readonly #of: ConnectContext;

  constructor(
    of: ConnectContext,
    changes: Pick<Partial<ConnectContext>, "signal" | "connectionNumber">,
  ) {
    this.#of = of;
    this.recorder = of.recorder;
    this.signal = changes.signal ?? of.signal;
    const number = changes.connectionNumber ?? of.connectionNumber;
    if (number !== undefined) this.connectionNumber = number;
    const { proxyHop } = of;
    if (proxyHop !== undefined) this.proxyHop = (hop) => proxyHop.call(of, hop);
  }

  get hop(): number {
    return this.#of.hop;
  }

  emit(detail: TraceDetail): void {
    this.#of.emit(detail);
  }
}
