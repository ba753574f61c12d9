import { type BigIntStats, statSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { glanceOf } from "../../shared/formats/opencollection/glance.ts";
import { yamlData } from "../../shared/formats/yaml/parse.ts";
import type { BrokenNode, ItemPath, RequestNode } from "../../shared/model/collection.ts";
import { type Failure, FailureError, toFailure } from "../../shared/model/failure.ts";
import { readText, readTextSync } from "./read-file.ts";

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

/** A file to read; `mark`: as it was when it was read before. */
export interface FileToRead {
  readonly path: ItemPath;
  readonly mark: string | null;
}

/** `node` null: as it was before. `mark` null: it is no ordinary file. */
export interface FileRead {
  readonly mark: string | null;
  readonly node: FileNode | null;
}

/** Many files one after another, waited for: for a thread of its own. The answers are in the order of the files. Never throws. */
export function readFileNodes(root: string, files: readonly FileToRead[]): readonly FileRead[] {
  return files.map(({ path: item, mark: before }) => {
    const absolute = path.join(root, item);
    const mark = markSync(absolute);
    if (mark === null) return { mark, node: notAFile(item) };
    if (mark.text === before) return { mark: before, node: null };
    return { mark: mark.text, node: nodeOf(item, () => readTextSync(absolute, mark.size, item)) };
  });
}

/** It was one when its folder was read. */
function notAFile(item: ItemPath): BrokenNode {
  return brokenNode(item, {
    kind: "policy",
    code: "not-a-file",
    message: "This is not an ordinary file.",
    place: item,
  });
}

function brokenNode(item: ItemPath, problem: Failure): BrokenNode {
  return { kind: "broken", path: item, name: nameOf(item), problem };
}

function nameOf(item: ItemPath): string {
  return path.basename(item).replace(/\.yml$/, "");
}

async function readNode(absolute: string, size: number, item: ItemPath): Promise<FileNode> {
  try {
    const text = await readText(absolute, size, item);
    return nodeOf(item, () => text);
  } catch (error) {
    return brokenNode(item, placed(error, item));
  }
}

function nodeOf(item: ItemPath, text: () => string): FileNode {
  try {
    const read = text();
    if (read.trim() === "") throw emptyFile();
    const { name, kind, method, seq, raw } = glanceOf(yamlData(read));
    return {
      kind: "request",
      path: item,
      name: name || nameOf(item),
      itemKind: kind,
      method,
      seq,
      raw,
    };
  } catch (error) {
    return brokenNode(item, placed(error, item));
  }
}

/** What a program leaves that was stopped while it saved. */
function emptyFile(): FailureError {
  return new FailureError({
    kind: "input",
    code: "file-empty",
    message: "This file is empty.",
    remedy: "Take it back from git or from a copy, or open it as text and write a request.",
  });
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
    return markFrom(await fs.stat(absolute, { bigint: true }));
  } catch {
    return null;
  }
}

function markSync(absolute: string): Mark | null {
  try {
    return markFrom(statSync(absolute, { bigint: true }));
  } catch {
    return null;
  }
}

function markFrom(stat: BigIntStats): Mark | null {
  if (!stat.isFile()) return null;
  const text = `${stat.mtimeNs}:${stat.ctimeNs}:${stat.size}:${stat.ino}`;
  return { text, size: Number(stat.size) };
}
