import type { VariableScope, VariableView } from "../../../shared/model/variable.ts";
import { catalogue } from "../catalogue.ts";

/** Words about `{{variables}}` in text fields. */
export const variablesWords = catalogue(
  {
    completions: "Suggestions",
    secret: "Secret, not shown",
    missing: "This secret has no value on this machine",
    unknown: "No variable has this name here",
    empty: "Empty",
    goThere: (mod: string, key: string) => `${mod}-click or ${key} goes to where it is defined`,
    also: (places: string) => `Also in ${places}`,
    origin: (scope: VariableScope, origin: string) =>
      ({
        workspace: `Workspace globals ${origin}`,
        collection: `Collection ${origin}`,
        environment: `Environment ${origin}`,
        local: `This machine’s ${origin}`,
        folder: `Folder ${origin}`,
        request: "This request",
        runtime: origin === "" ? "Kept from a response" : `Kept from a response for ${origin}`,
        process: `File ${origin}`,
        prompt: "Asked before each send",
        dynamic: "Made at each send",
      })[scope],
    example: (value: string) => `For example ${value}`,
    promptsTitle: "Before it is sent",
    promptsSend: "Send",
    promptsHint:
      "Answers are remembered until the window closes, and never written to the collection.",
  },
  {
    completions: "Suggestions",
    secret: "Secret, non affiché",
    missing: "Ce secret n’a pas de valeur sur cette machine",
    unknown: "Aucune variable ne porte ce nom ici",
    empty: "Vide",
    goThere: (mod: string, key: string) =>
      `${mod}-clic ou ${key} mène à l’endroit où elle est définie`,
    also: (places: string) => `Aussi dans ${places}`,
    origin: (scope: VariableScope, origin: string) =>
      ({
        workspace: `Variables globales ${origin}`,
        collection: `Collection ${origin}`,
        environment: `Environnement ${origin}`,
        local: `${origin}, sur cette machine`,
        folder: `Dossier ${origin}`,
        request: "Cette requête",
        runtime: origin === "" ? "Gardée d’une réponse" : `Gardée d’une réponse pour ${origin}`,
        process: `Fichier ${origin}`,
        prompt: "Demandée avant chaque envoi",
        dynamic: "Faite à chaque envoi",
      })[scope],
    example: (value: string) => `Par exemple ${value}`,
    promptsTitle: "Avant l’envoi",
    promptsSend: "Envoyer",
    promptsHint:
      "Les réponses sont retenues jusqu’à la fermeture de la fenêtre et jamais écrites dans la collection.",
  },
);

/** What a variable is worth, as a person may read it: never a secret's value. */
export function variableValue(
  view: VariableView,
  words: Pick<
    (typeof variablesWords)["en"],
    "missing" | "secret" | "promptsTitle" | "example" | "empty"
  >,
): string {
  if (view.missing) return words.missing;
  if (view.secret) return words.secret;
  if (view.scope === "prompt") return words.promptsTitle;
  if (view.scope === "dynamic") return words.example(view.value);
  return view.value === "" ? words.empty : view.value.slice(0, 600);
}
