import {
  defaultSendSettings,
  type SettingsLayer,
  sourceOf,
} from "../../../shared/model/network/send-settings.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { formatCount } from "../../i18n/format.ts";
import { networkFields } from "../../i18n/messages/network-fields.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import type { GroupName, SettingKey } from "./fields.ts";
import { valueText } from "./value-text.ts";

/** Settings named in a summary; the rest is counted. */
const named = 3;

/** A group in one line: what differs from how Envoi does it by itself, or a sentence that says how that is. `layers` nearest first. */
export function groupSummary(
  group: { readonly name: GroupName; readonly keys: readonly SettingKey[] },
  layers: readonly SettingsLayer[],
  language: Language,
): string {
  const words = networkWords[language];
  const fields = networkFields[language];
  const differing = group.keys.flatMap((key) => {
    const value = sourceOf(layers, key).own[key];
    if (value === undefined || same(value, defaultSendSettings[key])) return [];
    const text = valueText(key, value, language);
    return [group.keys.length === 1 ? text : words.named(fields[key][0], text)];
  });
  if (differing.length === 0) return words.usual[group.name];
  const rest = differing.length - named;
  const shown = differing.slice(0, named).join(" · ");
  return rest > 0 ? `${shown} ${words.more(formatCount(rest, language))}` : shown;
}

/** How many settings of a group the nearest place says itself. */
export function ownCount(keys: readonly SettingKey[], layers: readonly SettingsLayer[]): number {
  return keys.filter((key) => layers[0]?.own[key] !== undefined).length;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
