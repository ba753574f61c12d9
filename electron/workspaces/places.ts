import fs from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import type { RecentPlace } from "../../shared/model/workspace.ts";
import { type Places, placesSchema } from "../../shared/schema/places.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readJsonFile } from "../base/json-file.ts";

/** `places.json` of app data. Writes are in order; they throw FailureError `storage`. */
export interface PlaceStore {
  get(): Places;
  /** Which workspace is open, and what was open without one. */
  setOpen(workspace: string | null, loose: readonly string[]): Promise<void>;
  /** Puts places in front of the recent list: the last one given comes first. */
  remember(places: readonly Omit<RecentPlace, "missing" | "openedAt">[]): Promise<void>;
  forget(folder: string): Promise<void>;
  /** The recent list with what is not there any more marked. */
  recent(): Promise<readonly RecentPlace[]>;
}

const most = 40;

/** @param now epoch ms. */
export async function openPlaces(dataFolder: string, now: () => number): Promise<PlaceStore> {
  const file = path.join(dataFolder, "places.json");
  const nothing: Places = { version: 1, workspace: null, loose: [], recent: [] };
  let places = (await readJsonFile(file, (value) => v.parse(placesSchema, value))) ?? nothing;
  const write = async (next: Places) => {
    places = next;
    await atomicWrite(file, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
  };
  return {
    get: () => places,
    setOpen: (workspace, loose) => write({ ...places, workspace, loose: [...loose] }),
    remember: async (opened) => {
      if (opened.length === 0) return;
      const fresh = opened.map((place) => ({ ...place, openedAt: now() })).reverse();
      const folders = new Set(fresh.map(({ folder }) => folder));
      const older = places.recent.filter(({ folder }) => !folders.has(folder));
      await write({ ...places, recent: [...fresh, ...older].slice(0, most) });
    },
    forget: (folder) =>
      write({ ...places, recent: places.recent.filter((place) => place.folder !== folder) }),
    recent: () =>
      Promise.all(
        places.recent.map(async (place) => ({
          ...place,
          missing: !(await isThere(path.join(place.folder, fileOf[place.kind]))),
        })),
      ),
  };
}

const fileOf = { collection: "opencollection.yml", workspace: "workspace.yml" } as const;

/** ms: a network drive that does not answer is not called missing. */
const patience = 400;

async function isThere(file: string): Promise<boolean> {
  const looked = fs.access(file).then(
    () => true,
    () => false,
  );
  const waited = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(true), patience).unref();
  });
  return Promise.race([looked, waited]);
}
