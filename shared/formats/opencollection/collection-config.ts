import type { OwnNetwork } from "../../model/network/network.ts";
import type { ProxyScheme, ProxySetting } from "../../model/network/proxy.ts";
import type { ClientCertificate } from "../../model/network/tls.ts";
import {
  isYamlMap,
  isYamlNumber,
  type YamlData,
  type YamlMap,
  yamlMap,
  yamlNumber,
} from "../yaml/data.ts";
import { matchRows } from "../yaml/match.ts";
import {
  flagOf,
  listAt,
  mapAt,
  order,
  sameModel,
  textOf,
  withField,
  withFieldIn,
} from "./fields.ts";
import { patchNetwork, readNetwork } from "./network.ts";

/**
 * The network of opencollection.yml: OpenCollection's own `config.clientCertificates` and `config.proxy` (Bruno shows and uses them), and
 * over them `extensions.envoi.network`.
 */
export function readCollectionNetwork(data: YamlMap): OwnNetwork | undefined {
  const network = { ...readConfig(data), ...readNetwork(data) };
  return Object.keys(network).length === 0 ? undefined : network;
}

/** The file with a changed network: what `config` can hold goes there, the rest under `extensions.envoi`. */
export function patchCollectionNetwork(data: YamlMap, after: OwnNetwork): YamlMap {
  const own = readNetwork(data) ?? {};
  const before = { ...readConfig(data), ...own };
  const { clientCertificates, proxy, ...rest } = after;
  let next = data;
  const kept: { -readonly [K in keyof OwnNetwork]: OwnNetwork[K] } = {};
  if (sameModel(before.clientCertificates, clientCertificates)) {
    if (own.clientCertificates !== undefined) kept.clientCertificates = own.clientCertificates;
  } else {
    next = withConfig(next, "clientCertificates", certificateRows(next, clientCertificates ?? []));
    // An empty list in `config` says nothing; "none here, whatever the app says" needs a word of its own.
    if (clientCertificates?.length === 0) kept.clientCertificates = [];
  }
  if (sameModel(before.proxy, proxy)) {
    if (own.proxy !== undefined) kept.proxy = own.proxy;
  } else {
    next = withConfig(next, "proxy", proxyData(mapAt(next, "config").get("proxy"), proxy));
    if (proxy !== undefined && !sameModel(readConfig(next).proxy, proxy)) kept.proxy = proxy;
  }
  return patchNetwork(next, own, { ...rest, ...kept }, order.root);
}

function withConfig(data: YamlMap, key: string, value: YamlData | undefined): YamlMap {
  return withFieldIn(data, "config", key, value, { outer: order.root, inner: order.config });
}

function readConfig(data: YamlMap): OwnNetwork {
  const config = mapAt(data, "config");
  const certificates = listAt(config, "clientCertificates").flatMap((row) => readCertificate(row));
  const proxy = readProxy(config.get("proxy"));
  return {
    ...(certificates.length === 0 ? {} : { clientCertificates: certificates }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

function readCertificate(row: YamlData): ClientCertificate[] {
  if (!isYamlMap(row)) return [];
  const shared = {
    domain: textOf(row.get("domain")),
    passphrase: textOf(row.get("passphrase")),
    ...(flagOf(row.get("disabled")) ? { disabled: true } : {}),
  };
  if (textOf(row.get("type")) === "pkcs12")
    return [{ type: "pkcs12", ...shared, pkcs12File: textOf(row.get("pkcs12FilePath")) }];
  return [
    {
      type: "pem",
      ...shared,
      certificateFile: textOf(row.get("certificateFilePath")),
      privateKeyFile: textOf(row.get("privateKeyFilePath")),
    },
  ];
}

const certificateKeys = [
  "domain",
  "type",
  "certificateFilePath",
  "privateKeyFilePath",
  "pkcs12FilePath",
  "passphrase",
  "disabled",
];

function certificateRows(data: YamlMap, after: readonly ClientCertificate[]): YamlData | undefined {
  if (after.length === 0) return undefined;
  // Rows that are no certificates are not shown, so they stay where they are: at the front.
  const rows = listAt(mapAt(data, "config"), "clientCertificates");
  const known = rows.filter(isYamlMap);
  const matches = matchRows(
    known.flatMap(readCertificate),
    after,
    sameModel,
    ({ domain }) => domain,
  );
  return [
    ...rows.filter((row) => !isYamlMap(row)),
    ...after.map((certificate, index) => certificateRow(known[matches[index] ?? -1], certificate)),
  ];
}

function certificateRow(old: YamlMap | undefined, after: ClientCertificate): YamlMap {
  const before = old === undefined ? {} : certificateFields(readCertificate(old)[0]);
  let next: YamlMap = old ?? new Map<string, YamlData>();
  for (const [key, value] of Object.entries(certificateFields(after))) {
    if (old === undefined ? value === undefined : before[key] === value) continue;
    next = withField(next, key, value, certificateKeys);
  }
  return next;
}

function certificateFields(
  certificate: ClientCertificate | undefined,
): Readonly<Record<string, string | boolean | undefined>> {
  if (certificate === undefined) return {};
  const pem = certificate.type === "pem" ? certificate : undefined;
  return {
    domain: certificate.domain,
    type: certificate.type,
    certificateFilePath: pem?.certificateFile,
    privateKeyFilePath: pem?.privateKeyFile,
    pkcs12FilePath: certificate.type === "pkcs12" ? certificate.pkcs12File : undefined,
    passphrase: certificate.passphrase === "" ? undefined : certificate.passphrase,
    disabled: certificate.disabled === true ? true : undefined,
  };
}

const usualPorts: Readonly<Record<ProxyScheme, number>> = {
  http: 80,
  https: 443,
  socks4: 1080,
  socks4a: 1080,
  socks5: 1080,
  socks5h: 1080,
};

/** Bruno's rule: `disabled` says none, `inherit` (or no host) says nothing, else the server of `config`. */
function readProxy(data: YamlData | undefined): ProxySetting | undefined {
  if (!isYamlMap(data)) return undefined;
  if (flagOf(data.get("disabled"))) return { kind: "none" };
  if (flagOf(data.get("inherit"))) return undefined;
  const config = mapAt(data, "config");
  const host = textOf(config.get("hostname"));
  const scheme = textOf(config.get("protocol")) || "http";
  if (host === "" || !isScheme(scheme)) return undefined;
  const auth = mapAt(config, "auth");
  const named = !flagOf(auth.get("disabled"));
  const template = portTemplateOf(config.get("port"));
  return {
    kind: "server",
    server: {
      scheme,
      host,
      ...(template === undefined
        ? { port: portOf(config.get("port")) ?? usualPorts[scheme] }
        : { port: 0, portTemplate: template }),
      username: named ? textOf(auth.get("username")) : "",
      password: named ? textOf(auth.get("password")) : "",
      auth: "any",
      tunnel: false,
    },
    bypass: textOf(config.get("bypassProxy")),
  };
}

function isScheme(text: string): text is ProxyScheme {
  return Object.hasOwn(usualPorts, text);
}

function portOf(data: YamlData | undefined): number | undefined {
  const port = isYamlNumber(data) ? data.number : Number(textOf(data) || Number.NaN);
  return Number.isSafeInteger(port) && port > 0 && port <= 65_535 ? port : undefined;
}

/** A port that is known only when a request is sent. */
function portTemplateOf(data: YamlData | undefined): string | undefined {
  const text = isYamlNumber(data) ? "" : textOf(data);
  return text.includes("{{") ? text : undefined;
}

/** Bruno reads no proxy without a `config` in it. */
function withServer(proxy: YamlMap): YamlMap {
  const none = yamlMap([
    ["protocol", "http"],
    ["hostname", ""],
    ["port", ""],
    [
      "auth",
      yamlMap([
        ["username", ""],
        ["password", ""],
      ]),
    ],
    ["bypassProxy", ""],
  ]);
  return proxy.has("config") ? proxy : withField(proxy, "config", none, proxyKeys);
}

const proxyKeys = ["disabled", "inherit", "config"];

/**
 * `config.proxy` for a setting, as far as it can say it. A kind it has no word for leaves it as it is: `extensions.envoi` then speaks for
 * Envoi, and Bruno goes on as before.
 */
function proxyData(
  old: YamlData | undefined,
  after: ProxySetting | undefined,
): YamlData | undefined {
  const before: YamlMap = isYamlMap(old) ? old : new Map<string, YamlData>();
  const say = (disabled: boolean, inherit: boolean): YamlMap => {
    const off = before.has("disabled") || disabled;
    const said = off && flagOf(before.get("disabled")) !== disabled;
    const next = said
      ? withField(before, "disabled", disabled ? true : undefined, proxyKeys)
      : before;
    return flagOf(next.get("inherit")) === inherit && next.has("inherit")
      ? next
      : withField(next, "inherit", inherit, proxyKeys);
  };
  if (after === undefined) return old === undefined ? undefined : say(false, true);
  if (after.kind === "none") return withServer(say(true, false));
  if (after.kind !== "server") return old;
  const next = say(false, false);
  return withField(next, "config", serverData(mapAt(next, "config"), after), proxyKeys);
}

function serverData(
  old: YamlMap,
  { server, bypass }: Extract<ProxySetting, { kind: "server" }>,
): YamlMap {
  const keys = ["protocol", "hostname", "port", "auth", "bypassProxy"];
  let next = old;
  const text = (key: string, value: string) => {
    if (!next.has(key) || textOf(next.get(key)) !== value) next = withField(next, key, value, keys);
  };
  text("protocol", server.scheme);
  text("hostname", server.host);
  if (server.portTemplate !== undefined) text("port", server.portTemplate);
  else if (portOf(next.get("port")) !== server.port)
    next = withField(next, "port", yamlNumber(server.port), keys);
  const auth = mapAt(next, "auth");
  const named = !flagOf(auth.get("disabled"));
  const said = (key: string) => (named ? textOf(auth.get(key)) : "");
  if (said("username") !== server.username || said("password") !== server.password) {
    const kept = withField(auth, "disabled", undefined, []);
    const fresh = yamlMap([
      ["username", server.username],
      ["password", server.password],
    ]);
    next = withField(next, "auth", new Map([...kept, ...fresh]), keys);
  }
  text("bypassProxy", bypass);
  return next;
}
