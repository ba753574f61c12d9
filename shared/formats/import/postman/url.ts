import type { Param } from "../../../model/request.ts";
import { pathNames, queryOf, spellParam } from "../../../model/url-params.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { textOf } from "../../opencollection/fields.ts";
import { anyText } from "../json-text.ts";
import { descriptionOf, isOn, mapsOf } from "../loose.ts";

export interface PostmanUrl {
  readonly url: string;
  readonly params: readonly Param[];
}

/**
 * A URL as Postman sends it: from its parts where it has them (what its own program does), else `raw`. A query row without a value
 * (null) stays without `=`. `:name` segments stay, with their values as path rows.
 */
export function postmanUrl(data: YamlData | undefined): PostmanUrl {
  if (!isYamlMap(data)) {
    const url = textOf(data).trim();
    return { url, params: [...queryOf(url), ...pathRows(url, [])] };
  }
  const raw = textOf(data.get("raw")).trim();
  const rows = mapsOf(data.get("query"));
  const base =
    isYamlList(data.get("host")) || textOf(data.get("host")) !== "" ? joined(data) : baseOf(raw);
  const hash = data.has("hash") ? anyText(data.get("hash")) : hashOf(raw);
  const query = data.has("query") ? rows.filter(isOn).map(spelled).join("&") : queryText(raw);
  const url = `${base}${query === "" ? "" : `?${query}`}${hash === "" ? "" : `#${hash}`}`;
  const params = rows.length === 0 ? queryOf(url) : rows.map(queryRow);
  return { url, params: [...params, ...pathRows(url, mapsOf(data.get("variable")))] };
}

function joined(data: YamlMap): string {
  const protocol = textOf(data.get("protocol")).replace(/:?\/*$/, "");
  const host = segments(data.get("host")).join(".");
  const auth = data.get("auth");
  const user = isYamlMap(auth) ? textOf(auth.get("user")) : "";
  const password = isYamlMap(auth) ? textOf(auth.get("password")) : "";
  const port = anyText(data.get("port"));
  const path = segments(data.get("path")).join("/").replace(/^\//, "");
  const login = user === "" ? "" : `${user}${password === "" ? "" : `:${password}`}@`;
  const slash = data.get("path") === undefined ? "" : "/";
  return `${protocol === "" ? "" : `${protocol}://`}${login}${host}${port === "" ? "" : `:${port}`}${slash}${path}`;
}

/** Segments of a host or path: texts, or `{type, value}`; a text stands for itself. */
function segments(data: YamlData | undefined): readonly string[] {
  const list = isYamlList(data) ? data : [data ?? ""];
  return list.map((part) => (isYamlMap(part) ? anyText(part.get("value")) : textOf(part)));
}

function baseOf(raw: string): string {
  return raw.replace(/(?:\?|#)[^]*$/, "");
}

function hashOf(raw: string): string {
  const at = raw.indexOf("#");
  return at < 0 ? "" : raw.slice(at + 1);
}

function queryText(raw: string): string {
  const text = raw.replace(/#[^]*$/, "");
  const at = text.indexOf("?");
  return at < 0 ? "" : text.slice(at + 1);
}

function spelled(row: YamlMap): string {
  const value = row.get("value");
  const name = anyText(row.get("key"));
  if (value === null || value === undefined) return spellParam({ name, value: "" }).slice(0, -1);
  return spellParam({ name, value: anyText(value) });
}

function queryRow(row: YamlMap): Param {
  const description = descriptionOf(row.get("description"));
  return {
    name: anyText(row.get("key")),
    value: anyText(row.get("value")),
    type: "query",
    ...(description === "" ? {} : { description }),
    ...(isOn(row) ? {} : { disabled: true }),
  };
}

/** Rows for `:name` segments, and for those that only the list of path variables knows. */
function pathRows(url: string, variables: readonly YamlMap[]): readonly Param[] {
  const known = variables.map((row): Param => {
    const description = descriptionOf(row.get("description"));
    return {
      name: anyText(row.get("key") ?? row.get("id")),
      value: anyText(row.get("value")),
      type: "path",
      ...(description === "" ? {} : { description }),
      ...(isOn(row) ? {} : { disabled: true }),
    };
  });
  const names = new Set(known.map((row) => row.name));
  const more = [...new Set(pathNames(url))].filter((name) => !names.has(name));
  return [...known, ...more.map((name): Param => ({ name, value: "", type: "path" }))];
}
