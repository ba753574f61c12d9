import { emptyRequest, type HttpRequest, type Param, type Row } from "../../../model/request.ts";
import { spellParam } from "../../../model/url-params.ts";
import { isYamlMap, type YamlMap } from "../../yaml/data.ts";
import { requestItem } from "../build.ts";
import type { ImportedRequest } from "../imported.ts";
import { fenced, jsonText } from "../json-text.ts";
import { callbackDocs } from "./callbacks.ts";
import type { ApiContext } from "./context.ts";
import type { Located } from "./documents.ts";
import { acceptOf, examplesOf } from "./examples.ts";
import { withRequestLink } from "./link.ts";
import type { ApiOperation } from "./operation.ts";
import { docsLink, firstLine, oneLine, paragraphs } from "./prose.ts";
import { type MadeBody, requestBody } from "./request-body.ts";
import type { RequestSecurity, SecurityPlan } from "./security.ts";
import type { Summary } from "./summary.ts";
import { targetOf } from "./target.ts";

/** What every request of one description shares. */
export interface ApiShared {
  readonly context: ApiContext;
  readonly root: Located<YamlMap>;
  readonly security: SecurityPlan;
  readonly summary: Summary;
  /** What comes before the path of an operation: `{{baseUrl}}` or another variable. */
  readonly baseOf: (operation: ApiOperation) => string;
  /** Variables of the collection: names of the path give way to them. */
  readonly taken: ReadonlySet<string>;
}

/** A request is called by its summary, its id or what it does. */
export function operationName(operation: ApiOperation): string {
  return (
    operation.summary ||
    operation.operationId ||
    firstLine(operation.description) ||
    `${operation.method} ${operation.path}`
  );
}

/** An operation as a request with its examples. `above`: names of its folders. */
export function operationRequest(
  operation: ApiOperation,
  above: readonly string[],
  shared: ApiShared,
): ImportedRequest {
  const { context, security, summary } = shared;
  const { samples } = context;
  const name = operationName(operation);
  const place = [...above, name];
  const base = shared.baseOf(operation);
  const path = operation.webhook ? "" : operation.path;
  const slashed = path === "" || path.startsWith("/") ? path : `/${path}`;
  const target = targetOf(base, slashed, operation.parameters, shared.taken, samples);
  const access = security.of(operation);
  const body = requestBody(operation.body, samples);
  const own = rowsOf(target.headers, body.contentType, acceptOf(operation));
  const headers = withCookies(
    [
      ...own,
      ...access.rows.flatMap(({ place: at, name: key, value }): readonly Row[] =>
        at === "header" ? [{ name: key, value }] : [],
      ),
    ],
    access,
  );
  const query = access.rows.flatMap(({ place: at, name: key, value }): readonly Param[] =>
    at === "query" ? [{ name: key, value, type: "query" }] : [],
  );
  const url = query.reduce(
    (text, row) => `${text}${text.includes("?") ? "&" : "?"}${spellParam(row)}`,
    target.url,
  );
  const request: HttpRequest = {
    ...emptyRequest,
    name,
    method: operation.method,
    url,
    params: [
      ...target.params.filter(({ type }) => type === "query"),
      ...query,
      ...target.params.filter(({ type }) => type === "path"),
    ],
    headers,
    body: body.body,
    variables: target.variables,
    docs: docsOf(operation, access),
    tags: operation.tags.slice(1),
  };
  for (const missing of target.undeclared)
    summary.count("openapi-path-undeclared", `{${missing}} ${operation.id}`, place);
  const remarks = remarksOf(operation, access, body, target.unused, place, shared);
  if (body.body.kind === "file") summary.count("openapi-file", operation.id, place);
  const asked = { method: operation.method, url, headers, body };
  const item = requestItem({
    request,
    auth: access.auth,
    examples: examplesOf(operation, asked, samples),
    remarks,
  });
  const { id, operationId } = operation;
  return {
    ...item,
    data: withRequestLink(item.data, { operation: id, operationId, parts: new Map() }),
  };
}

function rowsOf(headers: readonly Row[], contentType: string, accept: string): readonly Row[] {
  const named = (name: string) =>
    headers.some((row) => row.name.toLowerCase() === name && row.disabled !== true);
  return [
    ...(accept === "" || named("accept") ? [] : [{ name: "Accept", value: accept }]),
    ...(contentType === "" || named("content-type")
      ? []
      : [{ name: "Content-Type", value: contentType }]),
    ...headers,
  ];
}

/** A key that is sent as a cookie goes to the other cookies. */
function withCookies(headers: readonly Row[], access: RequestSecurity): readonly Row[] {
  const pairs = access.rows
    .filter(({ place }) => place === "cookie")
    .map(({ name, value }) => `${name}=${value}`);
  if (pairs.length === 0) return headers;
  const at = headers.findIndex((row) => row.disabled !== true && /^cookie$/i.test(row.name));
  if (at < 0) return [...headers, { name: "Cookie", value: pairs.join("; ") }];
  return headers.map((row, index) =>
    index === at ? { ...row, value: [row.value, ...pairs].join("; ") } : row,
  );
}

function docsOf(operation: ApiOperation, access: RequestSecurity): string {
  const scopes = access.scopes.map((scope) => `\`${scope}\``).join(", ");
  return paragraphs(
    operation.deprecated ? "**Deprecated.**" : "",
    operation.description,
    operation.body === null ? "" : operation.body.description,
    docsLink(operation.externalDocs),
    scopes === "" ? "" : `Scopes: ${scopes}`,
  );
}

/** What has no place in a request: kept in its docs, counted for the summary. */
function remarksOf(
  operation: ApiOperation,
  access: RequestSecurity,
  body: MadeBody,
  unused: readonly string[],
  place: readonly string[],
  shared: ApiShared,
): readonly string[] {
  const { summary, context } = shared;
  const remarks: string[] = [];
  const keep = (code: Parameters<Summary["count"]>[0], what: string, text: string) => {
    summary.count(code, what, place);
    remarks.push(text);
  };
  for (const way of access.alternatives)
    keep(
      "openapi-other-auth",
      way.join(" + "),
      `Another way to authenticate: ${way.join(" and ")}.`,
    );
  if (access.optional)
    keep("openapi-optional-auth", operation.id, "It may be sent without authentication.");
  for (const name of access.unsaid) keep("openapi-also-needed", name, `It also needs ${name}.`);
  for (const { content, payload } of body.others) {
    const text = payload?.text ?? null;
    const shown =
      text === null ? "" : fenced(text, payload?.kind === "text" ? "" : (payload?.kind ?? ""));
    keep(
      "openapi-other-body",
      content.mediaType,
      `The body may also be ${content.mediaType}.${shown}`,
    );
  }
  for (const payload of body.payloads.slice(1)) {
    const title = oneLine(payload.summary || payload.name) || "another";
    const text =
      payload.text === null
        ? payload.elsewhere
        : fenced(payload.text, payload.kind === "json" ? "json" : "");
    keep("openapi-other-example", title, `Example of the body, ${title}: ${text}`);
  }
  for (const encoding of body.chosen?.encoding ?? [])
    if (encoding[1].headers.length > 0)
      keep(
        "openapi-part-headers",
        encoding[0],
        `The part ${encoding[0]} has header fields of its own: ${encoding[1].headers.join(", ")}.`,
      );
  for (const name of unused)
    keep("openapi-path-unused", name, `The path has no place for the parameter ${name}.`);
  for (const server of (operation.servers ?? []).slice(1))
    keep(
      "openapi-other-server",
      server.url,
      `It may also be sent to ${server.url}${server.description === "" ? "" : ` (${server.description})`}`,
    );
  for (const response of operation.responses)
    for (const [name, link] of response.links) {
      const settled = context.references.settle({ data: link, base: operation.base });
      const value =
        settled !== null && isYamlMap(settled.data) ? fenced(jsonText(settled.data), "json") : "";
      keep(
        "openapi-link",
        name,
        `A value of the ${response.status} reply leads on: ${name}.${value}`,
      );
    }
  for (const { name, text } of callbackDocs(operation, shared.root, context))
    keep("openapi-callback", name, text);
  if (operation.extensions.size > 0) {
    const names = [...operation.extensions.keys()];
    keep(
      "openapi-vendor",
      names.join(", "),
      `Further fields of the description: ${names.join(", ")}.${fenced(jsonText(operation.extensions), "json")}`,
    );
  }
  return remarks;
}
