import type { Auth } from "../../model/auth.ts";
import type { OAuth2Auth } from "../../model/oauth2.ts";
import {
  isYamlList,
  isYamlMap,
  sameYaml,
  type YamlData,
  type YamlMap,
  yamlMap,
} from "../yaml/data.ts";

/** Auth of a whole description and of its operations. */
export interface SecurityPlan {
  /** What every operation needs that does not say otherwise; empty for nothing. */
  readonly whole: readonly YamlData[];
  /** What one operation needs; undefined where the whole description's counts. */
  of(auth: Auth): readonly YamlData[] | undefined;
  schemes(): YamlMap;
}

/**
 * The collection's auth is the whole description's; where it has none, what most requests want. `wanted`: what each request is sent with,
 * in the order they are written. `left` is told what OpenAPI has no word for.
 */
export function planSecurity(
  collection: Auth,
  wanted: readonly Auth[],
  left: (what: string) => void,
): SecurityPlan {
  const trial = createSecurity(() => undefined);
  const main = trial.of(collection).length > 0 ? collection : mostWanted(wanted, trial);
  const security = createSecurity(left);
  const whole = main === null ? [] : security.of(main);
  const [needed] = whole;
  return {
    whole,
    of: (auth) => {
      const own = security.of(auth);
      if (own.length === 0) return whole.length === 0 ? undefined : [];
      return needed !== undefined && own.every((one) => isWithin(one, needed)) ? undefined : own;
    },
    schemes: () => security.schemes(),
  };
}

/** The scheme most requests want, with all scopes any of them asks for. */
function mostWanted(wanted: readonly Auth[], security: Security): Auth | null {
  const counts = new Map<string, { readonly auth: Auth; uses: number; scopes: Set<string> }>();
  for (const auth of wanted) {
    const [need] = security.of(auth);
    const [name] = isYamlMap(need) ? [...need.keys()] : [];
    if (name === undefined) continue;
    const known = counts.get(name) ?? { auth, uses: 0, scopes: new Set<string>() };
    known.uses += 1;
    if (auth.kind === "oauth2") for (const scope of scopesOf(auth)) known.scopes.add(scope);
    counts.set(name, known);
  }
  const [first] = [...counts.values()].toSorted((left, right) => right.uses - left.uses);
  if (first === undefined) return null;
  const { auth, scopes } = first;
  return auth.kind === "oauth2" ? { ...auth, scope: [...scopes].join(" ") } : auth;
}

/** True for a requirement of the same scheme with no scope more. */
function isWithin(one: YamlData, whole: YamlData): boolean {
  if (!isYamlMap(one) || !isYamlMap(whole)) return false;
  return [...one].every(([name, scopes]) => {
    const known = whole.get(name);
    return (
      isYamlList(known) && isYamlList(scopes) && scopes.every((scope) => known.includes(scope))
    );
  });
}

function scopesOf({ scope }: OAuth2Auth): readonly string[] {
  return [...new Set(scope.split(/\s+/).filter((one) => one !== ""))];
}

/** Auth as OpenAPI's security schemes. */
interface Security {
  /** What an auth needs, as a list of requirements; empty for none. */
  of(auth: Auth): readonly YamlData[];
  schemes(): YamlMap;
}

function createSecurity(left: (what: string) => void): Security {
  const schemes = new Map<string, YamlMap>();
  const offered = new Map<
    string,
    { readonly auth: OAuth2Auth; readonly scopes: ReadonlySet<string> }
  >();
  /** Equal schemes are one; another of the same name gets a number. */
  const named = (wish: string, scheme: YamlMap): string => {
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? wish : `${wish}${number}`;
      const known = schemes.get(name);
      if (known === undefined) {
        schemes.set(name, scheme);
        return name;
      }
      if (sameYaml(known, scheme)) return name;
    }
  };
  const http = (scheme: string) =>
    need(
      named(
        `${scheme}Auth`,
        yamlMap([
          ["type", "http"],
          ["scheme", scheme],
        ]),
      ),
      [],
    );
  const need = (name: string, scopes: readonly string[]): readonly YamlData[] => [
    new Map([[name, scopes]]),
  ];
  return {
    of: (auth) => {
      switch (auth.kind) {
        case "none":
        case "inherit":
          return [];
        case "basic":
        case "bearer":
        case "digest":
          return http(auth.kind);
        case "apikey":
          return need(
            named(
              "apiKey",
              yamlMap([
                ["type", "apiKey"],
                ["name", auth.key],
                ["in", auth.placement],
              ]),
            ),
            [],
          );
        case "oauth2": {
          if (auth.flow === "device_code") {
            left("The device flow of OAuth 2");
            return [];
          }
          // One scheme for every set of scopes.
          const name = named("oauth2", oauth2(auth, []));
          const scopes = scopesOf(auth);
          offered.set(name, {
            auth,
            scopes: new Set([...(offered.get(name)?.scopes ?? []), ...scopes]),
          });
          return need(name, scopes);
        }
        default:
          left(`Authentication of the kind ${auth.kind === "other" ? auth.type : auth.kind}`);
          return [];
      }
    },
    schemes: () =>
      new Map(
        [...schemes].map(([name, scheme]) => {
          const found = offered.get(name);
          return [
            name,
            found === undefined ? scheme : oauth2(found.auth, [...found.scopes].toSorted()),
          ];
        }),
      ),
  };
}

const flows: Readonly<Record<OAuth2Auth["flow"], string>> = {
  authorization_code: "authorizationCode",
  client_credentials: "clientCredentials",
  resource_owner_password_credentials: "password",
  implicit: "implicit",
  // 3.1 has no word for it.
  device_code: "x-deviceAuthorization",
};

function oauth2(auth: OAuth2Auth, scopes: readonly string[]): YamlMap {
  const asks = auth.flow === "authorization_code" || auth.flow === "implicit";
  const flow = yamlMap([
    ["authorizationUrl", asks ? absolute(auth.authorizationUrl) : undefined],
    ["tokenUrl", auth.flow === "implicit" ? undefined : absolute(auth.accessTokenUrl)],
    ["refreshUrl", absolute(auth.refreshTokenUrl) || undefined],
    ["scopes", new Map(scopes.map((scope) => [scope, ""]))],
  ]);
  return yamlMap([
    ["type", "oauth2"],
    ["flows", new Map([[flows[auth.flow], flow]])],
  ]);
}

/** Without a scheme OpenAPI takes it for a path of the server; braces are no part of a URI. */
function absolute(url: string): string {
  const whole =
    url === "" || url.startsWith("{{") || /^[a-z][a-z0-9+.-]*:\/\//i.test(url)
      ? url
      : `http://${url.replace(/^\/+/, "")}`;
  return whole.replace(/[{} ]/g, (one) => encodeURIComponent(one));
}
