import type { ConnectionsContract, Handlers } from "../../shared/contract/index.ts";
import type { Pool } from "../wire/connect/pool.ts";

export function connectionHandlers(pool: Pool): Handlers<ConnectionsContract> {
  return {
    "connections.watch": (signal) => pool.ledger.watch(signal),
    "connections.close": async ({ number }) => {
      pool.closeConnections(number ?? undefined);
      return null;
    },
  };
}
