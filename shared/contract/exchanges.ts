import type { CodeRequest } from "../formats/code/code-request.ts";
import type { Action } from "../model/action.ts";
import type { CollectionId, ItemPath } from "../model/collection.ts";
import type { Exchange, ExchangeId } from "../model/exchange.ts";
import type { ExchangeSummary, HistoryPlace } from "../model/exchange-summary.ts";
import type { Failure } from "../model/failure.ts";
import type { SentHeader } from "../model/header.ts";
import type { WireFrame } from "../model/http2-frame.ts";
import type { KeptResult } from "../model/kept-value.ts";
import type { HttpRequest, RawRequest, SocketMessage } from "../model/request.ts";
import type { SocketFilter, SocketFinds, SocketMessageView } from "../model/socket-filter.ts";
import type { SocketFrame } from "../model/web-socket.ts";
import type { TraceEvent } from "../model/trace.ts";
import type {
  ByteArrival,
  WireFile,
  WireMark,
  WireSegment,
  WireSide,
  WireSummary,
} from "../model/wire-log.ts";
import type { Call, Kinds, Stream } from "./kinds.ts";

/** What to send: the request as edited; main applies variables, inheritance and secrets. */
export interface SendInput {
  readonly request: HttpRequest;
  /** Where it lives, for inheritance and relative files; null for a scratch request. */
  readonly collectionId: CollectionId | null;
  readonly path: ItemPath;
  readonly environment: string | null;
  /** Names the tab of a request without a file, so that its history is told from those of others. */
  readonly scratch?: string;
  /** Sends what that hop sent again, byte for byte, to where it went; of the request only the settings count. */
  readonly replay?: { readonly exchangeId: ExchangeId; readonly hop: number };
  /** Asks only for what the body of that exchange still misses, and appends it (`resumableOf` says whether it can be). */
  readonly resume?: ExchangeId;
  /** To the questions main asked before sending (`ask`), by their names. */
  readonly answers?: Readonly<Record<string, string>>;
}

/**
 * `trace` items come in order and in batches; the last item is `end` with the whole exchange. `ask` is the only item when the request holds
 * `{{?name}}` without an answer: nothing was sent and nothing is kept; ask the person, then send again with all `answers`.
 */
export type SendItem =
  | { readonly kind: "ask"; readonly prompts: readonly string[] }
  | { readonly kind: "trace"; readonly events: readonly TraceEvent[] }
  | {
      readonly kind: "end";
      readonly exchange: Exchange;
      /** What the request's actions kept of the response; absent: it has none. */
      readonly kept?: readonly KeptResult[];
    };

/** What would be sent, without sending: for the URL preview and the automatic header rows. Secrets are masked. */
export interface Preview {
  /** With variables, as it would go out; "" when it cannot be built. */
  readonly url: string;
  /** What the URL standard makes of it, as a browser would send it, where that differs; else "". */
  readonly normalised: string;
  readonly headers: readonly SentHeader[];
  /** Unknown variable names, missing secrets, a body file that is not there …: each once. */
  readonly problems: readonly Failure[];
}

/** The bytes an ordinary request would be, for the raw editor. Secrets stay `{{name}}`; what cannot be known without asking is left out. */
export interface RawView {
  /** null: it cannot be built, or is too large to be edited; `problems` say why. */
  readonly raw: RawRequest | null;
  /** What is not in the bytes as it would be sent. */
  readonly left: readonly RawLeft[];
  readonly problems: readonly Failure[];
}

/**
 * `secret`: its name stands in a text. `secret-in-bytes`: its name stands in bytes in which nothing is replaced. `credentials`: they hold a
 * secret, so what proves them is not computed. `token`: it is fetched when sending. `cookies`: of the jar. `framing`: written for HTTP/1.1.
 */
export type RawLeft =
  | "secret"
  | "secret-in-bytes"
  | "credentials"
  | "token"
  | "cookies"
  | "framing";

/** What code is asked of. `reveal`: with the values of secrets in it, because the person said so. */
export interface CodeInput extends SendInput {
  readonly reveal: boolean;
}

/** One action over the response of one exchange, for the requests of a place. */
export interface TakeInput {
  readonly id: ExchangeId;
  readonly action: Action;
  readonly collectionId: CollectionId | null;
  readonly path: ItemPath;
  readonly environment: string | null;
}

/** The request for code to be written from. */
export interface CodeView {
  /** null: it cannot be built as meant; `problems` say why. */
  readonly request: CodeRequest | null;
  /** True when something is left out of it that `reveal` would show. */
  readonly masked: boolean;
  readonly problems: readonly Failure[];
}

/** A message for a WebSocket that is open; variables in it are replaced as those of its request were. */
export interface SocketSendInput {
  readonly id: ExchangeId;
  readonly message: Pick<SocketMessage, "type" | "data">;
  /**
   * To questions of the message that connecting did not ask (failure `variable-unanswered`, its `place`), by their names. They hold for the
   * messages behind it too. Not for one whose name says that it is secret: nothing would hide it.
   */
  readonly answers?: Readonly<Record<string, string>>;
}

export type ExchangesContract = {
  "exchange.send": Stream<SendInput, SendItem>;
  /** Cancels a running exchange; its stream then ends with an `end` item in state `cancelled`. Unknown ids are ignored. */
  "exchange.cancel": Call<{ readonly id: ExchangeId }, null>;
  "exchange.preview": Call<SendInput, Preview>;
  /** What was sent before, newest first: of one request, or all (`place` null). */
  "exchange.history": Call<
    { readonly place: HistoryPlace | null; readonly limit: number },
    readonly ExchangeSummary[]
  >;
  /** Removes an exchange from the history with all its files. A running one stays. */
  "exchange.remove": Call<{ readonly id: ExchangeId }, null>;
  /**
   * Follows an action over the last response of an exchange that has ended, and keeps what it finds for the requests of that place. What
   * went wrong is in the result.
   */
  "exchange.take": Call<TakeInput, KeptResult>;
  /** Sends and fetches nothing. */
  "exchange.code": Call<CodeInput, CodeView>;
  /** Sends and fetches nothing. Reads the body's files. */
  "exchange.raw": Call<SendInput, RawView>;
  "exchange.get": Call<{ readonly id: ExchangeId }, Exchange>;
  /** The trace of a finished exchange. */
  "exchange.trace": Call<{ readonly id: ExchangeId }, readonly TraceEvent[]>;
  /** Index of the record; bytes come from `/wire/<id>/<side>` by Range. */
  "exchange.wire": Call<
    {
      readonly id: ExchangeId;
      readonly side: WireSide;
      readonly from: number;
      readonly limit: number;
    },
    {
      readonly summary: WireSummary;
      readonly segments: readonly WireSegment[];
      readonly marks: readonly WireMark[];
      /** Whose bytes are in those segments and not in the record. Bytes of one that is not the `same` cannot be asked for. */
      readonly files: readonly WireFile[];
    }
  >;
  /** Undoes the content coding of a body that was left encoded; `/body/<id>` then has it decoded. Returns the decoded bytes. */
  "exchange.decodeBody": Call<{ readonly bodyId: string }, number>;
  /**
   * When these bytes of a body arrived, and where they are in the record: for each of `offsets` (ascending) its `ByteArrival`. What is not
   * on disk yet is not known yet.
   */
  "exchange.arrivals": Call<
    {
      readonly bodyId: string;
      readonly form: "decoded" | "encoded";
      readonly offsets: readonly number[];
    },
    readonly ByteArrival[]
  >;
  /**
   * HTTP/2 frames of the record, in the order they were complete; none when HTTP/2 was not spoken. An answer is bounded: `more` says
   * that others follow. `capped`: from some point on frames were not kept, their bytes were.
   */
  "exchange.frames": Call<
    { readonly id: ExchangeId; readonly from: number; readonly limit: number },
    { readonly frames: readonly WireFrame[]; readonly more: boolean; readonly capped: boolean }
  >;
  /**
   * WebSocket frames of the record, in the order they were complete. How many there are is in the `socket` of the trace, which is all a fast
   * server can make flow by itself: frames are asked for as they are looked at, and a message is read as the body of `messageBodyId`.
   */
  "exchange.socketFrames": Call<
    { readonly id: ExchangeId; readonly from: number; readonly limit: number },
    { readonly frames: readonly SocketFrame[] }
  >;
  /** Those of them that fit a filter, from one on: an answer is bounded, and `next` says where to go on. */
  "exchange.socketFind": Call<
    { readonly id: ExchangeId; readonly filter: SocketFilter; readonly from: number },
    SocketFinds
  >;
  /** What the message is made of that frame `index` belongs to. Failure `not-found`. */
  "exchange.socketMessage": Call<
    { readonly id: ExchangeId; readonly index: number },
    SocketMessageView
  >;
  /** Resolves when the kernel took it. Failure `ws-not-open`, `ws-over`, `input`. */
  "exchange.socketSend": Call<SocketSendInput, null>;
  "exchange.socketPing": Call<{ readonly id: ExchangeId }, null>;
  /** Says goodbye; the exchange ends when the server has answered, or after a while. */
  "exchange.socketClose": Call<
    { readonly id: ExchangeId; readonly code: number | null; readonly reason: string },
    null
  >;
  /** Whether the bytes of an exchange hold secrets, and whether those are hidden from the page. Failure `storage/record-sealed`. */
  "exchange.secrets": Call<{ readonly id: ExchangeId }, "none" | "hidden" | "shown">;
  /** Shows or hides them: in the bytes that are asked for from then on, until Envoi ends. */
  "exchange.showSecrets": Call<{ readonly id: ExchangeId; readonly shown: boolean }, null>;
  /** Copies a body to a file on this machine (desktop dialog or typed path). Returns bytes written. */
  "exchange.saveBody": Call<
    {
      readonly id: ExchangeId;
      readonly bodyId: string;
      readonly form: "decoded" | "encoded";
      readonly file: string;
    },
    number
  >;
  /**
   * Finished exchanges as an HTTP archive. `credentials` false leaves out the values of fields and cookies that let somebody in. With a file
   * it is written there and the answer is ""; else it is the answer. Failure `not-found`, `storage`.
   */
  "exchange.har": Call<
    {
      readonly ids: readonly ExchangeId[];
      readonly credentials: boolean;
      /** Absolute. */
      readonly file: string | null;
    },
    string
  >;
  /**
   * Lets requests send this file from outside their collection, on this machine only. Called right after the person picked the file in
   * a picker, never with a path that came out of a collection; or, for a socket, right after the person was shown its path and allowed it.
   * Absolute path, or the name of a socket.
   */
  "files.grant": Call<{ readonly file: string }, null>;
};

export const exchangesKinds: Kinds<ExchangesContract> = {
  "exchange.send": "stream",
  "exchange.cancel": "call",
  "exchange.preview": "call",
  "exchange.history": "call",
  "exchange.remove": "call",
  "exchange.take": "call",
  "exchange.code": "call",
  "exchange.raw": "call",
  "exchange.get": "call",
  "exchange.trace": "call",
  "exchange.wire": "call",
  "exchange.decodeBody": "call",
  "exchange.arrivals": "call",
  "exchange.frames": "call",
  "exchange.socketFrames": "call",
  "exchange.socketFind": "call",
  "exchange.socketMessage": "call",
  "exchange.socketSend": "call",
  "exchange.socketPing": "call",
  "exchange.socketClose": "call",
  "exchange.secrets": "call",
  "exchange.showSecrets": "call",
  "exchange.saveBody": "call",
  "exchange.har": "call",
  "files.grant": "call",
};
