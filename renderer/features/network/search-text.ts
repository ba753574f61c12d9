import type { Language } from "../../i18n/catalogue.ts";
import { networkFields } from "../../i18n/messages/network-fields.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { fieldShapes, type GroupName, type SettingKey } from "./fields.ts";
import { choiceText } from "./value-text.ts";

/** Everything a setting can be found by, in lower case: its name in files, its words, its group's, and what can be chosen in it. */
export function searchText(key: SettingKey, group: GroupName, language: Language): string {
  const words = networkWords[language];
  return [key, words.groups[group], ...networkFields[language][key], ...choices(key, language)]
    .join("\n")
    .toLowerCase();
}

function choices(key: SettingKey, language: Language): readonly string[] {
  const words = networkWords[language];
  const shape = fieldShapes[key];
  switch (shape.kind) {
    case "choice":
      return shape.ids.map((id) => choiceText(key, id, language));
    case "many":
      return shape.ids.map((id) => words.causes[id]);
    case "proxy":
      return textsIn(words.proxy);
    case "certificates":
      return textsIn(words.certificates);
    case "servername":
      return textsIn(words.servername);
    default:
      return [];
  }
}

function textsIn(words: object): readonly string[] {
  return Object.values(words).flatMap((word: unknown) =>
    typeof word === "string" ? [word] : typeof word === "object" && word ? textsIn(word) : [],
  );
}
