import { catalogue } from "../catalogue.ts";

/** Words inside the text editor. */
export const editorWords = catalogue(
  {
    notLoaded: "The editor could not be loaded. Nothing you typed is lost.",
    again: "Try again",
    menu: "Editor",
    goTo: (name: string) => `Go to where ${name} is defined`,
    cut: "Cut",
    copy: "Copy",
    selectAll: "Select all",
    find: "Find",
    undo: "Undo",
    redo: "Redo",
    invalidJson: (line: string, column: string) => `Not valid JSON: line ${line}, column ${column}`,
  },
  {
    notLoaded: "L’éditeur n’a pas pu être chargé. Rien de ce que vous avez tapé n’est perdu.",
    again: "Réessayer",
    menu: "Éditeur",
    goTo: (name: string) => `Aller à la définition de ${name}`,
    cut: "Couper",
    copy: "Copier",
    selectAll: "Tout sélectionner",
    find: "Rechercher",
    undo: "Annuler",
    redo: "Rétablir",
    invalidJson: (line: string, column: string) =>
      `JSON non valide\u00a0: ligne ${line}, colonne ${column}`,
  },
);
