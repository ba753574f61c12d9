import type { Auth } from "../../../model/auth.ts";
import { readAuth } from "../../opencollection/auth.ts";
import { flagOf, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import type { ImportedAuth } from "../build.ts";
import { anyText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";
import type { Remark } from "../remark.ts";

/** Auth as Bruno's JSON has it: `{mode, <mode>: {…}}`. `absent`: what no auth means there. */
export function brunoAuth(data: YamlData | undefined, absent: Auth, remark: Remark): ImportedAuth {
  const mode = isYamlMap(data) ? textOf(data.get("mode")) : textOf(data);
  if (mode === "") return absent;
  if (mode === "none") return { kind: "none" };
  if (mode === "inherit") return { kind: "inherit" };
  // In JSON the key of `akamai-edgegrid` is `akamaiEdgegrid`.
  const key = mode.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const empty: YamlMap = new Map();
  const fields = isYamlMap(data) ? mapAt(data, data.has(mode) ? mode : key) : empty;
  const known = openCollection(mode, fields);
  const auth = readAuth({ auth: known, own: undefined });
  if (auth.kind !== "other") return auth;
  remark.add("warning", "auth-unknown", { type: mode });
  return known;
}

/** The same as OpenCollection writes it, for its own reader to take. */
function openCollection(mode: string, fields: YamlMap): YamlMap {
  const text = (name: string) => anyText(fields.get(name)) || undefined;
  if (mode === "oauth2") return oauth2(fields);
  if (mode === "oauth1") {
    const key = text("privateKey");
    return yamlMap([
      ["type", mode],
      ...[...fields].filter(([name]) => name !== "privateKey" && name !== "privateKeyType"),
      [
        "privateKey",
        key === undefined
          ? undefined
          : yamlMap([
              ["type", text("privateKeyType") === "file" ? "file" : "text"],
              ["value", key],
            ]),
      ],
    ]);
  }
  return yamlMap([["type", mode], ...fields]);
}

const flows: ReadonlyMap<string, string> = new Map([
  ["password", "resource_owner_password_credentials"],
]);

function oauth2(fields: YamlMap): YamlMap {
  const text = (name: string) => anyText(fields.get(name)) || undefined;
  const grant = text("grantType") ?? "authorization_code";
  const additional = mapAt(fields, "additionalParameters");
  const inQuery = /^(?:url|query)/.test(text("tokenPlacement") ?? "");
  return yamlMap([
    ["type", "oauth2"],
    ["flow", flows.get(grant) ?? grant],
    ["authorizationUrl", text("authorizationUrl")],
    ["accessTokenUrl", text("accessTokenUrl")],
    ["refreshTokenUrl", text("refreshTokenUrl")],
    ["callbackUrl", text("callbackUrl")],
    [
      "credentials",
      yamlMap([
        ["clientId", text("clientId")],
        ["clientSecret", text("clientSecret")],
        ["placement", text("credentialsPlacement")],
      ]),
    ],
    [
      "resourceOwner",
      yamlMap([
        ["username", text("username")],
        ["password", text("password")],
      ]),
    ],
    ["scope", text("scope")],
    ["state", text("state")],
    ["pkce", flagOf(fields.get("pkce")) ? yamlMap([["method", "S256"]]) : undefined],
    [
      "additionalParameters",
      yamlMap(
        [
          ["authorizationRequest", "authorization"],
          ["accessTokenRequest", "token"],
          ["refreshTokenRequest", "refresh"],
        ].map(([to = "", from = ""]) => [to, parameters(additional.get(from))] as const),
      ),
    ],
    [
      "tokenConfig",
      yamlMap([
        ["id", text("credentialsId")],
        ["source", text("tokenSource")],
        [
          "placement",
          inQuery
            ? yamlMap([["query", text("tokenQueryKey") ?? "access_token"]])
            : yamlMap([
                [
                  "header",
                  fields.has("tokenHeaderPrefix")
                    ? anyText(fields.get("tokenHeaderPrefix"))
                    : "Bearer",
                ],
              ]),
        ],
      ]),
    ],
    [
      "settings",
      yamlMap([
        [
          "autoFetchToken",
          fields.has("autoFetchToken") ? flagOf(fields.get("autoFetchToken")) : undefined,
        ],
        [
          "autoRefreshToken",
          fields.has("autoRefreshToken") ? flagOf(fields.get("autoRefreshToken")) : undefined,
        ],
      ]),
    ],
  ]);
}

const places: ReadonlyMap<string, string> = new Map([
  ["headers", "header"],
  ["queryparams", "query"],
  ["query", "query"],
  ["header", "header"],
]);

function parameters(data: YamlData | undefined): YamlData | undefined {
  const rows = mapsOf(data)
    .filter((row) => row.get("enabled") !== false)
    .map((row) =>
      yamlMap([
        ["name", anyText(row.get("name"))],
        ["value", anyText(row.get("value"))],
        ["placement", places.get(anyText(row.get("sendIn")).toLowerCase()) ?? "body"],
      ]),
    );
  return rows.length === 0 ? undefined : rows;
}
