import { access } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The nearest folder upwards that holds an opencollection.yml; null when there is none. */
export async function collectionAbove(file: string): Promise<string | null> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const there = await access(join(folder, "opencollection.yml")).then(
      () => true,
      () => false,
    );
    if (there) return folder;
    if (dirname(folder) === folder) return null;
  }
}
