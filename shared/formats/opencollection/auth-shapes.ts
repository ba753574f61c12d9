import type { AuthSchemeKind } from "../../model/auth.ts";
import type { SchemeOf } from "../../model/auth-fields.ts";
import type { OAuth2Flow } from "../../model/oauth2.ts";

/**
 * Where a field lies in the file. `path` is below `auth`, or below `extensions.envoi.auth` when `own` is set: what OpenCollection has no
 * field for. `absent` is what a file without it means; `always`: written into a new file even when empty, as Bruno does.
 */
export interface AuthSlot {
  readonly name: string;
  readonly path: readonly string[];
  readonly own: boolean;
  readonly absent: string | boolean;
  readonly always: boolean;
  /** OAuth 2 flows OpenCollection has this field for; null: all. Elsewhere it is written only when it says something. */
  readonly flows: readonly OAuth2Flow[] | null;
}

interface SlotOptions {
  readonly path?: readonly string[];
  readonly own?: boolean;
  readonly absent?: string | boolean;
  readonly always?: boolean;
  readonly flows?: readonly OAuth2Flow[];
}

type Slots<S> = { readonly [F in Exclude<keyof S, "kind">]: SlotOptions };

const plain: SlotOptions = {};
const always: SlotOptions = { always: true };
const own = (absent: string | boolean = ""): SlotOptions => ({ own: true, absent });
const at = (...path: string[]): SlotOptions => ({ path });
/** One map `{header: prefix}` or `{query: name}` says all three. */
const placement: SlotOptions = { path: ["tokenConfig", "placement"], always: true };

/** OpenCollection's shapes (formats.md 1.3), Bruno's `akamai-edgegrid`, and Envoi's own for the rest. */
const shapes: { readonly [K in AuthSchemeKind]: Slots<SchemeOf<K>> } = {
  basic: { username: always, password: always },
  digest: { username: always, password: always },
  // A file that says nothing of it was written by Bruno, which sends this one.
  wsse: { username: always, password: always, dialect: own("hex") },
  ntlm: { username: always, password: always, domain: always, workstation: own() },
  bearer: { token: always },
  apikey: { key: always, value: always, placement: { always: true, absent: "header" } },
  awsv4: {
    accessKeyId: always,
    secretAccessKey: always,
    sessionToken: always,
    service: always,
    region: always,
    profileName: always,
    signature: own("v4"),
    placement: own("header"),
    payload: own("signed"),
    expires: own("900"),
  },
  oauth1: {
    consumerKey: plain,
    consumerSecret: plain,
    accessToken: plain,
    accessTokenSecret: plain,
    callbackUrl: plain,
    verifier: plain,
    signatureMethod: { always: true, absent: "HMAC-SHA1" },
    privateKey: plain,
    timestamp: plain,
    nonce: plain,
    version: { always: true, absent: "1.0" },
    realm: plain,
    placement: { always: true, absent: "header" },
    includeBodyHash: { always: true, absent: false },
  },
  oauth2: {
    flow: { always: true, absent: "authorization_code" },
    authorizationUrl: plain,
    accessTokenUrl: plain,
    refreshTokenUrl: plain,
    deviceAuthorizationUrl: own(),
    callbackUrl: plain,
    clientId: at("credentials", "clientId"),
    clientSecret: at("credentials", "clientSecret"),
    clientAuthentication: {
      path: ["credentials", "placement"],
      always: true,
      absent: "body",
      flows: ["authorization_code", "client_credentials", "resource_owner_password_credentials"],
    },
    username: at("resourceOwner", "username"),
    password: at("resourceOwner", "password"),
    scope: plain,
    state: plain,
    pkce: { always: true, absent: "none", flows: ["authorization_code"] },
    authorizationParameters: at("additionalParameters", "authorizationRequest"),
    tokenParameters: at("additionalParameters", "accessTokenRequest"),
    refreshParameters: at("additionalParameters", "refreshTokenRequest"),
    tokenId: at("tokenConfig", "id"),
    tokenPlacement: { ...placement, absent: "header" },
    tokenPrefix: { ...placement, absent: "Bearer" },
    tokenQueryName: { ...placement, absent: "access_token" },
    tokenSource: { path: ["tokenConfig", "source"], always: true, absent: "access_token" },
    autoFetch: { path: ["settings", "autoFetchToken"], always: true, absent: true },
    autoRefresh: { path: ["settings", "autoRefreshToken"], always: true, absent: false },
    assertionAlgorithm: own("RS256"),
    assertionKey: own(),
    assertionKeyId: own(),
    assertionAudience: own(),
    pushedAuthorizationUrl: own(),
    issuer: own(),
    dpop: own(false),
  },
  "akamai-edgegrid": {
    accessToken: plain,
    clientToken: plain,
    clientSecret: plain,
    nonce: plain,
    timestamp: plain,
    baseUrl: at("baseURL"),
    headersToSign: plain,
    maxBodySize: plain,
  },
  // From here on the whole scheme is Envoi's own.
  negotiate: { servicePrincipal: own() },
  any: { username: own(), password: own(), domain: own() },
  hawk: {
    id: own(),
    key: own(),
    algorithm: own("sha256"),
    ext: own(),
    app: own(),
    dlg: own(),
    nonce: own(),
    timestamp: own(),
    includePayloadHash: own(false),
  },
  jwt: {
    algorithm: own("HS256"),
    secret: own(),
    secretBase64: own(false),
    privateKey: own(),
    claims: own("{}"),
    header: own(),
    lifetime: own(),
    placement: own("header"),
    prefix: own("Bearer"),
    queryName: own("token"),
  },
  asap: {
    algorithm: own("RS256"),
    issuer: own(),
    subject: own(),
    audience: own(),
    keyId: own(),
    privateKey: own(),
    claims: own(),
    lifetime: own("60"),
  },
  "message-signature": {
    algorithm: own("ed25519"),
    keyId: own(),
    key: own(),
    label: own("sig1"),
    components: own("@method @target-uri"),
    created: own(true),
    expires: own(),
    nonce: own(),
    tag: own(),
    digest: own("none"),
  },
  netrc: { file: own() },
};

const ownKinds: ReadonlySet<string> = new Set([
  "negotiate",
  "any",
  "hawk",
  "jwt",
  "asap",
  "message-signature",
  "netrc",
] satisfies AuthSchemeKind[]);

/** True for a scheme OpenCollection has no type for: `auth` stays absent (none) and all of it lies under `extensions.envoi.auth`. */
export function isOwnScheme(kind: AuthSchemeKind, flow: string): boolean {
  return ownKinds.has(kind) || (kind === "oauth2" && flow === "device_code");
}

/** The slots of a scheme, in the order a new file gets them. */
export function slotsOf(kind: AuthSchemeKind): readonly AuthSlot[] {
  return Object.entries<SlotOptions>(shapes[kind]).map(([name, options]) => ({
    name,
    path: options.path ?? [name],
    own: options.own ?? false,
    absent: options.absent ?? "",
    always: options.always ?? false,
    flows: options.flows ?? null,
  }));
}
