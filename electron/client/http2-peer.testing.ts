import { once } from "node:events";
import http2 from "node:http2";
import type { AddressInfo } from "node:net";

/** An HTTP/2 server nobody here wrote, on 127.0.0.1. */
export interface Http2Peer {
  readonly port: number;
  readonly sessions: readonly http2.ServerHttp2Session[];
  close(): Promise<void>;
}

export type Http2Answer = (
  stream: http2.ServerHttp2Stream,
  headers: http2.IncomingHttpHeaders,
  raw: string[],
) => void;

/** In the clear, or over TLS (then HTTP/1.1 too) with `key` and `cert`. */
export async function serveHttp2(
  answer: Http2Answer,
  options: http2.SecureServerOptions = {},
): Promise<Http2Peer> {
  const server =
    options.cert === undefined ? http2.createServer(options) : http2.createSecureServer(options);
  const sessions: http2.ServerHttp2Session[] = [];
  server.on("session", (session: http2.ServerHttp2Session) => {
    sessions.push(session);
    session.on("error", () => undefined);
  });
  server.on(
    "stream",
    (
      stream: http2.ServerHttp2Stream,
      headers: http2.IncomingHttpHeaders,
      _flags: number,
      raw: string[],
    ) => {
      stream.on("error", () => undefined);
      answer(stream, headers, raw);
    },
  );
  if (options.allowHTTP1 === true) server.on("request", answerHttp1);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    sessions,
    async close() {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function answerHttp1(request: http2.Http2ServerRequest, reply: http2.Http2ServerResponse): void {
  if (request.httpVersion === "1.1") reply.end("HTTP/1.1");
}
