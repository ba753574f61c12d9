import type { Exchange, Hop } from "../../../../shared/model/exchange.ts";
import type { SocketGoodbye } from "../../../../shared/model/web-socket.ts";

/** How it stands with a WebSocket, for people. */
export type SocketState =
  | { readonly kind: "open" }
  | { readonly kind: "closing"; readonly by: "client" | "server" }
  /** `answer`: what the other side said; null: nothing. */
  | {
      readonly kind: "closed";
      readonly by: "client" | "server";
      readonly goodbye: SocketGoodbye;
      readonly answer: SocketGoodbye | null;
    }
  /** The person ended it without waiting. */
  | { readonly kind: "cut" }
  | { readonly kind: "broken" }
  /** Envoi itself ended. */
  | { readonly kind: "died" };

/** null: there is none. */
export function socketStateOf(
  { state, failure }: Pick<Exchange, "state" | "failure">,
  { socket }: Pick<Hop, "socket">,
): SocketState | null {
  if (socket === undefined) return null;
  const { closedBy, goodbyeSent, goodbyeReceived } = socket;
  if (state === "running" && socket.state !== "closed")
    return closedBy === null ? { kind: "open" } : { kind: "closing", by: closedBy };
  if (state === "cancelled" || failure?.kind === "cancelled") return { kind: "cut" };
  if (failure !== null) return { kind: "broken" };
  if (socket.state !== "closed") return { kind: "died" };
  const [goodbye, answer] =
    closedBy === "server" ? [goodbyeReceived, goodbyeSent] : [goodbyeSent, goodbyeReceived];
  if (closedBy === null || goodbye === null) return { kind: "broken" };
  return { kind: "closed", by: closedBy, goodbye, answer };
}
