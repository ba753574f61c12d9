import type { HarInput } from "./har-source.ts";
import type {
  CodeInput,
  CodeView,
  Preview,
  RawView,
  SendInput,
  SendItem,
  SocketSendInput,
  TakeInput,
} from "../../shared/contract/exchanges.ts";
import type { CookieJar } from "../../shared/model/cookie.ts";
import type { Exchange, ExchangeId } from "../../shared/model/exchange.ts";
import type { ExchangeSummary, HistoryPlace } from "../../shared/model/exchange-summary.ts";
import type { Failure } from "../../shared/model/failure.ts";
import type { KeptResult } from "../../shared/model/kept-value.ts";
import type { Settings } from "../../shared/model/settings.ts";
import type { TraceEvent } from "../../shared/model/trace.ts";
import type {
  ByteArrival,
  WireFile,
  WireMark,
  WireSegment,
  WireSide,
  WireSummary,
} from "../../shared/model/wire-log.ts";
import type { Clock } from "../base/clock.ts";
import type { CookiePort } from "../client/cookies.ts";
import type { Send } from "../client/send.ts";
import type { ReadSendContext } from "../collections/send-context.ts";
import type { FramePage } from "../wire/record/read-record.ts";
import type { KeptValues } from "../variables/kept-values.ts";
import type { Bodies, StoredContent } from "./bodies.ts";
import type { FileGrants } from "./file-grants.ts";
import type { RecordGuard } from "./record-guard.ts";
import type { SocketRecords } from "./socket-records.ts";
import type { TokenFor } from "./token-for.ts";
import type { ExchangeStore } from "./store.ts";

export interface ExchangesDeps {
  readonly send: Send;
  readonly store: ExchangeStore;
  readonly bodies: Bodies;
  /** Absent: what is sent is kept as it is. */
  readonly guard?: RecordGuard;
  readonly readContext: ReadSendContext;
  readonly settings: () => Settings;
  readonly grants: FileGrants;
  readonly cookies: (CookiePort & { jars?(): readonly CookieJar[] }) | null;
  readonly clock: Clock;
  readonly version: string;
  /** Where `~/.netrc` and `~/.aws` are. */
  readonly home: string;
  readonly tokenFor: TokenFor;
  /** Asks the program that gives a secret its value, by what was said of it; false: there is none. Absent: no programs give any. */
  readonly fetchSecret?: (failure: Failure) => Promise<boolean>;
  /** Where values taken from responses go. */
  readonly kept: KeptValues;
}

/** Sending, and everything about what was sent. One operation of the contract is one function here. */
export interface Exchanges extends SocketRecords {
  /** Ending the iteration, or the signal, cancels. The last item is `end`, also when the request could not be built. */
  send(input: SendInput, signal: AbortSignal): AsyncGenerator<SendItem, void, undefined>;
  /** The stream then ends with an `end` item in state `cancelled`. Unknown ids are ignored. */
  cancel(id: ExchangeId): void;
  preview(input: SendInput): Promise<Preview>;
  /** What has ended, newest first; `place` null: of all requests. */
  history(place: HistoryPlace | null, limit: number): Promise<readonly ExchangeSummary[]>;
  /** Running ones and unknown ids are ignored. */
  remove(id: ExchangeId): Promise<void>;
  code(input: CodeInput): Promise<CodeView>;
  /** Keeps a value of an exchange that has ended. Failure `not-found`. */
  take(input: TakeInput): Promise<KeptResult>;
  /** The bytes an ordinary request would be. */
  raw(input: SendInput): Promise<RawView>;
  /** Running ones too. Failure `not-found`. */
  get(id: ExchangeId): Promise<Exchange>;
  trace(id: ExchangeId): Promise<readonly TraceEvent[]>;
  /** Segments `from`… of a side, and the marks that touch them (clear side only). */
  wire(input: {
    readonly id: ExchangeId;
    readonly side: WireSide;
    readonly from: number;
    readonly limit: number;
  }): Promise<{
    readonly summary: WireSummary;
    readonly segments: readonly WireSegment[];
    readonly marks: readonly WireMark[];
    readonly files: readonly WireFile[];
  }>;
  /** When bytes of a body arrived, and where in the record. Failure `not-found`. */
  arrivals(input: {
    readonly bodyId: string;
    readonly form: "decoded" | "encoded";
    readonly offsets: readonly number[];
  }): Promise<readonly ByteArrival[]>;
  frames(input: {
    readonly id: ExchangeId;
    readonly from: number;
    readonly limit: number;
  }): Promise<FramePage>;
  /** Each rejects with FailureError: `ws-not-open`, `ws-over`, `input`. */
  socketSend(input: SocketSendInput): Promise<void>;
  socketPing(id: ExchangeId): Promise<void>;
  socketClose(input: {
    readonly id: ExchangeId;
    readonly code: number | null;
    readonly reason: string;
  }): Promise<void>;
  /** Whether its bytes hold secrets, and whether they are hidden. Failure `storage/record-sealed`. */
  secrets(id: ExchangeId): Promise<"none" | "hidden" | "shown">;
  /** Shows or hides the secrets of an exchange, until Envoi ends. */
  showSecrets(id: ExchangeId, shown: boolean): void;
  /** Secrets hidden, unless it is to be `exact` or a person asked to see them. */
  openBody(bodyId: string, form: "decoded" | "encoded", exact?: boolean): Promise<StoredContent>;
  /** Decodes a body that was left encoded; resolves to the decoded bytes. */
  decodeBody(bodyId: string): Promise<number>;
  openWire(id: ExchangeId, side: WireSide): Promise<StoredContent>;
  saveBody(
    input: {
      readonly id: ExchangeId;
      readonly bodyId: string;
      readonly form: "decoded" | "encoded";
      readonly file: string;
    },
    signal: AbortSignal,
  ): Promise<number>;
  /** Exchanges as an HTTP archive, written to a file when there is one. Failure `not-found`, `storage`. */
  har(input: HarInput): Promise<string>;
  /** Cancels what runs and waits until it is on disk, and what is too old is gone. */
  close(): Promise<void>;
}
