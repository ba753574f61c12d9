import type { Imported } from "./imported.ts";

/** Names of the values that the other program itself calls secret. */
export function markedSecrets({ collections, environments }: Imported): readonly string[] {
  const all = [...collections.flatMap((one) => [one, ...one.environments]), ...environments];
  return [...new Set(all.flatMap(({ secrets }) => [...secrets.keys()]))];
}
