import { useEffect, useState } from "react";
import type { ByteSource } from "../bytes/byte-source.ts";
import type { Row } from "../rows/row.ts";
import type { Highlight } from "../rows/row-text.ts";
import { firstHitFrom, type Hits, needleOf, noHits, searchSource } from "./search.ts";

export interface Find {
  readonly open: boolean;
  readonly query: string;
  readonly exact: boolean;
  readonly hits: Hits;
  /** Index of the hit one stands on; -1 for none. */
  readonly current: number;
  /** Offset of that hit; null for none. */
  readonly at: number | null;
  /** False: the charset cannot write what is looked for. */
  readonly possible: boolean;
  show(open: boolean): void;
  look(query: string): void;
  setExact(exact: boolean): void;
  step(by: 1 | -1): void;
  /** The hits that touch a row. */
  of(row: Row): Highlight[];
}

const begun: Hits = { ...noHits, progress: 0 };

/** Finding in a source, bytes against bytes. `complete` false: looks again when it becomes true. */
export function useFind(source: ByteSource, charset: string, complete: boolean): Find {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [exact, setExact] = useState(false);
  const [found, setFound] = useState<{ readonly hits: Hits; readonly asked: string } | null>(null);
  const [current, setCurrent] = useState(-1);
  const possible = needleOf(query, charset) !== null;
  const asked = `${exact} ${charset} ${complete} ${query}`;
  // Until the first answer to what is asked now, it is being looked for.
  const hits = found?.asked === asked ? found.hits : query === "" ? noHits : begun;

  useEffect(() => {
    const controller = new AbortController();
    const wanted = open ? needleOf(query, charset) : null;
    // A short wait, so that typing does not read the whole source once a letter.
    const timer = setTimeout(() => {
      setCurrent(-1);
      if (wanted === null || wanted.length === 0) return;
      let first = true;
      searchSource(
        source,
        wanted,
        exact,
        (next) => {
          setFound({ hits: next, asked });
          if (first && next.count > 0) setCurrent(0);
          first &&= next.count === 0;
        },
        controller.signal,
      ).catch(() => undefined);
    }, 120);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [source, charset, query, exact, open, asked]);

  const { offsets, length } = hits;
  const at = offsets[current] ?? null;
  return {
    open,
    query,
    exact,
    hits,
    current,
    at,
    possible,
    show: setOpen,
    look: setQuery,
    setExact,
    step: (by) => {
      if (offsets.length === 0) return;
      setCurrent((current + by + offsets.length) % offsets.length);
    },
    of: (row) => {
      const found: Highlight[] = [];
      if (!open || length === 0) return found;
      let index = firstHitFrom(offsets, row.start - length + 1);
      for (; index < offsets.length; index += 1) {
        const start = offsets[index] ?? 0;
        if (start >= row.end) break;
        found.push({ start, end: start + length, kind: index === current ? "current" : "hit" });
      }
      return found;
    },
  };
}
