import type { ItemKind } from "../../model/collection.ts";
import { isYamlMap, isYamlNumber, type YamlData, type YamlMap, yamlNumber } from "../yaml/data.ts";
import { mapAt, order, textOf, withField } from "./fields.ts";

/** Where a file keeps its name, type and seq: `info`, or `meta` (older drafts), or the top level (written by hand). */
type InfoPlace = "info" | "meta" | "top";

function placeOf(map: YamlMap, key: string): InfoPlace {
  if (mapAt(map, "info").has(key)) return "info";
  if (mapAt(map, "meta").has(key)) return "meta";
  if (map.has(key) && !isYamlMap(map.get("info"))) return "top";
  return isYamlMap(map.get("meta")) && !isYamlMap(map.get("info")) ? "meta" : "info";
}

/** Name, type, seq and tags, wherever the file keeps them. */
export function infoOf(map: YamlMap): YamlMap {
  const top = new Map<string, YamlData>();
  for (const key of ["name", "type", "seq", "tags", "description"]) {
    const value = map.get(key);
    if (value !== undefined) top.set(key, value);
  }
  return new Map([...top, ...mapAt(map, "meta"), ...mapAt(map, "info")]);
}

const kinds: Readonly<Record<string, ItemKind>> = {
  http: "http",
  graphql: "graphql",
  grpc: "grpc",
  websocket: "websocket",
  ws: "websocket",
};

/** The kind of item in a file: by its type, else by the block it has. */
export function kindOf(map: YamlMap): ItemKind {
  const type = textOf(infoOf(map).get("type"));
  const byType = kinds[type];
  if (byType !== undefined) return byType;
  if (type !== "") return "other";
  for (const key of ["http", "graphql", "grpc", "websocket"] as const)
    if (isYamlMap(map.get(key))) return key;
  return "other";
}

/** `seq` as an integer, or null when absent or not one. */
export function seqOf(map: YamlMap): number | null {
  const seq = infoOf(map).get("seq");
  const value = isYamlNumber(seq)
    ? seq.number
    : typeof seq === "string" && seq !== ""
      ? Number(seq)
      : NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/** The file with another name, where it keeps it. */
export function patchName(map: YamlMap, name: string): YamlMap {
  return withInfo(map, "name", name);
}

/** The file as another kind of item; only that line changes. */
export function patchType(map: YamlMap, type: ItemKind): YamlMap {
  return withInfo(map, "type", type);
}

/** The file with another seq; only that line changes. */
export function patchSeq(map: YamlMap, seq: number): YamlMap {
  return withInfo(map, "seq", yamlNumber(seq));
}

function withInfo(map: YamlMap, key: string, value: YamlData): YamlMap {
  const place = placeOf(map, key);
  if (place === "top") return withField(map, key, value, []);
  const inner = withField(mapAt(map, place), key, value, order.info);
  return withField(map, place, inner, ["opencollection", ...order.request]);
}
