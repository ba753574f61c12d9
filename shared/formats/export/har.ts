import type { Exchange, Hop, HopTiming, ResponseHead } from "../../model/exchange.ts";
import { headerValue, headerValues } from "../../model/header.ts";
import { parseMediaType } from "../../model/media-type.ts";
import { splitUrl } from "../../model/url.ts";
import { isUtf8 } from "../charset.ts";

/** A body as it is put into an archive. */
export interface HarBody {
  readonly bytes: Uint8Array;
  /** False: only its beginning, or nothing of it, because it is larger than an archive should be. */
  readonly whole: boolean;
  /** It was sent from a file that is no longer what it was, and was not copied. */
  readonly lost?: boolean;
}

/** A message of a WebSocket as it is put into an archive. */
export interface HarMessage {
  readonly direction: "sent" | "received";
  /** ms since the exchange began. */
  readonly at: number;
  /** RFC 6455 §11.8. */
  readonly opcode: number;
  /** Bytes of a binary message, else its text; null: it is larger than an archive should be. */
  readonly data: string | Uint8Array | null;
}

/** What was said on the WebSocket of one hop. */
export interface HarConversation {
  readonly messages: readonly HarMessage[];
  /** Messages after those, which were too many. */
  readonly more: number;
}

/** An exchange with the bodies of its hops, by their index. */
export interface HarSource {
  readonly exchange: Exchange;
  readonly requestBodies: ReadonlyMap<number, HarBody>;
  /** Content codings taken off. */
  readonly responseBodies: ReadonlyMap<number, HarBody>;
  /** Of hops that went on as a WebSocket. */
  readonly conversations: ReadonlyMap<number, HarConversation>;
}

export interface HarOptions {
  /** False: values of fields and cookies that let somebody in are left out. */
  readonly credentials: boolean;
  /** Of Envoi. */
  readonly version: string;
}

type Json = Readonly<Record<string, unknown>>;
type Pair = { readonly name: string; readonly value: string };

/**
 * HTTP Archive 1.2 (the W3C draft browsers follow) of what was sent: an entry for each hop, fields in their order and case, the target, the
 * sizes and times as measured. What the format has no field for begins with an underscore.
 */
export function harText(sources: readonly HarSource[], options: HarOptions): string {
  const entries = sources.flatMap((source) =>
    source.exchange.hops.map((hop) => entryOf(source, hop, options)),
  );
  const log = {
    version: "1.2",
    creator: { name: "Envoi", version: options.version },
    pages: [],
    entries: entries.toSorted((left, right) => left.at - right.at).map(({ entry }) => entry),
  };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}

function entryOf(
  { exchange, requestBodies, responseBodies, conversations }: HarSource,
  hop: Hop,
  options: HarOptions,
): { readonly at: number; readonly entry: Json } {
  const at = exchange.startedAt + hop.timing.start;
  const { timings, time } = timingsOf(hop.timing);
  const { connection } = hop;
  const last = hop === exchange.hops.at(-1);
  return {
    at,
    entry: {
      startedDateTime: new Date(at).toISOString(),
      time,
      request: requestOf(hop, requestBodies.get(hop.index), options),
      response: responseOf(hop, responseBodies.get(hop.index), options),
      cache: {},
      timings,
      ...(connection === null || connection.remoteAddress === ""
        ? {}
        : { serverIPAddress: connection.remoteAddress }),
      ...(connection === null ? {} : { connection: `${connection.number}` }),
      _reason: hop.reason,
      ...socketOf(hop, exchange.startedAt, conversations.get(hop.index)),
      ...(last && exchange.failure !== null ? { _error: exchange.failure.message } : {}),
      ...(hop.faults.length === 0
        ? {}
        : { _faults: hop.faults.map(({ offset, rule, message }) => ({ offset, rule, message })) }),
    },
  };
}

/** As Chrome writes it: times in seconds since 1970, bytes in base64. How it was closed has no field there. */
function socketOf(hop: Hop, startedAt: number, said: HarConversation | undefined): Json {
  if (hop.socket === undefined || said === undefined) return {};
  const { closedBy, goodbyeSent, goodbyeReceived } = hop.socket;
  return {
    _resourceType: "websocket",
    _webSocketMessages: said.messages.map(({ direction, at, opcode, data }) => ({
      type: direction === "sent" ? "send" : "receive",
      time: (startedAt + at) / 1000,
      opcode,
      data: data === null ? "" : typeof data === "string" ? data : base64(data),
      ...(data === null ? { comment: "The message is larger than what is kept here." } : {}),
    })),
    ...(said.more === 0 ? {} : { _webSocketMessagesLeft: said.more }),
    _webSocketClose: { closedBy, sent: goodbyeSent, received: goodbyeReceived },
  };
}

const version = (spelled: string): string =>
  spelled === "2" ? "HTTP/2" : spelled === "3" ? "HTTP/3" : spelled === "" ? "" : `HTTP/${spelled}`;

function requestOf(hop: Hop, body: HarBody | undefined, { credentials }: HarOptions): Json {
  const fields = hop.requestHeaders.map(({ name, value }): Pair => ({ name, value }));
  const type = fields.find(({ name }) => /^content-type$/i.test(name))?.value ?? "";
  const post =
    body === undefined || (body.bytes.length === 0 && body.whole)
      ? {}
      : { postData: postOf(body, type) };
  return {
    method: hop.method,
    url: hop.url.replace(/#.*$/s, ""),
    httpVersion: version(hop.requestHttpVersion),
    cookies: cookiesSent(fields).map((cookie) => (credentials ? cookie : hidden(cookie))),
    headers: fields.map((field) => (credentials ? field : masked(field))),
    queryString: queryOf(hop.url),
    ...post,
    headersSize: hop.requestHeadBytes,
    bodySize: hop.requestBodyBytes,
    ...(hop.requestTarget === "" ? {} : { _target: hop.requestTarget }),
  };
}

/** Bytes that no text holds are kept as base64, which HAR itself has no field for in a request. */
function postOf({ bytes, whole, lost = false }: HarBody, mimeType: string): Json {
  const cut = whole
    ? {}
    : {
        comment: lost
          ? "The file that was sent has changed since or is gone, and its bytes were not kept."
          : "The body is larger than what is kept here.",
      };
  const { essence } = parseMediaType(mimeType);
  if (!isUtf8(bytes))
    return { mimeType, params: [], text: base64(bytes), _encoding: "base64", ...cut };
  const text = new TextDecoder().decode(bytes);
  const params =
    essence === "application/x-www-form-urlencoded" && whole
      ? [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }))
      : [];
  return { mimeType, params, text, ...cut };
}

function responseOf(hop: Hop, body: HarBody | undefined, { credentials }: HarOptions): Json {
  const { response } = hop;
  // A request without a reply has one of status 0, as in the archives of browsers.
  const head: ResponseHead = response ?? { httpVersion: "", status: 0, reason: "", headers: [] };
  const fields = head.headers.map(([name, value]): Pair => ({ name, value }));
  const mimeType = headerValue(head.headers, "content-type") ?? "x-unknown";
  const size = hop.body?.size ?? 0;
  const encoded = hop.body?.encodedSize ?? 0;
  return {
    status: head.status,
    statusText: head.reason,
    httpVersion: version(head.httpVersion),
    cookies: headerValues(head.headers, "set-cookie").map((line) => {
      const cookie = cookieSet(line);
      return credentials ? cookie : { ...cookie, ...hidden(cookie) };
    }),
    headers: fields.map((field) => (credentials ? field : masked(field))),
    content: { size, compression: size - encoded, mimeType, ...contentOf(body) },
    redirectURL:
      head.status >= 300 && head.status < 400 ? (headerValue(head.headers, "location") ?? "") : "",
    headersSize: response === null ? -1 : hop.responseHeadBytes,
    bodySize: response === null ? -1 : encoded,
    ...(hop.trailers.length === 0
      ? {}
      : { _trailers: hop.trailers.map(([name, value]) => ({ name, value })) }),
    ...(hop.informational.length === 0
      ? {}
      : {
          _informational: hop.informational.map(({ status, reason, headers }) => ({
            status,
            statusText: reason,
            headers: headers.map(([name, value]) => ({ name, value })),
          })),
        }),
  };
}

function contentOf(body: HarBody | undefined): Json {
  if (body === undefined) return {};
  const { bytes, whole } = body;
  const cut = whole ? {} : { comment: "The body is larger than what is kept here." };
  if (bytes.length === 0) return cut;
  if (isUtf8(bytes)) return { text: new TextDecoder().decode(bytes), ...cut };
  return { text: base64(bytes), encoding: "base64", ...cut };
}

/** Each phase in ms, -1 where there was none; `connect` includes `ssl`, and `time` is what the others add up to (HAR 1.2, timings). */
function timingsOf(timing: HopTiming): { readonly timings: Json; readonly time: number } {
  const span = (from: number | null | undefined, to: number | null | undefined): number =>
    from === null || from === undefined || to === null || to === undefined
      ? -1
      : Math.max(0, round(to - from));
  const connect = span(timing.connectStart, timing.tlsEnd ?? timing.proxyEnd ?? timing.connectEnd);
  const began = timing.dnsStart ?? timing.connectStart ?? timing.sendStart;
  const phases = {
    blocked: span(timing.start, began),
    dns: span(timing.dnsStart, timing.dnsEnd),
    connect,
    send: Math.max(0, span(timing.sendStart, timing.sendEnd)),
    wait: Math.max(0, span(timing.sendEnd, timing.firstByte)),
    receive: Math.max(0, span(timing.firstByte, timing.end)),
  };
  const time = Object.values(phases).reduce((sum, one) => sum + Math.max(0, one), 0);
  return { timings: { ...phases, ssl: span(timing.tlsStart, timing.tlsEnd) }, time: round(time) };
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

const letsIn =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key|x-auth-token)$/i;
const left = "(left out)";

function masked(field: Pair): Pair {
  return letsIn.test(field.name) ? { ...field, value: left } : field;
}

function hidden({ name }: Pair): Pair {
  return { name, value: left };
}

function cookiesSent(fields: readonly Pair[]): readonly Pair[] {
  return fields
    .filter(({ name }) => /^cookie$/i.test(name))
    .flatMap(({ value }) => value.split(/;\s*/))
    .filter((pair) => pair !== "")
    .map(pairOf);
}

function pairOf(text: string): Pair {
  const at = text.indexOf("=");
  return at < 0
    ? { name: "", value: text.trim() }
    : { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

function cookieSet(line: string): Pair & Json {
  const [first = "", ...attributes] = line.split(";");
  const found = new Map(
    attributes
      .map((one) => pairOf(one.includes("=") ? one : `${one}=`))
      .map(({ name, value }) => [name.toLowerCase(), value]),
  );
  const expires = Date.parse(found.get("expires") ?? "");
  return {
    ...pairOf(first),
    ...(found.has("path") ? { path: found.get("path") } : {}),
    ...(found.has("domain") ? { domain: found.get("domain") } : {}),
    ...(Number.isNaN(expires) ? {} : { expires: new Date(expires).toISOString() }),
    httpOnly: found.has("httponly"),
    secure: found.has("secure"),
  };
}

function queryOf(url: string): readonly Pair[] {
  const { query } = splitUrl(url);
  if (query === null || query === "") return [];
  return query
    .split("&")
    .filter((piece) => piece !== "")
    .map((piece) => {
      const { name, value } = piece.includes("=") ? pairOf(piece) : { name: piece, value: "" };
      return { name: decoded(name), value: decoded(value) };
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
