import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import {
  authority,
  openCertificateMaker,
} from "../../electron/wire/connect/certificates.testing.ts";

/** The field that says which request of a collection this is. It is added to every request and not compared. */
export const caseField = "X-Envoi-Case";

/** A request as it came. */
export interface Recorded {
  readonly secure: boolean;
  readonly line: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export interface Recorder {
  readonly port: number;
  /** What came since the last time, by the value of its case field; requests without one are left out. */
  take(): ReadonlyMap<string, readonly Recorded[]>;
  close(): Promise<void>;
}

const answer = '{"access_token":"made-up","token_type":"Bearer","expires_in":3600}';

/** A server on 127.0.0.1 that keeps every request byte for byte and answers 200, in the clear and behind TLS on one port. */
export async function openRecorder(): Promise<Recorder> {
  const maker = await openCertificateMaker();
  await maker.make({ name: "root", extensions: authority });
  const context = createSecureContext(await maker.make({ name: "localhost", by: "root" }));
  const sockets = new Set<Socket>();
  let came: { readonly name: string; readonly request: Recorded }[] = [];
  const keep = (request: Recorded): void => {
    const name = request.fields.find(([field]) => isCase(field))?.[1];
    if (name !== undefined) came.push({ name, request });
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    socket.once("data", (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      const secure = first[0] === 0x16;
      const clear = secure
        ? new TLSSocket(socket, { isServer: true, secureContext: context })
        : socket;
      clear.on("error", () => undefined);
      readRequests(clear, secure, keep);
      clear.resume();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    take() {
      const taken = new Map<string, Recorded[]>();
      for (const { name, request } of came) {
        const list = taken.get(name) ?? [];
        list.push(request);
        taken.set(name, list);
      }
      came = [];
      return taken;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
      await maker.close();
    },
  };
}

function isCase(name: string): boolean {
  return name.toLowerCase() === caseField.toLowerCase();
}

/** Cuts what comes on a connection into requests, and answers each. */
function readRequests(socket: Socket, secure: boolean, keep: (one: Recorded) => void): void {
  let held: Buffer = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    held = Buffer.concat([held, bytes]);
    for (;;) {
      const cut = cutRequest(held, secure);
      if (cut === null) return;
      held = cut.rest;
      keep(cut.request);
      const head = cut.request.line.startsWith("HEAD ") ? "" : answer;
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${answer.length}\r\n\r\n${head}`,
      );
    }
  });
}

/** The first whole request in these bytes, and what follows it; null: it is not whole yet. */
function cutRequest(
  bytes: Buffer,
  secure: boolean,
): { readonly request: Recorded; readonly rest: Buffer } | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [line = "", ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const fields = lines.map((text): readonly [string, string] => {
    const colon = text.indexOf(":");
    return [text.slice(0, colon), text.slice(colon + 1).trim()];
  });
  const value = (name: string) =>
    fields.find(([field]) => field.toLowerCase() === name)?.[1].toLowerCase();
  const start = end + 4;
  if (value("transfer-encoding") === "chunked") {
    const cut = cutChunks(bytes, start);
    return cut && { request: { secure, line, fields, body: cut.body }, rest: cut.rest };
  }
  const length = Number(value("content-length") ?? 0);
  if (bytes.length < start + length) return null;
  const body = bytes.subarray(start, start + length);
  return { request: { secure, line, fields, body }, rest: bytes.subarray(start + length) };
}

function cutChunks(
  bytes: Buffer,
  start: number,
): { readonly body: Buffer; readonly rest: Buffer } | null {
  const parts: Buffer[] = [];
  let at = start;
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString("latin1"), 16);
    const from = lineEnd + 2;
    if (bytes.length < from + size + 2) return null;
    if (!(size > 0)) return { body: Buffer.concat(parts), rest: bytes.subarray(from + 2) };
    parts.push(bytes.subarray(from, from + size));
    at = from + size + 2;
  }
}
