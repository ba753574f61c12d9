import type { TraceDetail } from "../../shared/model/trace.ts";
import type { Clock } from "../base/clock.ts";
import type { OpenSocket, SocketUse } from "../wire/websocket/socket.ts";
import { createProgress } from "./progress.ts";

/** A WebSocket whose growth is told in the trace: when it opens, now and then as frames pass, and at its end. Owner calls `end`. */
export interface ToldSocket {
  readonly use: SocketUse;
  /** The last word. */
  end(): void;
}

export function toldSocket(
  use: SocketUse,
  clock: Clock,
  told: { opened(): void; emit(detail: TraceDetail): void },
): ToldSocket {
  let socket: OpenSocket | null = null;
  const tell = (): void => {
    if (socket !== null) told.emit({ kind: "socket", socket: socket.view() });
  };
  const progress = createProgress(clock, tell);
  return {
    use: {
      ...use,
      opened(open) {
        socket = open;
        told.opened();
        tell();
        use.opened(open);
      },
      frame(frame) {
        progress.moved();
        use.frame?.(frame);
      },
    },
    end() {
      progress.stop();
      tell();
    },
  };
}
