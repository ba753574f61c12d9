import type { HttpRequest } from "../../../model/request.ts";
import { withQuery } from "../../../model/url-params.ts";
import { patchDefaults, readDefaults } from "../../opencollection/defaults.ts";
import { listAt, order, withField } from "../../opencollection/fields.ts";
import { patchRequest, readRequest } from "../../opencollection/request.ts";
import type { YamlMap } from "../../yaml/data.ts";
import type { PartHashes } from "./link.ts";
import {
  defaultsParts,
  exampleName,
  frontOf,
  hashesOf,
  keyed,
  nameOf,
  type Parts,
  pathRows,
  queryRows,
  requestParts,
} from "./parts.ts";

/** What happened to one part. `conflict`: the person and the description both changed it. */
export interface PartChange {
  readonly part: string;
  readonly kind: "added" | "removed" | "changed" | "conflict";
  /** As it is in the collection; "" where it is not there. */
  readonly mine: string;
  /** As the description has it now; "" where it is gone. */
  readonly theirs: string;
}

/** A merge of one file: three sides, of which the base is known by its hashes. */
export interface Merge {
  readonly changes: readonly PartChange[];
  /** The file's data with what is taken of the description; the link is as it was. */
  readonly data: YamlMap;
}

interface Sides {
  readonly changes: readonly PartChange[];
  /** True for a part the result has as the description has it. */
  readonly takes: (part: string) => boolean;
}

/**
 * Compares part by part. Only the description changed a part: its side is taken. Only the person did: theirs stays. Both: the person's
 * side stays unless it is in `theirs`. Without a base every difference is a conflict. `other`: the description's side in another
 * spelling (secrets not taken out); equal to the base, it has not changed.
 */
function compare(
  mine: Parts,
  next: Parts,
  other: Parts,
  base: PartHashes | null,
  theirs: ReadonlySet<string>,
): Sides {
  const here = hashesOf(mine);
  const there = hashesOf(next);
  const spelled = hashesOf(other);
  const changes: PartChange[] = [];
  const taken = new Set<string>();
  for (const part of new Set([...here.keys(), ...there.keys()])) {
    const [own, new_] = [here.get(part), there.get(part)];
    const old = base?.get(part);
    if (own === new_) continue;
    if (base !== null && (old === new_ || old === spelled.get(part))) continue;
    const clean = base !== null && old === own;
    if (clean || theirs.has(part)) taken.add(part);
    changes.push({
      part,
      kind: !clean
        ? "conflict"
        : own === undefined
          ? "added"
          : new_ === undefined
            ? "removed"
            : "changed",
      mine: mine.get(part)?.text ?? "",
      theirs: next.get(part)?.text ?? "",
    });
  }
  return { changes, takes: (part) => taken.has(part) };
}

/** Rows in the person's order, those that are taken as the description has them, new ones after the row they follow there. */
function mergeRows<T>(
  prefix: string,
  mine: readonly T[],
  next: readonly T[],
  name: (row: T) => string,
  takes: Sides["takes"],
): readonly T[] {
  const theirs = new Map(keyed(prefix, next, name));
  const known = new Set<string>();
  const result: (readonly [string, T])[] = [];
  for (const [key, row] of keyed(prefix, mine, name)) {
    known.add(key);
    const other = theirs.get(key);
    if (!takes(key)) result.push([key, row]);
    else if (other !== undefined) result.push([key, other]);
  }
  let before: string | null = null;
  for (const [key, row] of theirs) {
    if (!known.has(key) && takes(key)) {
      const at = before === null ? -1 : result.findIndex(([other]) => other === before);
      result.splice(before === null ? 0 : at < 0 ? result.length : at + 1, 0, [key, row]);
    }
    before = key;
  }
  return result.map(([, row]) => row);
}

/** Merges a newer form of an operation into its request. */
export function mergeRequest(
  mine: YamlMap,
  next: YamlMap,
  other: YamlMap,
  base: PartHashes | null,
  theirs: ReadonlySet<string>,
): Merge {
  const sides = compare(requestParts(mine), requestParts(next), requestParts(other), base, theirs);
  if (sides.changes.length === 0) return { changes: [], data: mine };
  const { takes } = sides;
  const ours = readRequest(mine);
  const fresh = readRequest(next);
  const pick = <K extends keyof HttpRequest>(key: K): HttpRequest[K] =>
    (takes(key) ? fresh : ours)[key];
  const query = mergeRows("query", queryRows(ours), queryRows(fresh), nameOf, takes);
  const front = takes("url") ? frontOf(fresh.url) : frontOf(ours.url);
  const changed = [...queryRows(ours), ...queryRows(fresh)].length > 0 || takes("url");
  const after: HttpRequest = {
    ...ours,
    name: pick("name"),
    method: pick("method"),
    url: changed ? withQuery(withOldQuery(front, ours.url), query) : ours.url,
    tags: pick("tags"),
    body: pick("body"),
    auth: pick("auth"),
    docs: pick("docs"),
    params: [...query, ...mergeRows("path", pathRows(ours), pathRows(fresh), nameOf, takes)],
    headers: mergeRows("header", ours.headers, fresh.headers, nameOf, takes),
    variables: mergeRows("variable", ours.variables, fresh.variables, nameOf, takes),
  };
  const examples = mergeRows(
    "example",
    listAt(mine, "examples"),
    listAt(next, "examples"),
    exampleName,
    takes,
  );
  const patched = patchRequest(mine, after);
  const had = listAt(mine, "examples");
  const same =
    examples.length === had.length && examples.every((example, index) => example === had[index]);
  return {
    changes: sides.changes,
    data: same
      ? patched
      : withField(patched, "examples", examples.length === 0 ? undefined : examples, order.request),
  };
}

/** Another front with the query as it was spelled: rows that stay keep their spelling. */
function withOldQuery(front: string, old: string): string {
  const query = /\?[^#]*/.exec(old)?.[0] ?? "";
  const hash = front.indexOf("#");
  return hash < 0 ? front + query : front.slice(0, hash) + query + front.slice(hash);
}

/** Merges what a description gives to a folder or to the whole collection. */
export function mergeDefaults(
  mine: YamlMap,
  next: YamlMap,
  other: YamlMap,
  base: PartHashes | null,
  theirs: ReadonlySet<string>,
): Merge {
  const sides = compare(
    defaultsParts(mine),
    defaultsParts(next),
    defaultsParts(other),
    base,
    theirs,
  );
  if (sides.changes.length === 0) return { changes: [], data: mine };
  const { takes } = sides;
  const ours = readDefaults(mine);
  const fresh = readDefaults(next);
  const after = {
    ...ours,
    name: takes("name") ? fresh.name : ours.name,
    auth: takes("auth") ? fresh.auth : ours.auth,
    docs: takes("docs") ? fresh.docs : ours.docs,
    variables: mergeRows("variable", ours.variables, fresh.variables, nameOf, takes),
  };
  return { changes: sides.changes, data: patchDefaults(mine, after) };
}
