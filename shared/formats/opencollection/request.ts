import { FailureError } from "../../model/failure.ts";
import type { HttpRequest, Newline, RawRequest, RequestBody } from "../../model/request.ts";
import { paramsOf } from "../../model/url-params.ts";
import {
  isYamlList,
  isYamlMap,
  type YamlData,
  type YamlMap,
  yamlMap,
  yamlNumber,
} from "../yaml/data.ts";
import { authDataOf, patchAuth, readAuth } from "./auth.ts";
import { patchActions, readActions } from "./actions.ts";
import { patchBody, readBody } from "./body.ts";
import { asBlock, blockOf, patchGraphql, readGraphql } from "./graphql.ts";
import {
  listAt,
  mapAt,
  order,
  proseOf,
  sameModel,
  textOf,
  withField,
  withFieldIn,
  withProse,
} from "./fields.ts";
import { infoOf, kindOf, patchName } from "./info.ts";
import { fileParams, repairParams } from "./params.ts";
import { paramRows, patchRows, plainRows, readRow } from "./rows.ts";
import { withEnvoi } from "./extension.ts";
import { patchMessages, readSocket } from "./socket.ts";
import { patchSettings, readSettings } from "./settings.ts";
import { hasVariants, readVariable, variableRows } from "./variables.ts";

/**
 * The HTTP, GraphQL or WebSocket request in a file's data, read leniently. Throws FailureError `input` (`not-a-request`, `not-http`) for
 * files that hold something else.
 */
export function readRequest(data: YamlData): HttpRequest {
  const map = requestMap(data);
  const http = mapAt(map, blockOf(map));
  const url = textOf(http.get("url"));
  const tags = infoOf(map).get("tags");
  const raw = readRaw(map);
  const actions = readActions(map, "runtime");
  return {
    name: textOf(infoOf(map).get("name")),
    method: textOf(http.get("method")),
    url,
    headers: listAt(http, "headers").map(readRow),
    params: repairParams(fileParams(listAt(http, "params"), url), url),
    body: bodyIn(map),
    auth: readAuth(authDataOf(map, http)),
    variables: listAt(mapAt(map, "runtime"), "variables").map(readVariable),
    ...(actions.length === 0 ? {} : { actions }),
    settings: readSettings(map),
    docs: proseOf(map.get("docs")),
    tags: isYamlList(tags) ? tags.map(textOf) : [],
    ...(raw === undefined ? {} : { raw }),
  };
}

function requestMap(data: YamlData): YamlMap {
  if (!isYamlMap(data)) throw notHttp("not-a-request", "This file holds no request.");
  const kind = kindOf(data);
  if (kind !== "http" && kind !== "graphql" && kind !== "websocket")
    throw notHttp("not-http", "This file holds no HTTP request.");
  return data;
}

function bodyIn(map: YamlMap): RequestBody {
  const block = blockOf(map);
  if (block === "websocket")
    return readSocket(mapAt(map, block).get("message"), mapAt(map, "settings"));
  const body = mapAt(map, block).get("body");
  return block === "graphql" ? readGraphql(body, map) : readBody(body);
}

function notHttp(code: string, message: string): FailureError {
  return new FailureError({ kind: "input", code, message, remedy: "Open it as text." });
}

function readRaw(map: YamlMap): RawRequest | undefined {
  const raw = mapAt(map, "extensions", "envoi").get("raw");
  if (!isYamlMap(raw)) return undefined;
  return {
    target: textOf(raw.get("target")),
    tls: raw.get("tls") === true,
    encoding: textOf(raw.get("encoding")) === "base64" ? "base64" : "text",
    data: textOf(raw.get("data")),
    newline: newlineOf(textOf(raw.get("newline"))),
    ...(raw.get("literal") === true ? { literal: true as const } : {}),
  };
}

function newlineOf(text: string): Newline {
  return text === "lf" || text === "crlf-head" ? text : "crlf";
}

/** Names of the parts of a request file that Envoi keeps as they are but does not show. */
export function keptOfRequest(data: YamlData): readonly string[] {
  if (!isYamlMap(data)) return [];
  const kept: string[] = [];
  const runtime = mapAt(data, "runtime");
  for (const key of ["scripts", "assertions"]) if (filled(runtime.get(key))) kept.push(key);
  for (const key of ["examples", "app"]) if (filled(data.get(key))) kept.push(key);
  const body = bodyIn(data);
  if (body.kind === "other") kept.push(`body: ${body.type}`);
  const auth = readAuth(authDataOf(data, mapAt(data, blockOf(data))));
  if (auth.kind === "other") kept.push(`auth: ${auth.type}`);
  if (hasVariants(listAt(runtime, "variables"))) kept.push("variable variants");
  if (proseOf(infoOf(data).get("description")) !== "") kept.push("description");
  if (mapAt(data, "settings").has("forwardAuthorizationHeader"))
    kept.push("forwardAuthorizationHeader");
  const known = new Set<string>([...order.request, "meta", "name", "type", "seq"]);
  kept.push(...[...data.keys()].filter((key) => !known.has(key)));
  kept.push(
    ...[...mapAt(data, "extensions").keys()]
      .filter((key) => key !== "envoi")
      .map((key) => `extensions.${key}`),
  );
  return kept;
}

function filled(data: YamlData | undefined): boolean {
  return (isYamlList(data) && data.length > 0) || (isYamlMap(data) && data.size > 0);
}

/** The file's data with what differs between the request in it and `after`; everything else is the very same data. */
export function patchRequest(data: YamlData, after: HttpRequest): YamlMap {
  const map = asBlock(requestMap(data), after.body);
  const before = readRequest(map);
  const block = blockOf(map);
  const http = mapAt(map, block);
  let next: YamlMap = map;
  const set = (outer: "http" | "runtime", key: string, value: YamlData | undefined) => {
    const orders = { outer: order.request, inner: order[outer] };
    next = withFieldIn(next, outer === "http" ? block : outer, key, value, orders);
  };
  if (before.name !== after.name) next = patchName(next, after.name);
  if (!sameModel(before.tags, after.tags)) {
    const key = next.has("meta") && !next.has("info") ? "meta" : "info";
    const tags = after.tags.length === 0 ? undefined : [...after.tags];
    next = withFieldIn(next, key, "tags", tags, { outer: order.request, inner: order.info });
  }
  // The handshake of a WebSocket is always GET.
  if (before.method !== after.method && block !== "websocket") set("http", "method", after.method);
  if (before.url !== after.url) set("http", "url", after.url);
  if (!sameModel(before.headers, after.headers)) {
    set(
      "http",
      "headers",
      patchRows(listAt(http, "headers"), before.headers, after.headers, plainRows),
    );
  }
  const list = listAt(http, "params");
  // OpenCollection has no parameters for a WebSocket: only what its URL does not say itself is written.
  const said = block === "websocket" && list.length === 0 && isSaid(after);
  if (!said && !sameModel(before.params, after.params)) {
    set("http", "params", patchRows(list, fileParams(list, before.url), after.params, paramRows));
  }
  if (!sameModel(before.body, after.body)) {
    if (after.body.kind === "graphql") {
      set("http", "body", patchGraphql(http.get("body"), after.body));
      next = withEnvoi(next, "operationName", after.body.operation || undefined, order.request);
    } else if (after.body.kind === "websocket") {
      const messages = before.body.kind === "websocket" ? before.body.messages : [];
      if (!sameModel(messages, after.body.messages))
        set("http", "message", patchMessages(http.get("message"), messages, after.body.messages));
      const { pingInterval } = after.body;
      if (
        pingInterval !== (before.body.kind === "websocket" ? before.body.pingInterval : undefined)
      )
        next = withFieldIn(
          next,
          "settings",
          "keepAliveInterval",
          pingInterval === undefined ? undefined : yamlNumber(pingInterval),
          { outer: order.request, inner: order.settings },
        );
    } else if (block === "http") set("http", "body", patchBody(http.get("body"), after.body));
  }
  if (!sameModel(before.auth, after.auth)) {
    const { auth, own } = patchAuth(authDataOf(map, http), after.auth);
    set("http", "auth", auth);
    next = withEnvoi(next, "auth", own, order.request);
  }
  if (!sameModel(before.variables, after.variables)) {
    const old = listAt(mapAt(map, "runtime"), "variables");
    set("runtime", "variables", patchRows(old, before.variables, after.variables, variableRows));
  }
  if (!sameModel(before.actions ?? [], after.actions ?? [])) {
    const orders = { outer: order.request, inner: order.runtime };
    next = patchActions(next, "runtime", after.actions ?? [], orders);
  }
  if (!sameModel(before.settings, after.settings)) next = patchSettings(next, after.settings);
  if (before.docs !== after.docs) {
    next = withField(next, "docs", withProse(map.get("docs"), after.docs), order.request);
  }
  if (!sameModel(before.raw, after.raw))
    next = withEnvoi(next, "raw", rawData(after.raw), order.request);
  return next;
}

function isSaid({ url, params }: HttpRequest): boolean {
  return sameModel(paramsOf(url, []), params);
}

function rawData(raw: RawRequest | undefined): YamlData | undefined {
  if (raw === undefined) return undefined;
  return yamlMap([
    ["target", raw.target],
    ["tls", raw.tls],
    ["encoding", raw.encoding],
    ["newline", raw.newline],
    ...(raw.literal === true ? ([["literal", true]] as const) : []),
    ["data", raw.data],
  ]);
}

/** Data of a new file. `auth: inherit` is written: for Bruno an absent auth means none. */
export function newRequestData(request: HttpRequest, seq: number): YamlMap {
  const socket = request.body.kind === "websocket";
  const info = yamlMap([
    ["name", request.name],
    ["type", socket ? "websocket" : "http"],
    ["seq", yamlNumber(seq)],
  ]);
  const http = yamlMap([
    ...(socket ? [] : ([["method", request.method]] as const)),
    // Filled by the patch below, which then sees that the query rows are new too.
    ["url", ""],
    ["auth", "inherit"],
  ]);
  return patchRequest(
    new Map<string, YamlData>([
      ["info", info],
      [socket ? "websocket" : "http", http],
    ]),
    request,
  );
}
