import type { SourceFile } from "../../shared/formats/import/source-file.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { FetchDocument } from "./fetch-document.ts";

/** More than any description refers to. */
const mostDocuments = 200;

/**
 * Fetches what a description refers to, and what that refers to, until nothing is missing. `find` names what is missing among the given.
 * One that cannot be fetched is asked for once.
 */
export async function fetchReferences(
  sources: readonly SourceFile[],
  find: (sources: readonly SourceFile[]) => Promise<readonly string[]>,
  fetchOne: FetchDocument,
  signal: AbortSignal,
): Promise<{ readonly added: readonly SourceFile[]; readonly failed: number }> {
  const added: SourceFile[] = [];
  const asked = new Set<string>();
  let failed = 0;
  for (;;) {
    const missing = (await find([...sources, ...added])).filter((address) => !asked.has(address));
    if (missing.length === 0 || asked.size + missing.length > mostDocuments)
      return { added, failed: failed + missing.length };
    for (const address of missing) {
      asked.add(address);
      signal.throwIfAborted();
      try {
        added.push({ path: address, bytes: await fetchOne(address, signal) });
      } catch (thrown) {
        if (!(thrown instanceof FailureError) || thrown.failure.kind === "cancelled") throw thrown;
        failed += 1;
      }
    }
  }
}
