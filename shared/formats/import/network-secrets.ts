import { withEnvoi } from "../opencollection/extension.ts";
import { mapAt, order, withField } from "../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../yaml/data.ts";
import { isLiteral, isSecretHeader } from "./secret-signs.ts";

/** What takes the place of a literal. `wish`: a name for it; `place`: where it stood. */
type Literal = (value: string, wish: string, place: readonly string[]) => string;

type TakeLiteral = (value: string, wish: string, field: string) => string;

/**
 * Secrets of how requests travel: passwords of proxies, passphrases of client certificates, fields meant for a proxy. In a request, folder
 * or collection they stand in `extensions.envoi.network`, in a collection in `config` too.
 */
export function inNetwork(data: YamlMap, place: readonly string[], literal: Literal): YamlMap {
  const take: TakeLiteral = (value, wish, field) => literal(value, wish, [...place, field]);
  let next = data;
  const network = mapAt(data, "extensions", "envoi").get("network");
  const outer = data.has("opencollection") ? order.root : order.request;
  if (isYamlMap(network)) {
    const changed = inMap(network, "", take);
    if (changed !== network) next = withEnvoi(next, "network", changed, outer);
  }
  const config = next.get("config");
  if (!isYamlMap(config)) return next;
  const changed = inMap(config, "", take);
  return changed === config ? next : withField(next, "config", changed, outer);
}

function inMap(map: YamlMap, above: string, take: TakeLiteral): YamlMap {
  let next = map;
  for (const [key, value] of map) {
    const changed = inValue(key, value, above, take);
    if (changed !== value) next = withField(next, key, changed, []);
  }
  return next;
}

function inValue(key: string, value: YamlData, above: string, take: TakeLiteral): YamlData {
  const place = above === "" ? key : `${above} ${key}`;
  if (isYamlMap(value)) return inMap(value, key, take);
  if (isYamlList(value)) {
    const rows = value.map((row) =>
      isYamlMap(row)
        ? inMap(row, key, take)
        : typeof row === "string" && key === "headers"
          ? inLine(row, take)
          : row,
    );
    return rows.every((row, at) => row === value[at]) ? value : rows;
  }
  if (typeof value !== "string") return value;
  if (key === "password") return isLiteral(value) ? take(value, "proxyPassword", place) : value;
  if (key === "passphrase") return isLiteral(value) ? take(value, "passphrase", place) : value;
  return key === "preproxy" ? inAddress(value, take) : value;
}

/** `Name: value` of a field that a proxy alone is to see. */
function inLine(line: string, take: TakeLiteral): string {
  const [, name = "", between = "", value = ""] = /^([^:]*)(:\s*)(.*)$/s.exec(line) ?? [];
  if (!isSecretHeader(name.trim()) || !isLiteral(value)) return line;
  return `${name}${between}${take(value, "proxyField", `headers ${name.trim()}`)}`;
}

/** `scheme://user:password@host`. */
function inAddress(address: string, take: TakeLiteral): string {
  const [, before = "", password = "", after = ""] =
    /^((?:[a-z0-9]+:\/\/)?[^:@/]*:)([^@/]*)(@.*)$/i.exec(address) ?? [];
  return isLiteral(password)
    ? `${before}${take(password, "proxyPassword", "preproxy")}${after}`
    : address;
}
