import { basename } from "node:path";
import { toFailure } from "../../../shared/model/failure.ts";
import type { ReplacementRecord } from "../../../shared/schema/replacement.ts";
import { createReplacements } from "../../search/replacements.ts";
import { createSearch } from "../../search/search.ts";
import { exitCodes } from "./exit-code.ts";
import { readCollections } from "./named-collections.ts";
import { oneLine } from "./output/one-line.ts";
import type { Printing } from "./output/printing.ts";
import { shownPath } from "./output/shown-path.ts";

/** Nothing there to take back: as grep says that nothing was found. */
const nothing = 1;

/**
 * Shows the newest replacement kept in a data folder, and takes it back with `yes`. Gives the exit code. A file that was changed since stays
 * as it is and is named; the replacement is then kept, so that asking again takes back the rest. Rejects with FailureError.
 */
export async function undoReplacement(
  data: string,
  { yes, json }: { readonly yes: boolean; readonly json: boolean },
  { out, err }: Printing,
): Promise<number> {
  const [newest] = await createReplacements(data).list();
  if (newest === undefined) {
    if (json) out("null\n");
    err("envoi: No replacement is kept that could be taken back.\n");
    return nothing;
  }
  const { id, record } = newest;
  if (!yes) {
    if (json) out(jsonOf(record, null));
    else {
      for (const { root, path } of record.files) out(`${shownPath(root, path)}\n`);
      err(`${sentence(record)} would be taken back: add --yes to do it.\n`);
    }
    return exitCodes.ok;
  }
  const { roots, missing } = await readable([...new Set(record.files.map(({ root }) => root))]);
  const files = await readCollections(roots);
  const search = createSearch({ files, kept: createReplacements(data) });
  try {
    const never = new AbortController().signal;
    const done = await search.handlers["search.undo"]({ undoId: id }, never);
    const failed = done.failed.map((one) => ({
      ...one,
      message: missing.get(one.collectionId) ?? one.message,
    }));
    if (json) out(jsonOf(record, { matches: done.matches, files: done.files, failed }));
    else err(`${sentence(record)}: ${filesText(done.files)} as before.\n`);
    for (const { collectionId, path, message } of failed)
      err(
        `envoi: ${oneLine(shownPath(collectionId, path))} was left as it is: ${oneLine(message)}\n`,
      );
    return failed.length > 0 ? exitCodes.write : exitCodes.ok;
  } finally {
    search.close();
  }
}

/** Which collections are still there; of the others, why not. */
async function readable(roots: readonly string[]) {
  const missing = new Map<string, string>();
  const there: string[] = [];
  for (const root of roots)
    await readCollections([root]).then(
      () => there.push(root),
      (thrown: unknown) => missing.set(root, toFailure(thrown).message),
    );
  return { roots: there, missing };
}

function sentence({ text, replacement, matches, files, at }: ReplacementRecord): string {
  const quoted = (value: string): string => `"${oneLine(value.slice(0, 80))}"`;
  const names = [...new Set(files.map(({ root }) => oneLine(basename(root))))].join(", ");
  const when = new Date(at).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" });
  return `${quoted(text)} replaced by ${quoted(replacement)} at ${when} (${matches} in ${filesText(files.length)} of ${names})`;
}

const filesText = (count: number): string => `${count} ${count === 1 ? "file" : "files"}`;

function jsonOf(
  record: ReplacementRecord,
  undone: { readonly matches: number; readonly files: number; readonly failed: unknown } | null,
): string {
  const { at, text, replacement, matches } = record;
  const files = record.files.map(({ root, path }) => ({ collection: root, path }));
  const value = { at: new Date(at).toISOString(), text, replacement, matches, files };
  return `${JSON.stringify(undone === null ? value : { ...value, undone }, null, 2)}\n`;
}
