import type { ConnectionView } from "../../../shared/model/exchange.ts";
import type { Channel } from "./connector.ts";

/** What is shown of a channel. `uses`: exchanges it has carried, the present one included. */
export function channelView(
  { socket, socketPath, proxy, tls }: Channel,
  number: number,
  uses: number,
): ConnectionView {
  return {
    number,
    reused: uses > 1,
    uses,
    remoteAddress: socket.remoteAddress ?? "",
    remotePort: socket.remotePort ?? 0,
    localAddress: socket.localAddress ?? "",
    localPort: socket.localPort ?? 0,
    ...(socketPath === undefined ? {} : { socketPath }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(tls === null ? {} : { tls }),
  };
}
