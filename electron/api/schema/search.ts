import * as v from "valibot";
import type { SearchContract } from "../../../shared/contract/index.ts";
import { searchScopes } from "../../../shared/model/search.ts";
import type { InputSchemas } from "./exact.ts";
import { count, flag, id, itemPath, itemRef, line, text } from "./model.ts";

const query = v.strictObject({
  text: line,
  regex: flag,
  matchCase: flag,
  wholeWord: flag,
  scopes: v.array(v.picklist(searchScopes)),
  within: v.nullable(v.strictObject({ collectionId: id, path: itemPath })),
});

export const searchInputs = {
  "search.find": v.strictObject({ query, replacement: v.nullable(text) }),
  "search.replace": v.strictObject({
    query,
    replacement: text,
    picks: v.nullable(
      v.array(
        v.strictObject({
          ...itemRef,
          matches: v.nullable(v.array(v.strictObject({ field: line, index: count }))),
        }),
      ),
    ),
  }),
  "search.undo": v.strictObject({ undoId: id }),
} satisfies InputSchemas<SearchContract>;
