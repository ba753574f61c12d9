import type { Exchange, Hop } from "../../../../shared/model/exchange.ts";
import { headerValue } from "../../../../shared/model/header.ts";
import { isRefusal } from "./refusal.ts";
import { strftime } from "./strftime.ts";
import { verifyResults } from "./verify-result.ts";
import { splitUrl } from "../../../../shared/model/url.ts";

/** What --write-out can tell of a transfer that has ended. */
export interface Transfer {
  readonly exchange: Exchange;
  readonly exitCode: number;
  /** Why the exit code is not 0; "" when it is. */
  readonly message: string;
  /** Which of the transfers of this run it is, from 0. */
  readonly number: number;
  /** The URL as it was asked for. */
  readonly url: string;
  /** File the body went to; "" for standard output. */
  readonly fileName: string;
  readonly headers: readonly (readonly [string, string])[];
  /** When this is written, epoch ms. */
  readonly at: number;
}

type Value = string | number | null;

/** Each variable of curl's --write-out that Envoi knows. Times are seconds since the exchange began. */
export function writeOutValues(transfer: Transfer): Readonly<Record<string, Value>> {
  const { exchange, exitCode, message, number, url, fileName } = transfer;
  const hop = exchange.hops.at(-1);
  const head = isRefusal(exchange) ? null : (hop?.response ?? null);
  const connection = hop?.connection ?? null;
  const followed = exchange.hops.filter(
    ({ redirect }) => redirect?.followed === true && redirect.internal === undefined,
  );
  const fresh = exchange.hops.filter((each) => each.connection?.reused === false);
  const body = hop?.body ?? null;
  const effective = hop?.url ?? url;
  const parts = splitUrl(effective);
  const total = seconds(exchange.total);
  const perSecond = (bytes: number) => (total > 0 ? Math.round(bytes / total) : 0);
  // Of a WebSocket: the payload of its messages.
  const download = hop?.socket?.received.bytes ?? body?.encodedSize ?? 0;
  const upload =
    sum(exchange, ({ requestBodyBytes }) => requestBodyBytes) + (hop?.socket?.sent.bytes ?? 0);
  const verified = verifyResults(exchange);
  return {
    certs: connection?.tls?.chain.map(({ pem }) => pem).join("") ?? "",
    conn_id: connection === null ? -1 : connection.number - 1,
    content_type: head === null ? "" : (headerValue(head.headers, "content-type") ?? ""),
    errormsg: message,
    exitcode: exitCode,
    filename_effective: fileName,
    ftp_entry_path: "",
    http_code: head?.status ?? 0,
    http_connect: status(exchange.hops.findLast(({ method }) => method === "CONNECT")),
    http_version: versionText(head?.httpVersion ?? ""),
    local_ip: connection?.localAddress ?? "",
    local_port: connection?.localPort ?? 0,
    method: hop?.method ?? "",
    num_certs: connection?.tls?.chain.length ?? 0,
    num_connects: fresh.length,
    num_headers: head?.headers.length ?? 0,
    num_redirects: followed.length,
    num_retries: exchange.hops.filter(({ reason }) => reason === "retry").length,
    proxy_ssl_verify_result: verified.proxy,
    proxy_used: connection?.proxy === undefined ? 0 : 1,
    redirect_url: hop?.redirect?.followed === false ? hop.redirect.to : "",
    referer: hop?.requestHeaders.find(({ name }) => name.toLowerCase() === "referer")?.value ?? "",
    remote_ip: connection?.remoteAddress ?? "",
    remote_port: connection?.remotePort ?? 0,
    response_code: head?.status ?? 0,
    scheme: parts.scheme,
    size_delivered: head === null ? 0 : (hop?.socket?.received.bytes ?? body?.size ?? 0),
    size_download: download,
    size_header: sum(exchange, ({ responseHeadBytes }) => responseHeadBytes),
    size_request: sum(exchange, ({ requestHeadBytes }) => requestHeadBytes),
    size_upload: upload,
    speed_download: perSecond(download),
    speed_upload: perSecond(upload),
    ssl_verify_result: verified.server,
    time_appconnect: seconds(hop?.timing.tlsEnd),
    time_connect: seconds(hop?.timing.connectEnd),
    time_namelookup: seconds(hop?.timing.dnsEnd),
    time_posttransfer: seconds(hop?.timing.sendEnd),
    time_pretransfer: seconds(hop?.timing.sendStart),
    time_queue: 0,
    time_redirect: followed.length === 0 ? 0 : seconds(hop?.timing.start),
    time_starttransfer: seconds(hop?.timing.firstByte),
    time_total: total,
    tls_earlydata: 0,
    url,
    url_effective: effective,
    urlnum: number,
    xfer_id: number,
    ...urlValues("url", url),
    ...urlValues("urle", effective),
  };
}

/** The parts of a URL under curl's names, the port the scheme's own where none is typed. */
function urlValues(prefix: "url" | "urle", url: string): Readonly<Record<string, Value>> {
  const { scheme, userinfo, host, port, path, query, fragment } = splitUrl(url);
  const colon = userinfo?.indexOf(":") ?? -1;
  const zone = /^\[[^%\]]*%(?:25)?([^\]]*)\]$/.exec(host)?.[1] ?? "";
  const named = scheme === "" ? "http" : scheme.toLowerCase();
  const usual = /^(?:https|wss)$/.test(named) ? "443" : "80";
  const values = {
    scheme: named,
    user: (colon < 0 ? userinfo : userinfo?.slice(0, colon)) ?? "",
    password: colon < 0 ? "" : (userinfo?.slice(colon + 1) ?? ""),
    options: "",
    host: zone === "" ? host : host.replace(/%.*\]$/, "]"),
    port: port === null || port === "" ? usual : port,
    path: path === "" ? "/" : path,
    query: query ?? "",
    fragment: fragment ?? "",
    zoneid: zone,
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]),
  );
}

const status = (hop: Hop | undefined): number => hop?.response?.status ?? 0;
const seconds = (ms: number | null | undefined): number => (ms ?? 0) / 1000;

function sum(exchange: Exchange, of: (hop: Hop) => number): number {
  return exchange.hops.reduce((total, hop) => total + of(hop), 0);
}

/** curl says `1.1`, `2` and `3`; `0` when there was no reply. */
function versionText(version: string): string {
  return version === "" ? "0" : version.replace(/^([23])\.0$/, "$1");
}

/** Where a piece of text goes: standard output or error, or a file, at its end where `append` is set. */
export type WriteOutPlace =
  | { readonly kind: "stdout" }
  | { readonly kind: "stderr" }
  | { readonly kind: "file"; readonly file: string; readonly append: boolean };

/** What is to be written, in that order. A file is made even when nothing goes into it. */
export type WriteOut = readonly { readonly to: WriteOutPlace; readonly text: string }[];

const piece = /%header\{(?:\\\}|[^}])*\}|%(?:output|time)\{[^}]*\}|%\{[^}]*\}|%%|\\[nrt]|[\s\S]/g;

/**
 * The format of --write-out filled in: `%{name}`, `%header{name}`, `%header{name:all:separator}`, `%time{format}`, `%{json}`,
 * `%{header_json}`, `%output{file}`, `%output{>>file}`, `%{stderr}`, `%{stdout}`, `%{onerror}`, `%%`, `\n`, `\r`, `\t`. A name nobody knows
 * becomes nothing, and everything else stays as it is.
 */
export function writeOut(format: string, transfer: Transfer): WriteOut {
  const values = writeOutValues(transfer);
  const parts: { to: WriteOutPlace; text: string }[] = [{ to: { kind: "stdout" }, text: "" }];
  const add = (text: string): void => {
    const part = parts.at(-1);
    if (part !== undefined) part.text += text;
  };
  for (const [found] of format.matchAll(piece)) {
    const place = placeOf(found);
    if (place !== null) parts.push({ to: place, text: "" });
    else if (found === "%{onerror}") {
      if (transfer.exitCode === 0) break;
    } else add(filled(found, values, transfer));
  }
  return parts.filter(({ to, text }) => text !== "" || to.kind === "file");
}

function placeOf(text: string): WriteOutPlace | null {
  if (text === "%{stderr}") return { kind: "stderr" };
  if (text === "%{stdout}") return { kind: "stdout" };
  const [, append, file] = /^%output\{(>>)?([^}]*)\}$/.exec(text) ?? [];
  return file === undefined ? null : { kind: "file", file, append: append !== undefined };
}

const escapes: Readonly<Record<string, string>> = {
  "\\n": "\n",
  "\\r": "\r",
  "\\t": "\t",
  "%%": "%",
};

function filled(
  found: string,
  values: Readonly<Record<string, Value>>,
  { exchange, headers, at }: Transfer,
): string {
  const escaped = escapes[found];
  if (escaped !== undefined) return escaped;
  const [, of, name] = /^%(header|time)?\{([\s\S]*)\}$/.exec(found) ?? [];
  if (name === undefined) return found;
  if (of === "time") return strftime(name, at);
  if (of === "header") return headerText(name, exchange, headers);
  if (name === "json") return JSON.stringify(values);
  if (name === "header_json") return JSON.stringify(headerLists(headers));
  return Object.hasOwn(values, name) ? valueText(name, values[name] ?? "") : "";
}

/** `name`: of the last response. `name:all:separator`: of every response, in the order they came. */
function headerText(typed: string, { hops }: Exchange, headers: Transfer["headers"]): string {
  const [, name, separator] = /^([^:]*):all:([\s\S]*)$/.exec(typed) ?? [];
  if (name === undefined) return headerValue(headers, typed) ?? "";
  const wanted = name.toLowerCase();
  return hops
    .flatMap(({ response }) => response?.headers ?? [])
    .filter((field) => field[0].toLowerCase() === wanted)
    .map((field) => field[1])
    .join((separator ?? "").replaceAll("\\}", "}"));
}

function valueText(name: string, value: string | number): string {
  if (/^(?:http_code|response_code|http_connect)$/.test(name))
    return String(value).padStart(3, "0");
  return name.startsWith("time_") ? Number(value).toFixed(6) : String(value);
}

function headerLists(
  headers: readonly (readonly [string, string])[],
): Readonly<Record<string, readonly string[]>> {
  const lists = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    lists.set(key, [...(lists.get(key) ?? []), value]);
  }
  return Object.fromEntries(lists);
}
