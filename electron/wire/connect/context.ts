import type { ConnectContext } from "./connector.ts";

/** The same context with another signal or number. `hop` is still asked for only when it is needed. */
export function withContext(
  context: ConnectContext,
  changes: Pick<Partial<ConnectContext>, "signal" | "connectionNumber">,
): ConnectContext {
  const connectionNumber = changes.connectionNumber ?? context.connectionNumber;
  const { proxyHop } = context;
  return {
    recorder: context.recorder,
    get hop() {
      return context.hop;
    },
    signal: changes.signal ?? context.signal,
    emit: (detail) => context.emit(detail),
    ...(connectionNumber === undefined ? {} : { connectionNumber }),
    ...(proxyHop === undefined ? {} : { proxyHop }),
  };
}
