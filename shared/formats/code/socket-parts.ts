import type { CodeHeader, CodeRequest, CodeSocket } from "./code-request.ts";
import { joinedHeaders } from "./head.ts";

/** What code for a WebSocket is made of: a library makes the handshake's own fields, and takes subprotocols apart from the others. */
export interface SocketParts {
  readonly url: string;
  /** In the order of preference. */
  readonly protocols: readonly string[];
  /** Fields a person wrote, auth and cookies, each name once. */
  readonly headers: readonly CodeHeader[];
  readonly messages: CodeSocket["messages"];
  /** ms; 0: none. */
  readonly pingInterval: number;
  readonly insecure: boolean;
}

/** Fields of the handshake a library makes itself (RFC 6455 §4.1). */
const ofHandshake = /^(?:sec-websocket-.*|upgrade|connection)$/i;

export function socketParts(request: CodeRequest): SocketParts {
  const { socket, scheme, hostField, target, headers } = request;
  const protocols = headers
    .filter(({ name }) => /^sec-websocket-protocol$/i.test(name))
    .flatMap(({ value }) => value.split(","))
    .map((one) => one.trim())
    .filter((one) => one !== "");
  return {
    url: `${scheme === "https" ? "wss" : "ws"}://${hostField}${target}`,
    protocols,
    headers: joinedHeaders(request).filter(({ name }) => !ofHandshake.test(name)),
    messages: socket?.messages ?? [],
    pingInterval: socket?.pingInterval ?? 0,
    insecure: !request.verifyTls && scheme === "https",
  };
}
