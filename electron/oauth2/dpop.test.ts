import { createHash, createPublicKey, verify } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OAuth2Step } from "../../shared/contract/oauth2.ts";
import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import { dpopProof, newDpopKey } from "../client/auth/dpop.ts";
import { fixedTools } from "../client/auth/signing.testing.ts";
import { openTestClient, plainSettings, type TestClient } from "../client/client.testing.ts";
import { type Peer, reply, startPeer } from "../client/peer.testing.ts";
import { clientSecret, signIn, startProvider, type TestProvider } from "./provider.testing.ts";
import { oauth2, openTokenWorld, type TokenWorld } from "./world.testing.ts";

let provider: TestProvider;
let strict: TestProvider;
let world: TokenWorld;
let client: TestClient;
beforeAll(async () => {
  provider = await startProvider();
  strict = await startProvider({ nonces: true });
  client = await openTestClient();
});
afterAll(async () => {
  await client.close();
  await provider.close();
  await strict.close();
});
beforeEach(async () => {
  world = await openTokenWorld();
});
afterEach(() => world.close());

const person = ({ url }: TestProvider, over: Partial<OAuth2Auth> = {}) =>
  oauth2({
    flow: "authorization_code",
    authorizationUrl: `${url}/auth`,
    accessTokenUrl: `${url}/token`,
    clientId: "code",
    clientSecret,
    scope: "openid offline_access",
    authorizationParameters: [{ name: "prompt", value: "consent", placement: "query" }],
    ...over,
  });
const opened: string[] = [];
const willing = {
  act: (step: OAuth2Step) => {
    if (step.kind !== "browser") return;
    opened.push(step.url);
    void signIn(step.url);
  },
};

describe("a token bound to a key (DPoP, RFC 9449) of oidc-provider", () => {
  test.each([
    ["as it comes", () => provider, 1],
    ["that wants a nonce", () => strict, 2],
  ] as const)("%s: fetched, refreshed with the same key, and taken", async (_, of, asked) => {
    const auth = person(of(), { dpop: true });
    const steps = await world.get(auth, willing);
    expect(steps.at(-1)).toMatchObject({ kind: "token", token: { tokenType: "DPoP" } });
    const statuses = steps.flatMap((step) => (step.kind === "exchange" ? [step.status] : []));
    expect(statuses).toEqual([...Array.from({ length: asked - 1 }, () => 400), 200]);
    const token = await world.tokenFor(auth);
    expect(token.dpopKey).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    const me = await client.send({ url: `${of().url}/me?x=1`, auth: token });
    expect(me.exchange.hops.map(({ response }) => response?.status)).toEqual([
      ...Array.from({ length: asked - 1 }, () => 401),
      200,
    ]);
    // The nonce is known now.
    const again = await client.send({ url: `${of().url}/me`, auth: token });
    expect(again.exchange.hops).toHaveLength(1);
    expect(again.exchange.hops[0]?.response?.status).toBe(200);
    const refreshed = await world.get(auth, { refresh: true });
    expect(refreshed.at(-1)).toMatchObject({ kind: "token", token: { tokenType: "DPoP" } });
    expect((await world.tokenFor(auth)).dpopKey).toBe(token.dpopKey);
  });

  test("is kept for another start, its key sealed with it", async () => {
    const auth = person(provider, { dpop: true });
    await world.get(auth, willing);
    const before = await world.tokenFor(auth);
    const again = await world.again();
    const { signal } = new AbortController();
    const after = await again.tokenFor(auth, null, plainSettings, signal);
    expect(after.dpopKey).toBe(before.dpopKey);
  });
});

test("a server that binds nothing gets its token as always", async () => {
  const bearer: Peer = await startPeer(() =>
    reply("200 OK", '{"access_token":"plain","token_type":"Bearer"}'),
  );
  const auth = oauth2({
    flow: "client_credentials",
    accessTokenUrl: `${bearer.url}/t`,
    dpop: true,
  });
  await world.get(auth);
  expect(bearer.requests[0]?.field("DPoP")).toMatch(/^eyJ/);
  const token = await world.tokenFor(auth);
  expect(token.dpopKey).toBeNull();
  await client.send({ url: bearer.url, auth: token });
  expect(bearer.requests[1]?.field("Authorization")).toBe("Bearer plain");
  expect(bearer.requests[1]?.field("DPoP")).toBeUndefined();
  await bearer.close();
});

test("a proof says what it is for, and its key opens it (RFC 9449 §4.2)", () => {
  const key = newDpopKey();
  const proven = { method: "POST", url: "https://h/p", token: "tok", nonce: "n" };
  const proof = dpopProof(key, proven, fixedTools(1_562_262_616_000));
  const [head = "", claims = "", signature = ""] = proof.split(".");
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
  const header = read(head) as { readonly jwk: Record<string, string> };
  expect(header).toMatchObject({ typ: "dpop+jwt", alg: "ES256", jwk: { kty: "EC", crv: "P-256" } });
  expect(Object.keys(header.jwk)).toEqual(["kty", "crv", "x", "y"]);
  expect(read(claims)).toEqual({
    jti: Buffer.alloc(16, 0xaa).toString("base64url"),
    htm: "POST",
    htu: "https://h/p",
    iat: 1_562_262_616,
    ath: createHash("sha256").update("tok").digest("base64url"),
    nonce: "n",
  });
  const opens = {
    key: createPublicKey({ key: header.jwk, format: "jwk" }),
    dsaEncoding: "ieee-p1363",
  } as const;
  const bytes = Buffer.from(`${head}.${claims}`);
  expect(verify("sha256", bytes, opens, Buffer.from(signature, "base64url"))).toBe(true);
});

test("the proof stays behind when a redirect goes to another origin", async () => {
  const other = await startPeer(() => reply("200 OK", "there"));
  const first = await startPeer(() => reply("302 Found", "", `Location: ${other.url}/x\r\n`));
  const auth = person(provider, { dpop: true });
  await world.get(auth, willing);
  await client.send({ url: first.url, auth: await world.tokenFor(auth) });
  expect(first.requests[0]?.field("Authorization")).toMatch(/^DPoP /);
  expect(other.requests[0]?.field("Authorization")).toBeUndefined();
  expect(other.requests[0]?.field("DPoP")).toBeUndefined();
  await Promise.all([first.close(), other.close()]);
});

describe("a sign-in that is announced first (PAR, RFC 9126) at oidc-provider", () => {
  test.each<readonly [string, Partial<OAuth2Auth>]>([
    ["basic", {}],
    ["no secret", { clientId: "public", clientSecret: "", clientAuthentication: "none" }],
    ["bound to a key too", { dpop: true }],
  ])("%s", async (_, over) => {
    opened.length = 0;
    const pushedAuthorizationUrl = `${provider.url}/request`;
    const steps = await world.get(person(provider, { pushedAuthorizationUrl, ...over }), willing);
    expect(steps.at(-1)?.kind).toBe("token");
    const [url = ""] = opened;
    expect([...new URL(url).searchParams.keys()].toSorted()).toEqual(["client_id", "request_uri"]);
    expect(steps.filter(({ kind }) => kind === "exchange")).toHaveLength(2);
  });

  test("is refused by name", async () => {
    const auth = person(provider, {
      pushedAuthorizationUrl: `${provider.url}/request`,
      clientSecret: "wrong",
    });
    const last = (await world.get(auth, willing)).at(-1);
    expect(last).toMatchObject({ kind: "failed", failure: { code: "oauth2-invalid-client" } });
  });
});
