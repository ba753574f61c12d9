import { parseMediaType } from "../../model/media-type.ts";
import { splitUrl } from "../../model/url.ts";
import { examplesOf } from "../export/exported.ts";
import { infoOf, kindOf } from "../opencollection/info.ts";
import { listAt, mapAt, textOf } from "../opencollection/fields.ts";
import { isYamlMap } from "../yaml/data.ts";
import type {
  Imported,
  ImportedCollection,
  ImportedFile,
  ImportedItem,
  ImportedRequest,
} from "./imported.ts";

/** A request of an import, as somebody chooses by it. */
export interface PickEntry {
  /** Its place among all requests of the import. */
  readonly index: number;
  readonly name: string;
  /** `websocket` and the like where the kind has no method. */
  readonly method: string;
  readonly url: string;
  /** With its port where one is written. */
  readonly host: string;
  /** Of its first example; 0 for none. */
  readonly status: number;
  /** Media type of its first example, without parameters. */
  readonly type: string;
}

/** What entries must have; an absent one is any. Texts are compared without case. */
export interface PickFilter {
  readonly methods?: readonly string[];
  /** Whole hosts, or `*.example.org` for all below. */
  readonly hosts?: readonly string[];
  /** Part of a media type: `json`, `image/`. */
  readonly types?: readonly string[];
  /** `200`, or `2xx`. */
  readonly statuses?: readonly string[];
  /** Part of the URL. */
  readonly text?: string;
}

/** Every request of an import, in order. */
export function pickEntries(imported: Pick<Imported, "collections">): readonly PickEntry[] {
  return imported.collections.flatMap(({ children }) => requestsIn(children)).map(entryOf);
}

function requestsIn(items: readonly ImportedItem[]): readonly ImportedRequest[] {
  return items.flatMap((item) => (item.kind === "folder" ? requestsIn(item.children) : [item]));
}

function entryOf({ name, data }: ImportedRequest, index: number): PickEntry {
  const kind = kindOf(data);
  const block = mapAt(data, kind);
  const url = textOf(block.get("url"));
  const { host, port } = splitUrl(url);
  const [example] = examplesOf(data);
  const type = example?.headers.find((row) => /^content-type$/i.test(row.name))?.value ?? "";
  return {
    index,
    name,
    method:
      textOf(block.get("method")).toUpperCase() ||
      (kind === "other" ? textOf(infoOf(data).get("type")) : kind),
    url,
    host: port === null ? host : `${host}:${port}`,
    status: example?.status ?? 0,
    type: parseMediaType(type).essence,
  };
}

/** True for an entry that has everything a filter asks for. */
export function isPicked(entry: PickEntry, filter: PickFilter): boolean {
  const { methods, hosts, types, statuses, text } = filter;
  const any = (wanted: readonly string[] | undefined, test: (one: string) => boolean): boolean =>
    wanted === undefined ||
    wanted.length === 0 ||
    wanted.some((one) => test(one.trim().toLowerCase()));
  const host = entry.host.toLowerCase();
  return (
    any(methods, (one) => one === entry.method.toLowerCase()) &&
    any(hosts, (one) => host === one || (one.startsWith("*.") && host.endsWith(one.slice(1)))) &&
    any(types, (one) => entry.type.toLowerCase().includes(one)) &&
    any(statuses, (one) => statusForm(one).test(`${entry.status}`)) &&
    (text === undefined || entry.url.toLowerCase().includes(text.trim().toLowerCase()))
  );
}

/** `2xx` stands for every status that begins so. */
function statusForm(spelled: string): RegExp {
  return /^[\dx]{1,3}$/.test(spelled) ? new RegExp(`^${spelled.replaceAll("x", "\\d")}$`) : /^$/;
}

/** The import with only the requests at these places; folders that become empty go with them. */
export function withOnly(imported: Imported, places: ReadonlySet<number>): Imported {
  let index = 0;
  const visit = (items: readonly ImportedItem[]): readonly ImportedItem[] =>
    items.flatMap((item): readonly ImportedItem[] => {
      if (item.kind === "request") return places.has(index++) ? [item] : [];
      const children = visit(item.children);
      return children.length === 0 && item.children.length > 0 ? [] : [{ ...item, children }];
    });
  const collections = imported.collections
    .map((collection) => ({
      ...collection,
      children: visit(collection.children),
    }))
    .map((collection) =>
      imported.format === "har" ? { ...collection, files: filesNamed(collection) } : collection,
    );
  return { ...imported, collections };
}

/** Bodies of an archive's requests: those of requests that are left. */
function filesNamed({ children, files }: ImportedCollection): readonly ImportedFile[] {
  const named = new Set(
    requestsIn(children).flatMap(({ data }) =>
      listAt(mapAt(data, "http", "body"), "data").map((row) =>
        isYamlMap(row) ? textOf(row.get("filePath")) : "",
      ),
    ),
  );
  return files.filter(({ path }) => named.has(path));
}
