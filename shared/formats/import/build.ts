import type { Auth } from "../../model/auth.ts";
import type { Defaults } from "../../model/collection.ts";
import type { OwnNetwork } from "../../model/network/network.ts";
import type { GraphqlBody, HttpRequest, Row, SocketBody } from "../../model/request.ts";
import type { Variable } from "../../model/variable.ts";
import { newCollectionData, newFolderData, patchDefaults } from "../opencollection/defaults.ts";
import { mapAt, order, withField, withFieldIn } from "../opencollection/fields.ts";
import { blockOf } from "../opencollection/graphql.ts";
import { newRequestData } from "../opencollection/request.ts";
import { plainRows } from "../opencollection/rows.ts";
import { variableRows } from "../opencollection/variables.ts";
import { type YamlData, type YamlMap, yamlMap, yamlNumber } from "../yaml/data.ts";
import type {
  ImportedEnvironment,
  ImportedFolder,
  ImportedItem,
  ImportedRequest,
} from "./imported.ts";

/** Auth in our model, or, of a scheme Envoi does not know, as the file will have it: a map with its `type`. */
export type ImportedAuth = Auth | YamlMap;

export interface ImportedScript {
  readonly type: "before-request" | "after-response" | "tests" | "hooks" | `grpc:${string}`;
  readonly code: string;
}

/** A saved exchange. */
export interface ImportedExample {
  readonly name: string;
  readonly description?: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly Row[];
    readonly params?: readonly YamlData[];
    readonly body?: YamlData | undefined;
  };
  readonly response: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: readonly Row[];
    readonly body: {
      readonly type: "json" | "text" | "xml" | "html" | "binary";
      readonly data: string;
    } | null;
  };
}

/** What a request is besides an HTTP request. */
export type SpecialKind =
  | GraphqlBody
  | SocketBody
  | {
      readonly kind: "grpc";
      readonly method: string;
      readonly methodType: string;
      readonly protoFile: string;
      readonly message: YamlData;
    };

export interface RequestParts {
  /** For other kinds, what they share with it: name, URL, headers (gRPC: metadata), auth, variables, settings. */
  readonly request: HttpRequest;
  /** Instead of `request.auth`. */
  readonly auth?: ImportedAuth;
  readonly special?: SpecialKind | undefined;
  readonly scripts?: readonly ImportedScript[];
  readonly assertions?: readonly YamlData[];
  readonly actions?: readonly YamlData[];
  readonly examples?: readonly ImportedExample[];
  /** A page Bruno shows for the request, as its file has it. */
  readonly app?: YamlData | undefined;
  /** What had no place: goes to the end of the docs. */
  readonly remarks?: readonly string[];
}

/** A request as its file's data. */
export function requestItem(parts: RequestParts): ImportedRequest {
  const { auth = parts.request.auth } = parts;
  const grpc = parts.special?.kind === "grpc" ? parts.special : undefined;
  const request = withSpecial(parts.request, parts.special);
  const docs = withRemarks(request.docs, parts.remarks ?? []);
  const unknown = "kind" in auth ? null : auth;
  const model = "kind" in auth ? auth : request.auth;
  let data: YamlMap = newRequestData({ ...request, docs, auth: model }, 0);
  data = withField(
    data,
    "info",
    withField(mapAt(data, "info"), "seq", undefined, []),
    order.request,
  );
  if (unknown !== null)
    data = withFieldIn(data, blockOf(data), "auth", unknown, {
      outer: order.request,
      inner: order.http,
    });
  if (grpc !== undefined) data = grpcData(data, grpc);
  const runtime = (key: string, value: YamlData | undefined) => {
    data = withFieldIn(data, "runtime", key, value, { outer: order.request, inner: order.runtime });
  };
  runtime("scripts", filled(scriptsData(parts.scripts ?? [])));
  runtime("assertions", filled(parts.assertions));
  runtime("actions", filled(parts.actions));
  data = withField(
    data,
    "examples",
    filled((parts.examples ?? []).map(exampleData)),
    order.request,
  );
  data = withField(data, "app", parts.app, order.request);
  return { kind: "request", name: request.name, data };
}

export interface DefaultsParts {
  readonly name: string;
  readonly headers?: readonly Row[];
  readonly auth?: ImportedAuth;
  readonly variables?: readonly Variable[];
  readonly scripts?: readonly ImportedScript[];
  readonly actions?: readonly YamlData[];
  readonly docs?: string;
  readonly remarks?: readonly string[];
  readonly settings?: Defaults["settings"];
  readonly network?: OwnNetwork | undefined;
}

/** A folder as its `folder.yml`. Absent auth is "inherit". */
export function folderItem(
  parts: DefaultsParts,
  children: readonly ImportedItem[],
): ImportedFolder {
  const data = withDefaults(newFolderData(parts.name, null), {
    auth: { kind: "inherit" },
    ...parts,
  });
  return { kind: "folder", name: parts.name, data, children };
}

/** The data of `opencollection.yml`. Absent auth is none. */
export function collectionData(parts: DefaultsParts & { readonly version?: string }): YamlMap {
  const { version = "" } = parts;
  const data = withDefaults(newCollectionData(parts.name), { auth: { kind: "none" }, ...parts });
  if (version === "") return data;
  const info = withField(mapAt(data, "info"), "version", version, ["name", "version"]);
  return withField(data, "info", info, order.root);
}

function withDefaults(
  fresh: YamlMap,
  parts: DefaultsParts & { readonly auth: ImportedAuth },
): YamlMap {
  const outer = fresh.has("opencollection") ? order.root : order.folder;
  const unknown = "kind" in parts.auth ? null : parts.auth;
  let data = patchDefaults(fresh, {
    name: parts.name,
    headers: parts.headers ?? [],
    auth: "kind" in parts.auth ? parts.auth : { kind: "none" },
    variables: parts.variables ?? [],
    docs: withRemarks(parts.docs ?? "", parts.remarks ?? []),
    ...(parts.settings === undefined ? {} : { settings: parts.settings }),
    ...(parts.network === undefined ? {} : { network: parts.network }),
  });
  const set = (key: string, value: YamlData | undefined) => {
    data = withFieldIn(data, "request", key, value, { outer, inner: order.defaults });
  };
  if (unknown !== null) set("auth", unknown);
  set("scripts", filled(scriptsData(parts.scripts ?? [])));
  set("actions", filled(parts.actions));
  return data;
}

/** An environment; values of secret variables go to `secrets`, never to the data. */
export function environmentItem(
  name: string,
  variables: readonly Variable[],
  more: { readonly color?: string; readonly docs?: string } = {},
): ImportedEnvironment {
  const secrets = new Map<string, string>();
  for (const variable of variables)
    if (variable.secret === true && variable.value !== "")
      secrets.set(variable.name, variable.value);
  const data = yamlMap([
    ["name", name],
    ["color", more.color || undefined],
    ["description", more.docs || undefined],
    ["variables", variables.map((variable) => variableRows.create(variable))],
  ]);
  return { name, data, secrets };
}

/** Docs with what had no place at their end. */
export function withRemarks(docs: string, remarks: readonly string[]): string {
  if (remarks.length === 0) return docs;
  const list = remarks.map((remark) => `- ${remark.replaceAll("\n", "\n  ")}`).join("\n");
  return `${docs === "" ? "" : `${docs.replace(/\s+$/, "")}\n\n`}## Kept from the import\n\n${list}`;
}

function filled(list: readonly YamlData[] | undefined): YamlData | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

function scriptsData(scripts: readonly ImportedScript[]): readonly YamlData[] {
  return scripts
    .filter((script) => script.code.trim() !== "")
    .map(({ type, code }) =>
      yamlMap([
        ["type", type],
        ["code", code],
      ]),
    );
}

function exampleData(example: ImportedExample): YamlData {
  const { request, response } = example;
  return yamlMap([
    ["name", example.name],
    ["description", example.description || undefined],
    [
      "request",
      yamlMap([
        ["url", request.url],
        ["method", request.method],
        ["headers", filled(request.headers.map(plainRows.create))],
        ["params", filled(request.params)],
        ["body", request.body],
      ]),
    ],
    [
      "response",
      yamlMap([
        ["status", response.status > 0 ? yamlNumber(response.status) : undefined],
        ["statusText", response.statusText || undefined],
        [
          "headers",
          filled(response.headers.map(({ name, value }) => plainRows.create({ name, value }))),
        ],
        [
          "body",
          response.body === null
            ? undefined
            : yamlMap([
                ["type", response.body.type],
                ["data", response.body.data],
              ]),
        ],
      ]),
    ],
  ]);
}

/** The request with the body that makes it one of this kind. */
function withSpecial(request: HttpRequest, special: SpecialKind | undefined): HttpRequest {
  if (special === undefined || special.kind === "grpc") return request;
  if (special.kind === "graphql") return { ...request, body: special };
  // OpenCollection has no parameters here: the URL says those that are on.
  const params = request.params.filter(({ type, disabled }) => type === "path" || disabled);
  return { ...request, params, body: special };
}

type GrpcKind = Extract<SpecialKind, { kind: "grpc" }>;

/** The `http` block turned into that of gRPC, which is no request of ours. */
function grpcData(data: YamlMap, special: GrpcKind): YamlMap {
  const http = mapAt(data, "http");
  const info = withField(mapAt(data, "info"), "type", special.kind, order.info);
  const block = yamlMap([
    ["url", http.get("url")],
    ["method", special.method],
    ["methodType", special.methodType],
    ["protoFilePath", special.protoFile || undefined],
    ["metadata", http.get("headers")],
    ["message", special.message],
    ["auth", http.get("auth")],
  ]);
  const rest = [...data].filter(([key]) => key !== "http" && key !== "info");
  return yamlMap([["info", info], [special.kind, block], ...rest]);
}
