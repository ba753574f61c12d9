import { realpath } from "node:fs/promises";
import path from "node:path";
import { noteHeadline, notePlace } from "../../../shared/formats/import/note.ts";
import {
  type ApiUpdate,
  noChoices,
  type UpdateChoices,
} from "../../../shared/formats/import/openapi/update.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { linkedSource, readUpdate, writeUpdate } from "../../imports/updates.ts";
import { exitCodes } from "./exit-code.ts";
import { isAddress, sourcesOf, withReferences } from "./import-sources.ts";
import { importSources } from "../../../shared/formats/import/import.ts";

export interface UpdateOptions {
  /** null: what the collection remembers. */
  readonly source: string | null;
  /** The collection's folder. */
  readonly folder: string;
  readonly yes: boolean;
  readonly json: boolean;
  readonly fetchRefs: boolean;
  /** In a conflict the description's side counts. */
  readonly theirs: boolean;
  /** Requests of operations that are gone go too. */
  readonly remove: boolean;
}

/** `envoi import --update`: says what a newer description changes, asks, merges. Rejects with FailureError. */
export async function updateCommand(
  options: UpdateOptions,
  confirmed: (question: string) => Promise<boolean>,
): Promise<number> {
  const folder = await realpath(path.resolve(options.folder)).catch(() => {
    throw new FailureError({
      kind: "not-found",
      code: "not-found",
      message: "There is no such folder.",
      place: options.folder,
    });
  });
  const source = options.source ?? (await rememberedSource(folder));
  if (options.source === null && !isInside(folder, source)) {
    // The collection may be somebody else's: what it names outside itself is read only when a person says so.
    process.stderr.write(`The collection names ${source} as its description.\n`);
    if (!options.yes && !(await confirmed("Read it?"))) return exitCodes.interrupted;
  }
  const chosen = isAddress(source) ? source : path.resolve(source);
  const given = await sourcesOf(source);
  const { sources } = options.fetchRefs
    ? await withReferences(given, (files) => importSources(files).remote ?? [])
    : { sources: given };
  const { signal } = new AbortController();
  const first = await readUpdate(folder, sources, chosen, noChoices, signal);
  const { update } = first.plan;
  const choices: UpdateChoices = {
    ...noChoices,
    theirs: new Set(options.theirs ? conflictsOf(update) : []),
    remove: new Set(options.remove ? update.removed.map(({ id }) => id) : []),
  };
  const { plan } = await readUpdate(folder, sources, chosen, choices, signal);
  if (options.json) process.stdout.write(`${JSON.stringify(update, null, 2)}\n`);
  else {
    process.stderr.write(updateText(update, options));
    for (const note of first.notes)
      if (note.severity !== "info")
        process.stderr.write(`${note.severity}: ${noteHeadline(note)} (${notePlace(note)})\n`);
  }
  if (plan.files.length === 0) return exitCodes.ok;
  if (!options.yes && !(await confirmed("Merge this?"))) return exitCodes.interrupted;
  const { left } = await writeUpdate(folder, plan.files);
  for (const file of left)
    process.stderr.write(`warning: ${file} changed meanwhile and was left alone.\n`);
  return left.length === 0 ? exitCodes.ok : exitCodes.write;
}

async function rememberedSource(folder: string): Promise<string> {
  const link = await linkedSource(folder);
  if (link === null || link.source === "")
    throw new FailureError({
      kind: "input",
      code: "source-unknown",
      message: "The collection does not know where its description lies.",
      remedy: "Name the file: envoi import FILE --update DIR",
    });
  return isAddress(link.source) ? link.source : path.resolve(folder, link.source);
}

function isInside(folder: string, source: string): boolean {
  return !isAddress(source) && !path.relative(folder, source).startsWith("..");
}

function conflictsOf(update: ApiUpdate): readonly string[] {
  const requests = update.changed.flatMap(({ id, changes }) =>
    changes.map(({ part }) => `${id}\n${part}`),
  );
  const folders = update.defaults.flatMap(({ path: at, changes }) =>
    changes.map(({ part }) => `folder ${at}\n${part}`),
  );
  return [...requests, ...folders];
}

function updateText(update: ApiUpdate, { theirs, remove }: UpdateOptions): string {
  const lines: string[] = [];
  const nothing =
    update.added.length + update.changed.length + update.removed.length + update.defaults.length ===
    0;
  if (nothing) lines.push("Nothing changed.");
  for (const { id, name } of update.added) lines.push(`+ ${id}  ${name}`);
  for (const { path: at, changes } of [...update.changed, ...update.defaults]) {
    const side = theirs ? "" : ", yours stays";
    const parts = changes.map(({ kind, part }) =>
      kind === "conflict" ? `${part} (both changed it${side})` : `${kind} ${part}`,
    );
    lines.push(`~ ${at === "" ? "opencollection.yml" : at}: ${parts.join(", ")}`);
  }
  for (const { id, path: at, edited } of update.removed)
    lines.push(
      `- ${id}  ${at}${remove ? "" : " (stays; --remove deletes it)"}${edited ? ", edited" : ""}`,
    );
  for (const { id } of update.deleted) lines.push(`  ${id} was deleted here and stays away`);
  for (const name of update.environments) lines.push(`+ environment ${name}`);
  return `${lines.join("\n")}\n`;
}
