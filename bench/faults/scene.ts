import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";

/** A collection with things in it, and the folder of an app that has it open. */
export interface Scene {
  readonly root: string;
  readonly collection: string;
  readonly data: string;
}

export function sceneAt(root: string): Scene {
  return { root, collection: path.join(root, "api"), data: path.join(root, "data") };
}

/** The same files each time, each with a mark in a comment that every save keeps. */
export async function makeScene(scene: Scene): Promise<void> {
  await fs.rm(scene.root, { recursive: true, force: true });
  await fs.mkdir(scene.data, { recursive: true });
  const write = async (file: string, text: string) => {
    const absolute = path.join(scene.collection, file);
    await fs.mkdir(path.dirname(absolute), { recursive: true });
    await fs.writeFile(absolute, `# mark ${file}\n${text}`);
  };
  const request = (name: string, seq: number, size: number) =>
    `info:\n  name: ${name}\n  type: http\n  seq: ${seq}\n\nhttp:\n  method: POST\n  url: http://h/${name}\n  body:\n    type: json\n    data: |-\n      "${"x".repeat(size)}"\n`;
  await write("opencollection.yml", "opencollection: 1.0.0\n\ninfo:\n  name: API\n");
  await write(
    "workspace.yml",
    'opencollection: 1.0.0\ninfo:\n  name: W\n  type: workspace\n\ncollections:\n  - name: API\n    path: "."\n',
  );
  await write(
    "orders/folder.yml",
    "info:\n  name: orders\n  type: folder\n  seq: 1\n\nrequest:\n  auth: inherit\n",
  );
  await write(
    "other/folder.yml",
    "info:\n  name: other\n  type: folder\n  seq: 2\n\nrequest:\n  auth: inherit\n",
  );
  await write("small.yml", request("small", 1, 10));
  await write("middle.yml", request("middle", 2, 60_000));
  await write("large.yml", request("large", 3, 1_200_000));
  for (const [at, name] of ["a", "b", "c"].entries())
    await write(`orders/${name}.yml`, request(name, at + 1, 300));
  await write(
    "environments/live.yml",
    "name: live\nvariables:\n  - name: base\n    value: http://h\n",
  );
  await write("environments/test.yml", "name: test\nvariables: []\n");
}

/** Contents a person can still get at: visible files of the collection, and what can be undone. By content's hash, with a place to name. */
export async function survey(scene: Scene): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await fs.readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const place = path.join(folder, entry.name);
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory()) await visit(place);
      else if (entry.name.endsWith(".yml") || folder.includes("/undo/")) await add(place);
    }
  };
  const add = async (place: string) => found.set(hashOf(await fs.readFile(place)), place);
  await visit(scene.collection);
  await visit(path.join(scene.root, "imported"));
  for (const id of await fs.readdir(path.join(scene.data, "undo")).catch(() => [])) {
    const folder = path.join(scene.data, "undo", id);
    // Without it nobody can bring the item back: then its content does not count.
    const item = await fs.readFile(path.join(folder, "item.json"), "utf8").catch(() => "");
    if (!parses(item)) continue;
    const content = path.join(folder, "content");
    const stat = await fs.stat(content).catch(() => null);
    if (stat?.isDirectory() === true) await visit(content);
    else if (stat !== null) await add(content);
  }
  return found;
}

/** The JSON files of app data that cannot be read any more. */
export async function brokenData(scene: Scene): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const name of await fs.readdir(scene.data, { recursive: true })) {
    if (!name.endsWith(".json")) continue;
    if (!parses(await fs.readFile(path.join(scene.data, name), "utf8"))) broken.push(name);
  }
  return broken;
}

/** The mark of each content: `# mark <file>`; new files have none. */
export async function marks(
  found: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  for (const [hash, place] of found) {
    const text = await fs.readFile(place, "utf8");
    const [, mark] = /^# mark (.+)$/m.exec(text.slice(0, 200)) ?? [];
    if (mark !== undefined) all.set(hash, mark);
  }
  return all;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
