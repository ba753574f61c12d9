import type { Preview } from "../../../shared/contract/index.ts";
import { bytesToBase64, textBytes } from "../../../shared/model/raw-bytes.ts";
import type { Auth } from "../../../shared/model/auth.ts";
import type { HttpRequest, Param, RawRequest, RequestBody } from "../../../shared/model/request.ts";
import { splitUrl } from "../../../shared/model/url.ts";
import { applyPathParams, spellParam } from "../../../shared/model/url-params.ts";
import { references } from "../../../shared/template/references.ts";
import { secretMask } from "../../../shared/template/resolver.ts";

/** Header fields main adds whose values a preview masks; they are written from the request's own settings instead. */
const masked = new Set(["auth", "cookies", "request", "raw"]);

/** The ordinary request as text: variables stay as typed, so that secrets stay out of the text. */
export function rawFromRequest(
  request: HttpRequest,
  auth: Auth,
  preview: Preview | null,
): RawRequest {
  const { target, tls, hostField, path } = targetOf(sourceUrl(request, preview));
  const body = bodyText(request.body);
  const own = request.headers.filter((row) => row.disabled !== true && row.name !== "");
  const added = (preview?.headers ?? []).filter(({ origin }) => !masked.has(origin));
  const credentials = authParts(auth);
  // Line feeds of the body go out as CR LF like all others of the text: each makes the body a byte longer.
  const lineFeeds = body.match(/(?<!\r)\n/g)?.length ?? 0;
  const written = (name: string, value: string): string => {
    if (name === "host") return hostField;
    return name === "content-length" ? String(Number(value) + lineFeeds) : value;
  };
  const lines = [
    ...added.map(({ name, value }) => `${name}: ${written(name.toLowerCase(), value)}`),
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
 * The URL to read. One whose scheme and host stand in a variable is taken as the preview resolved it, unless a secret is
 * masked there; any other stays as typed, with its path rows in their places.
 */
function sourceUrl(request: HttpRequest, preview: Preview | null): string {
  const parts = splitUrl(request.url.trim());
  const hidden = parts.scheme === "" && parts.host.includes("{{");
  if (hidden && preview && preview.url !== "" && !preview.url.includes(secretMask)) {
    return preview.url;
  }
  const isTemplate = (row: Param) => references(row.value).length > 0;
  const literal = request.params.filter((row) => !isTemplate(row));
  const url = applyPathParams(request.url, literal);
  // A variable's value is encoded, or not, by nobody: raw text is sent as it is.
  return request.params
    .filter((row) => row.type === "path" && row.disabled !== true && isTemplate(row))
    .reduce((text, row) => text.replace(`/:${row.name}`, () => `/${row.value}`), url);
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
