import { createHash } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import type { ProxySetting } from "../../shared/model/network/proxy.ts";
import type { SocketFrame } from "../../shared/model/web-socket.ts";
import { defaultSocketLimits, type OpenSocket, type SocketUse } from "../wire/websocket/socket.ts";
import type { Sent, TestClient } from "./client.testing.ts";

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

/** A WebSocket of a test, from its handshake to its end. */
export interface Talk {
  readonly sent: Promise<Sent>;
  /** Resolves when the server has switched. */
  readonly socket: Promise<OpenSocket>;
  readonly frames: readonly SocketFrame[];
  /** Whole messages that came. */
  readonly messages: readonly Buffer[];
  /** Resolves when so many messages came. */
  came(count: number): Promise<void>;
}

export function talkTo(
  client: TestClient,
  url: string,
  use: Partial<SocketUse> = {},
  more: {
    signal?: AbortSignal;
    headers?: readonly (readonly [string, string])[];
    timeout?: number;
    /** An HTTP proxy. */
    proxy?: { readonly host: string; readonly port: number };
    network?: OwnNetwork;
  } = {},
): Talk {
  const frames: SocketFrame[] = [];
  const messages: Buffer[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let parts: Uint8Array[] = [];
  let open: (socket: OpenSocket) => void = () => undefined;
  const socket = new Promise<OpenSocket>((resolve) => (open = resolve));
  const sent = client.send(
    {
      url,
      headers: (more.headers ?? []).map(([name, value]) => ({ name, value, origin: "request" })),
      settings: {
        timeout: more.timeout ?? 0,
        network: {
          ...defaultNetwork,
          ...(more.proxy === undefined ? {} : { proxy: throughProxy(more.proxy) }),
          ...more.network,
        },
      },
      socket: {
        offer: { protocols: [], compress: true },
        limits: defaultSocketLimits,
        pingInterval: 0,
        opened: open,
        frame: (frame) => void frames.push(frame),
        received({ bytes, last }) {
          parts.push(Buffer.from(bytes));
          if (!last) return undefined;
          messages.push(Buffer.concat(parts));
          parts = [];
          for (const one of waiting) if (messages.length >= one.count) one.resolve();
          return undefined;
        },
        ...use,
      },
    },
    more.signal === undefined ? {} : { signal: more.signal },
  );
  return {
    sent,
    socket,
    frames,
    messages,
    came: (count) =>
      messages.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
  };
}

function throughProxy(at: { readonly host: string; readonly port: number }): ProxySetting {
  const login = { username: "", password: "", auth: "any" } as const;
  return { kind: "server", server: { scheme: "http", ...at, ...login, tunnel: false }, bypass: "" };
}
