import { matchesIn } from "../../shared/formats/search/find.ts";
import { type SearchField, searchFields } from "../../shared/formats/search/fields.ts";
import { patternOf, replacementOf } from "../../shared/formats/search/pattern.ts";
import { replaceIn } from "../../shared/formats/search/replace.ts";
import { yamlData } from "../../shared/formats/yaml/parse.ts";
import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import { type Failure, toFailure } from "../../shared/model/failure.ts";
import type {
  ReplacePick,
  SearchFile,
  SearchFound,
  SearchQuery,
} from "../../shared/model/search.ts";
import { readItemSync } from "../collections/read-file.ts";

/** What the index is asked. It keeps what it was told between questions. */
export type SearchJob =
  | {
      readonly kind: "update";
      readonly collectionId: CollectionId;
      /** Real path of its folder. */
      readonly root: string;
      /** To be read again. */
      readonly files: readonly ItemPath[];
      readonly gone: readonly ItemPath[];
    }
  | { readonly kind: "forget"; readonly collectionId: CollectionId }
  | {
      readonly kind: "find";
      readonly query: SearchQuery;
      /** In this order. */
      readonly collections: readonly CollectionId[];
      readonly limit: number;
      /** Shown with each match; null: none. */
      readonly replacement: string | null;
    }
  | {
      readonly kind: "replace";
      readonly query: SearchQuery;
      readonly replacement: string;
      readonly text: string;
      readonly matches: ReplacePick["matches"];
    };

export type SearchResult =
  | { readonly kind: "updated" }
  | { readonly kind: "found"; readonly found: SearchFound }
  | { readonly kind: "replaced"; readonly text: string; readonly count: number }
  | { readonly kind: "failed"; readonly failure: Failure };

/** The fields of all files, by collection and path. Answers without throwing. */
export function createSearchIndex(): (job: SearchJob) => SearchResult {
  const collections = new Map<CollectionId, Map<ItemPath, readonly SearchField[]>>();
  const filesOf = (id: CollectionId) => {
    const files = collections.get(id) ?? new Map<ItemPath, readonly SearchField[]>();
    collections.set(id, files);
    return files;
  };
  const find = (job: Extract<SearchJob, { kind: "find" }>): SearchFound => {
    const { query, limit } = job;
    const pattern = patternOf(query);
    const scopes = new Set(query.scopes);
    const replacement = job.replacement === null ? null : replacementOf(query, job.replacement);
    const files: SearchFile[] = [];
    let [total, totalFiles, searched, listed] = [0, 0, 0, 0];
    for (const collectionId of job.collections)
      for (const [path, fields] of collections.get(collectionId) ?? []) {
        if (query.within !== null && !isBelow(path, query.within.path)) continue;
        searched += 1;
        const { matches, count } = matchesIn(fields, pattern, scopes, limit - listed, replacement);
        if (count === 0) continue;
        total += count;
        totalFiles += 1;
        listed += matches.length;
        if (matches.length > 0) files.push({ collectionId, path, matches });
      }
    return { files, total, totalFiles, searched };
  };
  return (job) => {
    try {
      switch (job.kind) {
        case "update": {
          const files = filesOf(job.collectionId);
          for (const path of job.gone) files.delete(path);
          for (const path of job.files) {
            const text = readItemSync(job.root, path);
            if (text === null) files.delete(path);
            else files.set(path, fieldsOf(text));
          }
          return { kind: "updated" };
        }
        case "forget":
          collections.delete(job.collectionId);
          return { kind: "updated" };
        case "find":
          return { kind: "found", found: find(job) };
        case "replace": {
          const { query, text, matches } = job;
          const replacement = replacementOf(query, job.replacement);
          const scopes = new Set(query.scopes);
          return {
            kind: "replaced",
            ...replaceIn(text, patternOf(query), replacement, scopes, matches),
          };
        }
      }
    } catch (thrown) {
      return { kind: "failed", failure: toFailure(thrown) };
    }
  };
}

function isBelow(path: ItemPath, place: ItemPath): boolean {
  return place === "" || path === place || path.startsWith(`${place}/`);
}

/** A file that cannot be parsed is searched as it stands; its one field cannot be replaced in. */
function fieldsOf(text: string): readonly SearchField[] {
  try {
    return searchFields(yamlData(text));
  } catch {
    return [{ pointer: "", scope: "other", value: text }];
  }
}
