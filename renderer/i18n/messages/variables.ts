import type { VariableScope } from "../../../shared/model/variable.ts";
import { catalogue } from "../catalogue.ts";

/** Words about `{{variables}}` in text fields. */
export const variablesWords = catalogue(
  {
    completions: "Suggestions",
    secret: "Secret, not shown",
    missing: "This secret has no value on this machine",
    unknown: "No variable has this name here",
    empty: "Empty",
    also: (places: string) => `Also in ${places}`,
    origin: (scope: VariableScope, origin: string) =>
      ({
        collection: `Collection ${origin}`,
        environment: `Environment ${origin}`,
        folder: `Folder ${origin}`,
        request: "This request",
        process: "File .env",
      })[scope],
  },
  {
    completions: "Suggestions",
    secret: "Secret, non affiché",
    missing: "Ce secret n’a pas de valeur sur cette machine",
    unknown: "Aucune variable ne porte ce nom ici",
    empty: "Vide",
    also: (places: string) => `Aussi dans ${places}`,
    origin: (scope: VariableScope, origin: string) =>
      ({
        collection: `Collection ${origin}`,
        environment: `Environnement ${origin}`,
        folder: `Dossier ${origin}`,
        request: "Cette requête",
        process: "Fichier .env",
      })[scope],
  },
);
