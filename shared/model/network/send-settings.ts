import { defaultNetwork, type NetworkSettings } from "./network.ts";

/** What OpenCollection has fields of its own for (`settings`, `request.settings.http`); the rest is in NetworkSettings. */
export interface BasicSettings {
  /** ms for the whole exchange, redirects included; 0: no limit. */
  readonly timeout: number;
  readonly followRedirects: boolean;
  readonly maxRedirects: number;
  /** True: percent-encode what RFC 3986 does not allow in a URL. */
  readonly encodeUrl: boolean;
}

export const basicKeys = [
  "encodeUrl",
  "timeout",
  "followRedirects",
  "maxRedirects",
] as const satisfies readonly (keyof BasicSettings)[];

/** Everything about a request that is inherited field by field, but its auth and headers. */
export interface SendSettings extends BasicSettings, NetworkSettings {}

/** What one place says; a field that is absent is inherited. */
export type OwnSendSettings = Partial<SendSettings>;

/** Where a value comes from, nearest first. `default`: nobody said anything. */
export type SettingsPlace = "request" | "folder" | "collection" | "workspace" | "app" | "default";

/** What one place says, and which place it is. */
export interface SettingsLayer {
  readonly place: SettingsPlace;
  /** The folder's or collection's name, for people; "" where there is only one. */
  readonly name: string;
  readonly own: OwnSendSettings;
}

export const defaultSendSettings: SendSettings = {
  timeout: 0,
  followRedirects: true,
  maxRedirects: 50,
  encodeUrl: false,
  ...defaultNetwork,
};

const fallback: SettingsLayer = { place: "default", name: "", own: defaultSendSettings };

/** The nearest place that says something about a field. `layers` nearest first. Pure. */
export function sourceOf(layers: readonly SettingsLayer[], key: keyof SendSettings): SettingsLayer {
  return layers.find((layer) => layer.own[key] !== undefined) ?? fallback;
}

/** The value that counts for each field. `layers` nearest first. Pure. */
export function effectiveSettings(layers: readonly SettingsLayer[]): SendSettings {
  const keys = Object.keys(defaultSendSettings) as (keyof SendSettings)[];
  return Object.fromEntries(
    keys.map((key) => [key, sourceOf(layers, key).own[key]]),
  ) as unknown as SendSettings;
}
