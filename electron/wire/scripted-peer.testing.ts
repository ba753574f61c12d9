import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

/** One connection of the scripted server: everything it received, and what the script may do. */
export interface Peer {
  readonly socket: Socket;
  readonly number: number;
  received(): Buffer;
  /** Resolves when the bytes received after `from` hold the text; gives the place after it. */
  until(text: string, from?: number): Promise<number>;
  /** Resolves when more bytes have come. */
  more(): Promise<void>;
  send(text: string | Uint8Array): void;
  end(text?: string): void;
  reset(): void;
  /** The client closed its side. */
  readonly closed: Promise<unknown>;
}

export interface ScriptedServer {
  readonly port: number;
  /** All connections so far. */
  readonly peers: readonly Peer[];
  close(): Promise<void>;
}

/** A server on 127.0.0.1 that records what it gets and answers as told. */
export async function serve(
  script: (peer: Peer) => void | Promise<void>,
  options: { readonly tls?: TlsOptions; readonly host?: string } = {},
): Promise<ScriptedServer> {
  const peers: Peer[] = [];
  const sockets = new Set<Socket>();
  const accept = (socket: Socket): void => {
    const parts: Buffer[] = [];
    let wake: (() => void)[] = [];
    const rouse = (): void => {
      const waiting = wake;
      wake = [];
      for (const one of waiting) one();
    };
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      parts.push(bytes);
      rouse();
    });
    const peer: Peer = {
      socket,
      number: peers.length,
      received: () => Buffer.concat(parts),
      async until(text, from = 0) {
        for (;;) {
          const at = Buffer.concat(parts).indexOf(text, from, "latin1");
          if (at >= 0) return at + text.length;
          await new Promise<void>((resolve) => wake.push(resolve));
        }
      },
      more: () => new Promise<void>((resolve) => wake.push(resolve)),
      send: (text) =>
        void socket.write(typeof text === "string" ? Buffer.from(text, "latin1") : text),
      end: (text) =>
        void (text === undefined ? socket.end() : socket.end(Buffer.from(text, "latin1"))),
      reset: () => void socket.resetAndDestroy(),
      closed: new Promise((resolve) => socket.once("end", resolve).once("close", resolve)),
    };
    peers.push(peer);
    void script(peer);
  };
  const server: Server =
    options.tls === undefined
      ? createServer({ allowHalfOpen: true }, accept)
      : createTlsServer({ ...options.tls, allowHalfOpen: true }, accept);
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.on("tlsClientError", () => undefined);
  server.listen(0, options.host ?? "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    peers,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
