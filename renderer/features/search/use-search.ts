import { useEffect, useRef, useState } from "react";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import type { SearchFound, SearchQuery } from "../../../shared/model/search.ts";
import type { App } from "../../app/app.ts";

export interface SearchState {
  /** Of the last search that ended; null: none was made. */
  readonly found: SearchFound | null;
  readonly failure: Failure | null;
  readonly again: () => void;
}

/** ms after the last key. */
const settle = 120;

/** Searches as the query changes; an answer that comes after the next question is passed over. */
export function useSearch(app: App, query: SearchQuery, replacement: string | null): SearchState {
  const [found, setFound] = useState<SearchFound | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  const asked = useRef(0);
  const key = JSON.stringify([query, replacement, turn]);
  useEffect(() => {
    const mine = (asked.current += 1);
    const [wanted, put] = JSON.parse(key) as [SearchQuery, string | null, number];
    const timer = setTimeout(() => {
      app.remote["search.find"]({ query: wanted, replacement: put }).then(
        (result) => {
          if (asked.current !== mine) return;
          setFound(wanted.text === "" ? null : result);
          setFailure(null);
        },
        (thrown: unknown) => {
          if (asked.current !== mine) return;
          setFound(null);
          setFailure(toFailure(thrown));
        },
      );
    }, settle);
    return () => clearTimeout(timer);
  }, [app, key]);
  return { found, failure, again: () => setTurn((count) => count + 1) };
}
