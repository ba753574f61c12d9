import type { ConnectionLedger } from "../model/connection-ledger.ts";
import type { Call, Kinds, Topic } from "./kinds.ts";

export type ConnectionsContract = {
  /** Every connection of the app: at first, and after changes. */
  "connections.watch": Topic<ConnectionLedger>;
  /** Closes one by its number, or all (null). An exchange on it fails. Unknown numbers are ignored. */
  "connections.close": Call<{ readonly number: number | null }, null>;
};

export const connectionsKinds: Kinds<ConnectionsContract> = {
  "connections.watch": "topic",
  "connections.close": "call",
};
