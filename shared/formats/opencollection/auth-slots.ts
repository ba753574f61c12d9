import type { AuthScheme, KeySource } from "../../model/auth.ts";
import type { AuthField } from "../../model/auth-fields.ts";
import type { OAuth2Parameter } from "../../model/oauth2.ts";
import {
  isYamlList,
  isYamlMap,
  type YamlData,
  type YamlList,
  type YamlMap,
  yamlMap,
} from "../yaml/data.ts";
import type { AuthSlot } from "./auth-shapes.ts";
import { flagOf, mapAt, sameModel, textOf, withField } from "./fields.ts";

/** The value of one field in the file. What cannot be understood counts as absent and stays in the file. */
export function readSlot(
  slot: AuthSlot,
  field: AuthField,
  map: YamlMap,
  own: YamlMap,
): string | boolean | KeySource | readonly OAuth2Parameter[] {
  const data = valueAt(map, slot.path);
  switch (slot.name) {
    case "pkce":
      return readPkce(data);
    case "tokenPlacement":
      return isYamlMap(data) && data.has("query") ? "query" : "header";
    case "tokenPrefix":
    case "tokenQueryName": {
      const key = slot.name === "tokenPrefix" ? "header" : "query";
      return isYamlMap(data) && data.has(key) ? textOf(data.get(key)) : slot.absent;
    }
    case "clientAuthentication":
      return chosen(field, own.get("clientAuthentication"), chosen(field, data, slot.absent));
    default:
  }
  switch (field.type) {
    case "text":
      return data === undefined || data === null ? slot.absent : textOf(data);
    case "choice":
      return chosen(field, data, slot.absent);
    case "flag":
      return data === undefined || data === null || data === "" ? slot.absent : flagOf(data);
    case "key":
      return readKey(data);
    case "parameters":
      return isYamlList(data) ? data.map(readParameter) : [];
  }
}

function valueAt(map: YamlMap, path: readonly string[]): YamlData | undefined {
  return mapAt(map, ...path.slice(0, -1)).get(path.at(-1) ?? "");
}

/** Spelled in any case, and `queryparams` for `query`. */
function chosen(
  field: AuthField,
  data: YamlData | undefined,
  absent: string | boolean,
): string | boolean {
  if (field.type !== "choice") return absent;
  const word = textOf(data).toLowerCase();
  const meant = word.startsWith("query") ? "query" : (oldWords[word] ?? word);
  return field.choices.find((name) => name.toLowerCase() === meant) ?? absent;
}

/** Bruno's own words, and those of its first YAML files. */
const oldWords: Readonly<Record<string, string>> = {
  password: "resource_owner_password_credentials",
  resource_owner_password: "resource_owner_password_credentials",
};

function readPkce(data: YamlData | undefined): string {
  if (!isYamlMap(data)) return "none";
  const off = flagOf(data.get("disabled")) || (data.has("enabled") && !flagOf(data.get("enabled")));
  if (off) return "none";
  return textOf(data.get("method")).toLowerCase() === "plain" ? "plain" : "S256";
}

function readKey(data: YamlData | undefined): KeySource {
  if (!isYamlMap(data)) return { type: "text", value: textOf(data) };
  return {
    type: textOf(data.get("type")) === "file" ? "file" : "text",
    value: textOf(data.get("value")),
  };
}

function readParameter(data: YamlData): OAuth2Parameter {
  const map: YamlMap = isYamlMap(data) ? data : new Map();
  const placement = textOf(map.get("placement"));
  return {
    name: textOf(map.get("name")),
    value: textOf(map.get("value")),
    placement: placement === "header" || placement === "query" ? placement : "body",
  };
}

interface Written {
  /** The map the slot's path begins in. */
  readonly main: YamlMap;
  readonly own: YamlMap;
}

/** Both maps with one field of `auth` set. A text that says what its absence says is taken out unless Bruno writes it. */
export function writeSlot(
  slot: AuthSlot,
  auth: AuthScheme,
  { main, own, order }: Written & { readonly order: readonly string[] },
): Written {
  const value = (auth as unknown as Readonly<Record<string, unknown>>)[slot.name];
  const set = (data: YamlData | undefined): Written => ({
    main: withPath(main, slot.path, data, order),
    own,
  });
  if (auth.kind === "oauth2") {
    const { name } = slot;
    if (name === "pkce") return set(writePkce(auth.pkce, valueAt(main, slot.path)));
    if (name === "tokenPlacement" || name === "tokenPrefix" || name === "tokenQueryName") {
      return set(
        auth.tokenPlacement === "header"
          ? yamlMap([["header", auth.tokenPrefix]])
          : yamlMap([["query", auth.tokenQueryName]]),
      );
    }
    if (name === "clientAuthentication") {
      const word = auth.clientAuthentication;
      if (word === "basic_auth_header" || word === "body")
        return { ...set(word), own: withField(own, name, undefined, []) };
      return { main, own: withField(own, name, word, ["type"]) };
    }
  }
  if (typeof value === "string") {
    return set(value === slot.absent && !slot.always ? undefined : numeric(slot, value));
  }
  if (typeof value === "boolean")
    return set(value === slot.absent && !slot.always ? undefined : value);
  if (Array.isArray(value)) {
    const rows = value as readonly OAuth2Parameter[];
    const old = valueAt(main, slot.path);
    return set(rows.length === 0 ? undefined : writeParameters(rows, isYamlList(old) ? old : []));
  }
  const key = value as KeySource;
  return set(
    key.value === ""
      ? undefined
      : yamlMap([
          ["type", key.type],
          ["value", key.value],
        ]),
  );
}

/** Bruno reads this one as a number only. */
function numeric(slot: AuthSlot, value: string): YamlData {
  if (slot.name !== "maxBodySize" || !/^\d{1,15}$/.test(value)) return value;
  return { number: Number(value), source: value };
}

function writePkce(pkce: string, old: YamlData | undefined): YamlData {
  const map: YamlMap = isYamlMap(old) ? old : new Map();
  const bare = withField(withField(map, "enabled", undefined, []), "disabled", undefined, []);
  if (pkce === "none") return withField(bare, "disabled", true, []);
  return withField(bare, "method", pkce, []);
}

/** Rows that are the same as before are the very same data. */
function writeParameters(rows: readonly OAuth2Parameter[], old: YamlList): YamlList {
  const left = [...old];
  return rows.map((row) => {
    const at = left.findIndex((data) => sameModel(readParameter(data), row));
    if (at >= 0) return left.splice(at, 1)[0] ?? null;
    return yamlMap([
      ["name", row.name],
      ["value", row.value],
      ["placement", row.placement],
    ]);
  });
}

/** A field below maps set, or removed with the maps that become empty by it. */
function withPath(
  map: YamlMap,
  [key = "", ...rest]: readonly string[],
  value: YamlData | undefined,
  order: readonly string[],
): YamlMap {
  if (rest.length === 0) return withField(map, key, value, order);
  const inner = map.get(key);
  const next = withPath(isYamlMap(inner) ? inner : new Map(), rest, value, []);
  return withField(map, key, next.size === 0 ? undefined : next, order);
}
