import { flagOf, listAt, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { bodyOf, isBodyParameter } from "./body.ts";
import type { ApiContext } from "./context.ts";
import { lineOf, type Located } from "./documents.ts";
import type { ApiOperation, SecurityRequirement } from "./operation.ts";
import { parametersOf, settledList } from "./parameters.ts";
import { cleanDocs, oneLine } from "./prose.ts";
import { responsesOf } from "./responses.ts";
import { serversAt } from "./servers.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/** In lower case. */
const ofPath = new Set([
  ...methods,
  "$ref",
  "summary",
  "description",
  "servers",
  "parameters",
  "additionaloperations",
]);
const ofOperation = new Set([
  "tags",
  "summary",
  "description",
  "externalDocs",
  "operationId",
  "parameters",
  "requestBody",
  "responses",
  "callbacks",
  "deprecated",
  "security",
  "servers",
]);
/** Swagger 2 has these of an operation too. */
const ofSwagger = new Set(["consumes", "produces", "schemes"]);

/** Operations of `paths`, in order. What is broken is named in the notes and left out. */
export function operationsOf(root: Located<YamlMap>, context: ApiContext): readonly ApiOperation[] {
  return itemsOf(root.data.get("paths"), root, false, context);
}

/** Operations of `webhooks` (3.1): the service sends them. */
export function webhooksOf(root: Located<YamlMap>, context: ApiContext): readonly ApiOperation[] {
  const found = root.data.get("webhooks") ?? root.data.get("x-webhooks");
  return itemsOf(found, root, true, context);
}

function itemsOf(
  data: YamlData | undefined,
  root: Located<YamlMap>,
  webhook: boolean,
  context: ApiContext,
): readonly ApiOperation[] {
  const paths = data === undefined ? null : context.references.settle({ data, base: root.base });
  if (paths === null || !isYamlMap(paths.data)) return [];
  return [...paths.data].flatMap(([path, item]): readonly ApiOperation[] => {
    if (path.startsWith("x-")) return [];
    const settled = context.references.settle({ data: item, base: paths.base });
    if (settled === null) return [];
    if (isYamlMap(settled.data))
      return operationsAt(path, { ...settled, data: settled.data }, root, webhook, context);
    if (settled.data !== null) broken(path, settled.base, context);
    return [];
  });
}

function broken(what: string, base: string, context: ApiContext): void {
  const line = lineOf(context.documents.open(base), what.slice(what.indexOf(" ") + 1));
  context.notes.add("error", "missing-part", { what }, { file: base, line });
}

/** Every operation of one path. */
export function operationsAt(
  path: string,
  item: Located<YamlMap>,
  root: Located<YamlMap>,
  webhook: boolean,
  context: ApiContext,
): readonly ApiOperation[] {
  const more = mapAt(item.data, "additionalOperations");
  const entries = [
    ...[...item.data].flatMap(([key, data]) =>
      methods.includes(key.toLowerCase()) ? [[key.toUpperCase(), data] as const] : [],
    ),
    // These are spelled as they are sent.
    ...more,
  ];
  const unknown = new Map([...item.data].filter(([key]) => !ofPath.has(key.toLowerCase())));
  return entries.flatMap(([method, data]): readonly ApiOperation[] => {
    const settled = context.references.settle({ data, base: item.base });
    if (settled === null) return [];
    if (isYamlMap(settled.data)) {
      const own = { ...settled, data: settled.data };
      return [operationAt({ method, path, webhook }, own, item, root, unknown, context)];
    }
    broken(`${method} ${path}`, item.base, context);
    return [];
  });
}

function operationAt(
  { method, path, webhook }: Pick<ApiOperation, "method" | "path" | "webhook">,
  { data, base }: Located<YamlMap>,
  item: Located<YamlMap>,
  root: Located<YamlMap>,
  unknown: YamlMap,
  context: ApiContext,
): ApiOperation {
  const above = settledList(item.data.get("parameters"), item.base, context);
  const own = settledList(data.get("parameters"), base, context);
  const known = context.version === 2 ? [...ofOperation, ...ofSwagger] : [...ofOperation];
  return {
    method,
    path,
    webhook,
    base,
    id: webhook ? `webhook ${path} ${method}` : `${method} ${path}`,
    operationId: oneLine(textOf(data.get("operationId"))),
    summary: oneLine(textOf(data.get("summary")) || textOf(item.data.get("summary"))),
    description: cleanDocs(data.get("description")) || cleanDocs(item.data.get("description")),
    tags: listAt(data, "tags")
      .map((tag) => oneLine(textOf(isYamlMap(tag) ? tag.get("name") : tag)))
      .filter(Boolean),
    deprecated: flagOf(data.get("deprecated")),
    parameters: parametersOf(
      above.filter((one) => !isBodyParameter(one.data)),
      own.filter((one) => !isBodyParameter(one.data)),
      context,
    ),
    body: bodyOf({ data, base }, [...above, ...own], root, context),
    responses: responsesOf({ data, base }, root, context),
    security: securityOf(data.get("security")),
    servers: serversAt(data, base, root) ?? serversAt(item.data, item.base, root),
    callbacks: mapAt(data, "callbacks"),
    externalDocs: isYamlMap(data.get("externalDocs")) ? mapAt(data, "externalDocs") : null,
    extensions: new Map([...unknown, ...[...data].filter(([key]) => !known.includes(key))]),
  };
}

/** What has to be met, alternatives in order; null where nothing is said. */
export function securityOf(data: YamlData | undefined): readonly SecurityRequirement[] | null {
  if (!isYamlList(data)) return null;
  return data
    .filter(isYamlMap)
    .map(
      (map): SecurityRequirement =>
        new Map(
          [...map].map(([name, scopes]) => [name, isYamlList(scopes) ? scopes.map(textOf) : []]),
        ),
    );
}
