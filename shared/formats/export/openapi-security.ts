import type { Auth } from "../../model/auth.ts";
import type { OAuth2Auth } from "../../model/oauth2.ts";
import { sameYaml, type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";

/** Auth as OpenAPI's security schemes. */
export interface Security {
  /** What an auth needs, as a list of requirements; empty for none. */
  of(auth: Auth): readonly YamlData[];
  schemes(): YamlMap;
}

export function createSecurity(left: (what: string) => void): Security {
  const schemes = new Map<string, YamlMap>();
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
          const scopes = auth.scope.split(/\s+/).filter((scope) => scope !== "");
          return need(named("oauth2", oauth2(auth, scopes, left)), scopes);
        }
        default:
          left(`Authentication of the kind ${auth.kind === "other" ? auth.type : auth.kind}`);
          return [];
      }
    },
    schemes: () => schemes,
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

function oauth2(
  auth: OAuth2Auth,
  scopes: readonly string[],
  left: (what: string) => void,
): YamlMap {
  if (auth.flow === "device_code") left("The device flow of OAuth 2");
  const asks = auth.flow === "authorization_code" || auth.flow === "implicit";
  const flow = yamlMap([
    ["authorizationUrl", asks ? auth.authorizationUrl : undefined],
    ["tokenUrl", auth.flow === "implicit" ? undefined : auth.accessTokenUrl],
    ["refreshUrl", auth.refreshTokenUrl || undefined],
    ["scopes", new Map(scopes.map((scope) => [scope, ""]))],
  ]);
  return yamlMap([
    ["type", "oauth2"],
    ["flows", new Map([[flows[auth.flow], flow]])],
  ]);
}
