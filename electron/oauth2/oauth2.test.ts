import http from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OAuth2Step } from "../../shared/contract/oauth2.ts";
import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import { codeChallenge, codeVerifier } from "./pkce.ts";
import {
  clientKey,
  clientSecret,
  signIn,
  startProvider,
  type TestProvider,
} from "./provider.testing.ts";
import { oauth2, openTokenWorld, type TokenWorld } from "./world.testing.ts";

let provider: TestProvider;
let world: TokenWorld;
beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  world = await openTokenWorld();
});
afterEach(() => world.close());

const kinds = (steps: readonly OAuth2Step[]) => steps.map(({ kind }) => kind);
const last = (steps: readonly OAuth2Step[]) => steps.at(-1);
const failureOf = (steps: readonly OAuth2Step[]) => {
  const end = last(steps);
  return end?.kind === "failed" ? end.failure.code : null;
};
const machine = (over: Partial<OAuth2Auth>) =>
  oauth2({
    flow: "client_credentials",
    accessTokenUrl: `${provider.url}/token`,
    clientSecret,
    ...over,
  });
const person = (over: Partial<OAuth2Auth>) =>
  oauth2({
    flow: "authorization_code",
    authorizationUrl: `${provider.url}/auth`,
    accessTokenUrl: `${provider.url}/token`,
    clientId: "code",
    clientSecret,
    scope: "openid offline_access",
    authorizationParameters: [{ name: "prompt", value: "consent", placement: "query" }],
    ...over,
  });
/** The person signs in as soon as they are asked to. */
const willing = (page: (text: string) => void = () => undefined) => ({
  act: (step: OAuth2Step) => {
    if (step.kind === "browser") void signIn(step.url).then(({ text }) => page(text));
  },
});

test("PKCE: RFC 7636 Appendix B", () => {
  const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  expect(codeChallenge(verifier, "S256")).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  expect(codeChallenge(verifier, "plain")).toBe(verifier);
  expect(codeVerifier(Buffer.alloc(32, 7))).toMatch(/^[\w-]{43}$/);
});

describe("client credentials, with each proof of the client (oidc-provider)", () => {
  const key = { type: "text", value: clientKey } as const;
  test.each<readonly [string, Partial<OAuth2Auth>]>([
    ["basic", { clientAuthentication: "basic_auth_header" }],
    ["post", { clientAuthentication: "body" }],
    ["shared-jwt", { clientAuthentication: "client_secret_jwt" }],
    [
      "assertion",
      {
        clientAuthentication: "private_key_jwt",
        assertionAlgorithm: "ES256",
        assertionKey: key,
        assertionKeyId: "k1",
      },
    ],
  ])("%s", async (clientId, over) => {
    const steps = await world.get(machine({ clientId, ...over }));
    expect(kinds(steps)).toEqual(["exchange", "token"]);
    const end = last(steps);
    if (end?.kind !== "token") throw new Error("no token");
    expect(end.token).toMatchObject({ clientId, tokenType: "Bearer", refreshable: false });
    expect(end.token.expiresAt).toBeGreaterThan(Date.now() + 500_000);
    // The exchange is one like any other, and kept.
    const [first] = steps;
    if (first?.kind !== "exchange") throw new Error("no exchange");
    expect((await world.store.exchange(first.id)).hops[0]?.response?.status).toBe(200);
    const applied = await world.tokenFor(machine({ clientId, ...over }));
    expect(applied).toMatchObject({ prefix: "Bearer", placement: "header" });
    expect(applied.note.facts).toContainEqual(["token", "cached"]);
  });

  test("a wrong secret: the server's refusal as data, without its words", async () => {
    const steps = await world.get(machine({ clientId: "basic", clientSecret: "CANARY" }));
    expect(kinds(steps)).toEqual(["exchange", "failed"]);
    expect(failureOf(steps)).toBe("oauth2-invalid-client");
    expect(JSON.stringify(steps)).not.toContain("CANARY");
  });

  test("a shared algorithm with a private key is refused before anything is sent", async () => {
    const auth = machine({
      clientId: "assertion",
      clientAuthentication: "private_key_jwt",
      assertionAlgorithm: "HS256",
      assertionKey: key,
    });
    expect(failureOf(await world.get(auth))).toBe("oauth2-assertion-algorithm");
  });
});

describe("authorization code (oidc-provider)", () => {
  test.each(["S256", "none"] as const)("PKCE %s; then a refresh", async (pkce) => {
    const auth = person({ pkce });
    let seen = (_: string): void => undefined;
    const page = new Promise<string>((resolve) => {
      seen = resolve;
    });
    const steps = await world.get(auth, willing(seen));
    expect(await page).toContain("You can close this page");
    expect(kinds(steps)).toEqual(["browser", "exchange", "token"]);
    const end = last(steps);
    if (end?.kind !== "token") throw new Error("no token");
    expect(end.token.refreshable).toBe(true);
    expect(end.token.hasIdToken).toBe(true);
    expect(end.token.decoded.map(({ token }) => token)).toEqual(["id_token"]);
    expect(JSON.parse(end.token.decoded[0]?.claims ?? "{}")).toMatchObject({ sub: "ana" });
    expect(provider.tokenForms.at(-1)?.has("code_verifier")).toBe(pkce === "S256");
    const first = await world.tokenFor(auth);
    const again = await world.get(auth, { refresh: true });
    expect(kinds(again)).toEqual(["exchange", "token"]);
    expect((await world.tokenFor(auth)).token).not.toBe(first.token);
  });

  test("a public client with PKCE, on localhost too, and what the address says", async () => {
    const auth = person({ clientId: "public", clientSecret: "", clientAuthentication: "none" });
    const steps = await world.get(auth, willing());
    expect(last(steps)?.kind).toBe("token");
    const [step] = steps;
    if (step?.kind !== "browser") throw new Error("no browser");
    const url = new URL(step.url);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      client_id: "public",
      redirect_uri: step.callback,
      code_challenge_method: "S256",
      prompt: "consent",
    });
    expect(url.searchParams.get("state")?.length).toBeGreaterThan(30);
    expect(step.callback).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    const local = person({ callbackUrl: "http://localhost/back" });
    expect(last(await world.get(local, willing()))?.kind).toBe("token");
  });

  test("an answer to another sign-in is refused", async () => {
    const steps = await world.get(person({}), {
      act: (step) => {
        if (step.kind === "browser") void fetch(`${step.callback}?code=stolen&state=other`);
      },
    });
    expect(failureOf(steps)).toBe("oauth2-state");
    expect(provider.tokenForms.some((form) => form.get("code") === "stolen")).toBe(false);
  });

  test("a person who says no", async () => {
    const steps = await world.get(person({}), {
      act: (step) => {
        if (step.kind !== "browser") return;
        const state = new URL(step.url).searchParams.get("state") ?? "";
        const said = `error=access_denied&error_description=${encodeURIComponent("Not you, Ana.")}`;
        void fetch(`${step.callback}?${said}&state=${state}`);
      },
    });
    expect(failureOf(steps)).toBe("oauth2-access-denied");
    // Nobody would see the server's words otherwise: this answer is in no exchange.
    expect(last(steps)).toMatchObject({ said: "Not you, Ana." });
  });

  test("the server's own form brings the code (response_mode=form_post)", async () => {
    const mode = { name: "response_mode", value: "form_post", placement: "query" } as const;
    const prompt = { name: "prompt", value: "consent", placement: "query" } as const;
    const auth = person({ issuer: provider.url, authorizationParameters: [prompt, mode] });
    expect(last(await world.get(auth, willing()))?.kind).toBe("token");
  });

  test("the issuer that is named has to answer (RFC 9207)", async () => {
    expect(last(await world.get(person({ issuer: provider.url }), willing()))?.kind).toBe("token");
    const other = person({ issuer: "https://other.example" });
    const steps = await world.get(other, willing());
    expect(kinds(steps)).toEqual(["browser", "failed"]);
    expect(failureOf(steps)).toBe("oauth2-issuer");
    const silent = await world.get(person({ issuer: provider.url }), {
      act: (step) => {
        if (step.kind !== "browser") return;
        const state = new URL(step.url).searchParams.get("state") ?? "";
        void fetch(`${step.callback}?code=a&state=${state}`);
      },
    });
    expect(failureOf(silent)).toBe("oauth2-issuer");
  });

  test("what is refused before anybody signs in comes back with the server's words", async () => {
    const quiet = { name: "prompt", value: "none", placement: "query" } as const;
    const pages: Promise<string>[] = [];
    const steps = await world.get(person({ authorizationParameters: [quiet] }), {
      act: (step) => {
        if (step.kind === "browser") pages.push(signIn(step.url).then(({ text }) => text));
      },
    });
    expect(failureOf(steps)).toBe("oauth2-login-required");
    expect(last(steps)).toMatchObject({ said: "End-User authentication is required" });
    expect(await Promise.all(pages)).toEqual([expect.stringContaining("Not signed in")]);
  });

  test("cancelled while the person is away: nothing listens any more", async () => {
    const controller = new AbortController();
    let callback = "";
    const steps = await world.get(person({}), {
      signal: controller.signal,
      act: (step) => {
        if (step.kind === "browser") callback = step.callback;
        controller.abort();
      },
    });
    expect(failureOf(steps)).toBe("cancelled");
    await expect(fetch(callback)).rejects.toThrow();
  });

  test("a callback elsewhere: the person pastes where the browser ended", async () => {
    const auth = person({ clientId: "web", callbackUrl: "https://app.example/callback" });
    const steps = await world.get(auth, {
      act: (step) => {
        if (step.kind !== "paste") return;
        void signIn(step.url).then(({ url }) => world.oauth2.answer(step.flow, ` ${url}\n`));
      },
    });
    expect(kinds(steps)).toEqual(["paste", "exchange", "token"]);
    world.oauth2.answer("unknown", "https://x/");
  });

  test("a port that is taken says so", async () => {
    const blocker = http.createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    const { port } = blocker.address() as { port: number };
    const auth = person({ callbackUrl: `http://127.0.0.1:${port}/callback` });
    expect(failureOf(await world.get(auth))).toBe("oauth2-port");
    await new Promise((resolve) => blocker.close(resolve));
  });

  test.each(["javascript:alert(1)", "file:///etc/passwd", "", "nonsense"])(
    "%j is never given to a browser",
    async (authorizationUrl) => {
      expect(failureOf(await world.get(person({ authorizationUrl })))).toBe("oauth2-url");
    },
  );
});

test("implicit: what stands in the fragment comes back by the page's own script (oidc-provider)", async () => {
  const auth = person({
    flow: "implicit",
    clientId: "implicit",
    scope: "openid",
    tokenSource: "id_token",
    issuer: provider.url,
    // oidc-provider no longer gives access tokens this way. What is typed stands in the place of ours, and asks for a nonce.
    authorizationParameters: [{ name: "response_type", value: "id_token", placement: "query" }],
  });
  const back = (step: OAuth2Step, start: (url: URL) => void = () => undefined) => {
    if (step.kind !== "browser") return;
    const url = new URL(step.url);
    expect(url.searchParams.getAll("response_type")).toEqual(["id_token"]);
    start(url);
    void signIn(url.href).then(async (page) => {
      expect(page.text).toContain("location.hash");
      const origin = new URL(step.callback).origin;
      await fetch(step.callback, {
        method: "POST",
        headers: { origin },
        body: new URL(page.url).hash.slice(1),
      });
    });
  };
  const steps = await world.get(auth, { act: (step) => back(step) });
  expect(kinds(steps)).toEqual(["browser", "token"]);
  expect((await world.tokenFor(auth)).token.split(".")).toHaveLength(3);
  // An ID token that was made for another sign-in.
  const other = await world.get(auth, {
    act: (step) => back(step, (url) => url.searchParams.set("nonce", "another")),
  });
  expect(failureOf(other)).toBe("oauth2-nonce");
});

describe("device code (RFC 8628, oidc-provider)", () => {
  const device = (over: Partial<OAuth2Auth> = {}) =>
    oauth2({
      flow: "device_code",
      deviceAuthorizationUrl: `${provider.url}/device/auth`,
      accessTokenUrl: `${provider.url}/token`,
      clientId: "device",
      clientAuthentication: "none",
      scope: "openid offline_access",
      ...over,
    });

  test("the code is confirmed elsewhere", async () => {
    let confirmed: Promise<unknown> = Promise.resolve();
    const steps = await world.get(device(), {
      act: (step) => {
        if (step.kind !== "device") return;
        expect(step.userCode).toMatch(/^\w{4}-\w{4}$/);
        expect(step.completeUrl).toContain(step.url);
        confirmed = signIn(step.completeUrl);
      },
    });
    await confirmed;
    expect(kinds(steps).slice(0, 2)).toEqual(["exchange", "device"]);
    expect(last(steps)).toMatchObject({ kind: "token", token: { refreshable: true } });
    expect(world.waited.every((ms) => ms === 5000)).toBe(true);
  });

  test("nobody confirms: it ends when the code does", async () => {
    const steps = await world.get(device(), {
      act: (step) => {
        if (step.kind === "device") world.ahead = 3_600_000;
      },
    });
    expect(failureOf(steps)).toBe("oauth2-expired-token");
  });
});
