import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Collections, createCollections } from "./service.ts";

let folder = "";
let app: Collections;

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-feed-")));
  app = await createCollections({ dataFolder: folder });
});
afterEach(async () => {
  await app.close();
  await fs.rm(folder, { recursive: true, force: true });
});

test("a new, empty collection is told of to those who watch already", async () => {
  const stop = new AbortController();
  const items = app.handlers["collections.watch"](stop.signal)[Symbol.asyncIterator]();
  expect((await items.next()).value).toMatchObject({ kind: "snapshot", collections: [] });
  const { id } = await app.handlers["collections.create"](
    { parent: folder, name: "Empty" },
    stop.signal,
  );
  expect((await items.next()).value).toMatchObject({
    kind: "collection",
    collection: { id, name: "Empty", children: [] },
  });
  stop.abort();
});
