import fs from "node:fs/promises";
import path from "node:path";
import { toFailure } from "../../../shared/model/failure.ts";
import type { CollectionTree, ItemPath, TreeNode } from "../../../shared/model/collection.ts";
import { createGate } from "../../collections/gate.ts";
import { childOf, locate } from "../../collections/paths.ts";
import { readTextFile } from "../../collections/read-file.ts";
import { type FileKind, type FileScan, scanFile } from "./scan-file.ts";

/** A file of a collection that may say something about variables. */
export interface SurveyFile {
  readonly path: ItemPath;
  readonly kind: FileKind;
  readonly title: string;
}

/** Scans by path; kept between surveys for as long as a file's size and time stay the same. */
export type ScanCache = Map<
  ItemPath,
  {
    readonly size: number;
    readonly mtimeMs: number;
    readonly title: string;
    readonly scan: FileScan;
  }
>;

/** Every file of a collection, defaults before what is below them. */
export function filesOf(
  tree: Pick<CollectionTree, "name" | "children" | "environments">,
): readonly SurveyFile[] {
  const files: SurveyFile[] = [
    { path: "opencollection.yml", kind: "defaults", title: tree.name },
    ...tree.environments.map((name): SurveyFile => ({
      path: `environments/${name}.yml`,
      kind: "environment",
      title: name,
    })),
  ];
  const walk = (nodes: readonly TreeNode[]): void => {
    for (const node of nodes) {
      if (node.kind === "folder") {
        files.push({ path: childOf(node.path, "folder.yml"), kind: "defaults", title: node.name });
        walk(node.children);
      } else if (node.kind === "request")
        files.push({ path: node.path, kind: "request", title: node.name });
    }
  };
  walk(tree.children);
  return files;
}

const openFiles = 48;

/** Reads the scan of every file; a folder without a file is passed over, what cannot be read is a sentence in `problems`. */
export async function readScans(
  root: string,
  files: readonly SurveyFile[],
  cache: ScanCache,
  problems: string[],
): Promise<ReadonlyMap<ItemPath, FileScan>> {
  const gate = createGate(openFiles);
  const found = await Promise.all(
    files.map((file) =>
      gate(async () => {
        try {
          return await readScan(root, file, cache);
        } catch (thrown) {
          if (toFailure(thrown).kind !== "not-found") problems.push(`${file.path} cannot be read.`);
          cache.delete(file.path);
          return null;
        }
      }),
    ),
  );
  const scans = new Map<ItemPath, FileScan>();
  files.forEach((file, at) => {
    const scan = found[at];
    if (scan) scans.set(file.path, scan);
  });
  for (const known of cache.keys()) if (!scans.has(known)) cache.delete(known);
  return scans;
}

async function readScan(
  root: string,
  file: SurveyFile,
  cache: ScanCache,
): Promise<FileScan | null> {
  const stat = await fs.stat(path.join(root, file.path)).catch(() => null);
  if (stat === null) {
    cache.delete(file.path);
    return null;
  }
  const { size, mtimeMs } = stat;
  const before = cache.get(file.path);
  if (before?.size === size && before.mtimeMs === mtimeMs && before.title === file.title)
    return before.scan;
  const { text } = await readTextFile(await locate(root, file.path, "file"), file.path);
  const scan = scanFile(file.kind, file.title, text);
  cache.set(file.path, { size, mtimeMs, title: file.title, scan });
  return scan;
}
