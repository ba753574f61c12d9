import type { Defaults } from "../../model/collection.ts";
import type { HttpRequest, Row } from "../../model/request.ts";
import { paramsOf } from "../../model/url-params.ts";
import { jsonText } from "../import/json-text.ts";
import type { ImportedCollection, ImportedItem } from "../import/imported.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { listAt, mapAt, textOf } from "../opencollection/fields.ts";
import { infoOf } from "../opencollection/info.ts";
import { asHttpRequest } from "../graphql/as-http.ts";
import { readRequest } from "../opencollection/request.ts";
import { type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { printData } from "../yaml/scalar.ts";
import { examplesOf, type ExportFormat, type Exported, isHttp, mergedHeaders } from "./exported.ts";
import { bodyOf, responsesOf } from "./openapi-content.ts";
import { parametersOf, pathOf } from "./openapi-parameters.ts";
import { createSecurity, type Security } from "./openapi-security.ts";
import { createServers, type Servers } from "./openapi-servers.ts";

/** A collection as OpenAPI 3.1 in YAML: what its requests and examples say of the API. */
export const openApiYaml: ExportFormat = {
  id: "openapi",
  name: "OpenAPI 3.1, YAML",
  extension: ".yaml",
  write: (collection) => written(collection, printData),
};

export const openApiJson: ExportFormat = {
  id: "openapi-json",
  name: "OpenAPI 3.1, JSON",
  extension: ".json",
  write: (collection) => written(collection, (data) => `${jsonText(data)}\n`),
};

/** What one export has gathered so far. */
interface Writing {
  readonly servers: Servers;
  readonly security: Security;
  /** Path → method → operation. */
  readonly paths: Map<string, Map<string, YamlData>>;
  readonly tags: Map<string, string>;
  readonly ids: Set<string>;
  readonly left: (place: string, what: string) => void;
  readonly values: ReadonlyMap<string, string>;
}

function written(collection: ImportedCollection, print: (data: YamlData) => string): Exported {
  const found = new Set<string>();
  const defaults = readDefaults(collection.data);
  const values = new Map(defaults.variables.map(({ name, value }) => [name, value]));
  const left = (place: string, what: string) =>
    void found.add(`${place}: ${what} has no place in OpenAPI.`);
  const writing: Writing = {
    servers: createServers(collection, values),
    security: createSecurity((what) => left(collection.name, what)),
    paths: new Map(),
    tags: new Map(),
    ids: new Set(),
    left,
    values,
  };
  const whole = writing.security.of(defaults.auth);
  if (listAt(mapAt(collection.data, "request"), "scripts").length > 0)
    left(collection.name, "A script");
  writeItems(collection.children, [], [defaults], writing);
  const version = textOf(infoOf(collection.data).get("version"));
  const schemes = writing.security.schemes();
  const data = yamlMap([
    ["openapi", "3.1.0"],
    [
      "info",
      yamlMap([
        ["title", collection.name],
        ["version", version || "1.0.0"],
        ["description", defaults.docs || undefined],
      ]),
    ],
    ["servers", writing.servers.list()],
    ["security", whole.length === 0 ? undefined : whole],
    ["tags", writing.tags.size === 0 ? undefined : [...writing.tags].map(tagOf)],
    ["paths", writing.paths],
    ["components", schemes.size === 0 ? undefined : yamlMap([["securitySchemes", schemes]])],
  ]);
  return { text: print(data), left: [...found] };
}

function tagOf([name, description]: readonly [string, string]): YamlData {
  return yamlMap([
    ["name", name],
    ["description", description || undefined],
  ]);
}

function writeItems(
  items: readonly ImportedItem[],
  folders: readonly string[],
  above: readonly Defaults[],
  writing: Writing,
): void {
  for (const item of items) {
    const place = [...folders, item.name].join(" / ");
    if (item.kind === "folder") {
      const own = readDefaults(item.data);
      writing.tags.set(place, own.docs);
      writeItems(item.children, [...folders, item.name], [...above, own], writing);
    } else if (isHttp(item)) writeOperation(item.data, folders, above, place, writing);
    else writing.left(place, "A request of this kind");
  }
}

const methods = new Set(["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]);

function writeOperation(
  data: YamlMap,
  folders: readonly string[],
  above: readonly Defaults[],
  place: string,
  writing: Writing,
): void {
  const request = asHttpRequest(readRequest(data));
  if (request.raw !== undefined) return writing.left(place, "A raw exchange");
  if (!methods.has(request.method.toUpperCase()))
    return writing.left(place, `The method ${request.method}`);
  const runtime = mapAt(data, "runtime");
  if (listAt(runtime, "scripts").length > 0) writing.left(place, "A script");
  if (listAt(runtime, "assertions").length > 0) writing.left(place, "An assertion");
  const server = writing.servers.of(request.url);
  const values = new Map([
    ...writing.values,
    ...request.variables.map(({ name, value }) => [name, value] as const),
  ]);
  const path = pathOf(server.rest);
  const operations = writing.paths.get(path) ?? new Map<string, YamlData>();
  const method = request.method.toLowerCase();
  if (operations.has(method))
    return writing.left(place, "A second request of the same method and path");
  const headers = mergedHeaders(
    above.map((level) => level.headers),
    request,
  );
  const off = request.headers.filter((row) => row.disabled === true);
  const fields = fieldsOf([...headers, ...off]);
  const params = paramsOf(request.url, request.params);
  const parameters = parametersOf({ ...request, params }, path, fields.parameters, values, (what) =>
    writing.left(place, what),
  );
  operations.set(
    method,
    yamlMap([
      ["tags", tagsOf(folders, request)],
      ["summary", request.name],
      ["description", request.docs || undefined],
      ["operationId", freeId(request.name, writing.ids)],
      ["parameters", parameters.length === 0 ? undefined : parameters],
      [
        "requestBody",
        bodyOf(request.body, fields.contentType, (what) => writing.left(place, what)),
      ],
      ["responses", responsesOf(examplesOf(data))],
      ["security", securityOf(request, above, writing)],
      ["servers", server.own],
    ]),
  );
  writing.paths.set(path, operations);
}

function tagsOf(folders: readonly string[], request: HttpRequest): YamlData | undefined {
  const own = folders.length === 0 ? [] : [folders.join(" / ")];
  const tags = [...own, ...request.tags];
  return tags.length === 0 ? undefined : tags;
}

/** Own auth, or that of the folders; undefined where the whole description's counts. */
function securityOf(
  request: HttpRequest,
  above: readonly Defaults[],
  writing: Writing,
): YamlData | undefined {
  const [whole, ...folders] = above;
  const own = [request.auth, ...folders.toReversed().map(({ auth }) => auth)].find(
    ({ kind }) => kind !== "inherit",
  );
  if (own === undefined) return undefined;
  const needed = writing.security.of(own);
  if (needed.length > 0) return needed;
  return whole === undefined || writing.security.of(whole.auth).length === 0 ? undefined : [];
}

/** `listPets` of "List pets", once. */
function freeId(name: string, taken: Set<string>): string {
  const words = name
    .normalize("NFKD")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  const base =
    words
      .map(
        (word, index) =>
          (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) +
          word.slice(1),
      )
      .join("") || "operation";
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}${number}`;
  taken.add(id);
  return id;
}

/** Header fields that are parameters, and the one that says what the body is. OpenAPI leaves Accept to the responses. */
function fieldsOf(headers: readonly Row[]): {
  readonly parameters: readonly Row[];
  readonly contentType: string;
} {
  const is = (row: Row, name: string) => row.name.toLowerCase() === name;
  return {
    parameters: headers.filter((row) => !is(row, "content-type") && !is(row, "accept")),
    contentType:
      headers.find((row) => is(row, "content-type") && row.disabled !== true)?.value ?? "",
  };
}
