import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** A server that answers every request with the same bytes and keeps every byte it receives. */
export interface Recorder {
  readonly url: string;
  /** `host:port` */
  readonly place: string;
  /** All that has come so far, all connections in order. */
  received(): Buffer;
  close(): Promise<void>;
}

export const plainReply =
  "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";

/** Starts a recorder on 127.0.0.1. Each connection is answered once the head and its Content-Length are there, then closed. */
export async function startRecorder(reply: string | Buffer = plainReply): Promise<Recorder> {
  const sockets = new Set<Socket>();
  const received: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    let message = "";
    let answered = false;
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk: Buffer) => {
      received.push(chunk);
      message += chunk.toString("latin1");
      if (answered || !isWhole(message)) return;
      answered = true;
      socket.end(typeof reply === "string" ? Buffer.from(reply, "latin1") : reply);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    place: `127.0.0.1:${port}`,
    received: () => Buffer.concat(received),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function isWhole(message: string): boolean {
  const head = /^[\s\S]*?\r?\n\r?\n/.exec(message)?.[0];
  if (head === undefined) return false;
  if (/^transfer-encoding:.*chunked/im.test(head)) return message.endsWith("0\r\n\r\n");
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  return message.length >= head.length + length;
}
