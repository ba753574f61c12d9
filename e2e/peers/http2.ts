import { once } from "node:events";
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";

export interface Http2Peer {
  /** `http://127.0.0.1:port`: HTTP/2 in the clear. */
  readonly url: string;
  /** Connections so far. */
  connections(): number;
  close(): Promise<void>;
}

/** An HTTP/2 server of Node's: `/reset` ends inside its body, everything else answers with interim head, content and trailers. */
export async function startHttp2(): Promise<Http2Peer> {
  const sessions: ServerHttp2Session[] = [];
  const server = createServer();
  server.on("session", (session: ServerHttp2Session) => {
    sessions.push(session);
    session.on("error", () => undefined);
  });
  server.on("stream", (stream: ServerHttp2Stream, headers: { readonly ":path"?: string }) => {
    stream.on("error", () => undefined);
    if (headers[":path"] === "/reset") {
      stream.respond({ ":status": 200, "content-type": "text/plain" });
      stream.write("part of it", () => stream.destroy(new Error("broken")));
      return;
    }
    stream.additionalHeaders({ ":status": 103, link: "</style.css>" });
    stream.respond({ ":status": 200, "content-type": "text/plain" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "x-digest": "abc" }));
    stream.end("hello over two");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => sessions.length,
    async close() {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
