import { openSession } from "../wire/websocket/session.ts";
import { readAgreement } from "../wire/websocket/handshake.ts";
import type { SocketUse } from "../wire/websocket/socket.ts";
import type { Http1Context, Http1Request } from "../wire/http1/message.ts";
import type { HopRequest } from "./hop.ts";

/** For the moment the server switches: its answer is checked against what was sent, whoever wrote that, and the rest is a WebSocket. */
export function switchToSocket(
  { headers }: HopRequest,
  use: SocketUse,
  context: Http1Context,
): Pick<Http1Request, "switched" | "final101"> {
  return {
    final101: true,
    async switched(switched) {
      const { head, connection } = switched;
      try {
        const agreement = readAgreement(head, headers);
        return openSession({ switched, head, agreement, use, context });
      } catch (thrown) {
        connection.close("fault");
        context.emit({ kind: "hop-end" });
        throw thrown;
      }
    },
  };
}
