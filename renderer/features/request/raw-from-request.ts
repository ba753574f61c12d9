import type { Preview } from "../../../shared/contract/index.ts";
import { bytesToBase64, textBytes } from "../../../shared/model/raw-bytes.ts";
import type { Auth } from "../../../shared/model/auth.ts";
import type { Defaults } from "../../../shared/model/collection.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import type { HttpRequest, Param, RawRequest, RequestBody } from "../../../shared/model/request.ts";
import { splitUrl } from "../../../shared/model/url.ts";
import { applyPathParams, spellParam } from "../../../shared/model/url-params.ts";
import { references } from "../../../shared/template/references.ts";
import { lookup } from "../variables/lookup.ts";
import { automaticHeaders } from "./automatic-headers.ts";

/** Header fields main adds whose values a preview masks; they are written from the request's own settings instead. */
const masked: ReadonlySet<string> = new Set(["auth", "cookies"]);

/** Where what the person did not type comes from. */
export interface RawSources {
  /** Of the ordinary request; without headers (a raw request has none) what can be known here stands in. */
  readonly preview: Preview | null;
  readonly inherited: readonly Defaults[];
  readonly variables: readonly VariableView[];
}

const contentTypes: Readonly<Partial<Record<RequestBody["kind"], string>>> = {
  json: "application/json",
  xml: "application/xml",
  text: "text/plain",
  sparql: "application/sparql-query",
  form: "application/x-www-form-urlencoded",
};

/** The ordinary request as text: variables stay as typed, so that secrets stay out of the text. */
export function rawFromRequest(
  request: HttpRequest,
  auth: Auth,
  { preview, inherited, variables }: RawSources,
): RawRequest {
  const { target, tls, hostField, path } = targetOf(sourceUrl(request, variables));
  const body = bodyText(request.body);
  const own = request.headers.filter((row) => row.disabled !== true && row.name !== "");
  const known = preview !== null && preview.headers.length > 0;
  const added: (readonly [name: string, value: string])[] = automaticHeaders(
    request,
    inherited,
    known ? preview : null,
  ).flatMap(({ name, value, origin }) =>
    value === null || origin === null || masked.has(origin) ? [] : [[name, value] as const],
  );
  const type = contentTypes[request.body.kind];
  const typed = [...own.map((row) => row.name), ...added.map(([name]) => name)];
  if (
    !known &&
    type !== undefined &&
    !typed.some((name) => name.toLowerCase() === "content-type")
  ) {
    added.push(["Content-Type", type]);
  }
  const credentials = authParts(auth);
  // Line feeds of the body go out as CR LF like all others of the text: each makes the body a byte longer.
  const lineFeeds = body.match(/(?<!\r)\n/g)?.length ?? 0;
  const written = (name: string, value: string): string => {
    if (name === "host") return hostField;
    return name === "content-length" ? String(Number(value) + lineFeeds) : value;
  };
  const lines = [
    ...added.map(([name, value]) => `${name}: ${written(name.toLowerCase(), value)}`),
    ...own.map(({ name, value }) => `${name}: ${value}`),
    ...credentials.headers,
  ];
  const has = (name: string) =>
    lines.some((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  if (!has("Host")) lines.unshift(`Host: ${hostField}`);
  if (body !== "" && !has("Content-Length") && !has("Transfer-Encoding")) {
    lines.push(`Content-Length: ${textBytes(body, "crlf").length}`);
  }
  const query =
    credentials.query === "" ? "" : (path.includes("?") ? "&" : "?") + credentials.query;
  const head = [`${request.method || "GET"} ${path}${query} HTTP/1.1`, ...lines].join("\n");
  return { target, tls, encoding: "text", newline: "crlf", data: `${head}\n\n${body}` };
}

/**
 * The URL to read. When its scheme and host stand in a variable, known variables are replaced, or there would be no host to
 * name; secrets stay as typed. Any other stays as typed, with its path rows in their places.
 */
function sourceUrl(request: HttpRequest, variables: readonly VariableView[]): string {
  const isTemplate = (row: Param) => references(row.value).length > 0;
  const literal = request.params.filter((row) => !isTemplate(row));
  // A variable's value is encoded by nobody: raw text is sent as it is.
  const url = request.params
    .filter((row) => row.type === "path" && row.disabled !== true && isTemplate(row))
    .reduce(
      (text, row) => text.replace(`/:${row.name}`, () => `/${row.value}`),
      applyPathParams(request.url.trim(), literal),
    );
  const parts = splitUrl(url);
  return parts.scheme === "" && parts.host.includes("{{") ? resolved(url, variables) : url;
}

function resolved(text: string, variables: readonly VariableView[]): string {
  const names = lookup(variables);
  return references(text).reduceRight((out, { name, from, to }) => {
    const view = names.get(name);
    return view && !view.secret ? out.slice(0, from) + view.value + out.slice(to) : out;
  }, text);
}

function targetOf(url: string): {
  target: string;
  tls: boolean;
  hostField: string;
  path: string;
} {
  const parts = splitUrl(url.trim());
  const tls = parts.scheme.toLowerCase() === "https";
  const port = parts.port ?? "";
  // A variable may hold the whole origin: its own port, if any, is not known here.
  const whole = parts.scheme === "" && port === "" && parts.host.includes("{{");
  const query = parts.query === null ? "" : `?${parts.query}`;
  return {
    target:
      parts.host === "" || whole ? parts.host : `${parts.host}:${port || (tls ? "443" : "80")}`,
    tls,
    hostField: port === "" ? parts.host : `${parts.host}:${port}`,
    path: (parts.path || "/") + query,
  };
}

/** Bodies that are text as they stand. Line breaks in them are written like all others of the raw text. */
function bodyText(body: RequestBody): string {
  switch (body.kind) {
    case "json":
    case "xml":
    case "text":
    case "sparql":
      return body.text;
    case "form":
      return body.rows
        .filter((row) => row.disabled !== true)
        .map(spellParam)
        .join("&");
    case "none":
    case "multipart":
    case "file":
    case "other":
      return "";
  }
}

function authParts(auth: Auth): { headers: readonly string[]; query: string } {
  if (auth.kind === "bearer")
    return { headers: [`Authorization: Bearer ${auth.token}`], query: "" };
  if (auth.kind === "basic") {
    const pair = `${auth.username}:${auth.password}`;
    // Base64 of a variable's name would be wrong, so then the field is left to the person.
    if (pair.includes("{{")) return { headers: ["Authorization: Basic "], query: "" };
    const credentials = bytesToBase64(new TextEncoder().encode(pair));
    return { headers: [`Authorization: Basic ${credentials}`], query: "" };
  }
  if (auth.kind === "apikey") {
    return auth.placement === "header"
      ? { headers: [`${auth.key}: ${auth.value}`], query: "" }
      : { headers: [], query: spellParam({ name: auth.key, value: auth.value }) };
  }
  return { headers: [], query: "" };
}
