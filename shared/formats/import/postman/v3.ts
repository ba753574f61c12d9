import { mapAt, textOf } from "../../opencollection/fields.ts";
import {
  isYamlList,
  isYamlMap,
  isYamlNumber,
  type YamlData,
  type YamlMap,
  yamlMap,
} from "../../yaml/data.ts";
import { anyText, jsonText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";
import { stem } from "../source-file.ts";

/** One file of a v3 folder, with its path inside the collection's folder. */
export interface V3File {
  readonly path: string;
  readonly data: YamlMap;
}

/** The name of a v3 file: its own `name`, else the file's. */
function nameOf(file: V3File, suffix: string): string {
  const base = file.path.slice(file.path.lastIndexOf("/") + 1);
  return (
    anyText(file.data.get("name")).trim() || base.replace(new RegExp(`\\.${suffix}\\.ya?ml$`), "")
  );
}

const orderOf = (data: YamlMap): number => {
  const order = data.get("order");
  return isYamlNumber(order) ? order.number : Number.MAX_SAFE_INTEGER;
};

/** A v3 collection (its files, paths inside its folder) in v2 form. */
export function upgradeV3(files: readonly V3File[], name: string): YamlMap {
  const definitions = new Map<string, YamlMap>();
  const requests: V3File[] = [];
  const examples = new Map<string, V3File[]>();
  const messages = new Map<string, V3File[]>();
  for (const file of files) {
    const kind = textOf(file.data.get("$kind"));
    const beside = /^(.*?)\.resources\/([^/]+)\.resources\/(examples|messages)\//.exec(file.path);
    if (beside !== null) {
      const key = `${beside[1] ?? ""}${beside[2] ?? ""}`;
      const list = beside[3] === "examples" ? examples : messages;
      list.set(key, [...(list.get(key) ?? []), file]);
    } else if (/(?:^|\/)\.resources\/definition\.ya?ml$/.test(file.path)) {
      definitions.set(file.path.replace(/\/?\.resources\/definition\.ya?ml$/, ""), file.data);
    } else if (kind.endsWith("-request")) requests.push(file);
  }
  const folders = new Set<string>();
  for (const path of [...definitions.keys(), ...requests.map((file) => parentOf(file.path))])
    for (let folder = path; folder !== ""; folder = parentOf(folder)) folders.add(folder);
  const itemsIn = (folder: string): readonly YamlData[] => {
    const inner = [...folders]
      .filter((path) => parentOf(path) === folder)
      .map((path) => {
        const definition: YamlMap = definitions.get(path) ?? new Map();
        return { order: orderOf(definition), item: folderData(definition, path, itemsIn(path)) };
      });
    const own = requests
      .filter((file) => parentOf(file.path) === folder)
      .map((file) => {
        const key = file.path.replace(/\.request\.ya?ml$/, "");
        const said = withMessages(file, messages.get(key) ?? []);
        return { order: orderOf(file.data), item: requestData(said, examples.get(key) ?? []) };
      });
    return [...inner, ...own]
      .toSorted((left, right) => left.order - right.order)
      .map(({ item }) => item);
  };
  const root: YamlMap = definitions.get("") ?? new Map();
  return yamlMap([
    [
      "info",
      yamlMap([
        ["name", anyText(root.get("name")) || name],
        ["description", root.get("description")],
        ["version", root.get("version")],
      ]),
    ],
    ["item", itemsIn("")],
    ["auth", authOf(root)],
    ["event", eventsOf(root)],
    ["variable", pairs(root.get("variables"))],
    ["protocolProfileBehavior", root.get("settings")],
  ]);
}

/** A request that names the folder its saved messages are in, with those messages instead. */
function withMessages(file: V3File, found: readonly V3File[]): V3File {
  if (found.length === 0) return file;
  const list = found
    .toSorted((left, right) => orderOf(left.data) - orderOf(right.data))
    .map((one) => new Map([...one.data, ["name", nameOf(one, "message")] as const]));
  return { ...file, data: new Map([...file.data, ["messages", list]]) };
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

function folderData(definition: YamlMap, path: string, item: readonly YamlData[]): YamlData {
  return yamlMap([
    ["name", anyText(definition.get("name")) || path.slice(path.lastIndexOf("/") + 1)],
    ["description", definition.get("description")],
    ["auth", authOf(definition)],
    ["event", eventsOf(definition)],
    ["variable", pairs(definition.get("variables"))],
    ["protocolProfileBehavior", definition.get("settings")],
    ["item", item],
  ]);
}

function requestData(file: V3File, examples: readonly V3File[]): YamlData {
  const { data } = file;
  return yamlMap([
    ["name", nameOf(file, "request")],
    ["event", eventsOf(data)],
    ["protocolProfileBehavior", data.get("settings")],
    ["variable", pairs(data.get("variables"))],
    ["request", requestOf(data)],
    ["response", examples.map(responseOf)],
    // Kinds the second form has no word for go along as they are.
    ["$kind", data.get("$kind")],
    ["$data", textOf(data.get("$kind")) === "http-request" ? undefined : data],
  ]);
}

function requestOf(data: YamlMap): YamlMap {
  const query = pairs(data.get("queryParams"))?.filter(
    (row) => isYamlMap(row) && anyText(row.get("key")) !== "",
  );
  return yamlMap([
    ["method", data.get("method")],
    [
      "url",
      yamlMap([
        ["raw", data.get("url")],
        ["query", query === undefined || query.length === 0 ? undefined : query],
        ["variable", pairs(data.get("pathVariables"))],
      ]),
    ],
    ["header", pairs(data.get("headers"))],
    ["body", bodyOf(data)],
    ["auth", authOf(data)],
    ["description", data.get("description")],
  ]);
}

/** Rows: a list of `{key, value}`, or a map of names to values or to `{value, disabled, description}`. */
function pairs(data: YamlData | undefined): readonly YamlData[] | undefined {
  if (isYamlList(data)) return data;
  if (!isYamlMap(data)) return undefined;
  return [...data].map(([key, value]) =>
    isYamlMap(value)
      ? new Map<string, YamlData>([["key", key], ...value])
      : yamlMap([
          ["key", key],
          ["value", value],
        ]),
  );
}

const languages = new Set(["json", "text", "xml", "html", "javascript"]);

function bodyOf(data: YamlMap): YamlData | undefined {
  const body = data.get("body");
  if (textOf(data.get("$kind")) === "graphql-request") {
    const content = isYamlMap(body) ? (body.get("content") ?? body) : body;
    const variables = data.get("variables");
    const graphql = isYamlMap(content)
      ? content
      : yamlMap([
          ["query", data.get("query") ?? content ?? ""],
          ["variables", typeof variables === "string" ? variables : undefined],
        ]);
    return yamlMap([
      ["mode", "graphql"],
      ["graphql", graphql],
    ]);
  }
  if (!isYamlMap(body)) return undefined;
  const type = textOf(body.get("type"));
  const content = body.get("content");
  if (languages.has(type))
    return yamlMap([
      ["mode", "raw"],
      ["raw", isYamlMap(content) || isYamlList(content) ? jsonText(content) : (content ?? "")],
      ["options", yamlMap([["raw", yamlMap([["language", type]])]])],
    ]);
  if (type === "urlencoded" || type === "formdata")
    return yamlMap([
      ["mode", type],
      [type, pairs(content) ?? content ?? []],
    ]);
  if (type === "file")
    return yamlMap([
      ["mode", "file"],
      ["file", isYamlMap(content) ? content : yamlMap([["src", content ?? body.get("src") ?? ""]])],
    ]);
  if (type === "graphql")
    return yamlMap([
      ["mode", "graphql"],
      ["graphql", content ?? new Map()],
    ]);
  return type === "" || type === "none"
    ? undefined
    : yamlMap([
        ["mode", type],
        [type, content ?? null],
      ]);
}

/** One auth or a list of them: the first that is on counts. */
function authOf(data: YamlMap): YamlData | undefined {
  const auth = data.get("auth");
  const [first] = mapsOf(auth).filter((map) => map.get("disabled") !== true);
  if (first === undefined) return undefined;
  const credentials = first.get("credentials");
  const type = textOf(first.get("type"));
  return yamlMap([
    ["type", type],
    [type, credentials ?? first.get(type) ?? undefined],
  ]);
}

const phases: ReadonlyMap<string, string> = new Map([
  ["beforeRequest", "prerequest"],
  ["afterResponse", "test"],
]);

function eventsOf(data: YamlMap): YamlData | undefined {
  const scripts = mapsOf(data.get("scripts"));
  if (scripts.length === 0) return undefined;
  return scripts.map((script) => {
    const type = textOf(script.get("type"));
    return yamlMap([
      ["listen", phases.get(type) ?? type],
      ["script", yamlMap([["exec", script.get("code") ?? ""]])],
    ]);
  });
}

function responseOf(file: V3File): YamlData {
  const { data } = file;
  const response = isYamlMap(data.get("response")) ? mapAt(data, "response") : data;
  const body = response.get("body");
  return yamlMap([
    ["name", nameOf(file, "example") || stem(file.path)],
    ["code", response.get("statusCode") ?? response.get("code") ?? response.get("status")],
    ["status", response.get("statusText")],
    ["header", pairs(response.get("headers"))],
    ["body", isYamlMap(body) ? anyText(body.get("content")) : body],
    [
      "originalRequest",
      isYamlMap(data.get("request")) ? requestOf(mapAt(data, "request")) : undefined,
    ],
  ]);
}
