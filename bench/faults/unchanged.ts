import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { createCollections } from "../../electron/collections/service.ts";
import type { CollectionTree, TreeNode } from "../../shared/model/collection.ts";
import { toFailure } from "../../shared/model/failure.ts";
import type { Area, FaultOptions } from "./area.ts";

const never = new AbortController().signal;

/** S8: every file of every sample collection is read and saved without a change; every byte stays. */
export async function unchanged({ folder }: FaultOptions): Promise<readonly Area[] | string> {
  const samples = path.resolve(process.cwd(), "../shared/samples/opencollection");
  if (!existsSync(samples)) return "the sample collections are not on this machine";
  const work = path.join(folder, "all");
  await fs.cp(samples, work, { recursive: true });
  const before = await bytesOf(work);
  const data = path.join(folder, "data");
  await fs.mkdir(data);
  const collections = await createCollections({
    dataFolder: data,
    polling: true,
    pollEvery: 600_000,
  });
  const { handlers: h } = collections;
  let saves = 0;
  const refused: string[] = [];
  const attempt = async (place: string, save: () => Promise<{ kind: string }>) => {
    saves += 1;
    try {
      const { kind } = await save();
      if (kind !== "saved") refused.push(`${place}: ${kind}`);
    } catch (thrown) {
      // A file that cannot be read is shown as broken and is never written.
      if (!/^yaml-|^not-utf8$/.test(toFailure(thrown).code))
        refused.push(`${place}: ${toFailure(thrown).code}`);
    }
  };
  for (const file of before.keys())
    if (path.basename(file) === "opencollection.yml")
      await h["collections.open"]({ folder: path.dirname(path.join(work, file)) }, never);
  for (const tree of await trees(collections.handlers)) {
    const at = (item: string) => ({ collectionId: tree.id, path: item });
    for (const node of flat(tree.children)) {
      if (node.kind === "broken") continue;
      if (node.kind === "folder")
        await attempt(node.path, async () => {
          const { value, hash } = await h["collections.readDefaults"](at(node.path), never);
          // A folder without folder.yml has nothing to save.
          if (!before.has(path.relative(work, path.join(tree.folder, node.path, "folder.yml"))))
            return { kind: "saved" };
          return h["collections.saveDefaults"]({ ...at(node.path), defaults: value, hash }, never);
        });
      else if (node.itemKind === "http")
        await attempt(node.path, async () => {
          const { value, hash } = await h["collections.readRequest"](at(node.path), never);
          return h["collections.saveRequest"]({ ...at(node.path), request: value, hash }, never);
        });
    }
    await attempt("", async () => {
      const { value, hash } = await h["collections.readDefaults"](at(""), never);
      return h["collections.saveDefaults"]({ ...at(""), defaults: value, hash }, never);
    });
    for (const name of tree.environments)
      await attempt(name, async () => {
        const { environment, hash } = await h["environments.read"](
          { collectionId: tree.id, name },
          never,
        );
        return h["environments.save"]({ collectionId: tree.id, environment, hash }, never);
      });
  }
  await collections.close();
  const after = await bytesOf(work);
  const changed = [...before].filter(([file, bytes]) => after.get(file)?.equals(bytes) !== true);
  const added = [...after.keys()].filter((file) => !before.has(file));
  const failing = [
    ...changed.map(([file]) => `${file} changed`),
    ...added.map((file) => `${file} was made`),
    ...refused,
  ];
  const what = `files of the sample collections the same to the byte after ${saves} saves without a change`;
  return [
    { id: "S8", what, atLeast: 1, all: before.size, good: before.size - failing.length, failing },
  ];
}

async function trees(
  handlers: Awaited<ReturnType<typeof createCollections>>["handlers"],
): Promise<readonly CollectionTree[]> {
  for await (const item of handlers["collections.watch"](never))
    if (item.kind === "snapshot") return item.collections;
  return [];
}

function flat(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes.flatMap((node) =>
    node.kind === "folder" ? [node, ...flat(node.children)] : [node],
  );
}

async function bytesOf(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    found.set(path.relative(folder, file), await fs.readFile(file));
  }
  return found;
}
