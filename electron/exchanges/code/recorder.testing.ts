import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** A server that keeps every byte it gets, answers each connection once and closes it. */
export interface Recorder {
  readonly port: number;
  /** What came since the last call. */
  take(): Buffer;
  close(): Promise<void>;
}

const reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

export async function startRecorder(): Promise<Recorder> {
  const sockets = new Set<Socket>();
  let received: Buffer[] = [];
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
      socket.end(reply);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    take() {
      const all = Buffer.concat(received);
      received = [];
      return all;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function isWhole(message: string): boolean {
  const head = /^[\s\S]*?\r\n\r\n/.exec(message)?.[0];
  if (head === undefined) return false;
  if (/^transfer-encoding:.*chunked/im.test(head)) return message.endsWith("0\r\n\r\n");
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  return message.length >= head.length + length;
}

/** A message taken apart; a chunked body joined. */
export interface Message {
  readonly line: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export function messageOf(bytes: Buffer): Message {
  const text = bytes.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const [line = "", ...fields] = text.slice(0, end).split("\r\n");
  const headers = fields.map((field): [string, string] => {
    const colon = field.indexOf(":");
    return [field.slice(0, colon), field.slice(colon + 1).trim()];
  });
  const chunked = headers.some(
    ([name, value]) => name.toLowerCase() === "transfer-encoding" && value === "chunked",
  );
  const body = text.slice(end + 4);
  return { line, headers, body: chunked ? joined(body) : body };
}

function joined(chunks: string): string {
  let out = "";
  for (let at = 0; ;) {
    const line = chunks.indexOf("\r\n", at);
    const size = Number.parseInt(chunks.slice(at, line), 16);
    if (!(size > 0)) return out;
    out += chunks.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}
