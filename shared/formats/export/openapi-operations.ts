import type { Defaults } from "../../model/collection.ts";
import type { HttpRequest } from "../../model/request.ts";
import { asHttpRequest } from "../graphql/as-http.ts";
import type { ImportedCollection, ImportedItem } from "../import/imported.ts";
import { cleanDocs, oneLine } from "../import/openapi/prose.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { listAt, mapAt } from "../opencollection/fields.ts";
import { readRequest } from "../opencollection/request.ts";
import type { YamlMap } from "../yaml/data.ts";
import { isHttp, otherKind } from "./exported.ts";

/** Says that a part of the collection has no place. */
export type Left = (place: string, what: string) => void;

/** A request that can be an operation. */
export interface Operation {
  readonly data: YamlMap;
  readonly request: HttpRequest;
  /** What collection and folders give, outermost first. */
  readonly above: readonly Defaults[];
  /** Names of folders and request, for people. */
  readonly place: string;
  /** The folder's, then the request's own. */
  readonly tags: readonly string[];
}

export interface Operations {
  /** In the order of their first tags, those without one last. */
  readonly list: readonly Operation[];
  /** First tags in order, with what their folders say. */
  readonly tags: ReadonlyMap<string, string>;
}

const methods = new Set(["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]);

/** Every request of a collection that OpenAPI has a word for. A folder in a folder is a tag `outer / inner`. */
export function operationsOf(collection: ImportedCollection, left: Left): Operations {
  const found: Operation[] = [];
  const docs = new Map<string, string>();
  const walk = (
    items: readonly ImportedItem[],
    folders: readonly string[],
    above: readonly Defaults[],
  ): void => {
    for (const item of items) {
      const place = [...folders, item.name].join(" / ");
      if (item.kind === "folder") {
        const own = readDefaults(item.data);
        const tag = oneLine(place);
        if (tag !== "") docs.set(tag, docs.get(tag) || cleanDocs(own.docs));
        if (listAt(mapAt(item.data, "request"), "scripts").length > 0) left(place, "A script");
        walk(item.children, [...folders, item.name], [...above, own]);
        continue;
      }
      const operation = operationOf(item, folders, above, place, left);
      if (operation === null) continue;
      const [first] = operation.tags;
      if (first !== undefined && !docs.has(first)) docs.set(first, "");
      found.push(operation);
    }
  };
  walk(collection.children, [], [readDefaults(collection.data)]);
  const used = new Set(found.map(({ tags }) => tags[0] ?? ""));
  for (const [tag, said] of docs)
    if (!used.has(tag) && said !== "")
      left(tag, "The docs of a folder without requests of its own");
  const tags = new Map([...docs].filter(([tag]) => used.has(tag)));
  const order = [...tags.keys()];
  const rank = ({ tags: [first = ""] }: Operation): number => {
    const at = order.indexOf(first);
    return at < 0 ? order.length : at;
  };
  return { list: found.toSorted((one, other) => rank(one) - rank(other)), tags };
}

function operationOf(
  item: ImportedItem,
  folders: readonly string[],
  above: readonly Defaults[],
  place: string,
  left: Left,
): Operation | null {
  const lose = (what: string): null => {
    left(place, what);
    return null;
  };
  if (!isHttp(item)) return lose(otherKind(item));
  const request = asHttpRequest(readRequest(item.data));
  if (request.raw !== undefined) return lose("A raw exchange");
  if (!methods.has(request.method.toUpperCase())) return lose(`The method ${request.method}`);
  const runtime = mapAt(item.data, "runtime");
  if (listAt(runtime, "scripts").length > 0) left(place, "A script");
  if (listAt(runtime, "assertions").length > 0) left(place, "An assertion");
  if (listAt(runtime, "actions").length > 0) left(place, "An action");
  if (Object.keys(request.settings).length > 0) left(place, "A setting");
  const tags = [oneLine(folders.join(" / ")), ...request.tags.map(oneLine)];
  const own = [...new Set(tags.filter((tag) => tag !== ""))];
  return { data: item.data, request, above, place, tags: own };
}
