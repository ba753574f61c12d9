import { findSecrets, type FoundSecret, moveSecrets } from "../import/secrets.ts";
import { bundledJson, bundledYaml } from "./bundled.ts";
import { partOf, type ReadCollection } from "./collection.ts";
import type { Exported, ExportFormat } from "./exported.ts";
import { curlScripts } from "./curl-script.ts";
import { html } from "./html.ts";
import { httpFile } from "./http-file.ts";
import { markdown } from "./markdown.ts";
import { openApiJson, openApiYaml } from "./openapi.ts";
import { postman } from "./postman.ts";

/** Every format a collection can be written in, in the order of lists. */
export const exportFormats: readonly ExportFormat[] = [
  bundledYaml,
  bundledJson,
  postman,
  openApiYaml,
  openApiJson,
  httpFile,
  ...curlScripts,
  markdown,
  html,
];

export function exportFormat(id: string): ExportFormat | undefined {
  return exportFormats.find((format) => format.id === id);
}

export interface ExportResult extends Exported {
  /** Literal secrets that were found: left out of the text, or in it with `keepSecrets`. */
  readonly secrets: readonly FoundSecret[];
}

/**
 * A collection, or what is at `path` in it ("" for all), in another format. Literal secrets become `{{name}}` unless they are to be kept.
 * null: there is nothing at that path.
 */
export function exportCollection(
  { imported, unread }: ReadCollection,
  format: ExportFormat,
  {
    path = "",
    keepSecrets = false,
  }: { readonly path?: string; readonly keepSecrets?: boolean } = {},
): ExportResult | null {
  const [whole] = imported.collections;
  const part = whole === undefined ? null : partOf(whole, path);
  if (part === null) return null;
  const asked = { ...imported, collections: [part] };
  const secrets = findSecrets(asked);
  const moved = keepSecrets ? asked : moveSecrets(asked, new Set(secrets.map(({ id }) => id)));
  const [collection = part] = moved.collections;
  const { text, left } = format.write(collection);
  return { text, secrets, left: [...unread.map((file) => `${file} could not be read.`), ...left] };
}
