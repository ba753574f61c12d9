import fs from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import { defaultSettings, type Settings } from "../../shared/model/settings.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { createCurrent } from "../base/current.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";
import { networkEntries, readOwnNetwork } from "../../shared/schema/network.ts";
import { settingEntries } from "./schema.ts";

/** The settings of this person on this machine: `settings.json` in app data. */
export interface SettingsStore {
  get(): Settings;
  /** Checked by schema before; resolves once it is on disk. Throws FailureError `storage`, and then nothing changed. */
  update(patch: Partial<Settings>): Promise<Settings>;
  watch(signal: AbortSignal): AsyncIterable<Settings>;
}

const version = 1;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Opens the settings. A file that cannot be read as settings is kept aside as `settings.json.bad` and the defaults hold;
 * one bad value is replaced by its default; values a later version wrote are kept.
 * @param dataFolder exists. Throws FailureError `storage` when the file is there but cannot be read at all.
 */
export async function openSettings(dataFolder: string): Promise<SettingsStore> {
  const file = path.join(dataFolder, "settings.json");
  let onDisk = await readFields(file);
  const current = createCurrent(fromFields(onDisk));
  let queue: Promise<unknown> = Promise.resolve();

  return {
    get: current.get,
    watch: current.watch,
    update: (patch) => {
      const work = queue.then(() => write(patch));
      queue = work.catch(() => undefined);
      return work;
    },
  };

  async function write(patch: Partial<Settings>): Promise<Settings> {
    const next = { ...current.get(), ...patch };
    const fields = { ...onDisk, ...next, network: { ...unknownNetwork(onDisk), ...next.network } };
    await atomicWrite(file, `${JSON.stringify({ version, settings: fields }, null, 2)}\n`, {
      mode: 0o600,
    });
    onDisk = fields;
    current.set(next);
    return next;
  }
}

/** The fields of the file; {} when there is none or it had to be put aside. */
async function readFields(file: string): Promise<Fields> {
  let text: string;
  try {
    text = await fs.readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return {};
    throw storageFailure(error, path.basename(file));
  }
  const parsed = v.safeParse(
    v.pipe(
      v.string(),
      v.parseJson(),
      v.object({ version: v.number(), settings: v.record(v.string(), v.unknown()) }),
    ),
    text,
  );
  if (parsed.success) return migrated(parsed.output.settings);
  await fs.rename(file, `${file}.bad`).catch((error: unknown) => {
    throw storageFailure(error, path.basename(file));
  });
  return {};
}

/** Version 0.1 had two switches for cookies beside the network; they are part of it now. Off is all that has to be carried over. */
function migrated(fields: Fields): Fields {
  const { sendCookies, storeCookies, ...rest } = fields;
  const off = {
    ...(sendCookies === false ? { sendCookies } : {}),
    ...(storeCookies === false ? { storeCookies } : {}),
  };
  if (Object.keys(off).length === 0) return rest;
  return { ...rest, network: { ...off, ...networkOf(fields) } };
}

function networkOf(fields: Fields): Fields {
  const { network } = fields;
  return typeof network === "object" && network !== null ? (network as Fields) : {};
}

/** What a later version wrote into the network. */
function unknownNetwork(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(networkOf(fields)).filter(([key]) => !Object.hasOwn(networkEntries, key)),
  );
}

function fromFields(fields: Fields): Settings {
  const settings: Record<string, unknown> = {
    ...defaultSettings,
    network: readOwnNetwork(networkOf(fields)),
  };
  for (const [name, schema] of Object.entries(settingEntries)) {
    if (name === "network") continue;
    if (Object.hasOwn(fields, name) && v.is(schema, fields[name])) settings[name] = fields[name];
  }
  // Every field is a default or was checked by its own schema.
  return settings as unknown as Settings;
}
