import { catalogue } from "../catalogue.ts";

export const defaults = catalogue(
  {
    parts: "Parts of the settings",
    collection: "Collection",
    folder: "Folder",
    headers: "Headers",
    auth: "Auth",
    variables: "Variables",
    settings: "Settings",
    docs: "Docs",
    headersTitle: "Headers of every request below",
    headersText: "Headers, one on a line",
    variablesTitle: "Variables of every request below",
    docsLabel: "Notes in Markdown",
    inEnvironment: "Secrets belong in an environment, where only their names are in the file.",
    edit: "Change the name",
    nameOf: (name: string) => `Name of ${name}`,
  },
  {
    parts: "Parties des réglages",
    collection: "Collection",
    folder: "Dossier",
    headers: "En-têtes",
    auth: "Accès",
    variables: "Variables",
    settings: "Réglages",
    docs: "Notes",
    headersTitle: "En-têtes de toutes les requêtes en dessous",
    headersText: "En-têtes, un par ligne",
    variablesTitle: "Variables de toutes les requêtes en dessous",
    docsLabel: "Notes en Markdown",
    inEnvironment:
      "Les secrets ont leur place dans un environnement, où seuls leurs noms sont dans le fichier.",
    edit: "Changer le nom",
    nameOf: (name: string) => `Nom de ${name}`,
  },
);
