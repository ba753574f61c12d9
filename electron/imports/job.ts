import { countImport } from "../../shared/formats/import/counts.ts";
import { markedSecrets } from "../../shared/formats/import/marked.ts";
import { type ImportOptions, importSources } from "../../shared/formats/import/import.ts";
import type { Imported, ImportedItem } from "../../shared/formats/import/imported.ts";
import { collectionLink } from "../../shared/formats/import/openapi/link.ts";
import { findSecrets, moveSecrets, secretHint } from "../../shared/formats/import/secrets.ts";
import type { SourceFile } from "../../shared/formats/import/source-file.ts";
import { mapAt, textOf } from "../../shared/formats/opencollection/fields.ts";
import { infoOf, kindOf } from "../../shared/formats/opencollection/info.ts";
import type { ImportPreview, ImportPreviewItem } from "../../shared/contract/imports.ts";
import { type PickEntry, pickEntries, withOnly } from "../../shared/formats/import/pick.ts";
import type { PlaceThere } from "../../shared/formats/import/write.ts";
import { type PrintedCollection, type PrintedInto, printImport, printInto } from "./print.ts";
import { runUpdate, type UpdateJob, type UpdateResult } from "./update-job.ts";

/** What is worked out away from the window. Data in, data out: it crosses by structured clone. */
export type ImportJob =
  | {
      readonly kind: "read";
      readonly sources: readonly SourceFile[];
      readonly options: ImportOptions;
    }
  | {
      readonly kind: "print";
      readonly imported: Imported;
      readonly secrets: readonly string[];
      /** Where the description lies that a collection stays linked to; null: it does not. */
      readonly link: string | null;
    }
  | {
      readonly kind: "pick";
      readonly imported: Imported;
      readonly only: readonly number[] | null;
    }
  | {
      readonly kind: "print-into";
      readonly imported: Imported;
      readonly secrets: readonly string[];
      readonly there: PlaceThere;
      /** Names of the secrets the collection has. */
      readonly taken: readonly string[];
    }
  | ({ readonly kind: "update" } & UpdateJob);

export type ImportResult =
  | { readonly kind: "read"; readonly imported: Imported; readonly preview: ImportPreview }
  | { readonly kind: "printed"; readonly collections: readonly PrintedCollection[] }
  | { readonly kind: "printed-into"; readonly printed: PrintedInto }
  | { readonly kind: "updated"; readonly result: UpdateResult };

/** Does a job. Does not throw on bad input. */
export function runImportJob(job: ImportJob): ImportResult {
  if (job.kind === "read") {
    const imported = importSources(job.sources, job.options);
    return { kind: "read", imported, preview: previewOf(imported, pickEntries(imported)) };
  }
  if (job.kind === "pick") {
    const { imported, only } = job;
    const picked = only === null ? imported : withOnly(imported, new Set(only));
    return { kind: "read", imported: picked, preview: previewOf(picked, pickEntries(imported)) };
  }
  if (job.kind === "update") return { kind: "updated", result: runUpdate(job) };
  const moved = moveSecrets(job.imported, new Set(job.secrets));
  if (job.kind === "print-into")
    return { kind: "printed-into", printed: printInto(moved, job.there, job.taken) };
  return { kind: "printed", collections: printImport(moved, job.link) };
}

function previewOf(imported: Imported, entries: readonly PickEntry[]): ImportPreview {
  const { auth, kinds, ...counts } = countImport(imported);
  return {
    format: imported.format,
    entries: imported.format === "har" ? entries : [],
    formatName: imported.formatName,
    collections: imported.collections.map(({ name, children }) => ({
      name,
      children: children.map(itemOf),
    })),
    environments: [
      ...imported.environments,
      ...imported.collections.flatMap((collection) => collection.environments),
    ].map(({ name }) => name),
    figures: {
      folders: counts.folders,
      requests: counts.requests,
      examples: counts.examples,
      scripts: counts.scripts,
      assertions: counts.assertions,
      environments: counts.environments,
      auth: [...auth],
      kinds: [...kinds],
    },
    secrets: findSecrets(imported).map((secret) => ({
      id: secret.id,
      name: secret.name,
      hint: secretHint(secret.value),
      place: secret.places[0] ?? [],
      count: secret.places.length,
    })),
    marked: markedSecrets(imported),
    notes: imported.notes,
    linkable: imported.collections.some(({ data }) => collectionLink(data) !== null),
    remote: imported.remote ?? [],
  };
}

function itemOf(item: ImportedItem): ImportPreviewItem {
  if (item.kind === "folder")
    return { kind: "folder", name: item.name, children: item.children.map(itemOf) };
  const kind = kindOf(item.data);
  const itemKind = kind === "other" ? textOf(infoOf(item.data).get("type")) : kind;
  const method =
    kind === "http" || kind === "graphql" ? textOf(mapAt(item.data, kind).get("method")) : "";
  return { kind: "request", name: item.name, method, itemKind };
}
