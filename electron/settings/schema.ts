import * as v from "valibot";
import { ownNetwork } from "../../shared/schema/network.ts";

const count = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));

/** ms: a day is longer than any exchange should wait. */
const longest = 86_400_000;

const keyText = v.pipe(v.string(), v.maxLength(200));

/** One schema for each setting, so that one bad value in a file spoils only itself. */
export const settingEntries = {
  theme: v.picklist(["system", "light", "dark", "contrast"]),
  language: v.picklist(["system", "en", "fr"]),
  fontSize: count(11, 16),
  layout: v.picklist(["horizontal", "vertical"]),
  timeout: count(0, longest),
  followRedirects: v.boolean(),
  maxRedirects: count(0, 1000),
  encodeUrl: v.boolean(),
  network: ownNetwork,
  keyLogFile: v.pipe(v.string(), v.maxLength(4096)),
  historyLimit: count(0, 100_000),
  copySentFiles: v.boolean(),
  keys: v.record(keyText, keyText),
};

/** A change of some settings. */
export const settingsPatch = v.strictObject({
  theme: v.exactOptional(settingEntries.theme),
  language: v.exactOptional(settingEntries.language),
  fontSize: v.exactOptional(settingEntries.fontSize),
  layout: v.exactOptional(settingEntries.layout),
  timeout: v.exactOptional(settingEntries.timeout),
  followRedirects: v.exactOptional(settingEntries.followRedirects),
  maxRedirects: v.exactOptional(settingEntries.maxRedirects),
  encodeUrl: v.exactOptional(settingEntries.encodeUrl),
  network: v.exactOptional(settingEntries.network),
  keyLogFile: v.exactOptional(settingEntries.keyLogFile),
  historyLimit: v.exactOptional(settingEntries.historyLimit),
  copySentFiles: v.exactOptional(settingEntries.copySentFiles),
  keys: v.exactOptional(settingEntries.keys),
});
