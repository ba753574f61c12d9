import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import type { ItemPath } from "../../shared/model/collection.ts";
import { startThread } from "../base/thread.ts";
import { createGate } from "./gate.ts";
import { type FileNode, type FileRead, type FileToRead, readFileNode } from "./read-node.ts";
import type { TreeCache } from "./read-node.ts";

/** From so many files on a thread reads them: it takes about 50 ms to start. */
const many = 500;
const mostThreads = 2;
const openFiles = 48;

/**
 * The nodes of files of a collection, by path; those that did not change are not read again. Many are read in threads of their own, where
 * nobody waits for them and each costs a fifth of what it costs here. Never rejects.
 * @param root real path of the collection's folder
 */
export async function readNodes(
  root: string,
  cache: TreeCache,
  items: readonly ItemPath[],
): Promise<ReadonlyMap<ItemPath, FileNode>> {
  const nodes = new Map<ItemPath, FileNode>();
  const unread = items.length < many ? items : await readInThreads(root, cache, items, nodes);
  const gate = createGate(openFiles);
  await Promise.all(
    unread.map((item) =>
      gate(async () => void nodes.set(item, await readFileNode(root, cache, item))),
    ),
  );
  return nodes;
}

/** Gives back what no thread could read. */
async function readInThreads(
  root: string,
  cache: TreeCache,
  items: readonly ItemPath[],
  nodes: Map<ItemPath, FileNode>,
): Promise<readonly ItemPath[]> {
  const files = items.map((path): FileToRead => ({
    path,
    mark: cache.files.get(path)?.mark ?? null,
  }));
  const threads = Math.min(mostThreads, availableParallelism());
  const size = Math.ceil(files.length / threads);
  const parts = Array.from({ length: threads }, (_, at) => files.slice(at * size, (at + 1) * size));
  const answers = await Promise.all(parts.map((part) => readInThread(root, part)));
  const unread: ItemPath[] = [];
  for (const [at, part] of parts.entries())
    for (const [index, { path: item }] of part.entries()) {
      const read = answers[at]?.[index];
      const node = read?.node ?? cache.files.get(item)?.node;
      if (read === undefined || node === undefined) unread.push(item);
      else {
        nodes.set(item, node);
        if (read.mark !== null) cache.files.set(item, { mark: read.mark, node });
      }
    }
  return unread;
}

/** null: no thread could be started, or it broke. */
function readInThread(
  root: string,
  files: readonly FileToRead[],
): Promise<readonly FileRead[] | null> {
  return new Promise((resolve) => {
    const worker = startWorker({ root, files });
    worker.once("message", resolve);
    worker.once("error", () => resolve(null));
    worker.once("exit", () => resolve(null));
  });
}

function startWorker(workerData: { root: string; files: readonly FileToRead[] }): Worker {
  const worker = startThread(import.meta.url, "./read-worker.ts", "read-worker.js", { workerData });
  worker.unref();
  return worker;
}
