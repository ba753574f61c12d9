import type { Auth } from "../../model/auth.ts";
import type { Defaults } from "../../model/collection.ts";
import type { Row } from "../../model/request.ts";
import { paramsOf } from "../../model/url-params.ts";
import type { ImportedCollection } from "../import/imported.ts";
import { jsonText } from "../import/json-text.ts";
import { requestLink } from "../import/openapi/link.ts";
import { cleanDocs, oneLine } from "../import/openapi/prose.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { listAt, mapAt, textOf } from "../opencollection/fields.ts";
import { infoOf } from "../opencollection/info.ts";
import { type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { printData } from "../yaml/scalar.ts";
import { examplesOf, type ExportFormat, type Exported, mergedHeaders } from "./exported.ts";
import { bodyOf, responsesOf } from "./openapi-content.ts";
import { type Left, type Operation, operationsOf } from "./openapi-operations.ts";
import { parametersOf, pathOf } from "./openapi-parameters.ts";
import { planSecurity, type SecurityPlan } from "./openapi-security.ts";
import { createServers, type Servers, startOf } from "./openapi-servers.ts";

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

function written(collection: ImportedCollection, print: (data: YamlData) => string): Exported {
  const found = new Set<string>();
  const left = (place: string, what: string) =>
    void found.add(`${place}: ${what} has no place in OpenAPI.`);
  const defaults = readDefaults(collection.data);
  const values = new Map(defaults.variables.map(({ name, value }) => [name, value]));
  if (listAt(mapAt(collection.data, "request"), "scripts").length > 0)
    left(collection.name, "A script");
  const { list, tags: folders } = operationsOf(collection, left);
  const paths = pathsOf(list, left);
  const operations = [...paths.values()].flatMap((methods) => [...methods.values()]);
  const used = new Set(operations.map(({ tags: [first = ""] }) => first));
  const tags = [...folders].filter(([tag]) => used.has(tag));
  const servers = createServers(
    collection,
    values,
    operations.map(({ request }) => request.url),
  );
  const security = planSecurity(defaults.auth, operations.map(authOf), (what) =>
    left(collection.name, what),
  );
  const writing: Writing = { servers, security, ids: new Set(), left };
  const data = new Map(
    [...paths].map(([path, methods]) => [
      path,
      new Map(
        [...methods].map(([method, operation]) => [
          method,
          operationData(operation, path, writing),
        ]),
      ),
    ]),
  );
  const schemes = security.schemes();
  const all = servers.list();
  leftVariables(collection.name, defaults, servers, data, left);
  const root = yamlMap([
    ["openapi", "3.1.0"],
    [
      "info",
      yamlMap([
        ["title", oneLine(collection.name) || "API"],
        ["version", textOf(infoOf(collection.data).get("version")) || "1.0.0"],
        ["description", cleanDocs(defaults.docs) || undefined],
      ]),
    ],
    ["servers", all.length === 0 ? undefined : all],
    ["security", security.whole.length === 0 ? undefined : security.whole],
    ["tags", tags.length === 0 ? undefined : tags.map(tagOf)],
    ["paths", data],
    ["components", schemes.size === 0 ? undefined : yamlMap([["securitySchemes", schemes]])],
  ]);
  return { text: print(root), left: [...found] };
}

/** What all operations of one export share. */
interface Writing {
  readonly servers: Servers;
  readonly security: SecurityPlan;
  readonly ids: Set<string>;
  readonly left: Left;
}

function tagOf([name, description]: readonly [string, string]): YamlData {
  return yamlMap([
    ["name", name],
    ["description", description || undefined],
  ]);
}

type Paths = ReadonlyMap<string, ReadonlyMap<string, Operation>>;

/** Path → method → operation; the first of a path and method counts. */
function pathsOf(list: readonly Operation[], left: Left): Paths {
  const paths = new Map<string, Map<string, Operation>>();
  for (const operation of list) {
    const path = pathOf(startOf(operation.request.url).rest);
    const method = operation.request.method.toLowerCase();
    const methods = paths.get(path) ?? new Map<string, Operation>();
    if (methods.has(method)) left(operation.place, "A second request of the same method and path");
    else methods.set(method, operation);
    paths.set(path, methods);
  }
  return paths;
}

/** What is said nowhere: values of variables no server and no path holds, environments that are no servers. */
function leftVariables(
  place: string,
  { variables }: Defaults,
  servers: Servers,
  paths: ReadonlyMap<string, unknown>,
  left: Left,
): void {
  const inPaths = new Set(
    [...paths.keys()].flatMap((path) =>
      [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? ""),
    ),
  );
  const names = variables
    .filter(({ name, value }) => value !== "" && !servers.said.has(name) && !inPaths.has(name))
    .map(({ name }) => name);
  if (names.length > 0) left(place, `The value of ${names.join(", ")}`);
  for (const name of servers.left) left(place, `What is in the environment ${name}`);
}

function operationData(
  { data, request, above, place, tags }: Operation,
  path: string,
  { servers, security, ids, left }: Writing,
): YamlData {
  const lose = (what: string): void => left(place, what);
  const variables = new Map(
    [...above.flatMap((level) => level.variables), ...request.variables].map((row) => [
      row.name,
      row,
    ]),
  );
  const headers = mergedHeaders(
    above.map((level) => level.headers),
    request,
  );
  const off = request.headers.filter((row) => row.disabled === true);
  const fields = fieldsOf([...headers, ...off]);
  const params = paramsOf(request.url, request.params);
  const parameters = parametersOf({ ...request, params }, path, fields.parameters, variables, lose);
  const { docs, deprecated } = docsOf(request.docs);
  return yamlMap([
    ["tags", tags.length === 0 ? undefined : tags],
    ["summary", oneLine(request.name) || undefined],
    ["description", docs || undefined],
    ["operationId", operationId(data, request.name, ids)],
    ["parameters", parameters.length === 0 ? undefined : parameters],
    ["requestBody", bodyOf(request.body, fields.contentType, lose)],
    ["responses", responsesOf(examplesOf(data))],
    ["deprecated", deprecated ? true : undefined],
    ["security", security.of(authOf({ request, above }))],
    ["servers", servers.own(request.url)],
  ]);
}

/** What a request is sent with: its own auth, or that of the folders and the collection. */
function authOf({ request, above }: Pick<Operation, "request" | "above">): Auth {
  const found = [request.auth, ...above.toReversed().map(({ auth }) => auth)].find(
    ({ kind }) => kind !== "inherit",
  );
  return found ?? { kind: "none" };
}

/** Docs without what an import writes into them of the description's other fields. */
function docsOf(docs: string): { readonly docs: string; readonly deprecated: boolean } {
  const text = cleanDocs(docs);
  const deprecated = text.startsWith("**Deprecated.**");
  const rest = deprecated ? text.slice("**Deprecated.**".length).trimStart() : text;
  const scopes = /(?:^|\n\n)Scopes: `[^`\n]+`(?:, `[^`\n]+`)*(?=\n\n## Kept from the import|$)/;
  return { docs: rest.replace(scopes, "").trim(), deprecated };
}

/** The id the description had, else one of the name. */
function operationId(data: YamlMap, name: string, taken: Set<string>): string {
  const kept = requestLink(data)?.operationId ?? "";
  if (kept === "" || taken.has(kept)) return freeId(name, taken);
  taken.add(kept);
  return kept;
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
