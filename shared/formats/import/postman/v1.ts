import { flagOf, listAt, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import { anyText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";

/**
 * A collection of the first form (flat `requests` and `folders`, tied by ids and `order`) in v2 form. What no order names comes last;
 * a folder is placed once, so that circles end.
 */
export function upgradeV1(data: YamlMap): YamlMap {
  const requests = byId(mapsOf(data.get("requests")));
  const folders = byId(mapsOf(data.get("folders")));
  const placed = new Set<YamlMap>();
  const claimed = new Set(
    [...folders.values()].flatMap((folder) =>
      ids(folder, "folders_order").map((id) => folders.get(id)),
    ),
  );
  const itemsOf = (place: YamlMap): readonly YamlData[] => {
    const inside = [
      ...ids(place, "folders_order").map((id) => folders.get(id)),
      ...[...folders.values()].filter(
        (folder) => parentOf(folder) === idOf(place) && idOf(place) !== "",
      ),
    ];
    const named = ids(place, "order").map((id) => requests.get(id));
    const owned = [...requests.values()].filter(
      (request) => folderIdOf(request) === idOf(place) && idOf(place) !== "",
    );
    return [
      ...once(inside).map(folderItem),
      ...once([...named, ...owned]).map((request) => requestItem(request)),
    ];
  };
  const once = (maps: readonly (YamlMap | undefined)[]): readonly YamlMap[] =>
    maps.filter((map): map is YamlMap => {
      if (map === undefined || placed.has(map)) return false;
      placed.add(map);
      return true;
    });
  const folderItem = (folder: YamlMap): YamlData =>
    yamlMap([
      ...common(folder),
      ["item", itemsOf(folder)],
      ["variable", folder.get("variables") ?? undefined],
    ]);
  const top = itemsOf(data);
  const loose = once([...folders.values()].filter((folder) => !claimed.has(folder))).map(
    folderItem,
  );
  const lost = once([...folders.values()]).map(folderItem);
  const rest = once([...requests.values()]).map((request) => requestItem(request));
  return yamlMap([
    [
      "info",
      yamlMap([
        ["name", data.get("name")],
        ["description", data.get("description")],
      ]),
    ],
    ["item", [...top, ...loose, ...lost, ...rest]],
    ["auth", authOf(data)],
    ["event", eventsOf(data)],
    ["variable", data.get("variables") ?? undefined],
    ["protocolProfileBehavior", data.get("protocolProfileBehavior") ?? undefined],
  ]);
}

const idOf = (map: YamlMap) => textOf(map.get("id"));
const folderIdOf = (map: YamlMap) => textOf(map.get("folder")) || textOf(map.get("folderId"));
const parentOf = (map: YamlMap) => folderIdOf(map) || textOf(map.get("parentId"));
const ids = (map: YamlMap, key: string) => listAt(map, key).map(textOf);

/** By id; one without an id, or with one that is taken, keeps a place of its own. */
function byId(maps: readonly YamlMap[]): ReadonlyMap<string, YamlMap> {
  const found = new Map<string, YamlMap>();
  for (const [index, map] of maps.entries()) {
    const id = idOf(map);
    found.set(id === "" || found.has(id) ? `\u0000${index}` : id, map);
  }
  return found;
}

function common(map: YamlMap): readonly (readonly [string, YamlData | undefined])[] {
  return [
    ["name", map.get("name")],
    ["description", map.get("description")],
    ["auth", authOf(map)],
    ["event", eventsOf(map)],
    ["protocolProfileBehavior", map.get("protocolProfileBehavior") ?? undefined],
  ];
}

function requestItem(map: YamlMap): YamlData {
  const [name, , , event, behaviour] = common(map);
  return yamlMap([
    name ?? ["name", ""],
    event ?? ["event", undefined],
    behaviour ?? ["protocolProfileBehavior", undefined],
    [
      "request",
      yamlMap([
        ["method", map.get("method")],
        ["url", urlOf(map)],
        ["header", filled(map.get("headerData")) ?? map.get("headers")],
        ["body", bodyOf(map)],
        ["auth", authOf(map)],
        ["description", map.get("description")],
      ]),
    ],
    ["response", mapsOf(map.get("responses")).map((response) => responseItem(response))],
    ["variable", map.get("variables") ?? undefined],
  ]);
}

function filled(data: YamlData | undefined): YamlData | undefined {
  return isYamlList(data) && data.length > 0 ? data : undefined;
}

function urlOf(map: YamlMap): YamlData {
  const raw = textOf(map.get("url"));
  const paths = mapsOf(map.get("pathVariableData"));
  const values = mapAt(map, "pathVariables");
  const variable =
    paths.length > 0
      ? paths
      : [...values].map(([key, value]) =>
          yamlMap([
            ["key", key],
            ["value", value],
          ]),
        );
  const query = filled(map.get("queryParams"));
  return yamlMap([
    ["raw", raw],
    ["query", query],
    ["variable", variable],
  ]);
}

const modes: ReadonlyMap<string, string> = new Map([
  ["params", "formdata"],
  ["urlencoded", "urlencoded"],
  ["raw", "raw"],
  ["binary", "file"],
  ["graphql", "graphql"],
]);

function bodyOf(map: YamlMap): YamlData | undefined {
  const mode = modes.get(textOf(map.get("dataMode")));
  if (mode === undefined) return undefined;
  const raw = map.get("rawModeData");
  const content =
    mode === "graphql"
      ? map.get("graphqlModeData")
      : mode === "raw"
        ? (raw ?? map.get("data"))
        : mode === "file"
          ? yamlMap([["src", raw ?? undefined]])
          : map.get("data");
  if (content === undefined || content === null) return undefined;
  return yamlMap([
    ["mode", mode],
    [mode, content],
    ["options", map.get("dataOptions") ?? undefined],
    ["disabled", flagOf(map.get("dataDisabled")) ? true : undefined],
  ]);
}

const helpers: ReadonlyMap<string, string> = new Map([
  ["basicAuth", "basic"],
  ["bearerAuth", "bearer"],
  ["digestAuth", "digest"],
  ["oAuth1", "oauth1"],
  ["oAuth2", "oauth2"],
  ["hawkAuth", "hawk"],
  ["awsSigV4", "awsv4"],
  ["ntlmAuth", "ntlm"],
  ["apikeyAuth", "apikey"],
]);

/** `auth`, or the older pair of `currentHelper` and `helperAttributes`. */
function authOf(map: YamlMap): YamlData | undefined {
  const auth = map.get("auth");
  if (isYamlMap(auth)) return auth;
  const helper = map.get("currentHelper");
  if (helper === undefined || helper === null) return undefined;
  const type = helpers.get(textOf(helper));
  if (type === undefined)
    return textOf(helper) === "" || textOf(helper) === "normal"
      ? undefined
      : yamlMap([["type", textOf(helper)]]);
  return yamlMap([
    ["type", type],
    [type, map.get("helperAttributes")],
  ]);
}

/** `events`, or the older texts `preRequestScript` and `tests`. */
function eventsOf(map: YamlMap): YamlData | undefined {
  const events = map.get("events");
  if (isYamlList(events) && events.length > 0) return events;
  const old = [
    ["prerequest", textOf(map.get("preRequestScript"))],
    ["test", textOf(map.get("tests"))],
  ] as const;
  const found = old.filter(([, code]) => code.trim() !== "");
  if (found.length === 0) return undefined;
  return found.map(([listen, code]) =>
    yamlMap([
      ["listen", listen],
      ["script", yamlMap([["exec", code]])],
    ]),
  );
}

function responseItem(map: YamlMap): YamlData {
  const request = map.get("request") ?? map.get("requestObject");
  const code = mapAt(map, "responseCode");
  return yamlMap([
    ["name", map.get("name")],
    ["code", code.get("code") ?? map.get("code")],
    ["status", code.get("name") ?? map.get("status")],
    ["header", map.get("headers")],
    ["body", map.get("text") ?? map.get("body")],
    ["_postman_previewlanguage", map.get("language")],
    [
      "originalRequest",
      isYamlMap(request) ? mapAt(requestItem(request) as YamlMap, "request") : undefined,
    ],
  ]);
}

/** True for a collection of the first form. */
export function isV1(data: YamlMap): boolean {
  return (
    isYamlList(data.get("requests")) &&
    !data.has("item") &&
    (data.has("order") || data.has("folders") || anyText(data.get("id")) !== "")
  );
}
