import { useEffect, useState } from "react";
import type { ByteSource } from "../bytes/byte-source.ts";
import type { Row, Span } from "./row.ts";
import type { Rows } from "./row-index.ts";
import { useChanges } from "./use-changes.ts";

/** Rows as they are at one render: another object each time, so that nothing keeps an old answer. */
export interface RowsNow<Item extends Span = Row> {
  readonly all: Rows<Item>;
  readonly count: number;
  readonly progress: number;
  readonly reach: number;
  readonly errorAt: number | null;
  readonly failed: boolean;
  peek(row: number): Item | null;
}

/**
 * The rows of a source, kept while the component is there. `make` indexes them in a format and `name` stands for it:
 * another name begins anew. Renders again as rows arrive, at most once a frame.
 */
export function useRows<Item extends Span = Row>(
  source: ByteSource,
  make: () => Rows<Item>,
  name: string,
): RowsNow<Item> | null {
  // The compiler would keep what `rows` said the first time: it is the same object and grows.
  "use no memo";
  const [held, setHeld] = useState<{ readonly rows: Rows<Item>; readonly name: string } | null>(
    null,
  );
  useEffect(() => {
    const rows = make();
    // The resource exists from here on; its owner is this effect.
    setHeld({ rows, name });
    return () => rows.close();
    // oxlint-disable-next-line react/exhaustive-deps -- `make` is new at each render; the name says when its rows are others
  }, [source, name]);
  const rows = held?.name === name ? held.rows : null;
  useChanges(rows);
  if (rows === null) return null;
  return {
    all: rows,
    count: rows.count(),
    progress: rows.progress(),
    reach: rows.reach(),
    errorAt: rows.errorAt(),
    failed: rows.failure() !== null,
    peek: (row) => rows.peek(row),
  };
}
