import { textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { folderItem } from "../build.ts";
import type { Imported, ImportedItem } from "../imported.ts";
import { createNotes, noteRepeated } from "../note.ts";
import type { SourceFile } from "../source-file.ts";
import { asText } from "../source-file.ts";
import type { Taken } from "../taken.ts";
import { apiCollection } from "./collection.ts";
import type { ApiContext } from "./context.ts";
import {
  type ApiDocument,
  createDocuments,
  type Documents,
  isAddress,
  type Located,
} from "./documents.ts";
import { type FolderRule, inFolders } from "./folders.ts";
import { type CollectionLink, withCollectionLink } from "./link.ts";
import { operationsOf, webhooksOf } from "./operations.ts";
import { hashOf } from "./parts.ts";
import { createReferences } from "./references.ts";
import { operationRequest } from "./request.ts";
import { createSamples } from "./sample.ts";
import { createSchemas } from "./schema.ts";
import { createSummary } from "./summary.ts";

export interface OpenApiOptions {
  readonly folders?: FolderRule;
}

/** True for a description of an API: OpenAPI 3 or Swagger 2, as far as it says so. */
export function isOpenApi(data: YamlData): data is YamlMap {
  if (!isYamlMap(data)) return false;
  const version = textOf(data.get("openapi")) || textOf(data.get("swagger"));
  return /^\d/.test(version) && !version.startsWith("1.");
}

/** Quick look at a text, before it is read whole. */
function maySay(bytes: Uint8Array): boolean {
  const text = asText(bytes);
  return text !== null && /["']?(?:openapi|swagger)["']?\s*:\s*["']?\d/.test(text);
}

/**
 * Takes every description of an API from what was handed in, with the documents they refer to. A description that only others refer to
 * (it has no operation) is part of them.
 */
export function importOpenApi(sources: readonly SourceFile[], options: OpenApiOptions = {}): Taken {
  const documents = createDocuments(sources);
  const main = sources.every(({ path }) => isAddress(path)) ? sources[0]?.path : undefined;
  // What was fetched because others refer to it is no description of its own.
  const isOwn = (path: string) => !isAddress(path) || path === main;
  const roots = sources.flatMap(({ path, bytes }): readonly ApiDocument[] => {
    if (!isOwn(path) || !maySay(bytes)) return [];
    const document = documents.open(path);
    return document !== null && isOpenApi(document.data) ? [document] : [];
  });
  if (roots.length === 0) return { parts: [], left: sources.filter(({ path }) => isOwn(path)) };
  const whole = roots.filter(({ data }) => hasOperations(data));
  const alone = sources.filter(({ path }) => isOwn(path)).length === 1;
  const asked = whole.length > 0 ? whole : roots;
  const parts = asked.map((document) => importDocument(document, documents, options, alone));
  const read = new Set([...documents.opened].filter(isOwn));
  // Looked at and found to be something else: others may know it.
  const strange = new Set(
    sources
      .filter(({ path }) => read.has(path) && !usedBy(path, roots, parts))
      .map(({ path }) => path),
  );
  return {
    parts: parts.map(({ imported }) => imported),
    left: sources.filter(({ path }) => (!read.has(path) || strange.has(path)) && isOwn(path)),
  };
}

interface Part {
  readonly imported: Imported;
  /** Documents read on its behalf. */
  readonly used: ReadonlySet<string>;
}

function usedBy(path: string, roots: readonly ApiDocument[], parts: readonly Part[]): boolean {
  return roots.some((root) => root.path === path) || parts.some(({ used }) => used.has(path));
}

function hasOperations(data: YamlData): boolean {
  if (!isYamlMap(data)) return false;
  return ["paths", "webhooks", "x-webhooks", "x-ms-paths"].some((key) => {
    const value = data.get(key);
    return isYamlMap(value) && value.size > 0;
  });
}

function importDocument(
  document: ApiDocument,
  documents: Documents,
  { folders = "tags" }: OpenApiOptions,
  alone: boolean,
): Part {
  const notes = createNotes(document.path);
  const used = new Set<string>();
  const data = isYamlMap(document.data) ? document.data : new Map<string, YamlData>();
  const root: Located<YamlMap> = { data, base: document.path };
  const references = createReferences(
    {
      ...documents,
      resolve: (ref, base) => {
        const resolved = documents.resolve(ref, base);
        if (resolved.kind === "found") used.add(resolved.value.base);
        return resolved;
      },
    },
    notes,
  );
  const samples = createSamples(createSchemas(references));
  const version = data.has("swagger") || data.has("basePath") || data.has("definitions") ? 2 : 3;
  const context: ApiContext = { documents, references, samples, notes, version };
  if (document.problem !== null) {
    const { line, column, reason } = document.problem;
    notes.add("error", "broken-part", { column: `${column}`, reason }, { line });
  }
  noteRepeated(document.repeated, notes);
  const operations = [...operationsOf(root, context), ...microsoftPaths(root, context)];
  const webhooks = webhooksOf(root, context);
  const plan = apiCollection(root, [...operations, ...webhooks], context);
  const summary = createSummary();
  const shared = { context, root, summary, ...plan.shared };
  const children: readonly ImportedItem[] = [
    ...inFolders(operations, folders, data, (operation, above) =>
      operationRequest(operation, above, shared),
    ),
    ...(webhooks.length === 0
      ? []
      : [
          folderItem(
            {
              name: "Webhooks",
              docs: "What the service sends. Set `webhookUrl` to try a receiver.",
            },
            webhooks.map((operation) => operationRequest(operation, ["Webhooks"], shared)),
          ),
        ]),
  ];
  if (operations.length + webhooks.length === 0) notes.add("error", "nothing-in-it");
  summary.tell(notes);
  if (samples.circular.size > 0)
    notes.add("info", "openapi-circular", { names: listed([...samples.circular]) });
  const collection = plan.collection(children);
  const texts = [document.path, ...used].map((path) => documents.open(path)?.text ?? "");
  const link: CollectionLink = {
    source: "",
    document: alone ? "" : document.path,
    hash: hashOf([...new Set(texts)].join("\n")),
    folders,
    operations: [...operations, ...webhooks].map(({ id }) => id),
    environments: collection.environments.map(({ name }) => name),
    parts: new Map(),
  };
  const imported: Imported = {
    format: "openapi",
    formatName: formatName(data),
    collections: [{ ...collection, data: withCollectionLink(collection.data, link) }],
    environments: [],
    notes: notes.list,
    ...(references.remote.size === 0 ? {} : { remote: [...references.remote] }),
  };
  return { imported, used };
}

/** Azure: paths that differ in their query alone. */
function microsoftPaths(
  root: Located<YamlMap>,
  context: ApiContext,
): ReturnType<typeof operationsOf> {
  const paths = root.data.get("x-ms-paths");
  if (paths === undefined) return [];
  return operationsOf({ ...root, data: new Map([...root.data, ["paths", paths]]) }, context);
}

function formatName(data: YamlMap): string {
  const swagger = textOf(data.get("swagger"));
  const version = swagger || textOf(data.get("openapi"));
  const [, short = version] = /^(\d+\.\d+)/.exec(version) ?? [];
  return `${swagger === "" ? "OpenAPI" : "Swagger"} ${short}`;
}

function listed(names: readonly string[]): string {
  const most = 10;
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} …`;
}
