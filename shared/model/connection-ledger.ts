/** Why a connection is no more. */
export type CloseReason =
  /** Nobody used it for 30 seconds. */
  | "idle"
  /** The other side closed it. */
  | "server"
  /** Bytes came that nobody had asked for. */
  | "unasked"
  /** The request or the reply says so, or where the reply ends could not be known. */
  | "not-reusable"
  /** The reply broke the rules. */
  | "fault"
  /** It was for one exchange: reuse is off, or the bytes were raw. */
  | "single"
  /** The rest of the reply was not wanted. */
  | "left"
  | "cancelled"
  | "timeout"
  /** It broke, or could not be opened. */
  | "failed"
  /** It was in the way of one that had to be new. */
  | "replaced"
  | "person"
  /** Envoi was closed. */
  | "app";

/** Where a connection leads. */
export interface ConnectionTarget {
  readonly scheme: "http" | "https";
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

/** One connection that is open or being opened. */
export interface LedgerConnection extends ConnectionTarget {
  /** As in ConnectionView. */
  readonly number: number;
  readonly state: "opening" | "busy" | "idle";
  /** "HTTP/1.1", "HTTP/2"; "" while it is being opened. */
  readonly protocol: string;
  /** "TLSv1.3" …, "" without TLS. */
  readonly tls: string;
  /** The other end, `address:port` or a socket's path; "" while it is being opened. */
  readonly remote: string;
  /** The proxy's address; "" without one. */
  readonly proxy: string;
  /** Exchanges on it now, and so far. */
  readonly active: number;
  readonly uses: number;
  /** Epoch ms. */
  readonly openedAt: number;
  /** Epoch ms; null: it is in use, or being opened. */
  readonly idleSince: number | null;
}

export interface ClosedConnection extends LedgerConnection {
  readonly reason: CloseReason;
  /** Of the failure; "" when there was none. */
  readonly code: string;
  /** Epoch ms. */
  readonly closedAt: number;
}

/** A request in line for a connection. */
export interface WaitingRequest extends ConnectionTarget {
  /** Epoch ms. */
  readonly since: number;
}

/** Every connection of the app: what there is, who waits, what was. */
export interface ConnectionLedger {
  readonly open: readonly LedgerConnection[];
  readonly waiting: readonly WaitingRequest[];
  /** The last ones, the newest first. */
  readonly closed: readonly ClosedConnection[];
}

export const emptyLedger: ConnectionLedger = { open: [], waiting: [], closed: [] };
