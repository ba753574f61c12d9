import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OAuth2Step } from "../../shared/contract/oauth2.ts";
import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import { inputFor, oauth2, openTokenWorld, type TokenWorld } from "./world.testing.ts";

let world: TokenWorld;
beforeEach(async () => {
  world = await openTokenWorld();
});
afterEach(() => world.close());

const last = (steps: readonly OAuth2Step[]) => steps.at(-1);
const failureOf = (steps: readonly OAuth2Step[]) => {
  const end = last(steps);
  return end?.kind === "failed" ? end.failure.code : null;
};
const machine = (over: Partial<OAuth2Auth>) =>
  oauth2({ flow: "client_credentials", clientId: "c", clientSecret: "s", ...over });

/** A token endpoint that answers as it is told. */
async function startServer(
  answer: (form: URLSearchParams, count: number) => readonly [number, string, string?],
) {
  const forms: URLSearchParams[] = [];
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => void parts.push(part));
    request.on("end", () => {
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      forms.push(form);
      const [status, text, type = "application/json"] = answer(form, forms.length);
      response.writeHead(status, { "Content-Type": type }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/token`,
    forms,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
const token = (over: object = {}) =>
  JSON.stringify({ access_token: "token-0123456789-0123456789", token_type: "bearer", ...over });

describe("before a request is sent", () => {
  test("fetched once for many at the same time, then from the cache", async () => {
    const server = await startServer(() => [200, token({ expires_in: 100 })]);
    const auth = machine({ accessTokenUrl: server.url });
    const all = await Promise.all(Array.from({ length: 20 }, () => world.tokenFor(auth)));
    expect(new Set(all.map((one) => one.token)).size).toBe(1);
    expect(server.forms).toHaveLength(1);
    world.ahead = 94_000;
    await world.tokenFor(auth);
    expect(server.forms).toHaveLength(1);
    world.ahead = 96_000;
    expect((await world.tokenFor(auth)).note.facts).toContainEqual(["token", "fetched"]);
    expect(server.forms).toHaveLength(2);
    await server.close();
  });

  test("who leaves does not take the others with them", async () => {
    let release = (): void => undefined;
    const server = http.createServer((_, response) => {
      release = () => response.writeHead(200).end(token());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const auth = machine({ accessTokenUrl: `http://127.0.0.1:${port}/` });
    const leaving = new AbortController();
    const arrived = new Promise((resolve) => server.once("request", resolve));
    const first = world.tokenFor(auth, null, leaving.signal);
    const second = world.tokenFor(auth);
    await arrived;
    leaving.abort(new Error("gone"));
    await expect(first).rejects.toThrow("gone");
    release();
    expect((await second).token).toMatch(/^token/);
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });

  test("an expired token is refreshed; a refused refresh falls back to the flow", async () => {
    const server = await startServer((form, count) =>
      form.get("grant_type") === "refresh_token" && count > 2
        ? [400, '{"error":"invalid_grant"}']
        : [200, token({ access_token: `token-${count}`, expires_in: 10, refresh_token: "r" })],
    );
    const auth = oauth2({
      flow: "resource_owner_password_credentials",
      accessTokenUrl: server.url,
      clientId: "c",
      username: "u",
      password: "p w",
      refreshParameters: [{ name: "audience", value: "a", placement: "body" }],
    });
    const times = async (ahead: number) => {
      world.ahead = ahead;
      return (await world.tokenFor(auth)).token;
    };
    expect(await times(0)).toBe("token-1");
    expect(await times(20_000)).toBe("token-2");
    expect(await times(40_000)).toBe("token-4");
    expect(server.forms.map((form) => form.get("grant_type"))).toEqual([
      "password",
      "refresh_token",
      "refresh_token",
      "password",
    ]);
    expect(server.forms[0]?.get("password")).toBe("p w");
    expect(server.forms[1]?.get("audience")).toBe("a");
    await server.close();
  });

  test("flows that need a person never start by themselves; nor where it is switched off", async () => {
    const code = (auth: OAuth2Auth) =>
      world.tokenFor(auth).then(
        () => null,
        (thrown: { readonly failure: { readonly code: string } }) => thrown.failure.code,
      );
    for (const flow of ["authorization_code", "implicit", "device_code"] as const)
      expect(await code(oauth2({ flow, clientId: "c" }))).toBe("oauth2-no-token");
    expect(await code(machine({ autoFetch: false }))).toBe("oauth2-no-token");
  });

  test("another collection with the same settings gets no token of this one", async () => {
    const server = await startServer((_, count) => [
      200,
      token({ access_token: `token-${count}` }),
    ]);
    const auth = machine({ accessTokenUrl: server.url });
    const mine = await world.tokenFor(auth, "mine");
    const theirs = await world.tokenFor(auth, "theirs");
    expect(theirs.token).not.toBe(mine.token);
    const silent = { ...auth, autoFetch: false };
    await expect(world.tokenFor(silent, "third")).rejects.toThrow();
    expect(await world.oauth2.keyOf(inputFor(auth, "mine"))).not.toBe(
      await world.oauth2.keyOf(inputFor(auth, "theirs")),
    );
    await server.close();
  });
});

describe("replies", () => {
  test.each<readonly [string, readonly [number, string, string?], string | null]>([
    [
      "a form",
      [200, "access_token=abc&token_type=bearer", "application/x-www-form-urlencoded"],
      null,
    ],
    ["an expiry in quotes", [200, token({ expires_in: "60" })], null],
    ["a page", [200, "<html>Sign in</html>", "text/html"], "oauth2-reply"],
    ["nothing", [200, "{}"], "oauth2-reply"],
    ["an array", [200, "[]"], "oauth2-reply"],
    ["a known refusal", [401, '{"error":"invalid_scope"}'], "oauth2-invalid-scope"],
    ["a refusal with status 200", [200, '{"error":"bad_verification_code"}'], "oauth2-other"],
    ["a refusal in odd words", [400, '{"error":"__proto__"}'], "oauth2-other"],
    ["a status alone", [500, "{}"], "oauth2-other"],
    ["a redirect, which is not followed", [302, "{}"], "oauth2-reply"],
  ])("%s", async (_, answer, code) => {
    const server = await startServer(() => answer);
    const steps = await world.get(machine({ accessTokenUrl: server.url }));
    expect(failureOf(steps)).toBe(code);
    expect(server.forms).toHaveLength(1);
    await server.close();
  });

  test("a server that is not there: the network's own failure", async () => {
    const steps = await world.get(machine({ accessTokenUrl: "http://127.0.0.1:1/" }));
    expect(failureOf(steps)).toBe("ECONNREFUSED");
    // To a request it is told apart from a failure on its own way.
    await expect(
      world.tokenFor(machine({ accessTokenUrl: "http://127.0.0.1:1/" })),
    ).rejects.toMatchObject({
      failure: {
        kind: "connect",
        code: "oauth2-unreached",
        phase: "prepare",
        place: "ECONNREFUSED",
      },
    });
  });

  test("parameters go where they are to go", async () => {
    let seen: http.IncomingMessage | null = null;
    const server = http.createServer((request, response) => {
      seen = request;
      response.end(token());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    await world.get(
      machine({
        accessTokenUrl: `http://127.0.0.1:${port}/t?fixed=1`,
        clientId: "c",
        tokenParameters: [
          { name: "q", value: "a b", placement: "query" },
          { name: "X-Extra", value: "h", placement: "header" },
          { name: "resource", value: "r", placement: "body" },
        ],
      }),
    );
    const request = seen as http.IncomingMessage | null;
    expect(request?.url).toBe("/t?fixed=1&q=a+b");
    expect(request?.headers).toMatchObject({ "x-extra": "h", accept: "application/json" });
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });
});

describe("the cache", () => {
  test("sealed on disk, there again after a restart, gone when forgotten", async () => {
    const secret = "token-CANARY-0123456789-6789";
    const server = await startServer(() => [
      200,
      token({ access_token: secret, refresh_token: "refresh-CANARY", expires_in: 60 }),
    ]);
    const auth = machine({ accessTokenUrl: server.url, clientId: "c", tokenId: "mine" });
    const steps = await world.get(auth);
    const end = last(steps);
    if (end?.kind !== "token") throw new Error("no token");
    expect(JSON.stringify(steps)).not.toContain("CANARY");
    const onDisk = await readFile(path.join(world.folder, "oauth2-tokens.json"), "utf8");
    expect(onDisk).not.toContain("CANARY");
    const { key } = end.token;
    const again = await world.again();
    expect(again.reveal(key, "access_token")).toBe(secret);
    const views = await first(again.watch(new AbortController().signal));
    expect(views).toEqual([end.token]);
    expect(views[0]).toMatchObject({ name: "mine", masked: "toke••••6789", refreshable: true });
    expect(() => again.reveal(key, "id_token")).toThrow();
    await again.forget(key);
    expect(() => again.reveal(key, "access_token")).toThrow();
    expect(await first((await world.again()).watch(new AbortController().signal))).toEqual([]);
    await server.close();
  });
});

async function first<T>(items: AsyncIterable<T>): Promise<T> {
  for await (const item of items) return item;
  throw new Error("nothing came");
}
