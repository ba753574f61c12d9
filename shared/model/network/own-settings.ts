import type { Defaults } from "../collection.ts";
import type { Inheritable, RequestSettings } from "../request.ts";
import { defaultSettings, type Settings } from "../settings.ts";
import type { OwnNetwork } from "./network.ts";
import {
  type BasicSettings,
  basicKeys,
  type OwnSendSettings,
  type SendSettings,
} from "./send-settings.ts";

/** The four basic settings as a request or a folder holds them: `inherit` says what absence says. */
export type InheritedBasics = {
  readonly [K in keyof BasicSettings]?: Inheritable<BasicSettings[K]>;
};

/** What a request says itself. */
export function ownOfRequest(settings: RequestSettings): OwnSendSettings {
  return { ...ownBasics(settings), ...settings.network };
}

/** What a folder, a collection or a workspace says. */
export function ownOfDefaults(defaults: Pick<Defaults, "settings" | "network">): OwnSendSettings {
  return { ...ownBasics(defaults.settings ?? {}), ...defaults.network };
}

/** What the app's settings say otherwise than Envoi by itself. */
export function ownOfApp(settings: Settings): OwnSendSettings {
  const changed = basicKeys.filter((key) => settings[key] !== defaultSettings[key]);
  return {
    ...Object.fromEntries(changed.map((key) => [key, settings[key]])),
    ...settings.network,
  };
}

/** The request's settings with one field set, or inherited again (`undefined`). */
export function withRequestSetting<K extends keyof SendSettings>(
  settings: RequestSettings,
  key: K,
  value: SendSettings[K] | undefined,
): RequestSettings {
  if (isBasic(key)) return withField(settings, key, value);
  return compact({ ...settings, network: withField(settings.network ?? {}, key, value) });
}

/** The same for a folder, a collection or a workspace. */
export function withDefaultsSetting<
  K extends keyof SendSettings,
  Place extends Pick<Defaults, "settings" | "network" | "docs">,
>(defaults: Place, key: K, value: SendSettings[K] | undefined): Place {
  return compact(
    isBasic(key)
      ? { ...defaults, settings: withField(defaults.settings ?? {}, key, value) }
      : { ...defaults, network: withField(defaults.network ?? {}, key, value) },
  );
}

/** The same for the app, as a change of its settings. */
export function appSettingChange<K extends keyof SendSettings>(
  settings: Settings,
  key: K,
  value: SendSettings[K] | undefined,
): Partial<Settings> {
  if (isBasic(key)) return { [key]: value ?? defaultSettings[key] };
  return { network: withField<OwnNetwork>(settings.network, key, value) };
}

function ownBasics(settings: InheritedBasics): OwnSendSettings {
  return Object.fromEntries(
    basicKeys.flatMap((key) => {
      const value = settings[key];
      return value === undefined || value === "inherit" ? [] : [[key, value] as const];
    }),
  );
}

function isBasic(key: keyof SendSettings): key is keyof BasicSettings {
  return (basicKeys as readonly string[]).includes(key);
}

function withField<T extends object>(own: T, key: string, value: unknown): T {
  const { [key]: _, ...rest } = own as Readonly<Record<string, unknown>>;
  return (value === undefined ? rest : { ...own, [key]: value }) as T;
}

/** Without the parts that say nothing any more, so that a document that was reset equals the one that was loaded. */
function compact<T extends { readonly network?: object; readonly settings?: object }>(value: T): T {
  const { network, settings, ...rest } = value;
  return {
    ...rest,
    ...(settings === undefined || Object.keys(settings).length === 0 ? {} : { settings }),
    ...(network === undefined || Object.keys(network).length === 0 ? {} : { network }),
  } as T;
}
