import { countImport, type ImportCounts } from "../../../../shared/formats/import/counts.ts";
import { markedSecrets } from "../../../../shared/formats/import/marked.ts";
import type { Imported } from "../../../../shared/formats/import/imported.ts";
import { noteHeadline, notePlace } from "../../../../shared/formats/import/note.ts";
import { type FoundSecret, secretHint } from "../../../../shared/formats/import/secrets.ts";

/** A collection that was made. */
export interface Written {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
}

/** What an import holds and every warning, for people. Secrets are named, never shown. */
export function importSummary(
  imported: Imported,
  secrets: readonly FoundSecret[],
  moves: boolean,
): string {
  const counts = countImport(imported);
  const lines = [imported.formatName === "" ? "Nothing to import." : imported.formatName];
  for (const collection of imported.collections) lines.push(`  ${collection.name}`);
  lines.push(...countLines(counts).map((line) => `  ${line}`));
  if (secrets.length > 0) {
    lines.push(
      moves ? "Secrets that go to this machine's store:" : "Secrets that stay in the files:",
    );
    for (const secret of secrets) {
      const [first = []] = secret.places;
      const more = secret.places.length > 1 ? ` and ${secret.places.length - 1} more` : "";
      lines.push(`  ${secret.name}  ${secretHint(secret.value)}  ${first.join(" / ")}${more}`);
    }
  }
  const marked = markedSecrets(imported);
  if (marked.length > 0)
    lines.push(`Marked as secret, and kept in this machine's store: ${marked.join(", ")}`);
  for (const note of imported.notes) {
    const place = notePlace(note);
    lines.push(`${note.severity}: ${noteHeadline(note)}${place === "" ? "" : ` (${place})`}`);
  }
  return `${lines.join("\n")}\n`;
}

function countLines(counts: ImportCounts): readonly string[] {
  const some = (number: number, one: string, many = `${one}s`) =>
    number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  const first = [
    ...some(counts.requests, "request"),
    ...some(counts.folders, "folder"),
    ...some(counts.examples, "example"),
    ...some(counts.scripts, "script"),
    ...some(counts.assertions, "assertion"),
    ...some(counts.environments, "environment"),
  ].join(", ");
  const kinds = [...counts.kinds]
    .filter(([kind]) => kind !== "http")
    .map(([kind, number]) => `${kind} ${number}`);
  const auth = [...counts.auth].map(([kind, number]) => `${kind} ${number}`);
  return [
    ...(first === "" ? [] : [first]),
    ...(kinds.length === 0 ? [] : [`other kinds: ${kinds.join(", ")}`]),
    ...(auth.length === 0 ? [] : [`auth: ${auth.join(", ")}`]),
  ];
}

/** The same as JSON, with what was written. */
export function importJson(
  imported: Imported,
  secrets: readonly FoundSecret[],
  written: readonly Written[],
): string {
  const { auth, kinds, ...counts } = countImport(imported);
  const summary = {
    format: imported.format,
    formatName: imported.formatName,
    collections: imported.collections.map((collection) => collection.name),
    counts: { ...counts, auth: Object.fromEntries(auth), kinds: Object.fromEntries(kinds) },
    secrets: secrets.map(({ name, places, environment }) => ({ name, environment, places })),
    notes: imported.notes.map((note) => ({
      severity: note.severity,
      code: note.code,
      message: noteHeadline(note),
      file: note.file,
      line: note.line,
      item: note.item,
    })),
    written: written.map(({ folder, name }) => ({ folder, name })),
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}
