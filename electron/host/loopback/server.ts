import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { WebSocketServer } from "ws";
import type { Link } from "../../../shared/contract/link.ts";
import { answerContent, type Content } from "../../api/content.ts";
import { type AccessState, cookieName, decide } from "./access.ts";
import { pageHeaders, refuseSocket, sendRefusal, sendText, setHeaders } from "./reply.ts";
import { type ContentRoute, readRoute } from "./route.ts";
import { maxMessageBytes, socketLink } from "./socket-link.ts";
import type { StaticFile } from "./static-files.ts";

export interface LoopbackServerOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly files: ReadonlyMap<string, StaticFile>;
  /** Development: answers, in place of `files`, whatever was let in. */
  readonly page?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** The bytes of an address, or null. Rejects with FailureError only. */
  openContent(route: ContentRoute): Promise<Content | null>;
  /** Called once for each page that connects; who takes the link closes it. */
  accept(link: Link): void;
}

export interface LoopbackServer {
  /** `http://127.0.0.1:<port>/?token=…`: works once. */
  readonly url: string;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Closes every connection. */
  close(): Promise<void>;
}

/**
 * Serves Envoi's page, bodies and link on 127.0.0.1, to nobody but the page opened with the one-time token.
 * Rejects with the error of `listen` (EADDRINUSE, EACCES).
 */
export async function startServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const state: { -readonly [K in keyof AccessState]: AccessState[K] } = {
    authority: "",
    token: randomBytes(32).toString("base64url"),
    session: randomBytes(32).toString("base64url"),
  };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const server = createServer({
    keepAliveTimeout: 60_000,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
  });

  server.on("request", (request, response) => void answer(request, response));
  // Refused like any request with a body: nobody is told to go on and send it.
  server.on("checkContinue", (request, response) => void answer(request, response));
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => undefined);
    const decision = decide(asked(request, true), state);
    if (decision.kind === "link") {
      sockets.handleUpgrade(request, socket, head, (opened) => options.accept(socketLink(opened)));
    } else if (decision.kind === "refuse") refuseSocket(socket, decision.status, decision.why);
    else refuseSocket(socket, 400, "upgrade");
  });
  server.on("connect", (_request, socket) => refuseSocket(socket, 405, "method"));
  server.on("clientError", (_error, socket) => refuseSocket(socket, 400, "target"));

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: options.port, exclusive: true }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  state.authority = `127.0.0.1:${port}`;
  const origin = `http://${state.authority}`;
  return { url: `${origin}/?token=${state.token}`, origin, close };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const decision = decide(asked(request, false), state);
    switch (decision.kind) {
      case "refuse":
        return sendRefusal(response, decision.status, decision.why);
      case "exchange": {
        state.token = null;
        const cookie = `${cookieName(state.authority)}=${state.session}; HttpOnly; SameSite=Strict; Path=/`;
        return sendText(response, 303, "", [
          ["Set-Cookie", cookie],
          ["Location", "/"],
        ]);
      }
      case "clean":
        return sendText(response, 303, "", [["Location", "/"]]);
      case "link":
        return sendRefusal(response, 400, "upgrade");
      case "serve":
        try {
          await serve(decision.path, decision.query, request, response);
        } catch {
          // The file or the record ended early, or the page went away: an answer that stops short says so by closing.
          if (response.headersSent) response.destroy();
          else sendText(response, 500, "Envoi could not read this.\n");
        }
    }
  }

  async function serve(
    path: string,
    query: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const method = request.method === "HEAD" ? "HEAD" : "GET";
    if (path === "/alive") return sendText(response, 200, "Envoi\n");
    const file = options.files.get(path);
    if (file !== undefined) return sendFile(file, method, response);
    const route = readRoute(path, query);
    if (route === null && options.page !== undefined) return options.page(request, response);
    const content = route === null ? null : await options.openContent(route);
    if (route === null || content === null)
      return sendText(response, 404, "There is nothing here.\n");
    const reply = answerContent(
      { method, range: request.headers.range ?? null, use: route.use },
      content,
    );
    setHeaders(response, reply.headers);
    response.writeHead(reply.status);
    if (reply.body === null) response.end();
    else await pipeline(Readable.from(reply.body, { objectMode: false }), response);
  }

  async function sendFile(
    file: StaticFile,
    method: "GET" | "HEAD",
    response: ServerResponse,
  ): Promise<void> {
    setHeaders(response, [
      ...pageHeaders,
      ["Content-Type", file.type],
      ["Cache-Control", file.lasting ? "private, max-age=31536000, immutable" : "no-store"],
    ]);
    if (method === "HEAD") return void response.end();
    await pipeline(createReadStream(file.file), response);
  }

  async function close(): Promise<void> {
    for (const socket of sockets.clients) socket.close(1001);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    sockets.close();
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    await closed;
  }
}

function asked(request: IncomingMessage, upgrade: boolean) {
  const { method = "", url = "", rawHeaders } = request;
  return { method, target: url, rawHeaders, upgrade };
}
