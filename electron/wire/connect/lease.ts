import type { Connection } from "./connection.ts";

/**
 * Keeps one connection for several requests in a row: between them nobody else gets it. For what belongs to a connection and not to a
 * request, as NTLM does. Whoever opened it ends it.
 */
export interface Lease {
  /** The pool's: the connection that is kept, if it is still there. */
  connection(): Connection | null;
  /** The pool's: keeps this one from now on; `freed` is called once, when it may go to others. */
  keep(connection: Connection, freed: () => void): void;
  /** The connection goes to whoever wants it, as soon as it is idle. */
  end(): void;
}

export function openLease(): Lease {
  let kept: { readonly connection: Connection; readonly freed: () => void } | null = null;
  let ended = false;
  return {
    connection: () => kept?.connection ?? null,
    keep(connection, freed) {
      if (ended) return freed();
      if (kept?.connection === connection) return;
      kept?.freed();
      kept = { connection, freed };
    },
    end() {
      ended = true;
      kept?.freed();
      kept = null;
    },
  };
}
