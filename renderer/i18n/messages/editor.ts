import { catalogue } from "../catalogue.ts";

/** Words inside the text editor. */
export const editorWords = catalogue(
  {
    secret: "Secret, not shown",
    missing: "This secret has no value on this machine",
    unknown: "No variable has this name here",
    invalidJson: (line: string, column: string) => `Not valid JSON: line ${line}, column ${column}`,
  },
  {
    secret: "Secret, non affiché",
    missing: "Ce secret n’a pas de valeur sur cette machine",
    unknown: "Aucune variable ne porte ce nom ici",
    invalidJson: (line: string, column: string) =>
      `JSON non valide\u00a0: ligne ${line}, colonne ${column}`,
  },
);
