import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

/** `open`: a tunnel; text: these bytes; `end` closes after them; null: no answer. */
export type ProxyReply =
  | "open"
  | null
  | { readonly bytes: string; readonly end?: boolean }
  | ((socket: Socket) => void);

export interface TestProxy {
  readonly port: number;
  /** Every head, in order. */
  readonly heads: readonly string[];
  /** Number of the connection each head came on, from 0. */
  readonly connections: readonly number[];
  open(): number;
  close(): Promise<void>;
}

/** An HTTP proxy on 127.0.0.1 that answers each head as told; what is after `open` is passed on to where the CONNECT points. */
export async function startProxy(
  answer: (head: string, number: number) => ProxyReply,
  tls?: TlsOptions,
): Promise<TestProxy> {
  const heads: string[] = [];
  const connections: number[] = [];
  const sockets = new Set<Socket>();
  let count = 0;
  const accept = (socket: Socket): void => {
    const connection = count;
    count += 1;
    let held = Buffer.alloc(0);
    const onData = (bytes: Buffer): void => {
      held = Buffer.concat([held, bytes]);
      for (let end = held.indexOf("\r\n\r\n"); end >= 0; end = held.indexOf("\r\n\r\n")) {
        const head = held.subarray(0, end + 4).toString("latin1");
        held = held.subarray(end + 4);
        heads.push(head);
        connections.push(connection);
        const reply = answer(head, heads.length - 1);
        if (reply === "open") {
          socket.off("data", onData);
          const rest = held;
          held = Buffer.alloc(0);
          return passOn(socket, head, rest, sockets);
        }
        if (typeof reply === "function") reply(socket);
        else if (reply !== null) {
          socket.write(Buffer.from(reply.bytes, "latin1"));
          if (reply.end === true) socket.end();
        }
      }
    };
    socket.on("error", () => undefined).on("data", onData);
  };
  const server: Server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    heads,
    connections,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function passOn(socket: Socket, head: string, rest: Buffer, sockets: Set<Socket>): void {
  const [, authority = ""] = /^CONNECT (\S+) /.exec(head) ?? [];
  const colon = authority.lastIndexOf(":");
  const host = authority.slice(0, colon).replace(/^\[|\]$/g, "");
  const further = connect(
    { host: host === "target.test" ? "127.0.0.1" : host, port: Number(authority.slice(colon + 1)) },
    () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      further.write(rest);
      socket.pipe(further).pipe(socket);
    },
  );
  sockets.add(further);
  further.on("error", () => socket.destroy()).once("close", () => sockets.delete(further));
  socket.once("close", () => further.destroy());
}

/** A SOCKS proxy on 127.0.0.1: answers the bytes of the client as told, and then passes on to a port of 127.0.0.1. */
export interface TestSocks {
  readonly port: number;
  /** What each connection sent before it was passed on. */
  readonly asked: readonly Buffer[];
  close(): Promise<void>;
}

/** `steps`: how many bytes to wait for, and what to answer; null: no answer. `to`: where to pass on afterwards, null: nowhere. */
export async function startSocks(
  steps: (asked: Buffer) => readonly { readonly wait: number; readonly answer: Buffer | null }[],
  to: number | null,
): Promise<TestSocks> {
  const asked: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const number = asked.length;
    asked.push(Buffer.alloc(0));
    sockets.add(socket);
    let held = Buffer.alloc(0);
    let step = 0;
    const onData = (bytes: Buffer): void => {
      held = Buffer.concat([held, bytes]);
      asked[number] = Buffer.concat([asked[number] ?? Buffer.alloc(0), bytes]);
      for (;;) {
        const plan = steps(asked[number] ?? held)[step];
        if (plan === undefined || held.length < plan.wait) return;
        held = held.subarray(plan.wait);
        step += 1;
        if (plan.answer !== null) socket.write(plan.answer);
        if (step < steps(asked[number] ?? held).length || to === null) continue;
        socket.off("data", onData);
        const further = connect(to, "127.0.0.1");
        sockets.add(further);
        further.on("error", () => socket.destroy());
        further.write(held);
        socket.pipe(further).pipe(socket);
        return;
      }
    };
    socket.on("error", () => undefined).on("data", onData);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
