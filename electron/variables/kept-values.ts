import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import type { Variable } from "../../shared/model/variable.ts";

/** The level of precedence a kept value counts at, and for which place. */
export type KeptPlace =
  | { readonly scope: "runtime" }
  | { readonly scope: "collection" }
  | { readonly scope: "environment"; readonly name: string }
  /** A folder's path or a request's. */
  | { readonly scope: "folder" | "request"; readonly path: ItemPath };

/**
 * Values taken from responses, or given for one run. In memory only: they are never written into a collection. The collection null is that
 * of requests without a file.
 */
export interface KeptValues {
  /** Of a secret the value is in `value` too: it is in no store. */
  keep(id: CollectionId | null, place: KeptPlace, variable: Variable): void;
  /** In the order they were first kept. */
  at(id: CollectionId | null, place: KeptPlace): readonly Variable[];
  /** Every value of a collection goes. */
  clear(id: CollectionId | null): void;
  /** Every secret goes, of all collections: the store was locked. */
  forgetSecrets(): void;
}

export function createKeptValues(): KeptValues {
  const collections = new Map<CollectionId | null, Map<string, Map<string, Variable>>>();
  return {
    keep(id, place, variable) {
      const places = collections.get(id) ?? new Map<string, Map<string, Variable>>();
      collections.set(id, places);
      const values = places.get(keyOf(place)) ?? new Map<string, Variable>();
      places.set(keyOf(place), values);
      values.set(variable.name, variable);
    },
    at: (id, place) => [...(collections.get(id)?.get(keyOf(place))?.values() ?? [])],
    clear: (id) => void collections.delete(id),
    forgetSecrets() {
      for (const places of collections.values())
        for (const values of places.values())
          for (const [name, { secret }] of values) if (secret === true) values.delete(name);
    },
  };
}

function keyOf(place: KeptPlace): string {
  switch (place.scope) {
    case "runtime":
    case "collection":
      return place.scope;
    case "environment":
      return `environment:${place.name}`;
    case "folder":
    case "request":
      return `${place.scope}:${place.path}`;
  }
}
