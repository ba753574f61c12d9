import type { OwnNetwork } from "../../../model/network/network.ts";
import type { ProxyScheme } from "../../../model/network/proxy.ts";
import type { ClientCertificate } from "../../../model/network/tls.ts";
import { flagOf, listAt, mapAt, order, textOf, withField } from "../../opencollection/fields.ts";
import { isYamlMap, isYamlNumber, type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import { anyText } from "../json-text.ts";
import { isFalse, mapsOf } from "../loose.ts";
import type { Remark } from "../remark.ts";

/** `bruno.json`, or `brunoConfig` of an export: proxy and client certificates as network settings. */
export function brunoNetwork(config: YamlMap, remark: Remark): OwnNetwork {
  const proxy = proxyOf(mapAt(config, "proxy"));
  const certificates = mapAt(config, "clientCertificates");
  const found = isFalse(certificates.get("enabled")) ? [] : mapsOf(certificates.get("certs"));
  const clientCertificates = found.map(certificateOf).filter((row) => row !== null);
  const read = new Set([
    "version",
    "name",
    "type",
    "opencollection",
    "ignore",
    "size",
    "filesCount",
    "proxy",
    "clientCertificates",
    "protobuf",
    "scripts",
    "presets",
    "$schema",
  ]);
  const left = [...config.keys()].filter((key) => !read.has(key));
  if (left.length > 0)
    remark.add("info", "no-place-value", {
      what: "Fields of bruno.json",
      value: left.map((key) => `${key}: ${anyText(config.get(key))}`).join(", "),
    });
  return {
    ...(proxy === undefined ? {} : { proxy }),
    ...(clientCertificates.length === 0 ? {} : { clientCertificates }),
  };
}

const schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"] as const;

/** Both of Bruno's forms: fields beside `enabled`, or under `config` beside `inherit`. */
function proxyOf(data: YamlMap): OwnNetwork["proxy"] {
  const nested = mapAt(data, "config");
  const fields = nested.size > 0 ? nested : data;
  const enabled = data.get("enabled");
  if (
    flagOf(data.get("inherit")) ||
    flagOf(data.get("disabled")) ||
    isFalse(enabled) ||
    enabled === "global"
  )
    return undefined;
  const host = textOf(fields.get("hostname"));
  if (host === "") return undefined;
  const port = fields.get("port");
  const auth = mapAt(fields, "auth");
  const used = !flagOf(auth.get("disabled")) && !isFalse(auth.get("enabled"));
  const word = textOf(fields.get("protocol"));
  const scheme: ProxyScheme = schemes.find((known) => known === word) ?? "http";
  return {
    kind: "server",
    server: {
      scheme,
      host,
      port: isYamlNumber(port) ? port.number : Number(textOf(port)) || 8080,
      username: used ? anyText(auth.get("username")) : "",
      password: used ? anyText(auth.get("password")) : "",
      auth: "any",
      tunnel: false,
    },
    bypass: textOf(fields.get("bypassProxy")),
  };
}

function certificateOf(row: YamlMap): ClientCertificate | null {
  const text = (...names: readonly string[]) =>
    names.map((name) => textOf(row.get(name))).find((value) => value !== "") ?? "";
  const domain = text("domain") || "*";
  const passphrase = text("passphrase");
  const pkcs12File = text("pfxFilePath", "pkcs12FilePath");
  if (pkcs12File !== "") return { type: "pkcs12", domain, pkcs12File, passphrase };
  const certificateFile = text("certFilePath", "certificateFilePath");
  if (certificateFile === "") return null;
  return {
    type: "pem",
    domain,
    certificateFile,
    privateKeyFile: text("keyFilePath", "privateKeyFilePath"),
    passphrase,
  };
}

/** The collection's file with what Bruno itself keeps there: proto files, ignored paths, presets and modules of scripts. */
export function withBrunoConfig(data: YamlMap, config: YamlMap): YamlMap {
  let next = data;
  const protobuf = mapAt(config, "protobuf");
  const protoFiles = mapsOf(protobuf.get("protoFiles")).map((row) => pathRow(row, true));
  const importPaths = mapsOf(protobuf.get("importPaths")).map((row) => pathRow(row, false));
  if (protoFiles.length + importPaths.length > 0) {
    const written = yamlMap([
      ["protoFiles", protoFiles.length === 0 ? undefined : protoFiles],
      ["importPaths", importPaths.length === 0 ? undefined : importPaths],
    ]);
    next = withField(
      next,
      "config",
      withField(mapAt(next, "config"), "protobuf", written, []),
      order.root,
    );
  }
  const bruno = yamlMap([
    [
      "ignore",
      listAt(config, "ignore").length === 0
        ? mapAt(next, "extensions", "bruno").get("ignore")
        : config.get("ignore"),
    ],
    ["presets", config.get("presets")],
    ["scripts", config.get("scripts")],
  ]);
  return withField(
    next,
    "extensions",
    withField(mapAt(next, "extensions"), "bruno", bruno, []),
    order.root,
  );
}

function pathRow(row: YamlMap, isFile: boolean): YamlData {
  return yamlMap([
    ["type", isFile ? "file" : undefined],
    ["path", anyText(row.get("path"))],
    ["disabled", isFalse(row.get("enabled")) ? true : undefined],
  ]);
}

/** True for the content of a `bruno.json`. */
export function isBrunoConfig(data: YamlData): data is YamlMap {
  return (
    isYamlMap(data) &&
    data.has("version") &&
    textOf(data.get("type")) === "collection" &&
    !data.has("items")
  );
}

/** True for a Bruno export: a whole collection in one file. */
export function isBrunoExport(data: YamlData): data is YamlMap {
  if (!isYamlMap(data) || !Array.isArray(data.get("items"))) return false;
  if (isYamlMap(data.get("brunoConfig"))) return true;
  if (!data.has("version") || data.has("info") || data.has("resources")) return false;
  const [first] = mapsOf(data.get("items"));
  return first === undefined
    ? data.has("environments")
    : first.has("type") && (first.has("request") || first.has("items"));
}
