import fs from "node:fs/promises";
import path from "node:path";
import { type Glance, glanceAtText, glanceOf } from "../../shared/formats/opencollection/glance.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import type { BrokenNode, ItemPath, RequestNode } from "../../shared/model/collection.ts";
import { type Failure, toFailure } from "../../shared/model/failure.ts";
import { readText } from "./read-file.ts";

export type FileNode = RequestNode | BrokenNode;
export interface FolderHead {
  readonly name: string;
  readonly seq: number | null;
  readonly problem?: Failure;
}

/** What was read before, by path; a file whose time, size and identity are the same is not read again. */
export interface TreeCache {
  readonly files: Map<string, { readonly mark: string; readonly node: FileNode }>;
  readonly heads: Map<string, { readonly mark: string; readonly head: FolderHead }>;
}

export function createTreeCache(): TreeCache {
  return { files: new Map(), heads: new Map() };
}

/** The node of one `.yml` file, read again only when the file changed. Never rejects. */
export async function readFileNode(
  root: string,
  cache: TreeCache,
  item: ItemPath,
): Promise<FileNode> {
  const absolute = path.join(root, item);
  const mark = await markOf(absolute);
  const before = cache.files.get(item);
  if (before !== undefined && before.mark === mark?.text) return before.node;
  const node = mark === null ? notAFile(item) : await readNode(absolute, mark.size, item);
  if (mark !== null) cache.files.set(item, { mark: mark.text, node });
  return node;
}

/** It was one when its folder was read. */
function notAFile(item: ItemPath): BrokenNode {
  return {
    kind: "broken",
    path: item,
    name: path.basename(item).replace(/\.yml$/, ""),
    problem: {
      kind: "policy",
      code: "not-a-file",
      message: "This is not an ordinary file.",
      place: item,
    },
  };
}

async function readNode(absolute: string, size: number, item: ItemPath): Promise<FileNode> {
  const fileName = path.basename(item).replace(/\.yml$/, "");
  try {
    const text = await readText(absolute, size, item);
    const glance: Glance = glanceAtText(text) ?? glanceOf(parseYaml(text).data);
    return {
      kind: "request",
      path: item,
      name: glance.name || fileName,
      itemKind: glance.kind,
      method: glance.method,
      seq: glance.seq,
      raw: glance.raw,
    };
  } catch (error) {
    return { kind: "broken", path: item, name: fileName, problem: placed(error, item) };
  }
}

/** A parser's failure names a line; the file is added to it. */
export function placed(error: unknown, item: ItemPath): Failure {
  const failure = toFailure(error);
  const place =
    failure.place === undefined || failure.place === item ? item : `${item}, ${failure.place}`;
  return { ...failure, place };
}

export interface Mark {
  readonly text: string;
  readonly size: number;
}

/** Changes whenever the file does, as far as the file system tells; null when it is not an ordinary file. */
export async function markOf(absolute: string): Promise<Mark | null> {
  try {
    const stat = await fs.stat(absolute, { bigint: true });
    if (!stat.isFile()) return null;
    const text = `${stat.mtimeNs}:${stat.ctimeNs}:${stat.size}:${stat.ino}`;
    return { text, size: Number(stat.size) };
  } catch {
    return null;
  }
}
