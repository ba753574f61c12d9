import { mapAt, order, withField } from "../opencollection/fields.ts";
import { infoOf } from "../opencollection/info.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { withRemarks } from "./build.ts";
import type {
  Imported,
  ImportedEnvironment,
  ImportedFile,
  ImportedFolder,
  ImportedItem,
} from "./imported.ts";
import { mapTexts } from "./map-texts.ts";
import { noteSentence } from "./note.ts";

/** An item to put into a collection that is there, with the files its requests name by paths inside it. */
export interface PlacedItem {
  readonly item: ImportedItem;
  readonly files: readonly ImportedFile[];
}

/** An import as it goes into a collection that is there. */
export interface Placed {
  readonly items: readonly PlacedItem[];
  readonly environments: readonly ImportedEnvironment[];
  /** For the collection's own secrets: by names that are free there. */
  readonly secrets: ReadonlyMap<string, string>;
}

/**
 * What was imported, for a collection that is there. A collection becomes a folder with everything it gave to its requests; one that gives
 * nothing and is only a list (commands, archives) is put in as it is, and so is a single command whose secret was taken out. Nothing of the collection that is there is changed: its own
 * defaults stay, and secrets get names that are free. `taken`: names of the secrets it has.
 */
export function placeInto(imported: Imported, taken: Iterable<string>): Placed {
  const secrets = new Map<string, string>();
  const used = new Set(taken);
  const items: PlacedItem[] = [];
  const environments: ImportedEnvironment[] = [...imported.environments];
  for (const collection of imported.collections) {
    let folder: ImportedFolder = {
      kind: "folder",
      name: collection.name,
      data: folderData(collection.name, collection.data),
      children: collection.children,
    };
    let own = collection.environments;
    for (const [name, value] of collection.secrets) {
      const free = freeName(name, used);
      used.add(free);
      secrets.set(free, value);
      if (free === name) continue;
      folder = renamedFolder(folder, name, free);
      own = own.map((environment) => ({
        ...environment,
        data: renamed(environment.data, name, free),
      }));
    }
    environments.push(...own);
    const list = imported.format === "curl" || imported.format === "har";
    const [only] = folder.children;
    if (list && collection.files.length === 0 && givesNothing(folder.data))
      items.push(...folder.children.map((item) => ({ item, files: [] })));
    else if (
      list &&
      collection.files.length === 0 &&
      folder.children.length === 1 &&
      only?.kind === "request" &&
      givesVariables(folder.data)
    )
      items.push({ item: withVariables(only, folder.data), files: [] });
    else items.push({ item: folder, files: collection.files });
  }
  return { items, environments, secrets };
}

function givesNothing(data: YamlMap): boolean {
  return givesVariables(data) && mapAt(data, "request").size === 0;
}

/** Variables and nothing else. */
function givesVariables(data: YamlMap): boolean {
  return (
    [...data.keys()].every((key) => key === "info" || key === "request") &&
    [...mapAt(data, "request").keys()].every((key) => key === "variables")
  );
}

/** One command is one request: what its collection defines (a secret that was taken out of it) becomes the request's own. */
function withVariables(item: ImportedItem, from: YamlMap): ImportedItem {
  const runtime = mapAt(item.data, "runtime");
  const own = runtime.get("variables");
  const given = mapAt(from, "request").get("variables");
  const variables = [...(isYamlList(given) ? given : []), ...(isYamlList(own) ? own : [])];
  const next = withField(runtime, "variables", variables, order.runtime);
  return { ...item, data: withField(item.data, "runtime", next, order.request) };
}

/** `opencollection.yml` as a `folder.yml`: what holds for a whole collection only becomes a note in its docs. */
function folderData(name: string, data: YamlMap): YamlMap {
  const info = infoOf(data);
  const config = mapAt(data, "config");
  const kept = [...config.keys()].filter((key) => key !== "environments");
  const remarks = kept.map((what) =>
    noteSentence({ code: "no-place", values: { what: `config.${what}` } }),
  );
  const docs = data.get("docs");
  const prose = isYamlMap(docs) ? docs.get("content") : docs;
  const said = withRemarks(typeof prose === "string" ? prose : "", remarks);
  return yamlMap([
    [
      "info",
      yamlMap([
        ["name", name],
        ["type", "folder"],
        ["description", info.get("description")],
      ]),
    ],
    ["request", data.get("request")],
    ["docs", said === "" ? undefined : remarks.length === 0 ? docs : said],
    ["extensions", withoutIgnored(data.get("extensions"))],
  ]);
}

/** What Bruno is to pass over in a collection's folder says nothing in another one. */
function withoutIgnored(extensions: YamlData | undefined): YamlData | undefined {
  if (!isYamlMap(extensions)) return extensions;
  const bruno = withField(mapAt(extensions, "bruno"), "ignore", undefined, []);
  const left = withField(extensions, "bruno", bruno.size === 0 ? undefined : bruno, []);
  return left.size === 0 ? undefined : left;
}

function freeName(wish: string, used: ReadonlySet<string>): string {
  let name = wish;
  for (let number = 2; used.has(name); number += 1) name = `${wish}${number}`;
  return name;
}

function renamedFolder(folder: ImportedFolder, from: string, to: string): ImportedFolder {
  return {
    ...folder,
    data: renamed(folder.data, from, to),
    children: folder.children.map((child) =>
      child.kind === "folder"
        ? renamedFolder(child, from, to)
        : { ...child, data: renamed(child.data, from, to) },
    ),
  };
}

/** A variable by another name: where it is defined and where `{{…}}` uses it. */
function renamed(data: YamlMap, from: string, to: string): YamlMap {
  const used = mapTexts(data, (text) =>
    text.replace(
      /\{\{(\s*)([^{}]*?)(\s*)\}\}/g,
      (spelled, before: string, name: string, after: string) =>
        name === from ? `{{${before}${to}${after}}}` : spelled,
    ),
  );
  let next = isYamlMap(used) ? used : data;
  const holders = [
    ["request", order.defaults],
    ["runtime", order.runtime],
  ] as const;
  for (const [key, inner] of holders) {
    const variables = mapAt(next, key).get("variables");
    if (!isYamlList(variables)) continue;
    const rows = variables.map((row) =>
      isYamlMap(row) && row.get("name") === from ? withField(row, "name", to, order.row) : row,
    );
    next = withField(next, key, withField(mapAt(next, key), "variables", rows, inner), []);
  }
  return next;
}

/** Fields that hold the path of a file in the collection. */
const pathKeys = new Set(["filePath", "protoFilePath"]);

/** An item whose requests name files under another folder. `files`: paths they name now. */
export function withFilesUnder(
  item: ImportedItem,
  prefix: string,
  files: readonly ImportedFile[],
): ImportedItem {
  if (files.length === 0) return item;
  const known = new Set(files.map(({ path }) => path));
  const moved = (text: YamlData): YamlData => {
    if (typeof text !== "string") return text;
    const bare = text.replace(/^\.\//, "");
    return known.has(bare) ? `${prefix}${bare}` : text;
  };
  const walk = (data: YamlData): YamlData => {
    if (isYamlList(data)) return data.map(walk);
    if (!isYamlMap(data)) return data;
    const isFilePart = data.get("type") === "file";
    return new Map(
      [...data].map(([key, value]): [string, YamlData] => {
        if (pathKeys.has(key)) return [key, moved(value)];
        if (isFilePart && key === "value")
          return [key, isYamlList(value) ? value.map(moved) : moved(value)];
        return [key, walk(value)];
      }),
    );
  };
  const visit = (one: ImportedItem): ImportedItem => {
    const data = walk(one.data);
    const own = isYamlMap(data) ? data : one.data;
    return one.kind === "folder"
      ? { ...one, data: own, children: one.children.map(visit) }
      : { ...one, data: own };
  };
  return visit(item);
}
