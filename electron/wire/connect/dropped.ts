import type { CloseReason } from "../../../shared/model/connection-ledger.ts";
import { FailureError } from "../../../shared/model/failure.ts";

/** What ends the exchanges of a connection that is closed on this side while they use it: nobody broke it, and nothing is sent again. */
export function dropped(why: CloseReason): FailureError {
  return new FailureError(
    why === "person"
      ? {
          kind: "cancelled",
          code: "connection-dropped",
          message: "The connection was closed here, from the list of connections.",
          remedy: "Send the request again; it will use a new connection.",
        }
      : {
          kind: "cancelled",
          code: "connections-closed",
          message: "The connections were closed.",
        },
  );
}
