import { isYamlMap } from "../yaml/data.ts";
import { importCommands } from "./curl/import.ts";
import { type DetectedFile, detectFormat } from "./detect.ts";
import type { Imported } from "./imported.ts";
import { createNotes } from "./note.ts";
import { importPostman } from "./postman/import.ts";
import { decodeText, type SourceFile } from "./source-file.ts";

/**
 * Reads everything that was handed in: one file, or the files of a folder or archive. Data in, data out: nothing else is read, nothing is
 * fetched, nothing is run. Never throws: what cannot be read is named in the notes, what is sound is imported.
 */
export function importSources(sources: readonly SourceFile[]): Imported {
  const files = sources.map(({ path, bytes }) => detectFormat({ path, text: decodeText(bytes) }));
  return merged(files.map(importFile));
}

function importFile(file: DetectedFile): Imported {
  const notes = createNotes(file.path);
  if (file.problem !== null) {
    const { line, column, reason } = file.problem;
    notes.add("error", "broken-json", { column: `${column}`, reason }, { line });
  }
  const imported = contentOf(file);
  if (imported !== null) return { ...imported, notes: [...notes.list, ...imported.notes] };
  notes.add("error", "not-known");
  return {
    format: "postman",
    formatName: "",
    collections: [],
    environments: [],
    notes: notes.list,
  };
}

function contentOf(file: DetectedFile): Imported | null {
  switch (file.format) {
    case "postman":
      return isYamlMap(file.data) ? importPostman(file.data, file.path) : null;
    case "curl":
      return importCommands(file.text, file.path);
    default:
      return null;
  }
}

/** Several imports as one; the first that found something gives the name. */
function merged(parts: readonly Imported[]): Imported {
  const found = parts.filter((part) => part.collections.length + part.environments.length > 0);
  const [first] = found.length > 0 ? found : parts;
  return {
    format: first?.format ?? "postman",
    formatName: [...new Set(found.map((part) => part.formatName))].join(", "),
    collections: parts.flatMap((part) => part.collections),
    environments: parts.flatMap((part) => part.environments),
    notes: parts.flatMap((part) => part.notes),
  };
}
