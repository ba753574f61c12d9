import { createHash } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";

/** A server that answers one handshake and then does what the test says with the bare socket. */
export interface SocketServer {
  readonly url: string;
  readonly port: number;
  /** Heads of the requests that came. */
  readonly heads: readonly string[];
  close(): Promise<void>;
}

export interface Behaviour {
  /** Fields of the answer beside the three that must be there. */
  readonly fields?: readonly string[];
  /** Instead of a proper answer; one byte a character. */
  answer?(head: string): string;
  /** Called with the bare socket; `rest` came behind the handshake. */
  then?(socket: Socket, rest: Buffer): void;
}

export async function openSocketServer(behaviour: Behaviour): Promise<SocketServer> {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    let seen = Buffer.alloc(0);
    const onData = (bytes: Buffer): void => {
      seen = Buffer.concat([seen, bytes]);
      const end = seen.indexOf("\r\n\r\n");
      if (end < 0) return;
      socket.off("data", onData);
      const head = seen.toString("latin1", 0, end + 4);
      heads.push(head);
      socket.write(
        behaviour.answer?.(head) ?? properAnswer(head, behaviour.fields ?? []),
        "latin1",
      );
      behaviour.then?.(socket, seen.subarray(end + 4));
    };
    socket.on("data", onData);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `ws://127.0.0.1:${port}/`,
    port,
    heads,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function properAnswer(head: string, fields: readonly string[]): string {
  const key = /^sec-websocket-key: *(.*)$/im.exec(head)?.[1]?.trim() ?? "";
  const accept = createHash("sha1")
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  return [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${accept}`,
    ...fields,
    "",
    "",
  ].join("\r\n");
}
