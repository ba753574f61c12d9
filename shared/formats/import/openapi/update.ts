import { infoOf, kindOf } from "../../opencollection/info.ts";
import { readRequest } from "../../opencollection/request.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
import type { YamlMap } from "../../yaml/data.ts";
import { patchYaml } from "../../yaml/patch.ts";
import { FailureError } from "../../../model/failure.ts";
import { createFolderNames, dataOf } from "./folder-names.ts";
import type { ImportedCollection, ImportedItem } from "../imported.ts";
import {
  collectionLink,
  folderLink,
  type RequestLink,
  requestLink,
  sealLinks,
  withCollectionLink,
  withFolderLink,
  withRequestLink,
} from "./link.ts";
import { mergeDefaults, mergeRequest, type PartChange } from "./merge.ts";
import {
  type FileChange,
  type NamedOperation,
  newEnvironments,
  newFiles,
  type Operation,
} from "./new-files.ts";
import { defaultsParts, frontOf, hashesOf, requestParts } from "./parts.ts";

/** A request that differs from its operation's newest form. */
export interface ChangedRequest {
  readonly id: string;
  /** File in the collection. */
  readonly path: string;
  readonly name: string;
  readonly method: string;
  readonly changes: readonly PartChange[];
}

/** What an update would do, or did. */
export interface ApiUpdate {
  /** True: the text of the description is the one that was imported last. */
  readonly sameText: boolean;
  readonly same: number;
  readonly added: readonly NamedOperation[];
  readonly changed: readonly ChangedRequest[];
  /** Operations the description has no more. They stay unless chosen. */
  readonly removed: readonly (Omit<ChangedRequest, "changes"> & { readonly edited: boolean })[];
  /** Operations whose request was deleted here: they stay away unless chosen. */
  readonly deleted: readonly NamedOperation[];
  /** The collection itself and its folders; path "" is the collection. */
  readonly defaults: readonly {
    readonly path: string;
    readonly name: string;
    readonly changes: readonly PartChange[];
  }[];
  /** New environments. */
  readonly environments: readonly string[];
}

export interface UpdateChoices {
  /** Ids of added and changed operations that are left as they are. */
  readonly skip: ReadonlySet<string>;
  /** `<id>\n<part>` of conflicts in which the description's side is taken; for folders the id is `folder <path>`. */
  readonly theirs: ReadonlySet<string>;
  /** Ids of removed operations whose requests go. */
  readonly remove: ReadonlySet<string>;
  /** Ids of deleted operations that come back. */
  readonly restore: ReadonlySet<string>;
}

export const noChoices: UpdateChoices = {
  skip: new Set(),
  theirs: new Set(),
  remove: new Set(),
  restore: new Set(),
};

export interface UpdatePlan {
  readonly update: ApiUpdate;
  readonly files: readonly FileChange[];
}

interface Present {
  readonly path: string;
  readonly text: string;
  readonly data: YamlMap;
  readonly link: RequestLink | null;
}

/**
 * Merges a newer import of a description into a collection made from it. `files`: every `.yml` of the collection. `next`: the new import
 * with secrets taken out; `other`: the same with them in, for a collection that kept them. Writes nothing. Throws FailureError `input`
 * (`not-linked`) for a collection that is not linked to a description.
 */
export function planUpdate(
  files: ReadonlyMap<string, string>,
  next: ImportedCollection,
  other: ImportedCollection,
  source: string,
  choices: UpdateChoices = noChoices,
): UpdatePlan {
  const rootText = files.get("opencollection.yml") ?? "";
  const root = dataOf(rootText);
  const link = root === null ? null : collectionLink(root);
  if (root === null || link === null) throw notLinked();
  const sealed = sealLinks(next, source);
  const fresh = operationsIn(sealed.children, []);
  const plain = new Map(operationsIn(other.children, []).map(({ id, data }) => [id, data]));
  const present = presentIn(files);
  const used = new Set<string>();
  const out: FileChange[] = [];
  const changed: ChangedRequest[] = [];
  const added: Operation[] = [];
  const deleted: Operation[] = [];
  const freshIds = new Set(fresh.map(({ id }) => id));
  const names = createFolderNames(files);
  let same = 0;

  for (const operation of fresh) {
    const mine = present.filter((one) => isFor(one, operation, freshIds));
    for (const one of mine) used.add(one.path);
    if (mine.length === 0) {
      (link.operations.includes(operation.id) ? deleted : added).push(operation);
      continue;
    }
    for (const one of mine) {
      const theirs = partsChosen(choices.theirs, operation.id);
      const merged = mergeRequest(
        one.data,
        operation.data,
        plain.get(operation.id) ?? operation.data,
        one.link?.parts ?? null,
        theirs,
      );
      const { operationId, parts } = requestLink(operation.data) ?? {
        operationId: "",
        parts: new Map(),
      };
      if (merged.changes.length === 0) same += 1;
      else
        changed.push({
          id: operation.id,
          path: one.path,
          name: nameIn(one.data),
          method: operation.method,
          changes: merged.changes,
        });
      if (choices.skip.has(operation.id)) continue;
      out.push(
        changeOf(
          one.path,
          one.text,
          withRequestLink(merged.data, { operation: operation.id, operationId, parts }),
        ),
      );
    }
  }
  const removed = present.filter(({ path, link: own }) => own !== null && !used.has(path));
  for (const one of removed)
    if (choices.remove.has(one.link?.operation ?? ""))
      out.push({ path: one.path, before: one.text, after: null });
  const wanted = [
    ...added.filter(({ id }) => !choices.skip.has(id)),
    ...deleted.filter(({ id }) => choices.restore.has(id)),
  ];
  for (const operation of wanted) out.push(...newFiles(operation, sealed, names));

  const defaults = mergeAllDefaults(files, root, sealed, other, choices, out);
  const environments = newEnvironments(files, link.environments, sealed, out);
  const nextLink = collectionLink(sealed.data) ?? link;
  // What was skipped or deleted is known by its absence: it is offered again, or stays away, as before.
  const skipped = new Set(added.filter(({ id }) => choices.skip.has(id)).map(({ id }) => id));
  const rootChange = out.find(({ path }) => path === "opencollection.yml");
  const rootData = dataOf(rootChange?.after ?? rootText) ?? root;
  const linked = withCollectionLink(rootData, {
    ...nextLink,
    source: source === "" ? link.source : source,
    operations: nextLink.operations.filter((id) => !skipped.has(id)),
  });
  return {
    update: {
      sameText: link.hash === nextLink.hash,
      same,
      added: added.map(named),
      changed,
      removed: removed.map(({ path, data, link: own }) => ({
        id: own?.operation ?? "",
        path,
        name: nameIn(data),
        method: methodOf(data),
        edited: isEdited(data, own),
      })),
      deleted: deleted.map(named),
      defaults,
      environments,
    },
    files: [
      ...out.filter(({ path, before, after }) => path !== "opencollection.yml" && before !== after),
      changeOf("opencollection.yml", rootText, linked),
    ].filter(({ before, after }) => before !== after),
  };
}

function named({ id, name, method, folders }: Operation): NamedOperation {
  return { id, name, method, folders };
}

function operationsIn(
  items: readonly ImportedItem[],
  folders: readonly string[],
): readonly Operation[] {
  return items.flatMap((item): readonly Operation[] => {
    if (item.kind === "folder") return operationsIn(item.children, [...folders, item.name]);
    const link = requestLink(item.data);
    if (link === null) return [];
    return [
      {
        id: link.operation,
        name: item.name,
        method: methodOf(item.data),
        folders,
        data: item.data,
      },
    ];
  });
}

function methodOf(data: YamlMap): string {
  return textOf(mapAt(data, "http").get("method"));
}

function presentIn(files: ReadonlyMap<string, string>): readonly Present[] {
  return [...files].flatMap(([path, text]): readonly Present[] => {
    if (/(?:^|\/)(?:folder|opencollection)\.yml$/.test(path) || path.startsWith("environments/"))
      return [];
    const data = dataOf(text);
    if (data === null || kindOf(data) !== "http") return [];
    return [{ path, text, data, link: requestLink(data) }];
  });
}

/** A request stands for an operation by its link; by the operation's own id when the path changed; by its URL when the link is lost. */
function isFor(one: Present, operation: Operation, fresh: ReadonlySet<string>): boolean {
  const { link } = one;
  if (link !== null) {
    if (link.operation === operation.id) return true;
    const id = requestLink(operation.data)?.operationId ?? "";
    return id !== "" && id === link.operationId && !fresh.has(link.operation);
  }
  const mine = readRequest(one.data);
  const theirs = readRequest(operation.data);
  return mine.method === theirs.method && frontOf(mine.url) === frontOf(theirs.url);
}

function isEdited(data: YamlMap, link: RequestLink | null): boolean {
  if (link === null) return true;
  const now = hashesOf(requestParts(data));
  return (
    now.size !== link.parts.size || [...now].some(([part, hash]) => link.parts.get(part) !== hash)
  );
}

function partsChosen(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const prefix = `${id}\n`;
  return new Set(
    [...chosen].filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length)),
  );
}

function nameIn(data: YamlMap): string {
  return textOf(infoOf(data).get("name"));
}

function changeOf(path: string, text: string, data: YamlMap): FileChange {
  return { path, before: text, after: patchYaml(text, data).text };
}

/** The collection's own docs, auth and variables, and those of its folders. */
function mergeAllDefaults(
  files: ReadonlyMap<string, string>,
  root: YamlMap,
  sealed: ImportedCollection,
  other: ImportedCollection,
  choices: UpdateChoices,
  out: FileChange[],
): ApiUpdate["defaults"] {
  const found: {
    readonly path: string;
    readonly name: string;
    readonly changes: readonly PartChange[];
  }[] = [];
  const base = collectionLink(root)?.parts ?? null;
  const merged = mergeDefaults(
    root,
    sealed.data,
    other.data,
    base,
    partsChosen(choices.theirs, "folder "),
  );
  if (merged.changes.length > 0) {
    found.push({ path: "", name: nameIn(root), changes: merged.changes });
    out.push(changeOf("opencollection.yml", files.get("opencollection.yml") ?? "", merged.data));
  }
  const fresh = new Map<string, YamlMap>();
  const walk = (items: readonly ImportedItem[], above: readonly string[]): void => {
    for (const item of items) {
      if (item.kind !== "folder") continue;
      fresh.set([...above, item.name].join("\n"), item.data);
      walk(item.children, [...above, item.name]);
    }
  };
  walk(sealed.children, []);
  for (const [path, text] of files) {
    const data = path.endsWith("/folder.yml") ? dataOf(text) : null;
    if (data === null) continue;
    const own = folderLink(data);
    const next = fresh.get(own.folder);
    if (own.folder === "" || next === undefined) continue;
    const id = `folder ${path}`;
    const change = mergeDefaults(data, next, next, own.parts, partsChosen(choices.theirs, id));
    if (change.changes.length > 0)
      found.push({ path, name: nameIn(data), changes: change.changes });
    if (change.changes.length === 0) continue;
    const parts = hashesOf(defaultsParts(next));
    out.push(changeOf(path, text, withFolderLink(change.data, own.folder.split("\n"), parts)));
  }
  return found;
}

function notLinked(): FailureError {
  return new FailureError({
    kind: "input",
    code: "not-linked",
    message: "This collection is not linked to an API description.",
    remedy: "Import the description and keep the link.",
    place: "opencollection.yml",
  });
}
