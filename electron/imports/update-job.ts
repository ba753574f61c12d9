import { importSources } from "../../shared/formats/import/import.ts";
import type { ImportNote } from "../../shared/formats/import/note.ts";
import { collectionLink } from "../../shared/formats/import/openapi/link.ts";
import {
  planUpdate,
  type UpdateChoices,
  type UpdatePlan,
} from "../../shared/formats/import/openapi/update.ts";
import { findSecrets, moveSecrets } from "../../shared/formats/import/secrets.ts";
import type { SourceFile } from "../../shared/formats/import/source-file.ts";
import { FailureError, type Failure } from "../../shared/model/failure.ts";
import { isYamlMap } from "../../shared/formats/yaml/data.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";

/** A newer description and the collection it is merged into. */
export interface UpdateJob {
  readonly sources: readonly SourceFile[];
  /** Every `.yml` of the collection: path → text. */
  readonly files: ReadonlyMap<string, string>;
  /** Where the description lies, seen from the collection's folder; "" to keep what is remembered. */
  readonly source: string;
  readonly choices: UpdateChoices;
}

export type UpdateResult =
  | {
      readonly kind: "plan";
      readonly plan: UpdatePlan;
      readonly notes: readonly ImportNote[];
      readonly remote: readonly string[];
    }
  | { readonly kind: "failed"; readonly failure: Failure };

/** Works out an update, away from the window. Does not throw on bad input. */
export function runUpdate({ sources, files, source, choices }: UpdateJob): UpdateResult {
  try {
    const root = parseYaml(files.get("opencollection.yml") ?? "").data;
    const link = isYamlMap(root) ? collectionLink(root) : null;
    const imported = importSources(sources, { openApi: { folders: link?.folders ?? "tags" } });
    const found = imported.collections.flatMap((collection, index) => {
      const own = collectionLink(collection.data);
      return own === null ? [] : [{ collection, index, document: own.document }];
    });
    const wanted = found.find(({ document }) => document === link?.document) ?? found[0];
    if (wanted === undefined) return { kind: "failed", failure: noDescription() };
    const secrets = new Set(findSecrets(imported).map(({ id }) => id));
    const moved = moveSecrets(imported, secrets).collections[wanted.index] ?? wanted.collection;
    return {
      kind: "plan",
      plan: planUpdate(files, moved, wanted.collection, source, choices),
      notes: imported.notes,
      remote: imported.remote ?? [],
    };
  } catch (thrown) {
    if (thrown instanceof FailureError) return { kind: "failed", failure: thrown.failure };
    throw thrown;
  }
}

function noDescription(): Failure {
  return {
    kind: "input",
    code: "no-description",
    message: "What was chosen holds no description of an API.",
    remedy: "Choose an OpenAPI or Swagger file.",
  };
}
