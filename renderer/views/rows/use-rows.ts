import { useEffect, useState, useSyncExternalStore } from "react";
import type { ByteSource } from "../bytes/byte-source.ts";
import type { RowFormat } from "./row.ts";
import { indexRows, type Rows } from "./row-index.ts";

const silence = () => () => undefined;

/**
 * The rows of a source in a format, kept while the component is there. `name` stands for the format: another name
 * begins anew. Renders again as rows arrive, at most once a frame.
 */
export function useRows<State>(
  source: ByteSource,
  format: () => RowFormat<State>,
  name: string,
): Rows | null {
  const [held, setHeld] = useState<{ readonly rows: Rows; readonly name: string } | null>(null);
  useEffect(() => {
    const rows = indexRows(source, format());
    // The resource exists from here on; its owner is this effect.
    setHeld({ rows, name });
    return () => rows.close();
    // A format is made anew at each render; its name says when it is another one.
  }, [source, name]);
  const rows = held?.name === name ? held.rows : null;
  useSyncExternalStore(
    rows === null ? silence : (listener) => eachFrame(rows, listener),
    () => rows?.version() ?? 0,
  );
  return rows;
}

function eachFrame(rows: Rows, listener: () => void): () => void {
  let frame = 0;
  const stop = rows.subscribe(() => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      listener();
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}
