import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** How a scripted server answers one path. */
export interface Script {
  /** Written as they are once the request's head is there. */
  readonly bytes: string | Buffer;
  /** What then happens to the connection; "close" when absent. */
  readonly end?: "close" | "reset" | "stay";
}

export interface Scripted {
  readonly url: string;
  /** `host:port` */
  readonly place: string;
  /** Request heads so far, in order. */
  heads(): readonly string[];
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1 that answers `/<name>` with the bytes of that name; it understands nothing else. */
export async function startScripted(scripts: Readonly<Record<string, Script>>): Promise<Scripted> {
  const sockets = new Set<Socket>();
  const heads: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    let message = "";
    let answered = false;
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk: Buffer) => {
      message += chunk.toString("latin1");
      if (answered || !message.includes("\r\n\r\n")) return;
      answered = true;
      heads.push(message.slice(0, message.indexOf("\r\n\r\n")));
      const name = /^\S+ \/([^ ?]*)/.exec(message)?.[1] ?? "";
      const script = scripts[decodeURIComponent(name)] ?? {
        bytes: "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
      };
      answer(socket, script);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${place}`,
    place,
    heads: () => heads,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function answer(socket: Socket, { bytes, end = "close" }: Script): void {
  const data = typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes;
  if (end === "close") socket.end(data);
  else if (end === "stay") socket.write(data);
  else if (data.length === 0) socket.resetAndDestroy();
  else socket.write(data, () => setImmediate(() => socket.resetAndDestroy()));
}
