import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A server whose every page asks who is there: `/basic`, `/digest` (RFC 7616, MD5, auth), `/bearer`; `/token` gives tokens for the last. */
export interface Guarded {
  readonly url: string;
  /** Bodies posted to `/token`. */
  tokens(): readonly string[];
  close(): Promise<void>;
}

export const user = { name: "harbour", password: "open sesame" } as const;
const token = "token-of-the-harbour";
const realm = "Harbour";
const nonce = "n0nce";

export async function startGuarded(): Promise<Guarded> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.url === "/token") {
        asked.push(Buffer.concat(chunks).toString());
        response.writeHead(200, { "Content-Type": "application/json" });
        response.end(JSON.stringify({ access_token: token, token_type: "Bearer", expires_in: 60 }));
        return;
      }
      const challenge = challengeOf(request);
      if (challenge === null) response.end("welcome");
      else {
        response.writeHead(401, { "WWW-Authenticate": challenge });
        response.end("who are you?");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokens: () => asked,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** What is missing; null: the person is known. */
function challengeOf({ url, method, headers }: IncomingMessage): string | null {
  const given = headers.authorization ?? "";
  if (url === "/bearer") return given === `Bearer ${token}` ? null : "Bearer";
  if (url === "/digest") {
    const said = (name: string) => new RegExp(`\\b${name}="?([^",]*)`).exec(given)?.[1] ?? "";
    const md5 = (text: string) => createHash("md5").update(text).digest("hex");
    const secret = md5(`${user.name}:${realm}:${user.password}`);
    const asked = md5(`${method}:${said("uri")}`);
    const wanted = md5([secret, nonce, said("nc"), said("cnonce"), "auth", asked].join(":"));
    return said("response") === wanted
      ? null
      : `Digest realm="${realm}", nonce="${nonce}", qop="auth", algorithm=MD5`;
  }
  const pair = Buffer.from(`${user.name}:${user.password}`).toString("base64");
  return given === `Basic ${pair}` ? null : `Basic realm="${realm}"`;
}
