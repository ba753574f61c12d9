import type { InheritedBasics } from "../../model/network/own-settings.ts";
import { basicKeys } from "../../model/network/send-settings.ts";
import type { Inheritable, RequestSettings } from "../../model/request.ts";
import { isYamlNumber, type YamlData, type YamlMap, yamlNumber } from "../yaml/data.ts";
import {
  flagOf,
  listAt,
  mapAt,
  order,
  sameModel,
  textOf,
  withField,
  withFieldIn,
} from "./fields.ts";
import { withEnvoi } from "./extension.ts";
import { patchNetwork, readNetwork } from "./network.ts";

/** Settings of a request. What cannot be understood counts as absent and stays in the file. */
export function readSettings(data: YamlMap): RequestSettings {
  const omitHeaders = omitted(data).map(textOf);
  const network = readNetwork(data);
  return {
    ...readBasics(mapAt(data, "settings")),
    ...(omitHeaders.length === 0 ? {} : { omitHeaders }),
    ...(isOff(data, "verifyTls") ? { verifyTls: false } : {}),
    ...(isOff(data, "verifyProxy") ? { verifyProxy: false } : {}),
    ...(network === undefined ? {} : { network }),
  };
}

/** OpenCollection's HttpSettings, as far as Envoi has them: `settings` of a request, `request.settings.http` of a folder. */
export function readBasics(settings: YamlMap): InheritedBasics {
  const timeout = numberOf(settings.get("timeout"));
  const maxRedirects = numberOf(settings.get("maxRedirects"));
  const followRedirects = switchOf(settings.get("followRedirects"));
  const encodeUrl = switchOf(settings.get("encodeUrl"));
  return {
    ...(timeout === undefined ? {} : { timeout }),
    ...(followRedirects === undefined ? {} : { followRedirects }),
    ...(maxRedirects === undefined ? {} : { maxRedirects }),
    ...(encodeUrl === undefined ? {} : { encodeUrl }),
  };
}

/** HttpSettings with the fields that differ. */
export function patchBasics(
  settings: YamlMap,
  before: InheritedBasics,
  after: InheritedBasics,
): YamlMap {
  let next = settings;
  for (const key of basicKeys) {
    const value = after[key];
    if (before[key] === value) continue;
    const written = typeof value === "number" ? yamlNumber(value) : value;
    next = withField(next, key, written, order.settings);
  }
  return next;
}

/** OpenCollection 0.14 has `settings.omitHeaders`; Envoi writes `extensions.envoi.omitHeaders`, which older tools accept. */
function omitted(data: YamlMap): readonly YamlData[] {
  const settings = mapAt(data, "settings");
  return listAt(
    settings.has("omitHeaders") ? settings : mapAt(data, "extensions", "envoi"),
    "omitHeaders",
  );
}

/** Only a plain `false` turns verification off: what cannot be understood must not make a request less safe. */
function isOff(data: YamlMap, key: "verifyTls" | "verifyProxy"): boolean {
  return mapAt(data, "extensions", "envoi").get(key) === false;
}

function numberOf(data: YamlData | undefined): Inheritable<number> | undefined {
  if (data === "inherit") return "inherit";
  const value = isYamlNumber(data)
    ? data.number
    : typeof data === "string" && data !== ""
      ? Number(data)
      : NaN;
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function switchOf(data: YamlData | undefined): Inheritable<boolean> | undefined {
  if (data === "inherit") return "inherit";
  if (data === undefined || data === null || data === "") return undefined;
  return flagOf(data);
}

/** The whole file with changed settings. */
export function patchSettings(data: YamlMap, after: RequestSettings): YamlMap {
  const before = readSettings(data);
  let next = data;
  const old = mapAt(data, "settings");
  const settings = patchBasics(old, before, after);
  if (settings !== old)
    next = withField(next, "settings", settings.size === 0 ? undefined : settings, order.request);
  next = patchNetwork(next, before.network ?? {}, after.network ?? {}, order.request);
  for (const key of ["verifyTls", "verifyProxy"] as const)
    if ((before[key] ?? true) !== (after[key] ?? true))
      next = withEnvoi(next, key, after[key] === false ? false : undefined, order.request);
  const names = after.omitHeaders ?? [];
  if (sameModel(before.omitHeaders ?? [], names)) return next;
  const list = names.length === 0 ? undefined : [...names];
  if (mapAt(next, "settings").has("omitHeaders")) {
    return withFieldIn(next, "settings", "omitHeaders", list, {
      outer: order.request,
      inner: order.settings,
    });
  }
  return withEnvoi(next, "omitHeaders", list, order.request);
}
