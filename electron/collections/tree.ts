import fs from "node:fs/promises";
import path from "node:path";
import { ignoredPaths, readDefaults } from "../../shared/formats/opencollection/defaults.ts";
import { seqOf } from "../../shared/formats/opencollection/info.ts";
import { isYamlMap } from "../../shared/formats/yaml/data.ts";
import { yamlData } from "../../shared/formats/yaml/parse.ts";
import type { FolderNode, ItemPath, TreeNode } from "../../shared/model/collection.ts";
import { type Failure, toFailure } from "../../shared/model/failure.ts";
import { createGate } from "./gate.ts";
import { sortNodes } from "./nodes.ts";
import { childOf, isInside, locate } from "./paths.ts";
import { collectionLink } from "../../shared/formats/import/openapi/link.ts";
import { readTextFile } from "./read-file.ts";
import { readNodes } from "./read-many.ts";
import { type FileNode, type FolderHead, markOf, placed, type TreeCache } from "./read-node.ts";

/** What a folder holds, as far as the sidebar shows it. */
export interface ScannedTree {
  readonly name: string;
  readonly children: readonly TreeNode[];
  readonly environments: readonly string[];
  readonly linked?: true;
  readonly problem?: Failure;
}

/** Deeper than anybody sorts requests: what is below it is said not to be read. Circles of links end before. */
const maxDepth = 128;
const openFiles = 48;
const nowhere = new Set(["node_modules"]);

interface Walk {
  readonly root: string;
  readonly ignored: ReadonlySet<string>;
  readonly cache: TreeCache;
  readonly gate: <T>(work: () => Promise<T>) => Promise<T>;
  /** Real paths of folders reached through links: each is entered once. */
  readonly linked: Set<string>;
  /** Files found so far. */
  readonly files: ItemPath[];
}

/** Reads a collection's tree. Runs nothing, never rejects: what cannot be read is in the tree with its problem. */
export async function scanTree(root: string, cache: TreeCache): Promise<ScannedTree> {
  let name = path.basename(root);
  let ignored: readonly string[] = [];
  let linked = false;
  let problem: Failure | undefined;
  try {
    const data = yamlData(
      (await readTextFile(await locate(root, "opencollection.yml", "file"), "opencollection.yml"))
        .text,
    );
    name = readDefaults(data).name || name;
    ignored = ignoredPaths(data);
    linked = isYamlMap(data) && collectionLink(data) !== null;
  } catch (error) {
    problem = toFailure(error);
  }
  const walk: Walk = {
    root,
    ignored: new Set(ignored.map((item) => item.replace(/^\.?\//, "").replace(/\/+$/, ""))),
    cache,
    gate: createGate(openFiles),
    linked: new Set(),
    files: [],
  };
  const [listed, environments] = await Promise.all([
    walkFolder(walk, "", [root]),
    listEnvironments(root),
  ]);
  const nodes = await readNodes(root, cache, walk.files);
  return {
    name,
    children: treeOf(listed, nodes),
    environments,
    ...(linked ? { linked: true as const } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** What the listings of a folder gave, before its files are read. */
interface Listed {
  readonly files: readonly ItemPath[];
  readonly folders: readonly ListedFolder[];
}

interface ListedFolder {
  readonly path: ItemPath;
  readonly head: FolderHead;
  readonly inside: Listed;
}

async function walkFolder(walk: Walk, folder: ItemPath, above: readonly string[]): Promise<Listed> {
  const absolute = path.join(walk.root, folder);
  const entries = await walk.gate(() =>
    fs.readdir(absolute, { withFileTypes: true }).catch(() => []),
  );
  const files: ItemPath[] = [];
  const folders = await Promise.all(
    entries.map(async (entry): Promise<ListedFolder | null> => {
      const item = childOf(folder, entry.name);
      if (isSkipped(walk, folder, entry.name, item)) return null;
      if (entry.isSymbolicLink()) return listLinked(walk, item, above, files);
      if (entry.isDirectory())
        return listFolder(walk, item, [...above, path.join(walk.root, item)]);
      if (entry.isFile() && isItemFile(folder, entry.name)) files.push(item);
      return null;
    }),
  );
  walk.files.push(...files);
  return { files, folders: folders.filter((inner) => inner !== null) };
}

/** The sorted tree of what was listed. */
function treeOf(
  { files, folders }: Listed,
  nodes: ReadonlyMap<ItemPath, FileNode>,
): readonly TreeNode[] {
  return sortNodes([
    ...folders.map(({ path: item, head, inside }): FolderNode => {
      return { kind: "folder", path: item, ...head, children: treeOf(inside, nodes) };
    }),
    ...files.flatMap((item) => nodes.get(item) ?? []),
  ]);
}

function isSkipped(walk: Walk, folder: ItemPath, name: string, item: ItemPath): boolean {
  if (name.startsWith(".") || nowhere.has(name) || /[\\\u0000-\u001f\u007f\ufffd]/.test(name))
    return true;
  if (folder === "" && (name === "environments" || name === "mocks")) return true;
  return walk.ignored.has(item);
}

/** Only `.yml`; `opencollection.yml` and `folder.yml` describe their folder, `workspace.yml` another tool's workspace. */
function isItemFile(folder: ItemPath, name: string): boolean {
  if (!name.endsWith(".yml")) return false;
  return (
    name !== "opencollection.yml" &&
    name !== "folder.yml" &&
    !(folder === "" && name === "workspace.yml")
  );
}

async function listLinked(
  walk: Walk,
  item: ItemPath,
  above: readonly string[],
  files: ItemPath[],
): Promise<ListedFolder | null> {
  try {
    const real = await fs.realpath(path.join(walk.root, item));
    if (!isInside(walk.root, real)) return null;
    const stat = await fs.stat(real);
    if (stat.isFile() && isItemFile("/", path.basename(item))) files.push(item);
    if (!stat.isDirectory() || above.includes(real) || walk.linked.has(real)) return null;
    walk.linked.add(real);
    return await listFolder(walk, item, [...above, real]);
  } catch {
    // Leads nowhere, or in a circle.
    return null;
  }
}

async function listFolder(
  walk: Walk,
  item: ItemPath,
  above: readonly string[],
): Promise<ListedFolder | null> {
  if (above.length > maxDepth)
    return { path: item, head: tooDeep(item), inside: { files: [], folders: [] } };
  const [head, inside] = await Promise.all([readHead(walk, item), walkFolder(walk, item, above)]);
  return { path: item, head, inside };
}

function tooDeep(item: ItemPath): FolderHead {
  return {
    name: path.basename(item),
    seq: null,
    problem: {
      kind: "input",
      code: "folder-too-deep",
      message: `Folders below ${maxDepth} others are not read.`,
      remedy: "Move what is in this folder further up.",
      place: path.basename(item),
    },
  };
}

async function readHead(walk: Walk, item: ItemPath): Promise<FolderHead> {
  const place = childOf(item, "folder.yml");
  const plain: FolderHead = { name: path.basename(item), seq: null };
  return walk.gate(async () => {
    const absolute = path.join(walk.root, place);
    const mark = await markOf(absolute);
    if (mark === null) return plain;
    const before = walk.cache.heads.get(place);
    if (before?.mark === mark.text) return before.head;
    let head: FolderHead;
    try {
      // The description of a folder may be a link; it must not describe it by somebody else's file.
      const data = yamlData(
        (await readTextFile(await locate(walk.root, place, "file"), place)).text,
      );
      head = {
        name: readDefaults(data).name || plain.name,
        seq: isYamlMap(data) ? seqOf(data) : null,
      };
    } catch (error) {
      head = { ...plain, problem: placed(error, place) };
    }
    walk.cache.heads.set(place, { mark: mark.text, head });
    return head;
  });
}

/** Environment names: files `environments/<name>.yml`, sorted. */
export async function listEnvironments(root: string): Promise<readonly string[]> {
  try {
    const folder = path.join(root, "environments");
    if (!isInside(root, await fs.realpath(folder))) return [];
    const entries = await fs.readdir(folder, { withFileTypes: true });
    return entries
      .filter(
        (entry) => entry.isFile() && entry.name.endsWith(".yml") && !entry.name.startsWith("."),
      )
      .map((entry) => entry.name.slice(0, -".yml".length))
      .sort((left, right) => (left < right ? -1 : 1));
  } catch {
    return [];
  }
}
