import { catalogue } from "../catalogue.ts";

/** Words of the export dialog. */
export const exportWords = catalogue(
  {
    title: (name: string) => `Export “${name}”`,
    open: "Export",
    format: "Format",
    keep: "Leave secrets in the file",
    secrets: "Literal secrets in these files",
    masked: "They are written as {{name}}; their values stay here.",
    kept: "Their values will stand in the file for everybody to read.",
    none: "No literal secrets were found.",
    left: "What this format has no place for",
    save: "Save",
    done: (size: string) => `Exported ${size}`,
    reading: "Reading the collection…",
  },
  {
    title: (name: string) => `Exporter «\u00a0${name}\u00a0»`,
    open: "Exporter",
    format: "Format",
    keep: "Laisser les secrets dans le fichier",
    secrets: "Secrets en clair dans ces fichiers",
    masked: "Ils sont écrits {{nom}}\u00a0; leurs valeurs restent ici.",
    kept: "Leurs valeurs seront dans le fichier, lisibles par tous.",
    none: "Aucun secret en clair n’a été trouvé.",
    left: "Ce qui n’a pas de place dans ce format",
    save: "Enregistrer",
    done: (size: string) => `${size} exportés`,
    reading: "Lecture de la collection…",
  },
);
