import type {
  HttpRequest,
  Row,
  SocketBody,
  SocketMessage,
  SocketMessageType,
} from "../../model/request.ts";

/** A message of a WebSocket as another format says it. */
export interface SaidMessage {
  /** Absent or "": it has none, and is called by its number among several. */
  readonly title?: string;
  /** Absent: what the text looks like. */
  readonly type?: SocketMessageType;
  /** Of `binary`: base64. */
  readonly data: string;
}

/**
 * Messages of another format as those of a request. `sent`: which of them that format sends as soon as the connection is open; where it sends
 * none by itself, the first is the one in the editor.
 */
export function socketBody(
  said: readonly SaidMessage[],
  sent: "all" | "first",
  pingInterval = 0,
): SocketBody {
  const messages = said.map(({ title = "", type, data }, index): SocketMessage => ({
    title: title === "" && said.length > 1 ? `message ${index + 1}` : title,
    selected: sent === "all" || index === 0,
    type: type ?? textType(data),
    data,
  }));
  return { kind: "websocket", messages, ...(pingInterval > 0 ? { pingInterval } : {}) };
}

/** What a text without a type is: nothing but how it is shown hangs on it. */
export function textType(data: string): SocketMessageType {
  return /^\s*[[{]/.test(data) && !/^\s*\{\{/.test(data) ? "json" : "text";
}

/** Fields of the handshake that every client makes anew (RFC 6455 §4.1); the subprotocols are the person's. */
const ofHandshake = /^sec-websocket-(?!protocol$)|^upgrade$|^connection$/i;

/** Header fields without those Envoi's own handshake has. */
export function withoutHandshake(headers: readonly Row[]): readonly Row[] {
  return headers.filter(({ name }) => !ofHandshake.test(name));
}

/**
 * What another program calls a request, when what it would send is a WebSocket's handshake: `ws:` and `wss:`, or `Upgrade: websocket` as
 * browsers copy it. Any other request comes back as it is.
 */
export function handshakeAsSocket(request: HttpRequest): HttpRequest {
  const { url, method, headers, body } = request;
  const upgrades = headers.some(
    ({ name, value, disabled }) =>
      disabled !== true && /^upgrade$/i.test(name) && /^\s*websocket\s*$/i.test(value),
  );
  if (body.kind !== "none" || method.toUpperCase() !== "GET") return request;
  if (!upgrades && !/^wss?:/i.test(url)) return request;
  const params = request.params.filter(({ type, disabled }) => type === "path" || disabled);
  return {
    ...request,
    url: url.replace(/^http(?=s?:)/i, "ws"),
    params,
    headers: withoutHandshake(headers),
    body: { kind: "websocket", messages: [] },
  };
}
