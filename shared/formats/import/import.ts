import { isYamlMap } from "../yaml/data.ts";
import { importBrunoExport } from "./bruno/import.ts";
import { importBrunoFolders } from "./bruno/folders.ts";
import { importCommands } from "./curl/import.ts";
import { type DetectedFile, detectFormat } from "./detect.ts";
import type { Imported } from "./imported.ts";
import {
  importFlatVariables,
  importHoppscotch,
  isFlat,
  isFlatVariables,
} from "./hoppscotch/import.ts";
import { importGraphql, importIntrospection } from "./graphql/import.ts";
import { introspected } from "./graphql/introspection.ts";
import { importHar } from "./har/import.ts";
import { importHttpFolders, importHttpText } from "./http-file/folders.ts";
import { importInsomnia } from "./insomnia/import.ts";
import { createNotes, noteRepeated } from "./note.ts";
import { importBundle, isBundle } from "./opencollection/import.ts";
import { importOpenApi, type OpenApiOptions } from "./openapi/import.ts";
import { importWsdlFolders } from "./wsdl/folders.ts";
import { importPostmanFolders } from "./postman/v3-folders.ts";
import { importPostman, isPostmanManifest } from "./postman/import.ts";
import { asText, type SourceFile } from "./source-file.ts";

/** What a person may choose before something is imported. */
export interface ImportOptions {
  readonly openApi?: OpenApiOptions;
}

/**
 * Reads everything that was handed in: one file, or the files of a folder or archive. Data in, data out: nothing else is read, nothing is
 * fetched, nothing is run. Never throws: what cannot be read is named in the notes, what is sound is imported.
 */
export function importSources(
  sources: readonly SourceFile[],
  options: ImportOptions = {},
): Imported {
  const parts: Imported[] = [];
  let left = sources;
  const openApi = (files: readonly SourceFile[]) => importOpenApi(files, options.openApi);
  for (const group of [
    importBrunoFolders,
    importPostmanFolders,
    openApi,
    importWsdlFolders,
    importHttpFolders,
  ]) {
    const taken = group(left);
    parts.push(...taken.parts);
    left = taken.left;
  }
  const alone = sources.length === 1;
  const strange: string[] = [];
  for (const source of left) {
    const file = detectFormat({ path: source.path, text: asText(source.bytes) ?? "" });
    const part = importFile(file);
    if (part !== null) parts.push(part);
    else if (alone && file.problem === null && isFlatVariables(file.data, file.path))
      parts.push(importFlatVariables(file.data, file.path));
    else if (alone) parts.push(unknown(file));
    else if (!isPostmanManifest(source.path, file.data)) strange.push(source.path);
  }
  return merged(parts, strange);
}

function importFile(file: DetectedFile): Imported | null {
  const imported = contentOf(file);
  if (imported === null) return imported;
  const notes = createNotes(file.path);
  if (file.problem !== null) {
    const { line, column, reason } = file.problem;
    notes.add("error", "broken-json", { column: `${column}`, reason }, { line });
  }
  noteRepeated(file.repeated, notes);
  return { ...imported, notes: [...notes.list, ...imported.notes] };
}

function contentOf(file: DetectedFile): Imported | null {
  const data = isYamlMap(file.data) ? file.data : null;
  switch (file.format) {
    case "postman":
      return data === null ? null : importPostman(data, file.path);
    case "opencollection":
      return data === null
        ? null
        : isBundle(data)
          ? importBundle(data, file.path)
          : alreadyOurs(file);
    case "har":
      return data === null ? null : importHar(data, file.path);
    case "hoppscotch":
      return importHoppscotch(file.data, file.path);
    case "insomnia":
      return data === null ? null : importInsomnia(data, file.path);
    case "bruno":
      return data === null ? null : importBrunoExport(data, file.path);
    case "graphql": {
      const schema = introspected(file.data);
      return schema === null
        ? importGraphql(file.text, file.path)
        : importIntrospection(schema, file.path);
    }
    case "http-file":
      return importHttpText(file.text, file.path);
    case "curl":
      return importCommands(file.text, file.path);
    default:
      return null;
  }
}

/** The root file of a collection's folder. */
function alreadyOurs(file: DetectedFile): Imported {
  const notes = createNotes(file.path);
  notes.add("error", "is-collection");
  return {
    format: "opencollection",
    formatName: "OpenCollection",
    collections: [],
    environments: [],
    notes: notes.list,
  };
}

/** A single file in no format: why, as far as it can be said. */
function unknown(file: DetectedFile): Imported {
  const notes = createNotes(file.path);
  if (file.problem !== null && file.text.trim() !== "") {
    const { line, column, reason } = file.problem;
    const code = /^[[{]/.test(file.text.trimStart()) ? "broken-json" : "broken-yaml";
    notes.add("error", code, { column: `${column}`, reason }, { line });
  }
  notes.add("error", file.problem === null && isFlat(file.data) ? "flat-names" : "not-known");
  return {
    format: "opencollection",
    formatName: "",
    collections: [],
    environments: [],
    notes: notes.list,
  };
}

/** Several imports as one; the first that found something gives the name. */
function merged(parts: readonly Imported[], strange: readonly string[]): Imported {
  const found = parts.filter((part) => part.collections.length + part.environments.length > 0);
  const [first] = found.length > 0 ? found : parts;
  const remote = [...new Set(parts.flatMap((part) => part.remote ?? []))];
  const notes = createNotes("");
  if (found.length === 0 && strange.length > 0) notes.add("error", "not-known");
  else if (strange.length > 0)
    notes.add("info", "files-left", { count: `${strange.length}`, names: listed(strange) });
  return {
    format: first?.format ?? "opencollection",
    formatName: [...new Set(found.map((part) => part.formatName))].join(", "),
    collections: parts.flatMap((part) => part.collections),
    environments: parts.flatMap((part) => part.environments),
    notes: [...parts.flatMap((part) => part.notes), ...notes.list],
    ...(remote.length === 0 ? {} : { remote }),
  };
}

function listed(names: readonly string[]): string {
  const most = 10;
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} …`;
}
