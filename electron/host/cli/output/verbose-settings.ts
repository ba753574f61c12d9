import {
  defaultSendSettings,
  type SendSettings,
  type SettingsLayer,
  sourceOf,
} from "../../../../shared/model/network/send-settings.ts";
import { proxyAddress } from "../../../../shared/model/network/proxy-address.ts";
import type { ProxySetting } from "../../../../shared/model/network/proxy.ts";

/**
 * What of the network settings somebody said, and who: `* Setting connectTimeout: 5 s (workspace Harbour)`. Values as typed: variables in
 * them stay names. `layers` nearest first; `given`: what the command's options say, which is not told again.
 */
export function settingLines(
  layers: readonly SettingsLayer[],
  given: Partial<SendSettings>,
): readonly string[] {
  const keys = Object.keys(defaultSendSettings) as (keyof SendSettings)[];
  return keys.flatMap((key) => {
    const source = sourceOf(layers, key);
    const value = source.own[key];
    if (source.place === "default" || value === undefined || given[key] !== undefined) return [];
    return [`* Setting ${key}: ${valueText(key, value)} (${placeText(source)})`];
  });
}

function placeText({ place, name }: SettingsLayer): string {
  return name === "" ? place : `${place} ${name}`;
}

function valueText(key: keyof SendSettings, value: SendSettings[keyof SendSettings]): string {
  if (value === null) return "by the URL";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "number") return milliseconds.has(key) ? seconds(value) : String(value);
  if (typeof value === "string") return value === "" ? "none" : value;
  // Where a proxy is, never who signs in there; certificates by their number, never their places.
  if ("kind" in value) return proxyText(value);
  if (value.length === 0) return "none";
  const texts = value.filter((entry): entry is string => typeof entry === "string");
  return texts.length === value.length ? texts.join(", ") : `${value.length} entries`;
}

const milliseconds: ReadonlySet<keyof SendSettings> = new Set<keyof SendSettings>([
  "timeout",
  "resolveTimeout",
  "connectTimeout",
  "tlsTimeout",
  "firstByteTimeout",
  "idleTimeout",
  "speedTime",
  "expectContinue",
  "happyEyeballs",
  "keepAlive",
  "retryDelay",
  "retryMaxTime",
]);

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}

function proxyText(proxy: ProxySetting): string {
  return "server" in proxy ? proxyAddress(proxy.server) : proxy.kind;
}
