import type { Action } from "./action.ts";
import type { Auth } from "./auth.ts";
import type { OwnNetwork } from "./network/network.ts";
import type { InheritedBasics } from "./network/own-settings.ts";
import type { Variable } from "./variable.ts";

/** A name/value line of a table: header, form field. Order and duplicates are kept. */
export interface Row {
  readonly name: string;
  readonly value: string;
  readonly description?: string;
  readonly disabled?: boolean;
}

/** A URL parameter. `query` rows mirror the URL (the URL is the truth); `path` rows fill `:name` in the path. */
export interface Param extends Row {
  readonly type: "query" | "path";
}

/** One part of a multipart/form-data body (RFC 7578). */
export interface MultipartPart {
  readonly name: string;
  readonly kind: "text" | "file";
  /** Text of a text part; "" for files. */
  readonly value: string;
  /** Paths of a file part, relative to the collection or absolute. */
  readonly paths: readonly string[];
  readonly contentType?: string;
  readonly description?: string;
  readonly disabled?: boolean;
}

export type TextBodyKind = "json" | "xml" | "text" | "sparql";

export interface FileChoice {
  readonly path: string;
  readonly contentType: string;
  readonly selected: boolean;
}

/** A GraphQL document and the values of its variables: what makes a request a GraphQL request. Sent as GraphQL over HTTP says. */
export interface GraphqlBody {
  readonly kind: "graphql";
  readonly query: string;
  /** JSON text in which `{{variables}}` count; blank: none. */
  readonly variables: string;
  /** Name of the operation of the document that is to run; absent: the only one. */
  readonly operation?: string;
}

export type SocketMessageType = "text" | "json" | "xml" | "binary";

/** A message of a WebSocket request that is kept to be sent. */
export interface SocketMessage {
  /** "" for the only one, which has none. */
  readonly title: string;
  /** The one that is in the editor when the request is opened. */
  readonly selected: boolean;
  readonly type: SocketMessageType;
  /** Text in which `{{variables}}` count; of `binary`: base64. */
  readonly data: string;
}

/** The messages of a WebSocket: what makes a request a WebSocket request. Nothing of it is sent with the handshake. */
export interface SocketBody {
  readonly kind: "websocket";
  readonly messages: readonly SocketMessage[];
  /** ms between two pings (`settings.keepAliveInterval`); absent: none. */
  readonly pingInterval?: number;
}

export type RequestBody =
  | { readonly kind: "none" }
  | { readonly kind: TextBodyKind; readonly text: string }
  | GraphqlBody
  | SocketBody
  | { readonly kind: "form"; readonly rows: readonly Row[] }
  | { readonly kind: "multipart"; readonly parts: readonly MultipartPart[] }
  | { readonly kind: "file"; readonly files: readonly FileChoice[] }
  /** A body the file holds in a shape Envoi keeps but does not edit (body variants). */
  | { readonly kind: "other"; readonly type: string };

/** A setting of its own, or the one of the folder, collection or app. Absent means `inherit`. */
export type Inheritable<T> = T | "inherit";

export interface RequestSettings extends InheritedBasics {
  /** Names of automatic header fields not to add (`extensions.envoi.omitHeaders`). Case-insensitive. */
  readonly omitHeaders?: readonly string[];
  /**
   * False: take any certificate, for this request alone (`extensions.envoi.verifyTls`). Absent: verify. There is no such setting above a
   * request: what is sent unverified must be visible where it is sent.
   */
  readonly verifyTls?: boolean;
  /** The same for the certificate of an https proxy. */
  readonly verifyProxy?: boolean;
  /** How it travels, as far as the request itself says (`extensions.envoi.network`). */
  readonly network?: OwnNetwork;
}

/** How line breaks go out: all as CR LF, all as LF, or those of the head (to its empty line) as CR LF and those of the body as LF. */
export type Newline = "crlf" | "lf" | "crlf-head";

/** A request as bytes (`extensions.envoi.raw`): target chosen apart from the text, nothing added, nothing changed. */
export interface RawRequest {
  /** `host:port` (IPv6 in brackets). */
  readonly target: string;
  readonly tls: boolean;
  /** `text`: UTF-8 text whose line breaks are written as `newline`; `base64`: exact bytes. */
  readonly encoding: "text" | "base64";
  readonly data: string;
  readonly newline: Newline;
  /** Present: `{{…}}` in the text is sent as it stands, not replaced. */
  readonly literal?: true;
}

/** An HTTP request, or a GraphQL request, as a person edits it, before variables and inheritance. */
export interface HttpRequest {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Row[];
  readonly params: readonly Param[];
  readonly body: RequestBody;
  readonly auth: Auth;
  readonly variables: readonly Variable[];
  /** What is kept of the response as variables. Absent: nothing. */
  readonly actions?: readonly Action[];
  readonly settings: RequestSettings;
  readonly docs: string;
  readonly tags: readonly string[];
  /** Present: the request is sent as these bytes and everything above but name, variables and settings is ignored. */
  readonly raw?: RawRequest;
}

/** A new request: GET, inherits auth. */
export const emptyRequest: HttpRequest = {
  name: "",
  method: "GET",
  url: "",
  headers: [],
  params: [],
  body: { kind: "none" },
  auth: { kind: "inherit" },
  variables: [],
  settings: {},
  docs: "",
  tags: [],
};

/** A new GraphQL request. */
export const emptyGraphql: HttpRequest = {
  ...emptyRequest,
  method: "POST",
  body: { kind: "graphql", query: "", variables: "" },
};

/** A new WebSocket request. */
export const emptyWebSocket: HttpRequest = {
  ...emptyRequest,
  body: { kind: "websocket", messages: [] },
};
