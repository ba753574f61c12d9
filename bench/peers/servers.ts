import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Auth } from "../../shared/model/auth.ts";
import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import { oauth2, openTokenWorld } from "../../electron/oauth2/world.testing.ts";
import type { BenchClient } from "../client.ts";
import type { LoadPackage } from "./packages.ts";

/** One thing tried at a server that others wrote in JavaScript; null: it went well. */
export interface Tried {
  readonly name: string;
  readonly problem: string | null;
}

/** A server that is a package of npm. */
export interface PackagePeer {
  readonly name: string;
  readonly version: string;
  /** `loaded`: what the package exports. */
  attempt(loaded: unknown, client: BenchClient): Promise<readonly Tried[]>;
}

export const packagePeers: readonly PackagePeer[] = [
  { name: "express-ntlm", version: "2.7.0", attempt: ntlm },
  { name: "oidc-provider", version: "9.13.3", attempt: oidc },
  { name: "oauth2-mock-server", version: "9.3.0", attempt: mockServer },
];

/** Says which of the packages are not there. */
export async function tryPackages(
  names: readonly string[],
  load: LoadPackage,
  client: BenchClient,
): Promise<{ readonly missing: readonly string[]; readonly failed: number }> {
  const missing: string[] = [];
  let failed = 0;
  for (const { name, version, attempt } of packagePeers) {
    if (names.length > 0 && !names.includes(name)) continue;
    const loaded = await load(name, version);
    if (loaded === null) {
      missing.push(name);
      continue;
    }
    const tried = await attempt(loaded, client);
    const bad = tried.filter(({ problem }) => problem !== null);
    failed += bad.length;
    console.log(`${name}: ${tried.length - bad.length} of ${tried.length}`);
    for (const one of bad) console.log(`  ${one.name}: ${one.problem}`);
  }
  return { missing, failed };
}

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

async function ntlm(loaded: unknown, client: BenchClient): Promise<readonly Tried[]> {
  const check = (loaded as { readonly default: (options: object) => Middleware }).default({});
  const server = createServer((request, response) => {
    // What it takes from Express, and no more.
    Object.assign(request, { get: (name: string) => request.headers[name] });
    const sendStatus = (status: number): void => void response.writeHead(status).end();
    Object.assign(response, { locals: {}, sendStatus });
    check(request, response, () => response.end("in"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const user = { username: "User", password: "Password", domain: "Domain" };
  const schemes: readonly Auth[] = [
    { kind: "ntlm", ...user, workstation: "DESK" },
    { kind: "any", ...user },
  ];
  const tried: Tried[] = [];
  for (const auth of schemes)
    tried.push(
      await trying(auth.kind, async () => {
        const { hops } = await client.send(url, { auth });
        return hops.at(-1)?.response?.status === 200 ? null : "it was not let in";
      }),
    );
  server.close();
  server.closeAllConnections();
  return tried;
}

/** Loaded when it is wanted: it says a word about itself on standard error. */
function providers() {
  return import("../../electron/oauth2/provider.testing.ts");
}

async function oidc(): Promise<readonly Tried[]> {
  const { clientKey, clientSecret, startProvider } = await providers();
  const provider = await startProvider();
  const machine = {
    flow: "client_credentials",
    accessTokenUrl: `${provider.url}/token`,
    clientSecret,
  } as const;
  const key = { type: "text", value: clientKey } as const;
  const person = {
    flow: "authorization_code",
    authorizationUrl: `${provider.url}/auth`,
    accessTokenUrl: `${provider.url}/token`,
    scope: "openid offline_access",
    authorizationParameters: [{ name: "prompt", value: "consent", placement: "query" }],
  } as const;
  const tried = await tokens({
    client_secret_basic: { ...machine, clientId: "basic" },
    client_secret_post: { ...machine, clientId: "post", clientAuthentication: "body" },
    client_secret_jwt: {
      ...machine,
      clientId: "shared-jwt",
      clientAuthentication: "client_secret_jwt",
    },
    private_key_jwt: {
      ...machine,
      clientId: "assertion",
      clientAuthentication: "private_key_jwt",
      assertionAlgorithm: "ES256",
      assertionKey: key,
      assertionKeyId: "k1",
    },
    "authorization code with PKCE": { ...person, clientId: "code", clientSecret },
    "the same of a public client": {
      ...person,
      clientId: "public",
      clientAuthentication: "none",
    },
  });
  await provider.close();
  return tried;
}

/** What is used of the package. */
interface MockServer {
  readonly issuer: {
    url?: string;
    readonly keys: { generate(algorithm: string): Promise<unknown> };
  };
  start(port: number, host: string): Promise<void>;
  stop(): Promise<void>;
}

async function mockServer(loaded: unknown): Promise<readonly Tried[]> {
  const { OAuth2Server } = loaded as { readonly OAuth2Server: new () => MockServer };
  const server = new OAuth2Server();
  await server.issuer.keys.generate("RS256");
  await server.start(0, "127.0.0.1");
  const url = server.issuer.url ?? "";
  const shared = {
    accessTokenUrl: `${url}/token`,
    authorizationUrl: `${url}/authorize`,
    clientId: "client",
    clientSecret: "secret",
    scope: "openid",
  } as const;
  const tried = await tokens({
    "client credentials": { ...shared, flow: "client_credentials" },
    password: {
      ...shared,
      flow: "resource_owner_password_credentials",
      username: "ana",
      password: "x",
    },
    "authorization code with PKCE": { ...shared, flow: "authorization_code" },
  });
  await server.stop();
  return tried;
}

/** A token by each of these; who has to sign in does. */
async function tokens(
  wanted: Readonly<Record<string, Partial<OAuth2Auth>>>,
): Promise<readonly Tried[]> {
  const world = await openTokenWorld();
  const { signIn } = await providers();
  const tried: Tried[] = [];
  for (const [name, over] of Object.entries(wanted))
    tried.push(
      await trying(name, async () => {
        const steps = await world.get(oauth2(over), {
          act: (step) => {
            if (step.kind === "browser") signIn(step.url).catch(() => undefined);
          },
        });
        const last = steps.at(-1);
        if (last?.kind === "token") return null;
        return last?.kind === "failed" ? last.failure.code : "there is no token";
      }),
    );
  await world.close();
  return tried;
}

async function trying(name: string, work: () => Promise<string | null>): Promise<Tried> {
  try {
    return { name, problem: await work() };
  } catch (thrown) {
    return { name, problem: thrown instanceof Error ? thrown.message : "?" };
  }
}
