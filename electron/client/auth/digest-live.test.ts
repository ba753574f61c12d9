import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Auth } from "../../../shared/model/auth.ts";
import { bytesBody, textBody } from "../body/text.ts";
import { openTestClient, type Sent, type TestClient } from "../client.testing.ts";
import { ok, reply, startPeer } from "../peer.testing.ts";
import {
  digestPassword,
  type DigestServer,
  type DigestServerOptions,
  digestUser,
  startDigestServer,
} from "./digest-server.testing.ts";

let client: TestClient;
const servers: DigestServer[] = [];
beforeEach(async () => {
  client = await openTestClient();
});
afterEach(async () => {
  await client.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(options: DigestServerOptions): Promise<DigestServer> {
  const server = await startDigestServer(options);
  servers.push(server);
  return server;
}
const auth: Auth = { kind: "digest", username: digestUser, password: digestPassword };
const actions = ({ exchange }: Sent) =>
  exchange.hops.flatMap((hop) => hop.auth.map((one) => one.action));
const last = ({ exchange }: Sent) => exchange.hops.at(-1)?.response?.status;

describe("a server that asks", () => {
  const algorithms = [
    ["MD5", "md5"],
    ["SHA-256", "sha256"],
    ["SHA-512-256", "sha512-256"],
    ["MD5-sess", "md5"],
    ["SHA-256-sess", "sha256"],
    ["SHA-512-256-sess", "sha512-256"],
  ] as const;
  const cases = algorithms.flatMap(([algorithm, hash]) =>
    (["auth", "auth-int"] as const).map((qop) => [algorithm, hash, qop] as const),
  );
  test.each(cases)("%s (%s), %s", async (algorithm, hash, qop) => {
    const server = await start({ algorithm, hash, qop });
    const body = textBody("a body");
    const sent = await client.send({ method: "POST", url: `${server.url}/a?b=c`, auth, body });
    expect(last(sent)).toBe(200);
    expect(server.seen).toEqual(["none", "right 1"]);
    expect(server.bodies).toEqual(["a body", "a body"]);
    expect(sent.exchange.hops.map(({ reason }) => reason)).toEqual(["first", "auth"]);
    expect(actions(sent)).toEqual(
      qop === "auth" ? ["challenged", "answered", "confirmed"] : ["challenged", "answered"],
    );
    // The nonce is used again, without being asked.
    const again = await client.send({ url: `${server.url}/`, auth });
    expect(again.exchange.hops).toHaveLength(1);
    expect(server.seen.at(-1)).toBe("right 2");
  });

  test("the name is hashed when the server wishes so", async () => {
    const server = await start({
      algorithm: "SHA-256",
      hash: "sha256",
      qop: "auth",
      userhash: true,
    });
    expect(last(await client.send({ url: server.url, auth }))).toBe(200);
  });

  test("without qop", async () => {
    const server = await start({ algorithm: "MD5", hash: "md5", qop: null });
    expect(last(await client.send({ url: server.url, auth }))).toBe(200);
    expect(server.seen).toEqual(["none", "right"]);
  });

  test("a stale nonce is replaced without asking for the password again", async () => {
    const server = await start({ algorithm: "MD5", hash: "md5", qop: "auth", uses: 2 });
    for (let index = 0; index < 3; index += 1)
      expect(last(await client.send({ url: server.url, auth }))).toBe(200);
    expect(server.seen).toEqual(["none", "right 1", "right 2", "stale 3", "right 1"]);
  });

  test("nextnonce is followed, its count begins at one; -sess keeps its key", async () => {
    for (const algorithm of ["SHA-256", "SHA-256-sess"]) {
      const server = await start({ algorithm, hash: "sha256", qop: "auth", nextnonce: true });
      for (let index = 0; index < 3; index += 1)
        expect(last(await client.send({ url: server.url, auth }))).toBe(200);
      expect(server.seen).toEqual(["none", "right 1", "right 1", "right 1"]);
    }
  });

  test("a wrong password is answered once, and the trace says so without it", async () => {
    const server = await start({ algorithm: "MD5", hash: "md5", qop: "auth" });
    const sent = await client.send({
      url: server.url,
      auth: { ...auth, password: "CANARY" },
    });
    expect(last(sent)).toBe(401);
    expect(server.seen).toEqual(["none", "wrong 1"]);
    expect(sent.exchange).toMatchObject({ state: "done", failure: null });
    expect(actions(sent)).toEqual(["challenged", "answered", "challenged", "refused"]);
    expect(JSON.stringify(sent.events)).not.toContain("CANARY");
  });

  test.each([
    ["name", { username: "other" }],
    ["password", { password: "other" }],
  ])("another %s asks anew: what was signed in before does not let it in", async (_, over) => {
    const server = await start({ algorithm: "MD5", hash: "md5", qop: "auth" });
    await client.send({ url: server.url, auth });
    expect(last(await client.send({ url: server.url, auth: { ...auth, ...over } }))).toBe(401);
    expect(server.seen.slice(2)).toEqual(["none", "wrong 1"]);
    expect(last(await client.send({ url: server.url, auth }))).toBe(200);
    expect(server.seen.at(-1)).toBe("right 2");
  });

  test("32 at once share nonces and never a count", async () => {
    const server = await start({ algorithm: "MD5", hash: "md5", qop: null });
    await client.send({ url: server.url, auth });
    const all = await Promise.all(
      Array.from({ length: 32 }, () => client.send({ url: server.url, auth })),
    );
    expect(all.map(last)).toEqual(Array.from({ length: 32 }, () => 200));
  });

  test("a body that can be read once is not sent twice", async () => {
    const server = await start({ algorithm: "MD5", hash: "md5", qop: "auth" });
    const body = { ...bytesBody(Buffer.from("once")), replayable: false };
    const sent = await client.send({ method: "POST", url: server.url, auth, body });
    expect(last(sent)).toBe(401);
    expect(actions(sent)).toEqual(["challenged", "refused"]);
  });

  test("the login may stand in the URL", async () => {
    const server = await start({ algorithm: "MD5", hash: "md5", qop: "auth" });
    const url = server.url.replace(
      "//",
      `//${encodeURIComponent(digestUser)}:${encodeURIComponent(digestPassword)}@`,
    );
    const empty = { kind: "digest", username: "", password: "" } as const;
    expect(last(await client.send({ url, auth: empty }))).toBe(200);
  });

  test("whatever it asks for: the strongest it offers", async () => {
    const server = await start({ algorithm: "MD5", hash: "md5", qop: "auth" });
    const any: Auth = { kind: "any", username: digestUser, password: digestPassword, domain: "" };
    expect(last(await client.send({ url: server.url, auth: any }))).toBe(200);
    expect(server.seen).toEqual(["none", "right 1"]);
  });
});

describe("servers that behave oddly", () => {
  test.each([
    ["no Digest at all", 'Basic realm="x"'],
    ["an unknown algorithm", 'Digest realm="x", nonce="n", algorithm=SHA3'],
    ["no nonce", 'Digest realm="x"'],
  ])("%s: the 401 is shown", async (_, field) => {
    const peer = await startPeer(() => reply("401 No", "", `WWW-Authenticate: ${field}\r\n`));
    const sent = await client.send({ url: peer.url, auth });
    expect(last(sent)).toBe(401);
    expect(sent.exchange.hops).toHaveLength(1);
    expect(actions(sent)).toEqual(["refused"]);
    await peer.close();
  });

  test("stale for ever ends", async () => {
    const peer = await startPeer(() =>
      reply(
        "401 No",
        "",
        'WWW-Authenticate: Digest realm="x", nonce="n", stale=true, qop="auth"\r\n',
      ),
    );
    const sent = await client.send({ url: peer.url, auth });
    expect(last(sent)).toBe(401);
    expect(sent.exchange.hops).toHaveLength(3);
    await peer.close();
  });

  test("the first challenge that is understood is answered", async () => {
    const peer = await startPeer((request) =>
      request.field("authorization") === undefined
        ? reply(
            "401 No",
            "",
            'WWW-Authenticate: Digest realm="x", nonce="1", algorithm=NEW\r\n' +
              'WWW-Authenticate: Digest realm="x", nonce="2", algorithm=SHA-256, Digest realm="x", nonce="3", algorithm=MD5\r\n',
          )
        : ok("in"),
    );
    await client.send({ url: peer.url, auth });
    expect(peer.requests[1]?.field("authorization")).toContain('nonce="2"');
    await peer.close();
  });

  test("after a redirect to another origin nothing is answered, on the same one it is", async () => {
    const server = await start({ algorithm: "MD5", hash: "md5", qop: "auth" });
    const other = await startPeer(() =>
      reply("401 No", "", 'WWW-Authenticate: Digest realm="x", nonce="n", qop="auth"\r\n'),
    );
    const hop = await startPeer((request) =>
      reply(
        "302 Go",
        "",
        `Location: ${request.head.includes("/away") ? other.url : server.url}/x\r\n`,
      ),
    );
    const away = await client.send({ url: `${hop.url}/away`, auth });
    expect(last(away)).toBe(401);
    expect(other.requests.map((request) => request.field("authorization"))).toEqual([undefined]);
    await Promise.all([other.close(), hop.close()]);
  });
});
