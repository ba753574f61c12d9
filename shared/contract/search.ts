import type { Replaced, ReplacePick, SearchFound, SearchQuery } from "../model/search.ts";
import type { Call, Kinds } from "./kinds.ts";

export type SearchContract = {
  /**
   * Looks through the files of the open collections. The first call reads them. Failure `input` (`bad-pattern`) or `timeout`
   * (`search-too-slow`: an expression that would go on for ever was stopped). `replacement`: what it would make of each match is told too.
   */
  "search.find": Call<
    { readonly query: SearchQuery; readonly replacement: string | null },
    SearchFound
  >;
  /**
   * Replaces matches and saves each file in place. `picks` null: every match of the query. In a replacement of an expression `$1`, `$<name>`
   * and `$&` count.
   */
  "search.replace": Call<
    {
      readonly query: SearchQuery;
      readonly replacement: string;
      readonly picks: readonly ReplacePick[] | null;
    },
    Replaced
  >;
  /** Gives files the text they had before, unless they were changed since: those are named. Failure `not-found`. */
  "search.undo": Call<{ readonly undoId: string }, Replaced>;
};

export const searchKinds: Kinds<SearchContract> = {
  "search.find": "call",
  "search.replace": "call",
  "search.undo": "call",
};
