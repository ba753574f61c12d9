import { createContext, useContext } from "react";
import type { Catalogue, Language } from "./catalogue.ts";

export const LanguageContext = createContext<Language>("en");

/** The words of a feature in the person's language. */
export function useText<Messages>(messages: Catalogue<Messages>): Messages {
  return messages[useContext(LanguageContext)];
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** `system` becomes the first of the system's languages Envoi speaks, else English. */
export function chooseLanguage(setting: "system" | Language, system: string): Language {
  if (setting !== "system") return setting;
  return system.toLowerCase().startsWith("fr") ? "fr" : "en";
}
