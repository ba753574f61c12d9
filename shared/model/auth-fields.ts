import type { AuthScheme, AuthSchemeKind, KeySource } from "./auth.ts";
import type { OAuth2Parameter } from "./oauth2.ts";

/** What a field of a scheme is. `initial` is its value in a scheme somebody just chose. */
export type AuthField =
  | {
      readonly type: "text";
      readonly initial: string;
      /** Proves who the person is: masked, and offered to the secret store. */
      readonly secret?: true;
    }
  | { readonly type: "choice"; readonly initial: string; readonly choices: readonly string[] }
  | { readonly type: "flag"; readonly initial: boolean }
  | { readonly type: "key" }
  | { readonly type: "parameters" };

// Wrapped, so that a union of literals stays one type.
type FieldFor<T> = [T] extends [boolean]
  ? Extract<AuthField, { type: "flag" }>
  : [T] extends [string]
    ? string extends T
      ? Extract<AuthField, { type: "text" }>
      : { readonly type: "choice"; readonly initial: T; readonly choices: readonly T[] }
    : [T] extends [KeySource]
      ? Extract<AuthField, { type: "key" }>
      : Extract<AuthField, { type: "parameters" }>;

export type SchemeOf<K extends AuthSchemeKind> = Extract<AuthScheme, { readonly kind: K }>;

type Fields<S> = { readonly [F in Exclude<keyof S, "kind">]: FieldFor<S[F]> };

const text = { type: "text", initial: "" } as const;
const secret = { type: "text", initial: "", secret: true } as const;
const key = { type: "key" } as const;
const parameters = { type: "parameters" } as const;
const off = { type: "flag", initial: false } as const;
const on = { type: "flag", initial: true } as const;
const said = (initial: string) => ({ type: "text", initial }) as const;
const choice = <const T extends string>(...choices: readonly [T, ...T[]]) => ({
  type: "choice" as const,
  initial: choices[0],
  choices,
});

const jws = [
  "HS256",
  "HS384",
  "HS512",
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
] as const;
const asymmetric = { type: "choice", initial: "RS256", choices: jws } as const;

/** Every field of every scheme. Reading, checking, resolving, masking and the editor all go by this one table. */
export const authFields: { readonly [K in AuthSchemeKind]: Fields<SchemeOf<K>> } = {
  basic: { username: text, password: secret },
  digest: { username: text, password: secret },
  ntlm: { username: text, password: secret, domain: text, workstation: text },
  negotiate: { servicePrincipal: text },
  any: { username: text, password: secret, domain: text },
  wsse: { username: text, password: secret, dialect: choice("hex", "base64", "atom") },
  bearer: { token: secret },
  apikey: { key: text, value: secret, placement: choice("header", "query") },
  awsv4: {
    accessKeyId: text,
    secretAccessKey: secret,
    sessionToken: secret,
    service: text,
    region: text,
    signature: choice("v4", "v4a"),
    profileName: text,
    placement: choice("header", "query"),
    payload: choice("signed", "unsigned"),
    expires: said("900"),
  },
  oauth1: {
    consumerKey: text,
    consumerSecret: secret,
    accessToken: secret,
    accessTokenSecret: secret,
    callbackUrl: text,
    verifier: text,
    signatureMethod: choice(
      "HMAC-SHA1",
      "HMAC-SHA256",
      "HMAC-SHA512",
      "RSA-SHA1",
      "RSA-SHA256",
      "RSA-SHA512",
      "PLAINTEXT",
    ),
    privateKey: key,
    timestamp: text,
    nonce: text,
    version: said("1.0"),
    realm: text,
    placement: choice("header", "query", "body"),
    includeBodyHash: off,
  },
  oauth2: {
    flow: choice(
      "authorization_code",
      "client_credentials",
      "resource_owner_password_credentials",
      "implicit",
      "device_code",
    ),
    authorizationUrl: text,
    accessTokenUrl: text,
    refreshTokenUrl: text,
    deviceAuthorizationUrl: text,
    pushedAuthorizationUrl: text,
    callbackUrl: text,
    scope: text,
    state: text,
    issuer: text,
    clientId: text,
    clientSecret: secret,
    clientAuthentication: choice(
      "basic_auth_header",
      "body",
      "client_secret_jwt",
      "private_key_jwt",
      "none",
    ),
    assertionAlgorithm: asymmetric,
    assertionKey: key,
    assertionKeyId: text,
    assertionAudience: text,
    username: text,
    password: secret,
    pkce: choice("S256", "plain", "none"),
    authorizationParameters: parameters,
    tokenParameters: parameters,
    refreshParameters: parameters,
    tokenId: text,
    tokenSource: choice("access_token", "id_token"),
    tokenPlacement: choice("header", "query"),
    tokenPrefix: said("Bearer"),
    tokenQueryName: said("access_token"),
    autoFetch: on,
    autoRefresh: on,
    dpop: off,
  },
  "akamai-edgegrid": {
    accessToken: secret,
    clientToken: secret,
    clientSecret: secret,
    baseUrl: text,
    nonce: text,
    timestamp: text,
    headersToSign: text,
    maxBodySize: text,
  },
  hawk: {
    id: text,
    key: secret,
    algorithm: choice("sha256", "sha1"),
    ext: text,
    app: text,
    dlg: text,
    nonce: text,
    timestamp: text,
    includePayloadHash: off,
  },
  jwt: {
    algorithm: { type: "choice", initial: "HS256", choices: jws },
    secret,
    secretBase64: off,
    privateKey: key,
    claims: said("{}"),
    header: text,
    lifetime: said("300"),
    placement: choice("header", "query"),
    prefix: said("Bearer"),
    queryName: said("token"),
  },
  asap: {
    algorithm: asymmetric,
    issuer: text,
    subject: text,
    audience: text,
    keyId: text,
    privateKey: key,
    claims: text,
    lifetime: said("60"),
  },
  "message-signature": {
    algorithm: choice(
      "ed25519",
      "ecdsa-p256-sha256",
      "ecdsa-p384-sha384",
      "rsa-pss-sha512",
      "rsa-v1_5-sha256",
      "hmac-sha256",
    ),
    keyId: text,
    key,
    label: said("sig1"),
    components: said("@method @target-uri"),
    created: on,
    expires: text,
    nonce: text,
    tag: text,
    digest: choice("none", "sha-256", "sha-512"),
  },
  netrc: { file: text },
};

export const authSchemeKinds = Object.keys(authFields) as readonly AuthSchemeKind[];

/** The fields of a scheme by name, in the order of the table. */
export function fieldsOf(kind: AuthSchemeKind): readonly (readonly [string, AuthField])[] {
  return Object.entries(authFields[kind]);
}

/** A scheme somebody just chose. */
export function newAuth<K extends AuthSchemeKind>(kind: K): SchemeOf<K> {
  const values = fieldsOf(kind).map(([name, field]) => [name, initialOf(field)]);
  return { kind, ...Object.fromEntries(values) } as SchemeOf<K>;
}

function initialOf(field: AuthField): unknown {
  if (field.type === "key") return { type: "text", value: "" } satisfies KeySource;
  return field.type === "parameters" ? [] : field.initial;
}

/** The scheme with `change` applied to every text of it: fields, keys, names and values of parameters. Choices and flags stay. */
export function mapAuthTexts<S extends AuthScheme>(auth: S, change: (text: string) => string): S {
  const values = auth as unknown as Readonly<Record<string, unknown>>;
  const changed = fieldsOf(auth.kind).map(([name, field]): readonly [string, unknown] => {
    const value = values[name];
    if (field.type === "text") return [name, change(value as string)];
    if (field.type === "key") {
      const source = value as KeySource;
      return [name, { ...source, value: change(source.value) }];
    }
    if (field.type !== "parameters") return [name, value];
    const rows = value as readonly OAuth2Parameter[];
    return [
      name,
      rows.map((row) => ({ ...row, name: change(row.name), value: change(row.value) })),
    ];
  });
  return { ...auth, ...Object.fromEntries(changed) };
}

/** The texts that prove who the person is: secret fields, and keys given as text. By the field's name. */
export function secretTexts(auth: AuthScheme): readonly (readonly [string, string])[] {
  const values = auth as unknown as Readonly<Record<string, unknown>>;
  return fieldsOf(auth.kind).flatMap(([name, field]): (readonly [string, string])[] => {
    const value = values[name];
    if (field.type === "text" && field.secret === true) return [[name, value as string]];
    if (field.type !== "key") return [];
    const source = value as KeySource;
    return source.type === "text" ? [[name, source.value]] : [];
  });
}
