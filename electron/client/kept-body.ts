import type { BodyRef } from "../../shared/model/body.ts";
import type { BodyRun } from "./range-list.ts";

/**
 * Where a body's bytes are, as stored with its exchange. The encoded bytes are never copied: they are runs of the clear record. Decoded
 * bytes have a file of their own; without a content coding there is none, because both are the same.
 */
export interface StoredBody extends RunList {
  readonly ref: BodyRef;
  /** File in the exchange's folder, or null when the body is its encoded bytes. */
  readonly decodedFile: string | null;
  /** File in the exchange's folder with the encoded bytes that go before all runs (`ref.resumedFrom` of them): a body that was resumed. */
  readonly beforeFile?: string;
  /** Of an event stream that was decoded: which bytes of the record gave the decoded ones from `start` on. */
  readonly decodedRuns?: RunList;
}

export interface RunList {
  /** Runs in memory; after those in `runsFile`. */
  readonly runs: readonly BodyRun[];
  /** File in the exchange's folder with the first `spilledRuns` runs, or null. */
  readonly runsFile: string | null;
  readonly spilledRuns: number;
}

/** A body that may still be arriving. */
export interface LiveBody {
  readonly id: string;
  readonly exchangeId: string;
  /** As it is now. */
  stored(): StoredBody;
}

/** Who keeps bodies findable; told of each body once, when its head is known. Must not throw. */
export interface BodyKeeper {
  keep(body: LiveBody): void;
}
