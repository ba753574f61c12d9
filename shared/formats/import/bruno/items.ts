import {
  emptyRequest,
  type HttpRequest,
  type Inheritable,
  type RequestSettings,
} from "../../../model/request.ts";
import { paramsOf } from "../../../model/url-params.ts";
import type { Variable } from "../../../model/variable.ts";
import { flagOf, listAt, mapAt, textOf } from "../../opencollection/fields.ts";
import {
  isYamlList,
  isYamlMap,
  isYamlNumber,
  type YamlData,
  type YamlMap,
  yamlMap,
} from "../../yaml/data.ts";
import { type DefaultsParts, folderItem, type ImportedScript, requestItem } from "../build.ts";
import type { ImportedItem } from "../imported.ts";
import { anyText, fenced, jsonText } from "../json-text.ts";
import { isOn, mapsOf } from "../loose.ts";
import type { Notes } from "../note.ts";
import { createRemark, type Remark } from "../remark.ts";
import { brunoAuth } from "./auth.ts";
import { brunoBody, brunoRows, brunoSpecial, rowNotes, withoutRemarks } from "./body.ts";
import { brunoExamples } from "./examples.ts";

/** An item in Bruno's JSON form, with the file it came from ("" for an export). */
export interface BrunoItem {
  readonly data: YamlMap;
  readonly file: string;
  readonly children: readonly BrunoItem[];
}

/** Items of an export, as they are nested in it. */
export function exportedItems(data: YamlData | undefined, file: string): readonly BrunoItem[] {
  return mapsOf(data).map((item) => ({
    data: item,
    file,
    children: exportedItems(item.get("items"), file),
  }));
}

/** Items in Bruno's order: folders, then requests, each by `seq`. */
export function brunoItems(
  items: readonly BrunoItem[],
  path: readonly string[],
  notes: Notes,
): readonly ImportedItem[] {
  const ordered = items.toSorted((left, right) => rank(left) - rank(right));
  return ordered.flatMap((item, index) => {
    const type = textOf(item.data.get("type"));
    const name = anyText(item.data.get("name")).trim() || `Item ${index + 1}`;
    if (type === "folder") return [folderOf(item, name, [...path, name], notes)];
    if (type === "js") {
      notes.add(
        "warning",
        "no-place-value",
        { what: "A script file", value: name },
        { item: path },
      );
      return [];
    }
    return [requestOf(item, type, name, [...path, name], notes)];
  });
}

function rank({ data }: BrunoItem): number {
  const seq = Number(anyText(data.get("seq")));
  const folder = textOf(data.get("type")) === "folder";
  return (folder ? 0 : 1e9) + (Number.isFinite(seq) && seq > 0 ? seq : folder ? 1e8 : 1);
}

function folderOf(
  item: BrunoItem,
  name: string,
  path: readonly string[],
  notes: Notes,
): ImportedItem {
  const remark = createRemark(notes, path, item.file === "" ? undefined : item.file);
  const root = mapAt(item.data, "root");
  return folderItem(
    { ...brunoDefaults(root, { kind: "inherit" }, remark), name },
    brunoItems(item.children, path, notes),
  );
}

/** Comments of a file have no place in another form; they are kept in the docs. */
function keepComments(data: YamlMap, remark: Remark): void {
  const lines = listAt(data, "comments").map(textOf);
  if (lines.some((line) => line.trim() !== ""))
    remark.add("info", "no-place-value", { what: "A comment", value: fenced(lines.join("\n")) });
}

/** What a folder or collection gives: Bruno's `root`. */
export function brunoDefaults(
  root: YamlMap,
  absent: HttpRequest["auth"],
  remark: Remark,
): Omit<DefaultsParts, "name"> {
  const request = mapAt(root, "request");
  const vars = mapAt(request, "vars");
  keepComments(root, remark);
  return {
    headers: brunoRows(request.get("headers")),
    auth: brunoAuth(request.get("auth"), absent, remark),
    variables: brunoVariables(vars.get("req")),
    actions: mapsOf(vars.get("res")).map(actionOf),
    scripts: brunoScripts(request),
    docs: anyText(root.get("docs")),
    remarks: remark.remarks,
  };
}

function brunoScripts(request: YamlMap): readonly ImportedScript[] {
  const script = mapAt(request, "script");
  return [
    { type: "before-request", code: anyText(script.get("req")) },
    { type: "after-response", code: anyText(script.get("res")) },
    { type: "tests", code: textOf(request.get("tests")) },
    { type: "hooks", code: anyText(script.get("hooks")) },
    ...[...script].flatMap(([key, code]): readonly ImportedScript[] =>
      isGrpcScript(key) ? [{ type: key, code: anyText(code) }] : [],
    ),
  ];
}

function isGrpcScript(key: string): key is `grpc:${string}` {
  return key.startsWith("grpc:");
}

const dataTypes = ["string", "number", "boolean", "null", "object"] as const;

/** Variables of a request, folder, collection or environment. */
export function brunoVariables(data: YamlData | undefined): readonly Variable[] {
  return mapsOf(data).map((row) => {
    const secret = flagOf(row.get("secret"));
    const given = textOf(row.get("dataType"));
    const type = dataTypes.find((known) => known === given && known !== "string");
    return {
      name: anyText(row.get("name")),
      value: anyText(row.get("value")),
      ...(type === undefined || secret ? {} : { type }),
      ...rowNotes(row),
      ...(secret ? { secret } : {}),
    };
  });
}

const known = new Set([
  "http",
  "http-request",
  "graphql",
  "graphql-request",
  "grpc",
  "grpc-request",
  "ws",
  "ws-request",
  "",
]);

function requestOf(
  item: BrunoItem,
  given: string,
  name: string,
  path: readonly string[],
  notes: Notes,
): ImportedItem {
  const { data } = item;
  const remark = createRemark(notes, path, item.file === "" ? undefined : item.file);
  const request = mapAt(data, "request");
  keepComments(data, remark);
  if (request.size === 0) remark.add("error", "missing-part", { what: "request" });
  if (!known.has(given))
    remark.add("warning", "no-place-value", { what: "The kind of request", value: given });
  const type = given.replace(/-request$/, "");
  const settings = mapAt(data, "settings");
  const url = anyText(request.get("url"));
  const { body, unused } = brunoBody(mapAt(request, "body"));
  const special = brunoSpecial(type, request, settings);
  if (unused.length > 0 && special === undefined)
    remark.add("info", "no-place-value", {
      what: `Bodies that are not in use (${unused.join(", ")})`,
      value: fenced(
        jsonText(new Map([...mapAt(request, "body")].filter(([key]) => unused.includes(key)))),
        "json",
      ),
    });
  const tags = data.get("tags");
  const model: HttpRequest = {
    ...emptyRequest,
    name,
    method:
      type === "grpc" || type === "ws"
        ? "GET"
        : anyText(request.get("method")).toUpperCase() || "GET",
    url,
    params: paramRows(request, url),
    headers: brunoRows(request.get("headers")),
    body: special === undefined ? withoutRemarks(body, remark) : { kind: "none" },
    variables: brunoVariables(mapAt(request, "vars").get("req")),
    settings: settingsOf(settings),
    docs: textOf(request.get("docs")),
    tags: isYamlList(tags) ? tags.map(anyText) : [],
  };
  return requestItem({
    request: model,
    auth: brunoAuth(request.get("auth"), { kind: "none" }, remark),
    special,
    scripts: brunoScripts(request),
    assertions: assertionsOf(request),
    actions: mapsOf(mapAt(request, "vars").get("res")).map(actionOf),
    examples: brunoExamples(data.get("examples")),
    app: data.get("app"),
    remarks: remark.remarks,
  });
}

function paramRows(request: YamlMap, url: string): HttpRequest["params"] {
  const rows = [...listAt(request, "params"), ...listAt(request, "query")]
    .filter(isYamlMap)
    .map((row) => ({
      name: anyText(row.get("name")),
      value: anyText(row.get("value")),
      type: textOf(row.get("type")) === "path" ? ("path" as const) : ("query" as const),
      ...rowNotes(row),
    }));
  return rows.length === 0 ? paramsOf(url, []) : rows;
}

function settingsOf(settings: YamlMap): RequestSettings {
  const number = (name: string): Inheritable<number> | undefined => {
    const value = settings.get(name);
    if (value === "inherit") return "inherit";
    const read = isYamlNumber(value) ? value.number : Number(textOf(value) || Number.NaN);
    return Number.isFinite(read) ? read : undefined;
  };
  const flag = (name: string): boolean | undefined => {
    const text = anyText(settings.get(name));
    return text === "true" ? true : text === "false" ? false : undefined;
  };
  const [encodeUrl, followRedirects] = [flag("encodeUrl"), flag("followRedirects")];
  const [timeout, maxRedirects] = [number("timeout"), number("maxRedirects")];
  return {
    ...(encodeUrl === undefined ? {} : { encodeUrl }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(followRedirects === undefined ? {} : { followRedirects }),
    ...(maxRedirects === undefined ? {} : { maxRedirects }),
  };
}

const operators = new Set(
  `eq neq gt gte lt lte in notIn contains notContains length matches notMatches startsWith endsWith between isEmpty isNotEmpty isNull
  isUndefined isDefined isTruthy isFalsy isJson isNumber isString isBoolean isArray`.split(/\s+/),
);

/** `eq 200`: operator and value are one text in Bruno; a value alone is compared. */
function assertionsOf(request: YamlMap): readonly YamlData[] {
  return mapsOf(request.get("assertions")).map((row) => {
    const text = anyText(row.get("value")).trim();
    const [first = "", rest = ""] = /^(\S+)\s*([^]*)$/.exec(text)?.slice(1) ?? [];
    const operator = operators.has(first) ? first : "eq";
    const value = operators.has(first) ? rest : text;
    return yamlMap([
      ["expression", anyText(row.get("name"))],
      ["operator", operator],
      ["value", value === "" ? undefined : value],
      ["description", anyText(row.get("description")) || undefined],
      ["disabled", isOn(row) ? undefined : true],
    ]);
  });
}

/** A variable set after the response. */
function actionOf(row: YamlMap): YamlData {
  return yamlMap([
    ["type", "set-variable"],
    ["phase", "after-response"],
    [
      "selector",
      yamlMap([
        ["expression", anyText(row.get("value"))],
        ["method", "jsonq"],
      ]),
    ],
    [
      "variable",
      yamlMap([
        ["name", anyText(row.get("name"))],
        ["scope", "runtime"],
      ]),
    ],
    ["description", anyText(row.get("description")) || undefined],
    ["disabled", isOn(row) ? undefined : true],
  ]);
}
