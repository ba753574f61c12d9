import type { Auth } from "../../../model/auth.ts";
import { newAuth } from "../../../model/auth-fields.ts";
import type { OwnNetwork } from "../../../model/network/network.ts";
import {
  emptyRequest,
  type HttpRequest,
  type RequestBody,
  type RequestSettings,
  type Row,
} from "../../../model/request.ts";
import { splitUrl } from "../../../model/url.ts";
import { queryOf } from "../../../model/url-params.ts";
import type { Remark } from "../remark.ts";
import { type CurlData, dataBody, formPart, joinData, type Stdin, urlEncode } from "./body.ts";
import { certificateOf } from "./certificate.ts";
import { applyNetwork, milliseconds, proxyOf } from "./network.ts";
import type { CurlOption } from "./options.ts";

/** Options of one transfer: what stands between two `--next`. */
export interface CurlTransfer {
  readonly options: readonly CurlOption[];
  readonly stdin: Stdin;
}

/** A request as curl would send it; `upload`: the file of this URL's own `-T`. */
export function curlRequest(
  url: string,
  upload: string | null,
  { options, stdin }: CurlTransfer,
  remark: Remark,
): HttpRequest {
  const last = (name: string) => options.findLast((option) => option.name === name)?.value;
  const on = (name: string) => options.findLast((option) => option.name === name)?.on === true;
  const all = (name: string) =>
    options.filter((option) => option.name === name).map(({ value }) => value);
  const { headers, omitted } = headersOf(options, remark);
  const declared = headers.find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
  const data = dataOf(options);
  const asQuery = on("get");
  const forms = options.filter(({ name }) => name === "form" || name === "form-string");
  let body: RequestBody = { kind: "none" };
  let contentType: string | null = null;
  if (data.length > 0 && !asQuery) {
    ({ body, contentType } = dataBody(data, declared, stdin, remark));
    // The boundary is Envoi's to choose.
    if (body.kind === "multipart") dropContentType(headers, /^multipart\/form-data\b/i);
  } else if (forms.length > 0) {
    body = {
      kind: "multipart",
      parts: forms.map(({ name, value }) => formPart(value, name === "form-string", remark)),
    };
    if (declared !== "" && !/boundary=/i.test(declared)) dropContentType(headers);
  } else if (upload !== null) body = uploadBody(upload, declared, stdin);
  if (data.some(({ option }) => option === "json")) addOnce(headers, "Accept", "application/json");
  if (contentType !== null) headers.push({ name: "Content-Type", value: contentType });
  const query = [
    ...all("url-query").map(queryPiece),
    ...(asQuery && data.length > 0 ? [joinData(data, stdin).text] : []),
  ].filter((piece) => piece !== "");
  const full = withQuery(uploadUrl(url, upload), query);
  return {
    ...emptyRequest,
    method: last("request") ?? methodOf(on("head"), asQuery, body, upload),
    url: full,
    params: queryOf(full),
    headers,
    body,
    auth: authOf(options),
    settings: settingsOf(options, full, omitted, remark),
  };
}

function methodOf(
  head: boolean,
  asQuery: boolean,
  body: RequestBody,
  upload: string | null,
): string {
  if (head) return "HEAD";
  if (upload !== null) return "PUT";
  return body.kind === "none" || asQuery ? "GET" : "POST";
}

function dataOf(options: readonly CurlOption[]): readonly CurlData[] {
  return options.flatMap(({ name, value }): readonly CurlData[] => {
    switch (name) {
      case "data":
      case "data-ascii":
        return [{ option: "data", value }];
      case "data-raw":
      case "data-binary":
      case "data-urlencode":
      case "json":
        return [{ option: name, value }];
      default:
        return [];
    }
  });
}

interface Headers {
  readonly headers: Row[];
  readonly omitted: readonly string[];
}

/** `-H`, `-A`, `-e`, `-b`, `-r`, `-C`, `-z` and `--tr-encoding`. `Name:` leaves an automatic field out, `Name;` sends it empty. */
function headersOf(options: readonly CurlOption[], remark: Remark): Headers {
  const headers: Row[] = [];
  const omitted: string[] = [];
  for (const { name, value, on } of options) {
    switch (name) {
      case "header":
        if (value.startsWith("@"))
          remark.add("warning", "no-place-value", {
            what: "A file of header fields",
            value: value.slice(1),
          });
        else headerLine(value, headers, omitted);
        break;
      case "user-agent":
        if (value === "") omitted.push("User-Agent");
        else headers.push({ name: "User-Agent", value });
        break;
      case "referer":
        if (value.replace(/;auto$/, "") !== "")
          headers.push({ name: "Referer", value: value.replace(/;auto$/, "") });
        break;
      case "cookie":
        if (value.includes("=")) addCookie(headers, value);
        else remark.add("warning", "no-place-value", { what: "A file of cookies", value });
        break;
      case "range":
        headers.push({ name: "Range", value: `bytes=${value}` });
        break;
      case "continue-at":
        if (value !== "-") headers.push({ name: "Range", value: `bytes=${value}-` });
        break;
      case "time-cond":
        timeCondition(value, headers, remark);
        break;
      case "tr-encoding":
        if (on) headers.push({ name: "Connection", value: "TE" }, { name: "TE", value: "gzip" });
        break;
      case "proxy-header":
        if (proxyOf(options) === undefined)
          remark.add("warning", "no-place-value", {
            what: "A header field for the proxy",
            value: value.replace(/:.*$/s, ""),
          });
        break;
      default:
    }
  }
  return { headers, omitted };
}

function headerLine(line: string, headers: Row[], omitted: string[]): void {
  const colon = line.indexOf(":");
  if (colon < 0) {
    const name = line.replace(/;\s*$/, "").trim();
    if (name !== "" && line.includes(";")) headers.push({ name, value: "" });
    return;
  }
  const name = line.slice(0, colon).trim();
  const value = line.slice(colon + 1).trim();
  if (name === "") {
    // HTTP/2 pseudo fields that browsers copy along: `:authority: example.org`.
    return;
  }
  if (value === "") omitted.push(name);
  else headers.push({ name, value });
}

function addCookie(headers: Row[], value: string): void {
  const at = headers.findIndex(({ name }) => name.toLowerCase() === "cookie");
  const old = headers[at];
  if (old === undefined) headers.push({ name: "Cookie", value });
  else headers[at] = { ...old, value: `${old.value}; ${value}` };
}

function timeCondition(value: string, headers: Row[], remark: Remark): void {
  const time = new Date(value.replace(/^[-+]/, ""));
  if (Number.isNaN(time.getTime())) {
    remark.add("warning", "no-place-value", { what: "--time-cond", value });
    return;
  }
  const name = value.startsWith("-") ? "If-Unmodified-Since" : "If-Modified-Since";
  headers.push({ name, value: time.toUTCString() });
}

function addOnce(headers: Row[], name: string, value: string): void {
  if (!headers.some((row) => row.name.toLowerCase() === name.toLowerCase()))
    headers.push({ name, value });
}

function dropContentType(headers: Row[], type = /^multipart\/form-data\s*$/i): void {
  const at = headers.findIndex(({ name }) => name.toLowerCase() === "content-type");
  if (type.test(headers[at]?.value ?? "")) headers.splice(at, 1);
}

function uploadBody(upload: string, declared: string, stdin: Stdin): RequestBody {
  if (upload === "-" && stdin?.kind === "text") return { kind: "text", text: stdin.value };
  const path = upload === "-" && stdin !== null ? stdin.value : upload;
  return { kind: "file", files: [{ path, contentType: declared, selected: true }] };
}

/** A URL that ends in a slash gets the name of the file that is uploaded to it. */
function uploadUrl(url: string, upload: string | null): string {
  if (upload === null || upload === "-" || upload === "." || upload === "") return url;
  const { path, query, fragment } = splitUrl(url);
  if ((path !== "" && !path.endsWith("/")) || query !== null || fragment !== null) return url;
  const name = upload.slice(Math.max(upload.lastIndexOf("/"), upload.lastIndexOf("\\")) + 1);
  return `${path === "" ? `${url}/` : url}${urlEncode(name)}`;
}

/** `--url-query`: as `--data-urlencode`, with `+` before what is encoded already. */
function queryPiece(value: string): string {
  return value.startsWith("+")
    ? value.slice(1)
    : joinData([{ option: "data-urlencode", value }], null).text;
}

function withQuery(url: string, pieces: readonly string[]): string {
  if (pieces.length === 0) return url;
  const hash = url.indexOf("#");
  const base = hash < 0 ? url : url.slice(0, hash);
  const { query } = splitUrl(base);
  const mark = query === null ? "?" : query === "" || query.endsWith("&") ? "" : "&";
  return `${base}${mark}${pieces.join("&")}${hash < 0 ? "" : url.slice(hash)}`;
}

function authOf(options: readonly CurlOption[]): Auth {
  const last = (name: string) => options.findLast((option) => option.name === name);
  const token = last("oauth2-bearer")?.value;
  if (token !== undefined) return { kind: "bearer", token };
  const user = last("user")?.value;
  if (user === undefined) {
    const file = last("netrc-file")?.value;
    const netrc =
      file !== undefined || last("netrc")?.on === true || last("netrc-optional")?.on === true;
    return netrc ? { kind: "netrc", file: file ?? "" } : { kind: "none" };
  }
  const colon = user.indexOf(":");
  const username = colon < 0 ? user : user.slice(0, colon);
  const password = colon < 0 ? "" : user.slice(colon + 1);
  const signature = last("aws-sigv4")?.value;
  if (signature !== undefined) {
    const [, , region = "", service = ""] = signature.split(":");
    const keys = { accessKeyId: username, secretAccessKey: password };
    return { ...newAuth("awsv4"), ...keys, region, service };
  }
  // Of several schemes curl takes the last one that is on.
  const chosen = options.findLast(
    ({ name, on }) => on && /^(?:basic|digest|ntlm|negotiate|anyauth)$/.test(name),
  )?.name;
  if (chosen === "negotiate")
    return { kind: "negotiate", servicePrincipal: last("service-name")?.value ?? "" };
  const [, domain = "", name = username] = /^([^\\/]+)[\\/](.*)$/s.exec(username) ?? [];
  if (chosen === "ntlm") return { kind: "ntlm", username: name, password, domain, workstation: "" };
  if (chosen === "anyauth") return { kind: "any", username: name, password, domain };
  return { kind: chosen === "digest" ? "digest" : "basic", username, password };
}

/** Options that say what curl prints or keeps, not what it sends. */
const onlyOutput = new Set(
  `append compressed compressed-ssh cookie-jar create-dirs create-file-mode disable dump-header fail fail-early fail-with-body get head
  help include junk-session-cookies libcurl list-only location manual no-buffer buffer clobber output output-dir parallel
  parallel-immediate parallel-max parallel-max-host progress-bar progress-meter rate remote-header-name remote-name remote-name-all
  remote-time remove-on-error show-error silent skip-existing stderr styled-output suppress-connect-headers trace
  trace-ascii trace-config trace-ids trace-time use-ascii verbose version write-out xattr out-null path-as-is globoff proto-default
  etag-save hsts alt-svc http0.9 http2 upload-file url next request`.split(/\s+/),
);
/** Options read elsewhere in this file or in `network.ts`. */
const readHere = new Set(
  `data data-ascii data-raw data-binary data-urlencode json form form-string header user-agent referer cookie range continue-at time-cond
  tr-encoding proxy-header user oauth2-bearer aws-sigv4 basic digest ntlm negotiate anyauth service-name netrc netrc-file netrc-optional url-query
  max-time max-redirs location-trusted insecure proxy proxy1.0 proxy-user proxy-basic proxy-digest proxy-ntlm proxy-anyauth proxytunnel preproxy
  ssl-no-revoke ssl-revoke-best-effort ssl-allow-beast proxy-ssl-allow-beast npn proxy-insecure proxy-cacert proxy-capath proxy-ca-native proxy-cert proxy-cert-type proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey
  proxy-crlfile proxy-tlsv1 proxy-ciphers proxy-tls13-ciphers proxy-sigalgs socks5-basic
  socks4 socks4a socks5 socks5-hostname noproxy cert cert-type key key-type pass form-escape retry-all-errors retry-connrefused`.split(
    /\s+/,
  ),
);

function settingsOf(
  options: readonly CurlOption[],
  url: string,
  omitted: readonly string[],
  remark: Remark,
): RequestSettings {
  const network: { -readonly [K in keyof OwnNetwork]: OwnNetwork[K] } = {};
  const last = (name: string) => options.findLast((option) => option.name === name);
  for (const option of options) {
    if (onlyOutput.has(option.name) || readHere.has(option.name)) continue;
    if (applyNetwork(network, option)) continue;
    remark.add("info", "no-place-value", {
      what: `curl's option --${option.name}`,
      value: option.value,
    });
  }
  const proxy = proxyOf(options);
  if (proxy !== undefined) network.proxy = proxy;
  const certificate = certificateOf(options);
  if (certificate !== null) network.clientCertificates = [certificate];
  const secure = /^https:/i.test(url);
  if (network.httpVersion === "h2c" && secure) network.httpVersion = "2";
  if (last("http2") !== undefined && !secure) network.httpVersion = "h2c-upgrade";
  const trusted = last("location-trusted")?.on === true;
  if (trusted) network.forwardCredentials = true;
  if (last("referer")?.value.endsWith(";auto") === true) network.autoReferer = true;
  const redirects = last("max-redirs")?.value;
  const timeout = milliseconds(last("max-time")?.value ?? "");
  const unverified = last("insecure")?.on === true;
  const proxyUnverified = last("proxy-insecure")?.on === true;
  if (unverified || proxyUnverified) remark.tell("warning", "tls-unverified");
  return {
    followRedirects: trusted || last("location")?.on === true,
    ...(redirects === undefined || Number(redirects) < 0
      ? {}
      : { maxRedirects: Number(redirects) || 0 }),
    ...(timeout === 0 ? {} : { timeout }),
    ...(omitted.length === 0 ? {} : { omitHeaders: omitted }),
    ...(unverified ? { verifyTls: false } : {}),
    ...(proxyUnverified ? { verifyProxy: false } : {}),
    ...(Object.keys(network).length === 0 ? {} : { network }),
  };
}
