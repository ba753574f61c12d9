import type { Exchange, Hop } from "../../../../shared/model/exchange.ts";
import { headerValue } from "../../../../shared/model/header.ts";
import { isRefusal } from "./refusal.ts";
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
  const upload = sum(exchange, ({ requestBodyBytes }) => requestBodyBytes);
  const verified = verifyResults(exchange);
  return {
    content_type: head === null ? "" : (headerValue(head.headers, "content-type") ?? ""),
    errormsg: message,
    exitcode: exitCode,
    filename_effective: fileName,
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
    redirect_url: hop?.redirect?.followed === false ? hop.redirect.to : "",
    referer: hop?.requestHeaders.find(({ name }) => name.toLowerCase() === "referer")?.value ?? "",
    remote_ip: connection?.remoteAddress ?? "",
    remote_port: connection?.remotePort ?? 0,
    response_code: head?.status ?? 0,
    scheme: parts.scheme,
    size_download: body?.encodedSize ?? 0,
    size_header: sum(exchange, ({ responseHeadBytes }) => responseHeadBytes),
    size_request: sum(exchange, ({ requestHeadBytes }) => requestHeadBytes),
    size_upload: upload,
    speed_download: perSecond(body?.encodedSize ?? 0),
    speed_upload: perSecond(upload),
    ssl_verify_result: verified.server,
    time_appconnect: seconds(hop?.timing.tlsEnd),
    time_connect: seconds(hop?.timing.connectEnd),
    time_namelookup: seconds(hop?.timing.dnsEnd),
    time_pretransfer: seconds(hop?.timing.sendStart),
    time_redirect: followed.length === 0 ? 0 : seconds(hop?.timing.start),
    time_starttransfer: seconds(hop?.timing.firstByte),
    time_total: total,
    url,
    url_effective: effective,
    urlnum: number,
  };
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

/** Text for standard output and for standard error, in the order it is to be written. */
export type WriteOut = readonly { readonly to: "stdout" | "stderr"; readonly text: string }[];

/**
 * The format of --write-out filled in: `%{name}`, `%header{name}`, `%{json}`, `%{header_json}`, `%{stderr}`, `%{stdout}`, `%{onerror}`,
 * `%%`, `\n`, `\r`, `\t`. A name nobody knows becomes nothing, and everything else stays as it is.
 */
export function writeOut(format: string, transfer: Transfer): WriteOut {
  const values = writeOutValues(transfer);
  const parts: { to: "stdout" | "stderr"; text: string }[] = [{ to: "stdout", text: "" }];
  const add = (text: string): void => {
    const part = parts.at(-1);
    if (part !== undefined) part.text += text;
  };
  for (const [piece] of format.matchAll(/%header\{[^}]*\}|%\{[^}]*\}|%%|\\[nrt]|[\s\S]/g)) {
    if (piece === "%{stderr}") parts.push({ to: "stderr", text: "" });
    else if (piece === "%{stdout}") parts.push({ to: "stdout", text: "" });
    else if (piece === "%{onerror}") {
      if (transfer.exitCode === 0) break;
    } else add(filled(piece, values, transfer));
  }
  return parts.filter(({ text }) => text !== "");
}

const escapes: Readonly<Record<string, string>> = {
  "\\n": "\n",
  "\\r": "\r",
  "\\t": "\t",
  "%%": "%",
};

function filled(
  piece: string,
  values: Readonly<Record<string, Value>>,
  { headers }: Transfer,
): string {
  const escaped = escapes[piece];
  if (escaped !== undefined) return escaped;
  const [, header, name] = /^%(header)?\{([^}]*)\}$/.exec(piece) ?? [];
  if (name === undefined) return piece;
  if (header !== undefined) return headerValue(headers, name) ?? "";
  if (name === "json") return JSON.stringify(values);
  if (name === "header_json") return JSON.stringify(headerLists(headers));
  return Object.hasOwn(values, name) ? valueText(name, values[name] ?? "") : "";
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
