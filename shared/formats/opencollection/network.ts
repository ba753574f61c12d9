import {
  defaultNetwork,
  type NetworkSettings,
  type OwnNetwork,
} from "../../model/network/network.ts";
import { readOwnNetwork } from "../../schema/network.ts";
import {
  isYamlList,
  isYamlMap,
  isYamlNumber,
  type YamlData,
  type YamlMap,
  yamlNumber,
} from "../yaml/data.ts";
import { matchRows } from "../yaml/match.ts";
import { mapAt, sameModel, withField } from "./fields.ts";
import { withEnvoi } from "./extension.ts";

/** `extensions.envoi.network` of a request, folder or collection file. What cannot be understood counts as absent and stays in the file. */
export function readNetwork(data: YamlMap): OwnNetwork | undefined {
  const network = readOwnNetwork(
    Object.fromEntries(
      [...mapAt(data, "extensions", "envoi", "network")].map(([key, value]) => [
        key,
        plain(value, kindOf(key)),
      ]),
    ),
  );
  return Object.keys(network).length === 0 ? undefined : network;
}

/**
 * The file's data with the fields of `extensions.envoi.network` that differ. A field equal to what was read is not touched; removing the
 * last one removes the key.
 */
export function patchNetwork(
  data: YamlMap,
  before: OwnNetwork,
  after: OwnNetwork,
  outer: readonly string[],
): YamlMap {
  let network = mapAt(data, "extensions", "envoi", "network");
  const old = network;
  for (const key of Object.keys(defaultNetwork) as (keyof NetworkSettings)[]) {
    if (sameModel(before[key], after[key])) continue;
    const value = after[key];
    network = withField(
      network,
      key,
      value === undefined ? undefined : written(old.get(key), value, kindOf(key)),
      [],
    );
  }
  if (network === old) return data;
  return withEnvoi(data, "network", network.size === 0 ? undefined : network, outer);
}

type Kind = "number" | "flag" | "text";

/** What a scalar under a key is, so that `tlsMin: 1.2`, `keepMethod: [301]` and `port: "8080"` are read as they are meant. */
function kindOf(key: string): Kind {
  if (key === "port") return "number";
  if (key === "tunnel" || key === "http10" || key === "disabled") return "flag";
  const sample = (defaultNetwork as unknown as Readonly<Record<string, unknown>>)[key];
  return typeof sample === "number" ? "number" : typeof sample === "boolean" ? "flag" : "text";
}

function plain(data: YamlData, kind: Kind): unknown {
  if (isYamlNumber(data)) return kind === "text" ? data.source : data.number;
  if (isYamlList(data)) return data.map((item) => plain(item, kind));
  if (isYamlMap(data))
    return Object.fromEntries([...data].map(([key, value]) => [key, plain(value, kindOf(key))]));
  if (typeof data === "boolean") return kind === "text" ? String(data) : data;
  if (kind === "number" && typeof data === "string" && /^\d+$/.test(data)) return Number(data);
  return data;
}

/** A value as the file says it, keeping the spelling of every part that did not change. */
function written(old: YamlData | undefined, value: unknown, kind: Kind): YamlData {
  if (old !== undefined && sameModel(plain(old, kind), value)) return old;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const before = isYamlList(old) ? old : [];
    const rows = before.map((item) => plain(item, kind));
    return matchRows<unknown>(rows, items, sameModel, identity).map((from, to) =>
      written(before[from], items[to], kind),
    );
  }
  if (typeof value === "object" && value !== null) {
    const before: YamlMap = isYamlMap(old) ? old : new Map<string, YamlData>();
    let next = before;
    const keys = Object.keys(value);
    for (const key of before.keys())
      if (!keys.includes(key)) next = withField(next, key, undefined, []);
    for (const [key, part] of Object.entries(value))
      next = withField(next, key, written(before.get(key), part, kindOf(key)), keys);
    return next;
  }
  return typeof value === "number" ? yamlNumber(value) : (value as YamlData);
}

function identity(row: unknown): string {
  if (typeof row !== "object" || row === null) return String(row);
  const { name, domain } = row as { readonly name?: unknown; readonly domain?: unknown };
  return JSON.stringify([name, domain]);
}
