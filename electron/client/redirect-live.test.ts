import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Auth } from "../../shared/model/auth.ts";
import { newAuth } from "../../shared/model/auth-fields.ts";
import { textBody } from "./body/text.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { ok, type Peer, reply, startPeer } from "./peer.testing.ts";

let client: TestClient;
let first: Peer;
let other: Peer;
let v6: Peer | null = null;

/** `/to?<location>` redirects with 302, `/<status>?<location>` with that status. */
function redirecting(request: { readonly head: string }) {
  const target = decodeURIComponent(/^\S+ \/(?:\d+|to)\?([^\s&]*)/.exec(request.head)?.[1] ?? "");
  const status = /^\S+ \/(\d+)\?/.exec(request.head)?.[1] ?? "302";
  return target === "" ? ok("end") : reply(`${status} Moved`, "moved", `Location: ${target}\r\n`);
}

beforeAll(async () => {
  client = await openTestClient();
  first = await startPeer(redirecting);
  other = await startPeer(redirecting);
  v6 = await startPeer(redirecting, "::1").catch(() => null);
  if (v6 === null) console.log("no IPv6 loopback: its cases are not tried");
});
afterAll(async () => {
  await client.close();
  await Promise.all([first.close(), other.close(), v6?.close() ?? Promise.resolve()]);
});

const to = (location: string, path = "to") => `/${path}?${encodeURIComponent(location)}`;
const secret = "CANARY-8f2e";

/** One of each scheme that signs what is sent. */
const signing: readonly Auth[] = [
  {
    ...newAuth("awsv4"),
    accessKeyId: secret,
    secretAccessKey: "s",
    sessionToken: secret,
    service: "s3",
    region: "r",
  },
  {
    ...newAuth("awsv4"),
    accessKeyId: secret,
    secretAccessKey: "s",
    service: "s3",
    region: "r",
    placement: "query",
  },
  { ...newAuth("hawk"), id: secret, key: "k" },
  { ...newAuth("oauth1"), consumerKey: secret, consumerSecret: "s" },
  { ...newAuth("oauth1"), consumerKey: secret, consumerSecret: "s", placement: "query" },
  { ...newAuth("wsse"), username: secret, password: "p" },
  { ...newAuth("akamai-edgegrid"), clientToken: secret, accessToken: secret, clientSecret: "s" },
  { ...newAuth("jwt"), secret: "s" },
  {
    ...newAuth("message-signature"),
    algorithm: "hmac-sha256",
    keyId: secret,
    key: { type: "text", value: "c2VjcmV0" },
  },
];

describe("credentials on the wire after a change of origin", () => {
  const carriers: readonly (readonly [string, Parameters<TestClient["send"]>[0]])[] = [
    ...[
      "Authorization",
      "Cookie",
      "Proxy-Authorization",
      "X-Api-Key",
      "x-auth-token",
      "PRIVATE-TOKEN",
    ].map(
      (name) =>
        [`typed ${name}`, { headers: [{ name, value: secret, origin: "request" }] }] as const,
    ),
    ...(
      [
        { kind: "basic", username: "u", password: secret },
        { kind: "bearer", token: secret },
        { kind: "apikey", key: "X-Mine", value: secret, placement: "header" },
        { kind: "apikey", key: "mine", value: secret, placement: "query" },
        ...signing,
      ] satisfies Auth[]
    ).map(
      (auth) =>
        [`auth ${auth.kind} ${"placement" in auth ? auth.placement : ""}`, { auth }] as const,
    ),
    ["a body by 307", { method: "POST", body: textBody(secret) }],
    ["a body by 308", { method: "PUT", body: textBody(secret) }],
  ];
  const leaks = (peer: Peer): boolean =>
    peer.requests.some((request) => {
      const text = request.bytes.toString("latin1");
      // A signature hides what it was made of; the field that carries it is the leak.
      const signed =
        /^(?:authorization|x-amz-|x-wsse|signature)/im.test(text) ||
        /[?&](?:oauth_|X-Amz-)/.test(text);
      return (
        signed ||
        text.includes(secret) ||
        text.includes(Buffer.from(`u:${secret}`).toString("base64"))
      );
    });

  test.each(carriers)("%s", async (name, wanted) => {
    const status = name.endsWith("308") ? "308" : name.endsWith("307") ? "307" : "302";
    const places = [
      other.url,
      other.url.replace("127.0.0.1", "localhost"),
      `http://localhost:${first.port}`,
      `http://u:p@127.0.0.1:${other.port}`,
      ...(v6 === null ? [] : [v6.url]),
    ];
    for (const place of places) {
      for (const peer of [first, other, v6]) peer?.requests.splice(0);
      const { exchange } = await client.send({
        ...wanted,
        url: first.url + to(`${place}/x`, status),
      });
      expect(exchange.state).toBe("done");
      const redirect = exchange.hops[0]?.redirect;
      if (wanted.body === undefined) {
        expect(exchange.hops).toHaveLength(2);
        expect(redirect?.dropped.length).toBeGreaterThan(0);
      } else expect(redirect).toMatchObject({ followed: false });
      // The first request has it, of course; whatever else arrived anywhere must not.
      first.requests.shift();
      expect([first, other, ...(v6 === null ? [] : [v6])].map(leaks)).not.toContain(true);
    }
  });

  test("they stay behind for good, there and back", async () => {
    first.requests.splice(0);
    const back = other.url + to(`${first.url}/end`);
    const auth = { kind: "bearer", token: secret } as const;
    const { exchange } = await client.send({ auth, url: first.url + to(back) });
    expect(exchange.hops).toHaveLength(3);
    expect(first.requests.map((request) => request.head.includes(secret))).toEqual([true, false]);
  });

  test("on one origin they stay, auth anew on each hop", async () => {
    first.requests.splice(0);
    const auth = { kind: "basic", username: "u", password: secret } as const;
    const headers = [{ name: "X-Api-Key", value: secret, origin: "request" as const }];
    await client.send({ auth, headers, url: first.url + to("/end") });
    for (const request of first.requests) {
      expect(request.field("X-Api-Key")).toBe(secret);
      expect(request.field("Authorization")).toMatch(/^Basic /);
    }
    expect(first.requests).toHaveLength(2);
  });
});

describe("hops", () => {
  test("each is whole: request, reply, body, timing", async () => {
    const { exchange } = await client.send({ url: first.url + to(first.url + to("/end")) });
    expect(exchange.state).toBe("done");
    expect(exchange.hops.map((hop) => [hop.reason, hop.response?.status, hop.body?.size])).toEqual([
      ["first", 302, 5],
      ["redirect", 302, 5],
      ["redirect", 200, 3],
    ]);
    expect(exchange.hops.map((hop) => hop.connection?.reused)).toEqual([
      expect.any(Boolean),
      true,
      true,
    ]);
    for (const hop of exchange.hops) {
      expect(hop.requestHeaders.length).toBeGreaterThan(3);
      expect(hop.timing.end).not.toBeNull();
    }
  });

  test("the limit counts what was followed", async () => {
    const server = await startPeer(() => reply("302 Found", "", "Location: /\r\n"));
    for (const [maxRedirects, hops] of [
      [0, 1],
      [1, 2],
      [5, 6],
    ] as const) {
      const { exchange } = await client.send({ url: server.url, settings: { maxRedirects } });
      expect(exchange.hops).toHaveLength(hops);
      expect(exchange).toMatchObject({ state: "done", failure: null });
      expect(exchange.hops.at(-1)?.redirect).toMatchObject({
        followed: false,
        reason: "The limit of redirects is reached.",
      });
    }
    await server.close();
  });

  test("a chain of very large heads is not followed for ever", async () => {
    const large = `X: ${"y".repeat(900_000)}\r\n`.repeat(4);
    const server = await startPeer(() => reply("302 Found", "", `Location: /\r\n${large}`));
    const { exchange } = await client.send({ url: server.url, settings: { maxRedirects: 400 } });
    expect(exchange.hops).toHaveLength(5);
    expect(exchange.hops.at(-1)?.redirect).toMatchObject({
      followed: false,
      reason: "The heads of the replies are larger together than is kept.",
    });
    await server.close();
  });

  test("a body goes again by 307, and is dropped by 303", async () => {
    first.requests.splice(0);
    const body = textBody("twice");
    const wanted = { method: "POST", body, bodyContentType: "text/x" };
    await client.send({ ...wanted, url: first.url + to("/end", "307") });
    await client.send({ ...wanted, url: first.url + to("/end", "303") });
    expect(first.requests.map((request) => request.bytes.toString().split("\r\n\r\n")[1])).toEqual([
      "twice",
      "twice",
      "twice",
      "",
    ]);
    expect(first.requests[3]?.head).toMatch(/^GET /);
    expect(first.requests[3]?.head).not.toMatch(/content-/i);
  });

  test("a trap of a body is cut, and the redirect still followed", async () => {
    const server = await startPeer((request) =>
      request.head.startsWith("GET /end")
        ? ok("end")
        : (socket) => {
            socket.write("HTTP/1.1 302 Found\r\nLocation: /end\r\n\r\n");
            const more = (): void => {
              while (socket.writable && socket.write(Buffer.alloc(1 << 16))) continue;
            };
            socket.on("drain", more);
            more();
          },
    );
    const { exchange, events } = await client.send({ url: server.url });
    expect(exchange).toMatchObject({ state: "done" });
    expect(exchange.hops[0]?.body?.size).toBeLessThan(4 << 20);
    expect(events.some((event) => event.kind === "note" && event.code === "body-cut")).toBe(true);
    await server.close();
  });

  test("a raw request is not followed", async () => {
    const bytes = Buffer.from(`GET ${to("/end")} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const raw = { host: "127.0.0.1", port: first.port, tls: false, bytes };
    const { exchange } = await client.send({ raw });
    expect(exchange.hops).toHaveLength(1);
    expect(exchange.hops[0]?.response?.status).toBe(302);
  });
});

test("the body of a redirect whose connection is about to close is not waited for", async () => {
  const server = await startPeer(({ head }) =>
    head.startsWith("GET /end")
      ? ok("end")
      : { bytes: "HTTP/1.1 302 Found\r\nLocation: /end\r\nConnection: close\r\n\r\nmoved" },
  );
  const { exchange, events } = await client.send({ url: server.url });
  await server.close();
  expect(exchange).toMatchObject({
    state: "done",
    hops: [{ body: { size: 5 } }, { body: { size: 3 } }],
  });
  expect(events).toContainEqual(expect.objectContaining({ kind: "note", code: "body-cut" }));
});
