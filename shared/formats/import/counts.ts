import { authDataOf, readAuth } from "../opencollection/auth.ts";
import { kindOf } from "../opencollection/info.ts";
import { listAt, mapAt, textOf } from "../opencollection/fields.ts";
import type { YamlMap } from "../yaml/data.ts";
import type { Imported, ImportedItem } from "./imported.ts";

/** What an import holds, in numbers. */
export interface ImportCounts {
  readonly collections: number;
  readonly folders: number;
  readonly requests: number;
  readonly examples: number;
  readonly scripts: number;
  readonly assertions: number;
  readonly environments: number;
  /** Auth kind → how many requests, folders and collections have it of their own. "inherit" and none are not counted. */
  readonly auth: ReadonlyMap<string, number>;
  /** Kind of request → how many. */
  readonly kinds: ReadonlyMap<string, number>;
}

interface Tally {
  folders: number;
  requests: number;
  examples: number;
  scripts: number;
  assertions: number;
  readonly auth: Map<string, number>;
  readonly kinds: Map<string, number>;
}

/** Counts everything in an import. */
export function countImport(
  imported: Pick<Imported, "collections" | "environments">,
): ImportCounts {
  const tally: Tally = {
    folders: 0,
    requests: 0,
    examples: 0,
    scripts: 0,
    assertions: 0,
    auth: new Map(),
    kinds: new Map(),
  };
  for (const collection of imported.collections) {
    countDefaults(collection.data, tally);
    countItems(collection.children, tally);
  }
  return {
    ...tally,
    collections: imported.collections.length,
    environments:
      imported.environments.length +
      imported.collections.reduce((sum, { environments }) => sum + environments.length, 0),
  };
}

function countItems(items: readonly ImportedItem[], tally: Tally): void {
  for (const item of items) {
    if (item.kind === "folder") {
      tally.folders += 1;
      countDefaults(item.data, tally);
      countItems(item.children, tally);
      continue;
    }
    tally.requests += 1;
    const kind = kindOf(item.data);
    add(
      tally.kinds,
      kind === "other" ? textOf(mapAt(item.data, "info").get("type")) || kind : kind,
    );
    countAuth(item.data, mapAt(item.data, kind), tally);
    tally.examples += listAt(item.data, "examples").length;
    tally.scripts += listAt(mapAt(item.data, "runtime"), "scripts").length;
    tally.assertions += listAt(mapAt(item.data, "runtime"), "assertions").length;
  }
}

function countDefaults(data: YamlMap, tally: Tally): void {
  const request = mapAt(data, "request");
  countAuth(data, request, tally);
  tally.scripts += listAt(request, "scripts").length;
}

function countAuth(data: YamlMap, block: YamlMap, tally: Tally): void {
  const auth = readAuth(authDataOf(data, block));
  if (auth.kind !== "none" && auth.kind !== "inherit")
    add(tally.auth, auth.kind === "other" ? auth.type : auth.kind);
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
