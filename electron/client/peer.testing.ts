import net from "node:net";

/** One request as the kernel gave it to the server. */
export interface SeenRequest {
  readonly bytes: Buffer;
  /** The head, one code unit a byte. */
  readonly head: string;
  /** Number of the connection it came on, from 1. */
  readonly connection: number;
  /** Value of a field, or undefined. */
  field(name: string): string | undefined;
}

/** Bytes to answer with; `close` ends the connection after them. null: no answer. */
export type Answer =
  | { readonly bytes: string | Uint8Array; readonly close?: boolean }
  | ((socket: net.Socket) => void)
  | null;

/** A server that records every byte. It understands just enough framing to know where a request ends. */
export interface Peer {
  readonly port: number;
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Connections open now. */
  open(): number;
  /** Resolves once `wanted` holds; looked at after each event of a socket. */
  until(wanted: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startPeer(
  answer: (request: SeenRequest) => Answer,
  host = "127.0.0.1",
): Promise<Peer> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<net.Socket>();
  const waiting = new Set<() => void>();
  const look = (): void => waiting.forEach((check) => check());
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    let held = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      sockets.delete(socket);
      look();
    });
    socket.on("data", (bytes) => {
      held = Buffer.concat([held, bytes]);
      for (let size = requestSize(held); size !== null; size = requestSize(held)) {
        const seen = seenRequest(Buffer.from(held.subarray(0, size)), connection);
        held = held.subarray(size);
        requests.push(seen);
        const reply = answer(seen);
        if (typeof reply === "function") reply(socket);
        else if (reply !== null) {
          socket.write(reply.bytes);
          if (reply.close === true) socket.end();
        }
      }
      look();
    });
    look();
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    port,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    requests,
    open: () => sockets.size,
    until: (wanted) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!wanted()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function seenRequest(bytes: Buffer, connection: number): SeenRequest {
  const end = bytes.indexOf("\r\n\r\n");
  const head = bytes.subarray(0, end + 4).toString("latin1");
  return {
    bytes,
    head,
    connection,
    field: (name) =>
      new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(head.replaceAll("\r\n", "\n"))?.[1],
  };
}

/** Bytes of the first request in `held`, or null while it is not whole. */
function requestSize(held: Buffer): number | null {
  const end = held.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const { field } = seenRequest(held, 0);
  const body = end + 4;
  if (/chunked\s*$/i.test(field("transfer-encoding") ?? "")) {
    // The last chunk, with or without trailers behind it.
    const rest = held.toString("latin1", body);
    const last = /(?:^|\n)0\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(rest);
    return last === null ? null : body + last.index + last[0].length;
  }
  const size = body + Number(field("content-length") ?? 0);
  return held.length < size ? null : size;
}

/** A plain reply with a Content-Length. */
export function ok(body: string | Uint8Array = "", fields = ""): { readonly bytes: Buffer } {
  return reply("200 OK", body, fields);
}

export function reply(
  status: string,
  body: string | Uint8Array = "",
  fields = "",
): { readonly bytes: Buffer } {
  const content = Buffer.from(body);
  const head = `HTTP/1.1 ${status}\r\nContent-Length: ${content.length}\r\n${fields}\r\n`;
  return { bytes: Buffer.concat([Buffer.from(head, "latin1"), content]) };
}
