import { mkdir, mkdtemp, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createCollections } from "../electron/collections/service.ts";
import { generateCollection, readPlainly } from "./generated.ts";
import { type Measure, sideBySide } from "./ratio.ts";

const folders = 40;
const inEach = 50;

/** Opening a collection of 2,000 requests, and saving one of them. */
export const collection: Measure = async () => {
  const { signal } = new AbortController();
  const root = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  try {
    const place = path.join(root, "collection");
    await generateCollection(place, { folders, inEach });
    let data = 0;
    const opened = await sideBySide(
      5,
      async () => {
        const dataFolder = path.join(root, `data-${(data += 1)}`);
        await mkdir(dataFolder);
        const collections = await createCollections({ dataFolder });
        await collections.handlers["collections.open"]({ folder: place }, signal);
        await collections.close();
      },
      () => readPlainly(place),
    );

    const dataFolder = path.join(root, "data");
    await mkdir(dataFolder);
    const { handlers, close } = await createCollections({ dataFolder });
    const { id } = await handlers["collections.open"]({ folder: place }, signal);
    const ref = { collectionId: id, path: "folder-7/request-7.yml" };
    const plain = path.join(root, "plain.yml");
    let count = 0;
    const saved = await sideBySide(
      20,
      async () => {
        const { value: request, hash } = await handlers["collections.readRequest"](ref, signal);
        const url = `http://127.0.0.1/changed/${(count += 1)}`;
        await handlers["collections.saveRequest"](
          { ...ref, request: { ...request, url }, hash },
          signal,
        );
      },
      () => savePlainly(plain, `url: ${(count += 1)}\n`.padEnd(400)),
    );
    await close();
    return [
      {
        name: `opening a collection of ${folders * inEach} requests`,
        unit: "ms",
        comparedWith: "reading and parsing the same files with the yaml package, one after another",
        ...opened,
      },
      {
        name: "saving one request of it",
        unit: "ms",
        comparedWith: "write, fsync, rename, fsync of the folder, nothing read or checked",
        ...saved,
      },
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

async function savePlainly(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.tmp`, "w");
  await handle.writeFile(text);
  await handle.sync();
  await handle.close();
  await rename(`${file}.tmp`, file);
  const folder = await open(path.dirname(file), "r");
  await folder.sync();
  await folder.close();
}
