import { mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, isYamlNumber, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { anyText, jsonText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";

export type InsomniaKind = "folder" | "http" | "grpc" | "websocket" | "socketio";

/** A folder or request, whichever version it came from, with version 4's names of fields. */
export interface InsomniaNode {
  readonly kind: InsomniaKind;
  readonly name: string;
  readonly data: YamlMap;
  readonly children: readonly InsomniaNode[];
  /** Saved messages of a WebSocket. */
  readonly payloads: readonly YamlMap[];
}

/** A proto file by the id requests name it by. */
export type ProtoFiles = ReadonlyMap<string, { readonly path: string; readonly text: string }>;

/** A workspace and everything in it. */
export interface InsomniaWorkspace {
  readonly name: string;
  readonly data: YamlMap;
  readonly nodes: readonly InsomniaNode[];
  readonly base: YamlMap | null;
  readonly environments: readonly YamlMap[];
  readonly protos: ProtoFiles;
  /** Text of an API description kept in it. */
  readonly spec: string;
  /** What has no place, by what it is. */
  readonly left: ReadonlyMap<string, readonly YamlMap[]>;
}

const kinds: ReadonlyMap<string, InsomniaKind> = new Map([
  ["request_group", "folder"],
  ["request", "http"],
  ["grpc_request", "grpc"],
  ["websocket_request", "websocket"],
  ["socketio_request", "socketio"],
]);

/** Types of version 4 that have a place, or are read with what they belong to. */
const read = new Set([
  ...kinds.keys(),
  "workspace",
  "environment",
  "api_spec",
  "proto_file",
  "proto_directory",
  "websocket_payload",
  "unit_test",
]);

const order = (map: YamlMap, key: string): number => {
  const value = map.get(key);
  return isYamlNumber(value) ? value.number : 0;
};

/** The workspaces of a version 4 export: resources tied by `parentId`. What hangs on nothing belongs to the first. */
export function workspacesOfV4(resources: readonly YamlMap[]): readonly InsomniaWorkspace[] {
  const typed = (type: string) =>
    resources.filter((map) => textOf(map.get("_type")).trim() === type);
  const children = new Map<string, YamlMap[]>();
  for (const map of resources) {
    const parent = textOf(map.get("parentId"));
    children.set(parent, [...(children.get(parent) ?? []), map]);
  }
  const placed = new Set<YamlMap>();
  const below = (id: string): readonly YamlMap[] => children.get(id) ?? [];
  const nodesOf = (id: string): readonly InsomniaNode[] =>
    below(id)
      .filter((map) => kinds.has(textOf(map.get("_type")).trim()))
      .toSorted((left, right) => order(left, "metaSortKey") - order(right, "metaSortKey"))
      .flatMap((map) => {
        // A circle of folders is walked once.
        if (placed.has(map)) return [];
        placed.add(map);
        return [node(map)];
      });
  const node = (map: YamlMap): InsomniaNode => ({
    kind: kinds.get(textOf(map.get("_type")).trim()) ?? "http",
    name: anyText(map.get("name")).trim(),
    data: map,
    children: nodesOf(textOf(map.get("_id"))),
    payloads: below(textOf(map.get("_id"))).filter(
      (child) => textOf(child.get("_type")) === "websocket_payload",
    ),
  });
  const left = (id: string) => {
    const found = new Map<string, readonly YamlMap[]>();
    for (const map of below(id)) {
      const type = textOf(map.get("_type")).trim();
      if (read.has(type)) continue;
      const inner = below(textOf(map.get("_id")));
      const key = type === "unit_test_suite" ? "tests" : "routes";
      const whole = inner.length === 0 ? map : new Map([...map, [key, inner] as const]);
      found.set(type, [...(found.get(type) ?? []), whole]);
    }
    return found;
  };
  const found = typed("workspace").map((workspace, index) => {
    const id = textOf(workspace.get("_id"));
    // Older exports have several beside each other: the first is the base, the others can be chosen.
    const [base, ...beside] = below(id).filter((map) => textOf(map.get("_type")) === "environment");
    const subs = base === undefined ? [] : [...below(textOf(base.get("_id"))), ...beside];
    const spec = below(id).find((map) => textOf(map.get("_type")) === "api_spec");
    // Requests whose parent is no longer there belong to the first workspace.
    const known = new Set(resources.map((map) => textOf(map.get("_id"))));
    const lost =
      index > 0 ? [] : [...children.keys()].filter((parent) => parent !== id && !known.has(parent));
    return {
      name: anyText(workspace.get("name")),
      data: workspace,
      nodes: [...nodesOf(id), ...lost.flatMap(nodesOf)],
      base: base ?? null,
      environments: subs.toSorted((a, b) => order(a, "metaSortKey") - order(b, "metaSortKey")),
      protos: protosOf(typed("proto_file"), "_id"),
      spec: textOf(spec?.get("contents")),
      left: left(id),
    };
  });
  if (found.length > 0) return found;
  const loose = [...children.keys()].flatMap(nodesOf);
  const none: YamlMap = new Map();
  return loose.length === 0
    ? []
    : [
        {
          name: "",
          data: none,
          nodes: loose,
          base: null,
          environments: [],
          protos: new Map(),
          spec: "",
          left: new Map(),
        },
      ];
}

function protosOf(files: readonly YamlMap[], id: string): ProtoFiles {
  return new Map(
    files.map((map) => {
      const name = anyText(map.get("name"))
        .replace(/[^\w. -]/g, "-")
        .replace(/(?:\.proto)?$/, ".proto");
      return [textOf(map.get(id)), { path: `protos/${name}`, text: textOf(map.get("protoText")) }];
    }),
  );
}

/** The workspace of a version 5 file: one collection, nested. */
export function workspaceOfV5(data: YamlMap): InsomniaWorkspace {
  const environments = mapAt(data, "environments");
  const isBase = textOf(data.get("type")).startsWith("environment.");
  const protos = mapsOf(data.get("protoFiles"));
  const left = new Map([
    ["unit_test_suite", mapsOf(data.get("testSuites"))],
    ["mock", mapsOf(data.get("server"))],
    ["mock_route", mapsOf(data.get("routes"))],
    ["mcp_request", mapsOf(data.get("mcpRequest")).map(nameAndUrl)],
    ["certificate", mapsOf(data.get("certificates"))],
    ["spec_file", specFile(mapAt(data, "spec"))],
    ["cookie_jar", mapsOf(data.get("cookieJar"))],
  ]);
  return {
    name: anyText(data.get("name")),
    data: flattened(data),
    nodes: nodesOfV5(data.get("collection")),
    base: environments.size === 0 ? null : environments,
    environments: mapsOf(environments.get("subEnvironments")),
    protos: protosOf(protos.map(flattened), "_id"),
    spec: specText(mapAt(data, "spec")),
    left: isBase ? new Map() : left,
  };
}

/** A description as it was written, or taken apart: then it goes on as JSON. */
function specText(spec: YamlMap): string {
  const contents = spec.get("contents");
  if (typeof contents === "string") return contents;
  return isYamlMap(contents) && contents.size > 0 ? `${jsonText(contents)}\n` : "";
}

/** The rest of it may hold what lets somebody in. */
function nameAndUrl(map: YamlMap): YamlMap {
  return new Map(["name", "url"].map((key) => [key, map.get(key) ?? ""]));
}

function specFile(spec: YamlMap): readonly YamlMap[] {
  const file = textOf(spec.get("file"));
  return file === "" ? [] : [new Map([["name", file]])];
}

function nodesOfV5(data: YamlData | undefined): readonly InsomniaNode[] {
  return mapsOf(data)
    .toSorted(
      (left, right) =>
        order(mapAt(left, "meta"), "sortKey") - order(mapAt(right, "meta"), "sortKey"),
    )
    .map((map) => ({
      kind: kindOfV5(map),
      name: anyText(map.get("name")).trim(),
      data: flattened(map),
      children: nodesOfV5(map.get("children")),
      payloads: mapsOf(map.get("payloads")),
    }));
}

const kindsOf52: ReadonlyMap<string, InsomniaKind> = new Map([
  ["RequestGroup", "folder"],
  ["Request", "http"],
  ["GrpcRequest", "grpc"],
  ["WebSocketRequest", "websocket"],
  ["SocketIORequest", "socketio"],
]);

/** From 5.2 on an item says what it is; before, its id does. */
function kindOfV5(map: YamlMap): InsomniaKind {
  const said = kindsOf52.get(textOf(map.get("type")));
  if (said !== undefined) return said;
  const id = textOf(mapAt(map, "meta").get("id"));
  if (map.has("children") || id.startsWith("fld_")) return "folder";
  if (id.startsWith("greq_") || map.has("protoMethodName") || map.has("reflectionApi"))
    return "grpc";
  if (id.startsWith("socketio-req_") || map.has("eventListeners")) return "socketio";
  if (!map.has("url") && !map.has("method") && !id.startsWith("req_")) return "folder";
  return id.startsWith("ws-req_") || /^wss?:/.test(textOf(map.get("url"))) ? "websocket" : "http";
}

/** Version 5's nested `meta`, `settings` and `scripts` under version 4's names. */
function flattened(map: YamlMap): YamlMap {
  const meta = mapAt(map, "meta");
  const settings = mapAt(map, "settings");
  const scripts = mapAt(map, "scripts");
  const cookies = mapAt(settings, "cookies");
  const next = new Map(map);
  const set = (key: string, value: YamlData | undefined) => {
    if (value !== undefined && !next.has(key)) next.set(key, value);
  };
  set("_id", meta.get("id"));
  set("description", meta.get("description"));
  set("settingEncodeUrl", settings.get("encodeUrl"));
  set("settingFollowRedirects", settings.get("followRedirects"));
  set("settingSendCookies", cookies.get("send"));
  set("settingStoreCookies", cookies.get("store"));
  if (settings.get("renderRequestBody") === false) set("settingDisableRenderRequestBody", true);
  set("preRequestScript", scripts.get("preRequest"));
  set("afterResponseScript", scripts.get("afterResponse"));
  return next;
}
