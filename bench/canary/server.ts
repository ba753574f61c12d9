import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** A server that repeats everything it is told, in every place a reply has. */
export interface Echo {
  readonly url: string;
  /** What arrived, as text. */
  readonly seen: string[];
  close(): void;
}

/** @param token what its token endpoint gives */
export async function openEcho(token: string): Promise<Echo> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const told = JSON.stringify({ url: request.url, headers: request.headers, body });
      seen.push(told);
      if (request.url === "/token") {
        response.setHeader("content-type", "application/json");
        response.end(
          JSON.stringify({ access_token: token, token_type: "bearer", expires_in: 3600 }),
        );
        return;
      }
      const cookie = request.headers.cookie;
      if (cookie !== undefined) response.setHeader("set-cookie", `${cookie}; Path=/`);
      const again = request.headers["x-again"];
      if (typeof again === "string") response.setHeader("x-echo", again);
      if (request.url?.startsWith("/redirect") === true) {
        response.statusCode = 307;
        response.setHeader("location", `/landed${request.url.slice(9)}`);
        response.end();
        return;
      }
      if (request.url?.startsWith("/digest") === true && !request.headers.authorization) {
        response.statusCode = 401;
        response.setHeader("www-authenticate", 'Digest realm="r", nonce="n", qop="auth"');
        response.end();
        return;
      }
      response.setHeader("content-type", "application/json");
      if (request.url?.includes("gzip") === true) {
        response.setHeader("content-encoding", "gzip");
        response.end(gzipSync(told));
      } else response.end(told);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
