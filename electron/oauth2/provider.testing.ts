import { generateKeyPairSync } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** A certified OpenID provider that others wrote, on a free port. */
export interface TestProvider {
  readonly url: string;
  /** Forms that reached its token endpoint, oldest first. */
  readonly tokenForms: URLSearchParams[];
  close(): Promise<void>;
}

const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
/** Of the client `assertion`. */
export const clientKey = keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const clientJwk = { ...keys.publicKey.export({ format: "jwk" }), kid: "k1", use: "sig" };
const signing = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** Secrets with characters that a form changes. */
export const clientSecret = "s+/=e c%:ret-long-enough-for-hs256";

function clients() {
  const machine = { grant_types: ["client_credentials"], redirect_uris: [], response_types: [] };
  const person = {
    application_type: "native",
    redirect_uris: ["http://127.0.0.1/callback", "http://localhost/back"],
    client_secret: clientSecret,
  };
  return [
    { ...machine, client_id: "basic", client_secret: clientSecret },
    {
      ...machine,
      client_id: "post",
      client_secret: clientSecret,
      token_endpoint_auth_method: "client_secret_post",
    },
    {
      ...machine,
      client_id: "shared-jwt",
      client_secret: clientSecret,
      token_endpoint_auth_method: "client_secret_jwt",
    },
    {
      ...machine,
      client_id: "assertion",
      token_endpoint_auth_method: "private_key_jwt",
      jwks: { keys: [clientJwk] },
    },
    {
      ...person,
      client_id: "code",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
    },
    {
      client_id: "public",
      application_type: "native",
      redirect_uris: ["http://127.0.0.1/callback"],
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
    {
      client_id: "web",
      client_secret: clientSecret,
      redirect_uris: ["https://app.example/callback"],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
    {
      client_id: "implicit",
      application_type: "native",
      redirect_uris: ["http://127.0.0.1/callback"],
      token_endpoint_auth_method: "none",
      grant_types: ["implicit"],
      response_types: ["id_token"],
    },
    {
      client_id: "device",
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
      redirect_uris: [],
      response_types: [],
    },
  ];
}

/** `nonces`: a proof of a key (DPoP) has to hold one the provider gave. */
export async function startProvider({ nonces = false } = {}): Promise<TestProvider> {
  const tokenForms: URLSearchParams[] = [];
  let answer: http.RequestListener = (_, response) => response.end();
  const server = http.createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(url, {
    clients: clients(),
    scopes: ["openid", "offline_access", "read"],
    jwks: { keys: [{ ...signing.privateKey.export({ format: "jwk" }), kid: "op", use: "sig" }] },
    cookies: { keys: ["test"] },
    clientAuthMethods: [
      "client_secret_basic",
      "client_secret_post",
      "client_secret_jwt",
      "private_key_jwt",
      "none",
    ],
    responseTypes: ["code", "id_token"],
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      devInteractions: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: {
        enabled: true,
        nonceSecret: Buffer.alloc(32, 7),
        requireNonce: () => nonces,
      },
    },
    pkce: {
      required: (_: unknown, client: { readonly clientId: string }) => client.clientId === "public",
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      ClientCredentials: 600,
      DeviceCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 60,
      RefreshToken: 600,
      Session: 600,
    },
    issueRefreshToken: async () => true,
    findAccount: async (_: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id }),
    }),
  });
  const handle = provider.callback();
  answer = (request, response) => {
    if (request.url === "/token") {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => void parts.push(part));
      request.on("end", () =>
        tokenForms.push(new URLSearchParams(Buffer.concat(parts).toString())),
      );
    }
    handle(request, response);
  };
  return {
    url,
    tokenForms,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a person does in a browser: follows, signs in, consents. Resolves to the last page. */
export async function signIn(start: string, fields: Readonly<Record<string, string>> = {}) {
  const jar = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | null = null;
  for (let steps = 0; steps < 20; steps += 1) {
    const reply: Response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form === null ? {} : { method: "POST", body: form }),
    });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    form = null;
    const location = reply.headers.get("location");
    if (location !== null) {
      url = new URL(location, url).href;
      if (new URL(url).protocol === "https:") return { url, text: "" };
      continue;
    }
    const text = await reply.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(text)?.[1];
    if (action === undefined) return { url, text };
    form = new URLSearchParams({ login: "ana", password: "x", ...fields });
    for (const [, name = "", value = ""] of text.matchAll(
      /<input type="hidden" name="([^"]+)" value="([^"]*)"/g,
    ))
      form.set(name, value);
    url = new URL(action.replaceAll("&amp;", "&"), url).href;
  }
  throw new Error("the sign-in does not end");
}
