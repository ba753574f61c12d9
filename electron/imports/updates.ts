import fs from "node:fs/promises";
import path from "node:path";
import type { ImportSource } from "../../shared/contract/imports.ts";
import { collectionLink } from "../../shared/formats/import/openapi/link.ts";
import type { FileChange } from "../../shared/formats/import/openapi/new-files.ts";
import type { UpdateChoices } from "../../shared/formats/import/openapi/update.ts";
import { asText, type SourceFile } from "../../shared/formats/import/source-file.ts";
import { isYamlMap } from "../../shared/formats/yaml/data.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { atomicWrite, sha256 } from "../base/atomic-write.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { readSources } from "./read-sources.ts";
import { runJob } from "./run-job.ts";
import type { UpdateResult } from "./update-job.ts";

/** The description a collection's folder is linked to; null: none. Throws FailureError. */
export async function linkedSource(folder: string): Promise<ImportSource | null> {
  const text = await fs
    .readFile(path.join(folder, "opencollection.yml"), "utf8")
    .catch((error: unknown) => {
      throw storageFailure(error, "opencollection.yml");
    });
  const { data } = parseYaml(text);
  const link = isYamlMap(data) ? collectionLink(data) : null;
  return link === null ? null : { source: link.source, document: link.document };
}

/** Where a chosen file or address lies, seen from a folder: as a collection remembers it. "" for what has no place of its own. */
export function sourceFrom(folder: string, chosen: string | null): string {
  if (chosen === null || /^https?:/i.test(chosen)) return chosen ?? "";
  return path.relative(folder, chosen).split(path.sep).join("/");
}

/** What a newer description changes in a collection's folder. Writes nothing. Throws FailureError `input` (`not-linked`, `no-description`). */
export async function readUpdate(
  folder: string,
  sources: readonly SourceFile[],
  chosen: string | null,
  choices: UpdateChoices,
  signal: AbortSignal,
): Promise<Extract<UpdateResult, { kind: "plan" }>> {
  const read = await readSources(folder);
  const files = new Map(
    read.flatMap(({ path: at, bytes }) => {
      const text = at.endsWith(".yml") ? asText(bytes) : null;
      // What is not UTF-8 would be written back as something else.
      return text === null || !sameBytes(text, bytes) ? [] : [[at, text] as const];
    }),
  );
  const source = sourceFrom(folder, chosen);
  const result = await runJob({ kind: "update", sources, files, source, choices }, signal);
  if (result.kind !== "updated") throw new TypeError("the job gave something else");
  if (result.result.kind === "failed") throw new FailureError(result.result.failure);
  return result.result;
}

function sameBytes(text: string, bytes: Uint8Array): boolean {
  return Buffer.from(text, "utf8").equals(bytes);
}

/**
 * Writes an update file by file. A file that is no longer what the update was worked out from is left alone and named. New files come
 * first, then changes, then removals; the collection's own file, which remembers what was merged, last.
 */
export async function writeUpdate(
  folder: string,
  files: readonly FileChange[],
): Promise<{ readonly written: number; readonly left: readonly string[] }> {
  const left: string[] = [];
  let written = 0;
  for (const { path: at, before, after } of files.toSorted((one, two) => rank(one) - rank(two))) {
    const target = path.join(folder, ...at.split("/"));
    if (after === null) {
      const now = await fs.readFile(target, "utf8").catch(() => null);
      if (now !== before) left.push(at);
      else {
        await fs.unlink(target).catch((error: unknown) => {
          throw storageFailure(error, at);
        });
        written += 1;
      }
      continue;
    }
    await fs.mkdir(path.dirname(target), { recursive: true }).catch((error: unknown) => {
      throw storageFailure(error, at);
    });
    const expectHash = before === null ? null : sha256(before);
    const result = await atomicWrite(target, after, { expectHash, root: folder });
    if (result.kind === "conflict") left.push(at);
    else written += 1;
  }
  return { written, left };
}

function rank({ path: at, before, after }: FileChange): number {
  if (at === "opencollection.yml") return 3;
  if (after === null) return 2;
  return before === null ? 0 : 1;
}
