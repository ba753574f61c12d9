import path from "node:path";
import type { SourceFile } from "../../../shared/formats/import/source-file.ts";
import { readSources, unpacked } from "../../imports/read-sources.ts";
import { readStdin } from "./stdin.ts";

export function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** What `envoi import` reads: a file, a folder, an archive, standard input, or a file at an address. Rejects with FailureError. */
export async function sourcesOf(source: string): Promise<readonly SourceFile[]> {
  if (isAddress(source)) {
    // The client is loaded only where something is fetched.
    const { withFetch } = await import("./import-fetch.ts");
    return withFetch(async (fetchOne, signal) =>
      unpacked({ path: source, bytes: await fetchOne(source, signal) }),
    );
  }
  if (source !== "-") return readSources(path.resolve(source));
  return unpacked({ path: "stdin", bytes: await readStdin() });
}

/** The same with everything a description refers to at other addresses. `failed`: how many gave nothing. */
export async function withReferences(
  sources: readonly SourceFile[],
  find: (sources: readonly SourceFile[]) => readonly string[],
): Promise<{ readonly sources: readonly SourceFile[]; readonly failed: number }> {
  if (find(sources).length === 0) return { sources, failed: 0 };
  const { withFetch } = await import("./import-fetch.ts");
  const { fetchReferences } = await import("../../imports/fetch-references.ts");
  const { added, failed } = await withFetch((fetchOne, signal) =>
    fetchReferences(sources, async (files) => find(files), fetchOne, signal),
  );
  return { sources: [...sources, ...added], failed };
}
