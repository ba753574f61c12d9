import { randomBytes } from "node:crypto";
import path from "node:path";
import * as v from "valibot";
import type { CollectionId } from "../../shared/model/collection.ts";
import { type Opened, openedSchema } from "../../shared/schema/opened.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readJsonFile } from "../base/json-file.ts";

/** Which folders are open, and the id of every folder ever opened; kept in app data. */
export interface Registry {
  /** True when the folder (real path) was opened on this machine before: by its name only, the disk is not asked. */
  knows(folder: string): boolean;
  opened(): readonly { readonly id: CollectionId; readonly folder: string }[];
  /** The id of a real path that was opened once; null when it never was. */
  known(folder: string): CollectionId | null;
  /** The id of a real path, new when it was never opened; marks it open and writes that down. */
  open(folder: string): Promise<CollectionId>;
  close(id: CollectionId): Promise<void>;
}

/** Closed folders remembered, so that their secrets are found again. */
const maxRemembered = 1000;

/** Reads `collections.json` of app data. Throws FailureError `storage`. */
export async function openRegistry(dataFolder: string): Promise<Registry> {
  const file = path.join(dataFolder, "collections.json");
  const stored = await readJsonFile(file, (value) => v.parse(openedSchema, value));
  let entries: Opened["collections"] = stored?.collections ?? [];
  const write = async () => {
    const open = entries.filter((entry) => entry.open);
    const closed = entries.filter((entry) => !entry.open).slice(-maxRemembered);
    const content: Opened = { version: 1, collections: [...open, ...closed] };
    await atomicWrite(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  };
  return {
    knows: (folder) => entries.some((entry) => entry.folder === folder),
    opened: () => entries.filter((entry) => entry.open),
    known: (folder) => entries.find((entry) => entry.folder === folder)?.id ?? null,
    open: async (folder) => {
      const known = entries.find((entry) => entry.folder === folder);
      const id = known?.id ?? randomBytes(12).toString("hex");
      if (known?.open === true) return id;
      entries = [...entries.filter((entry) => entry.id !== id), { id, folder, open: true }];
      await write();
      return id;
    },
    close: async (id) => {
      entries = entries.map((entry) => (entry.id === id ? { ...entry, open: false } : entry));
      await write();
    },
  };
}
