import { newAuth } from "../../../model/auth-fields.ts";
import type { OAuth2Flow } from "../../../model/oauth2.ts";
import type { Variable } from "../../../model/variable.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import type { ImportedAuth } from "../build.ts";
import { scheme } from "../scheme.ts";
import type { NoteCode } from "../note-text.ts";

/** What a security scheme becomes. Values are variables; the secret ones have no value yet. */
export interface ConvertedScheme {
  /** null: it has no place in the auth of a request. */
  readonly auth: ImportedAuth | null;
  /** The same as a header field or parameter, for a scheme that is needed beside another. */
  readonly row: {
    readonly place: "header" | "query" | "cookie";
    readonly name: string;
    readonly value: string;
  } | null;
  readonly variables: readonly Variable[];
  /** What could not be said, for the collection's docs. */
  readonly notes: readonly {
    readonly code: NoteCode;
    readonly values: Readonly<Record<string, string>>;
  }[];
}

/** Gives variables of a scheme names nobody else has. */
export type NameFor = (wish: string) => string;

/** A security scheme of OpenAPI 3 or Swagger 2 with the scopes asked for. `resolve` makes addresses absolute. */
export function convertScheme(
  name: string,
  data: YamlMap,
  scopes: readonly string[],
  nameFor: NameFor,
  resolve: (url: string) => string,
): ConvertedScheme {
  const secret = (wish: string): Variable => ({ name: nameFor(wish), value: "", secret: true });
  const plain = (wish: string): Variable => ({ name: nameFor(wish), value: "" });
  const reference = (variable: Variable) => `{{${variable.name}}}`;
  const none: ConvertedScheme = { auth: null, row: null, variables: [], notes: [] };
  const header = (prefix: string): ConvertedScheme => {
    const token = secret("token");
    const value = `${prefix} ${reference(token)}`;
    return {
      ...none,
      auth: scheme("apikey", { key: "Authorization", value, placement: "header" }),
      row: { place: "header", name: "Authorization", value },
      variables: [token],
      notes: [{ code: "openapi-scheme-header", values: { name, scheme: prefix } }],
    };
  };
  const passwordOf = (kind: "basic" | "digest" | "ntlm"): ConvertedScheme => {
    const username = plain("username");
    const password = secret("password");
    const auth = { ...newAuth(kind), username: reference(username), password: reference(password) };
    return { ...none, auth, variables: [username, password] };
  };
  const bearer = (): ConvertedScheme => {
    const token = secret("bearerToken");
    const row = {
      place: "header" as const,
      name: "Authorization",
      value: `Bearer ${reference(token)}`,
    };
    return {
      ...none,
      auth: scheme("bearer", { token: reference(token) }),
      row,
      variables: [token],
    };
  };
  const type = textOf(data.get("type")).toLowerCase();
  switch (type) {
    case "basic":
      return passwordOf("basic");
    case "http": {
      const given = textOf(data.get("scheme"));
      const word = given.toLowerCase();
      if (word === "basic" || word === "digest" || word === "ntlm") return passwordOf(word);
      if (word === "bearer" || word === "") return bearer();
      if (word === "negotiate") return { ...none, auth: newAuth("negotiate") };
      return header(given);
    }
    case "apikey":
      return apiKey(data, secret, plain, none);
    case "oauth2":
      return oauth2(name, data, scopes, { secret, plain, resolve });
    case "openidconnect":
      return openId(name, data, scopes, { secret, plain, resolve });
    case "mutualtls":
      return { ...none, notes: [{ code: "openapi-mutual-tls", values: { name } }] };
    default:
      return { ...none, notes: [{ code: "openapi-scheme-unknown", values: { name, type } }] };
  }
}

function apiKey(
  data: YamlMap,
  secret: (wish: string) => Variable,
  plain: (wish: string) => Variable,
  none: ConvertedScheme,
): ConvertedScheme {
  // Amazon's gateway says it this way.
  if (/^awssigv4$/i.test(textOf(data.get("x-amazon-apigateway-authtype")))) {
    const id = plain("awsAccessKeyId");
    const key = secret("awsSecretAccessKey");
    const auth = scheme("awsv4", {
      accessKeyId: `{{${id.name}}}`,
      secretAccessKey: `{{${key.name}}}`,
    });
    return { ...none, auth, variables: [id, key] };
  }
  const key = secret("apiKey");
  const value = `{{${key.name}}}`;
  const name = textOf(data.get("name"));
  const place = textOf(data.get("in")).toLowerCase();
  if (place === "cookie")
    return { ...none, row: { place: "cookie", name, value }, variables: [key] };
  const placement = place === "query" ? "query" : "header";
  return {
    ...none,
    auth: scheme("apikey", { key: name, value, placement }),
    row: { place: placement, name, value },
    variables: [key],
  };
}

interface Making {
  readonly secret: (wish: string) => Variable;
  readonly plain: (wish: string) => Variable;
  readonly resolve: (url: string) => string;
}

/** Flow of OpenAPI 3 → ours, those a person can use best first. Swagger 2 has its own words. */
const flows: readonly (readonly [string, OAuth2Flow])[] = [
  ["authorizationCode", "authorization_code"],
  ["accessCode", "authorization_code"],
  ["clientCredentials", "client_credentials"],
  ["application", "client_credentials"],
  ["deviceAuthorization", "device_code"],
  ["password", "resource_owner_password_credentials"],
  ["implicit", "implicit"],
];

function oauth2(
  name: string,
  data: YamlMap,
  scopes: readonly string[],
  make: Making,
): ConvertedScheme {
  const described = flowsOf(data);
  const found = flows.flatMap(([word, flow]) => {
    const map = described.get(word);
    return isYamlMap(map) ? [{ word, flow, map }] : [];
  });
  const [first, ...others] = found;
  const map = first?.map ?? new Map<string, YamlData>();
  const at = (key: string) => make.resolve(textOf(map.get(key)));
  const id = make.plain("clientId");
  const secret = make.secret("clientSecret");
  const asPerson = first?.flow === "resource_owner_password_credentials";
  const person = asPerson ? [make.plain("username"), make.secret("password")] : [];
  const auth = scheme("oauth2", {
    flow: first?.flow ?? "authorization_code",
    authorizationUrl: at("authorizationUrl"),
    accessTokenUrl: at("tokenUrl"),
    refreshTokenUrl: at("refreshUrl"),
    deviceAuthorizationUrl: at("deviceAuthorizationUrl"),
    scope: scopes.join(" "),
    clientId: `{{${id.name}}}`,
    clientSecret: first?.flow === "implicit" ? "" : `{{${secret.name}}}`,
    ...(asPerson
      ? { username: `{{${person[0]?.name ?? ""}}}`, password: `{{${person[1]?.name ?? ""}}}` }
      : {}),
  });
  const metadata = textOf(data.get("oauth2MetadataUrl"));
  return {
    auth,
    row: null,
    variables: [id, ...(first?.flow === "implicit" ? [] : [secret]), ...person],
    notes: [
      ...(first === undefined ? [{ code: "openapi-oauth-flow" as const, values: { name } }] : []),
      ...others.map(({ word, map: flow }) => ({
        code: "openapi-oauth-other" as const,
        values: { name, flow: word, urls: addresses(flow) },
      })),
      ...(metadata === ""
        ? []
        : [{ code: "openapi-oauth-metadata" as const, values: { name, url: metadata } }]),
    ],
  };
}

/** Swagger 2 has one flow, beside the scheme's type. */
function flowsOf(data: YamlMap): YamlMap {
  const flows = data.get("flows");
  if (isYamlMap(flows)) return flows;
  const flow = textOf(data.get("flow"));
  return flow === "" ? mapAt(data, "flow") : new Map([[flow, data]]);
}

function addresses(flow: YamlMap): string {
  return ["authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl"]
    .map((key) => textOf(flow.get(key)))
    .filter((url) => url !== "")
    .join(", ");
}

function openId(
  name: string,
  data: YamlMap,
  scopes: readonly string[],
  make: Making,
): ConvertedScheme {
  const id = make.plain("clientId");
  const secret = make.secret("clientSecret");
  const url = make.resolve(textOf(data.get("openIdConnectUrl")));
  return {
    auth: scheme("oauth2", {
      flow: "authorization_code",
      scope: (scopes.includes("openid") ? scopes : ["openid", ...scopes]).join(" "),
      clientId: `{{${id.name}}}`,
      clientSecret: `{{${secret.name}}}`,
    }),
    row: null,
    variables: [id, secret],
    notes: [{ code: "openapi-openid", values: { name, url } }],
  };
}
