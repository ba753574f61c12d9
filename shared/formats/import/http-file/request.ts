import type { ClientCertificate } from "../../../model/network/tls.ts";
import {
  emptyRequest,
  type HttpRequest,
  type RequestSettings,
  type Row,
} from "../../../model/request.ts";
import { isJsonType, parseMediaType } from "../../../model/media-type.ts";
import { graphqlOfJson } from "../../graphql/from-json.ts";
import { paramsOf } from "../../../model/url-params.ts";
import type { Variable } from "../../../model/variable.ts";
import { type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import {
  type ImportedExample,
  type ImportedScript,
  requestItem,
  type SpecialKind,
} from "../build.ts";
import { requestName } from "../curl/name.ts";
import type { ImportedRequest } from "../imported.ts";
import type { Notes } from "../note.ts";
import { readJson } from "../read-json.ts";
import { createRemark, type Remark } from "../remark.ts";
import { socketBody } from "../web-socket.ts";
import { noteMarks, titleOf } from "./marks.ts";
import { httpFileAuth } from "./auth.ts";
import { httpFileAssertions } from "./assertions.ts";
import { bodyText, httpFileBody } from "./body.ts";
import type { HttpFileRequest } from "./scan.ts";
import { httpFileText } from "./templates.ts";

/** What a request takes from its file and folder. */
export interface HttpFileContext {
  readonly file: string;
  readonly above: readonly string[];
  readonly notes: Notes;
  readonly security: ReadonlyMap<string, YamlMap>;
  /** Variables of the request's own region. */
  readonly variables: readonly Variable[];
  /** Proto files the file names. */
  readonly protos: readonly string[];
  /** The text of a file beside it; null when it is not there. */
  readonly read: (path: string) => string | null;
  /** The path of a file beside it, inside the collection. */
  readonly resolve: (path: string) => string;
}

/** One request of a file. */
export function httpFileItem(source: HttpFileRequest, context: HttpFileContext): ImportedRequest {
  const kept = new Set<string>();
  // VS Code asks for these before it sends.
  const asked = new Set(
    source.meta.flatMap(([key, value]) => (key === "prompt" ? [value.split(/\s/)[0] ?? ""] : [])),
  );
  const text = (value: string) => {
    const read = httpFileText(value);
    for (const tag of read.kept) if (!tag.includes("$auth.")) kept.add(tag);
    return read.text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
      asked.has(name) ? `{{?${name}}}` : whole,
    );
  };
  const meta = (name: string) =>
    source.meta.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  const { kind, method } = kindOf(source);
  const fields = source.headers.map((row): Row => ({
    name: row.name,
    // Tokens are looked for before they are rewritten.
    value: row.value.includes("$auth.") ? row.value : text(row.value),
    ...(row.off ? { disabled: true } : {}),
  }));
  const typed =
    fields.find((row) => /^content-type$/i.test(row.name) && row.disabled !== true)?.value ?? "";
  const address = text(addressOf(source.url, fields));
  // The call is a field of its own in gRPC.
  const url = kind === "grpc" ? address.replace(/^((?:[a-z]+:\/\/)?[^/]*)\/.*$/is, "$1") : address;
  const name =
    titleOf(source) ||
    requestName({ method: source.method, url: address.replaceAll("{{?", "{{") }, "");
  const remark = createRemark(context.notes, [...context.above, name], context.file);
  const { auth, headers } = httpFileAuth(fields, context.security, remark);
  const special = specialOf(kind, source, { text, typed }, context);
  const body =
    special === undefined
      ? httpFileBody(source.body.map(text), typed, context.resolve, (what, path) =>
          remark.tell("warning", what, { path }, source.line),
        )
      : { body: { kind: "none" as const }, ownBoundary: false };
  const scripts = source.scripts.map((script) => httpFileScript(script, context, remark));
  if (kind === "other")
    remark.add(
      "warning",
      "no-place-value",
      { what: "The kind of request", value: source.method },
      source.line,
    );
  for (const output of source.outputs)
    remark.add(
      "info",
      "no-place-value",
      { what: "The file replies go to", value: output },
      source.line,
    );
  if (kind === "websocket" && source.body.some((line) => /^===[ \t]*wait-for-server\b/.test(line)))
    remark.add(
      "info",
      "no-place-value",
      { what: "Waiting for the server between messages", value: "=== wait-for-server" },
      source.line,
    );
  noteMarks(source, name, remark);
  const { assertions, left } = httpFileAssertions(source.asserts);
  for (const line of left)
    remark.add("info", "no-place-value", { what: "The assertion", value: line }, source.line);
  // JetBrains sends no such field with a handshake: it says how the messages are shown.
  const drop =
    body.ownBoundary || source.method === "WEBSOCKET"
      ? (row: Row) => /^content-type$/i.test(row.name)
      : special?.kind === "graphql"
        ? (row: Row) => /^x-request-type$/i.test(row.name)
        : () => false;
  for (const tag of kept) remark.add("warning", "template-kept", { tag }, source.line);
  const request: HttpRequest = {
    ...emptyRequest,
    name,
    method,
    url,
    params: paramsOf(url, []),
    headers: headers.filter((row) => !drop(row) && !certificateField.test(row.name)),
    body: body.body,
    auth,
    variables: context.variables.map((variable) => ({ ...variable, value: text(variable.value) })),
    settings: settingsOf(source, certificateOf(fields, context.resolve)),
    docs: [meta("description") ?? "", ...source.comments].filter((line) => line !== "").join("\n"),
  };
  return requestItem({
    request,
    special,
    scripts,
    assertions,
    examples: exampleOf(source.response, request),
    remarks: remark.remarks,
  });
}

type Kind = "http" | "graphql" | "grpc" | "websocket" | "other";

function kindOf(source: HttpFileRequest): { readonly kind: Kind; readonly method: string } {
  switch (source.method) {
    case "GRAPHQL":
      return { kind: "graphql", method: "POST" };
    case "GRPC":
      return { kind: "grpc", method: "GET" };
    case "WEBSOCKET":
    case "WS":
    case "WSS":
      return { kind: "websocket", method: "GET" };
    case "SSE":
    case "EVENTSOURCE":
      return { kind: "http", method: "GET" };
    case "RSOCKET":
    case "MQTT":
    case "AMQP":
      return { kind: "other", method: "GET" };
    default:
      return {
        kind: /^wss?:/i.test(source.url) ? "websocket" : isGraphql(source) ? "graphql" : "http",
        method: source.method,
      };
  }
}

/** VS Code's header, or httpYac's query in a body that says it is JSON. */
function isGraphql(source: HttpFileRequest): boolean {
  if (
    source.headers.some(
      (row) => !row.off && /^x-request-type$/i.test(row.name) && /graphql/i.test(row.value),
    )
  )
    return true;
  const type =
    source.headers.find((row) => !row.off && /^content-type$/i.test(row.name))?.value ?? "";
  const { essence } = parseMediaType(type);
  return (
    source.method === "POST" &&
    (essence === "" || isJsonType(essence) || essence === "application/graphql") &&
    /^(?:query|mutation|subscription|fragment)\b[^\n]*[{(]/.test(bodyText(source.body))
  );
}

/** `/path` is completed by its Host field, or by the variable `host` (httpYac). */
function addressOf(url: string, headers: readonly Row[]): string {
  if (!url.startsWith("/")) return url;
  const host = headers.find((row) => /^host$/i.test(row.name) && row.disabled !== true)?.value;
  return host === undefined ? `{{host}}${url}` : `http://${host}${url}`;
}

function specialOf(
  kind: Kind,
  source: HttpFileRequest,
  { text, typed }: { readonly text: (value: string) => string; readonly typed: string },
  context: HttpFileContext,
): SpecialKind | undefined {
  const body = bodyText(source.body.map(text));
  if (kind === "graphql") return graphqlOf(body);
  if (kind === "grpc") {
    const method = /^(?:[a-z]+:\/\/)?[^/]*(\/.*)?$/is.exec(text(source.url))?.[1] ?? "";
    const messages = messagesOf(body);
    return {
      kind: "grpc",
      method,
      methodType: "unary",
      protoFile: context.protos[0] ?? "",
      message:
        messages.length < 2
          ? (messages[0] ?? "")
          : messages.map((message, index) => variant(message, index)),
    };
  }
  if (kind !== "websocket") return undefined;
  const said = messagesOf(body).map((message) => {
    const path = /^<(?:@\S*)?[ \t]+(\S.*)$/.exec(message)?.[1];
    const data = (path === undefined ? null : context.read(path)) ?? message;
    return source.method === "WEBSOCKET" && /\bxml\b/i.test(typed)
      ? { type: "xml" as const, data }
      : { data };
  });
  return socketBody(said, "all");
}

function variant(message: YamlData, index: number): YamlData {
  return yamlMap([
    ["title", `message ${index + 1}`],
    ["selected", index === 0 ? true : undefined],
    ["message", message],
  ]);
}

/** Messages are separated by lines of `===`. */
function messagesOf(body: string): readonly string[] {
  return body
    .split(/^===.*$/m)
    .map((message) => message.trim())
    .filter((message) => message !== "");
}

/** The query, and after a blank line its variables. */
function graphqlOf(body: string): SpecialKind {
  const json = graphqlOfJson(body);
  if (json !== null) return json;
  const cut = /\n\s*\n(?=\{)/g;
  for (const match of body.matchAll(cut)) {
    const variables = body.slice(match.index).trim();
    if (readJson(variables).problem === null)
      return { kind: "graphql", query: body.slice(0, match.index).trim(), variables };
  }
  return { kind: "graphql", query: body, variables: "" };
}

/** A script, read from its file where it has one. */
export function httpFileScript(
  script: HttpFileRequest["scripts"][number],
  context: Pick<HttpFileContext, "read">,
  remark: Remark,
): ImportedScript {
  const read = script.file === "" ? script.code : context.read(script.file);
  if (read === null) remark.add("warning", "script-source", { source: script.file });
  const code = read ?? "";
  if (script.when === "before") return { type: "before-request", code };
  return { type: /\b(?:client\.test|test)\s*[(.]/.test(code) ? "tests" : "after-response", code };
}

const units: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
]);

const certificateField = /^(?:x-)?clientcert$/i;

/** httpYac's `X-ClientCert: pfx: path passphrase: text`, or `cert: path key: path`. */
function certificateOf(
  headers: readonly Row[],
  resolve: (path: string) => string,
): ClientCertificate | null {
  const value =
    headers.find((row) => certificateField.test(row.name) && row.disabled !== true)?.value ?? "";
  const parts = new Map(
    [...value.matchAll(/\b(cert|key|pfx|passphrase):\s*(\S+)/g)].map((match) => [
      match[1],
      match[2] ?? "",
    ]),
  );
  const passphrase = parts.get("passphrase") ?? "";
  const pfx = parts.get("pfx");
  if (pfx !== undefined)
    return { type: "pkcs12", domain: "*", pkcs12File: resolve(pfx), passphrase };
  const cert = parts.get("cert");
  if (cert === undefined) return null;
  const key = parts.get("key") ?? cert;
  return {
    type: "pem",
    domain: "*",
    certificateFile: resolve(cert),
    privateKeyFile: resolve(key),
    passphrase,
  };
}

function settingsOf(
  source: HttpFileRequest,
  certificate: ClientCertificate | null,
): RequestSettings {
  const has = (name: string) => source.meta.some(([key]) => key.toLowerCase() === name);
  /** JetBrains counts in seconds unless a unit is given. */
  const time = (name: string): number => {
    const value = source.meta.find(([key]) => key.toLowerCase() === name)?.[1] ?? "";
    const [, number = "", unit = "s"] = /^(\d+)\s*(ms|s|m)?/.exec(value) ?? [];
    return Number(number) * (units.get(unit) ?? 1000);
  };
  const network = {
    ...(has("no-cookie-jar") ? { sendCookies: false, storeCookies: false } : {}),
    ...(time("connection-timeout") > 0 ? { connectTimeout: time("connection-timeout") } : {}),
    ...(source.version === "2" || source.version === "2.0" ? { httpVersion: "2" as const } : {}),
    ...(certificate === null ? {} : { clientCertificates: [certificate] }),
    ...(source.version === "1.1" ? { httpVersion: "1.1" as const } : {}),
  };
  return {
    ...(has("no-auto-encoding") ? { encodeUrl: false } : {}),
    ...(has("no-redirect") ? { followRedirects: false } : {}),
    ...(time("timeout") > 0 ? { timeout: time("timeout") } : {}),
    ...(has("norejectunauthorized") ? { verifyTls: false } : {}),
    ...(Object.keys(network).length === 0 ? {} : { network }),
  };
}

/** A reply written below the request. */
function exampleOf(lines: readonly string[], request: HttpRequest): readonly ImportedExample[] {
  const [first = "", ...rest] = lines;
  const [, status, statusText = ""] = /^HTTP\/[\d.]+\s+(\d{3})\s*(.*)$/.exec(first) ?? [];
  if (status === undefined) return [];
  const blank = rest.findIndex((row) => row.trim() === "");
  const head = blank < 0 ? rest : rest.slice(0, blank);
  const headers = head.flatMap((row) => {
    const colon = row.indexOf(":");
    return colon < 1
      ? []
      : [{ name: row.slice(0, colon).trim(), value: row.slice(colon + 1).trim() }];
  });
  const data = bodyText(blank < 0 ? [] : rest.slice(blank));
  const type = /^[[{]/.test(data) ? "json" : data.startsWith("<") ? "xml" : "text";
  return [
    {
      name: `${status} ${statusText}`.trim(),
      request: { method: request.method, url: request.url, headers: request.headers },
      response: {
        status: Number(status),
        statusText,
        headers,
        body: data === "" ? null : { type, data },
      },
    },
  ];
}
