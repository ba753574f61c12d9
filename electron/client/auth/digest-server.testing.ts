import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface DigestServerOptions {
  readonly algorithm: string;
  readonly hash: string;
  readonly qop: "auth" | "auth-int" | null;
  readonly userhash?: boolean;
  /** Requests a nonce serves before it is stale. */
  readonly uses?: number;
  /** Gives the next nonce with each reply. */
  readonly nextnonce?: boolean;
}

/** A server that checks Digest by the formulas of RFC 7616, written without looking at the client. */
export interface DigestServer {
  readonly url: string;
  /** What each request came to, in order: `none`, `right`, `wrong`, `stale`; with the nonce count. */
  readonly seen: string[];
  readonly bodies: string[];
  close(): Promise<void>;
}

export const digestUser = "J\u00e4s\u00f8n";
export const digestPassword = "p\u00e4ss: word";
/** Not ASCII, as servers send it: UTF-8, with or without saying so. */
const realm = 'a "r\u00e9alm", with=marks';

export async function startDigestServer(options: DigestServerOptions): Promise<DigestServer> {
  const { algorithm, hash, qop, uses = Number.POSITIVE_INFINITY } = options;
  const h = (text: string | Buffer) => createHash(hash).update(text).digest("hex");
  const nonces = new Map<string, number>();
  const sessions = new Map<string, string>();
  const seen: string[] = [];
  const bodies: string[] = [];

  const fresh = (): string => {
    const nonce = randomBytes(12).toString("base64");
    nonces.set(nonce, 0);
    return nonce;
  };
  const challenge = (stale: boolean): string =>
    `Digest realm="${realm.replaceAll('"', '\\"')}", nonce="${fresh()}", opaque="o/p=", algorithm=${algorithm}, charset=UTF-8` +
    (qop === null ? "" : `, qop="${qop}"`) +
    (stale ? ", stale=true" : "") +
    (options.userhash === true ? ", userhash=true" : "");

  function judge(field: string | undefined, method: string, target: string, body: Buffer) {
    if (field === undefined) return { verdict: "none" as const, info: "" };
    const get = (name: string) =>
      new RegExp(`(?:^|[ ,])${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^",]+))`)
        .exec(field)
        ?.slice(1)
        .find((part) => part !== undefined)
        ?.replace(/\\(.)/g, "$1") ?? "";
    const named =
      options.userhash === true
        ? get("username") === h(`${digestUser}:${realm}`) && get("userhash") === "true"
        : field.includes(`username*=UTF-8''${encodeURIComponent(digestUser)}`);
    const nonce = get("nonce");
    const count = nonces.get(nonce);
    const nc = get("nc");
    if (!named || get("uri") !== target || get("realm") !== realm || get("opaque") !== "o/p=")
      return { verdict: "wrong" as const, info: "" };
    if (count === undefined || count >= uses) return { verdict: "stale" as const, info: "" };
    const secret = h(`${digestUser}:${realm}:${digestPassword}`);
    let ha1 = secret;
    if (algorithm.toLowerCase().endsWith("-sess")) {
      const session = sessions.get(get("cnonce")) ?? h(`${secret}:${nonce}:${get("cnonce")}`);
      sessions.set(get("cnonce"), session);
      ha1 = session;
    }
    const middle = qop === null ? nonce : `${nonce}:${nc}:${get("cnonce")}:${qop}`;
    const entity = qop === "auth-int" ? `:${h(body)}` : "";
    const right = get("response") === h(`${ha1}:${middle}:${h(`${method}:${target}${entity}`)}`);
    if (!right || (qop !== null && Number.parseInt(nc, 16) !== count + 1))
      return { verdict: "wrong" as const, info: "" };
    nonces.set(nonce, count + 1);
    const info =
      `rspauth="${h(`${ha1}:${middle}:${h(`:${target}`)}`)}"` +
      (options.nextnonce === true ? `, nextnonce="${fresh()}"` : "");
    return { verdict: "right" as const, info };
  }

  const answer = async (
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const given = request.headers.authorization;
    const field = given && Buffer.from(given, "latin1").toString("utf8");
    const { verdict, info } = judge(field, request.method ?? "", request.url ?? "", body);
    const nc = /nc=([0-9a-f]{8})/.exec(field ?? "")?.[1];
    seen.push(nc === undefined ? verdict : `${verdict} ${Number.parseInt(nc, 16)}`);
    bodies.push(body.toString());
    if (verdict === "right") response.setHeader("Authentication-Info", info);
    else {
      response.statusCode = 401;
      const asked = Buffer.from(challenge(verdict === "stale"), "utf8").toString("latin1");
      response.setHeader("WWW-Authenticate", ['Basic realm="b"', asked]);
    }
    // Bytes: with a text Node writes the head in the text's encoding.
    response.end(Buffer.from(verdict));
  };
  const server = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
