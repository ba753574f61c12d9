import { FailureError } from "../../../model/failure.ts";
import { fileNameFor, nameKey } from "../../../model/item-name.ts";
import { textOf } from "../../opencollection/fields.ts";
import { infoOf, seqOf } from "../../opencollection/info.ts";
import { isYamlMap, type YamlMap } from "../../yaml/data.ts";
import { parseYaml } from "../../yaml/parse.ts";
import { folderLink } from "./link.ts";

/** Where in a collection's folders new items go. */
export interface FolderNames {
  /** The folder on disk that stands for these names; null when there is none. */
  find(names: readonly string[]): string | null;
  /** A free path for a new item of a folder. */
  free(folder: string, name: string, extension: string): string;
  /** The next place in a folder. */
  seq(folder: string, isFolder: boolean): number;
  add(path: string, names: readonly string[] | null): void;
}

/** Names and places of what is there. `files`: every `.yml` of a collection. */
export function createFolderNames(files: ReadonlyMap<string, string>): FolderNames {
  const byNames = new Map<string, string>([["", ""]]);
  const taken = new Set([...files.keys()].flatMap(prefixes).map(nameKey));
  const seqs = new Map<string, number>();
  const note = (key: string, seq: number) => seqs.set(key, Math.max(seqs.get(key) ?? 0, seq));
  for (const [path, text] of [...files].toSorted(([left], [right]) => left.length - right.length)) {
    const data = dataOf(text);
    if (data === null) continue;
    const isFolder = path.endsWith("/folder.yml");
    const own = isFolder ? path.slice(0, -"/folder.yml".length) : path;
    const parent = own.includes("/") ? own.slice(0, own.lastIndexOf("/")) : "";
    note(`${parent} ${isFolder}`, seqOf(data) ?? 0);
    if (!isFolder) continue;
    const above = [...byNames].find(([, at]) => at === parent)?.[0] ?? "";
    const name = textOf(infoOf(data).get("name")) || own.slice(own.lastIndexOf("/") + 1);
    byNames.set(folderLink(data).folder || (above === "" ? name : `${above}\n${name}`), own);
  }
  return {
    find: (names) => byNames.get(names.join("\n")) ?? null,
    free: (folder, name, extension) => {
      const base = fileNameFor(name, extension === "" ? "folder" : "request");
      const at = (text: string) => `${folder === "" ? "" : `${folder}/`}${text}${extension}`;
      let path = at(base);
      for (let number = 2; taken.has(nameKey(path)); number += 1) path = at(`${base} ${number}`);
      taken.add(nameKey(path));
      return path;
    },
    seq: (folder, isFolder) => {
      const next = (seqs.get(`${folder} ${isFolder}`) ?? 0) + 1;
      note(`${folder} ${isFolder}`, next);
      return next;
    },
    add: (path, names) => {
      taken.add(nameKey(path));
      if (names !== null) byNames.set(names.join("\n"), path);
    },
  };
}

function prefixes(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** The data of a file; null for one that cannot be read. */
export function dataOf(text: string): YamlMap | null {
  try {
    const { data } = parseYaml(text);
    return isYamlMap(data) ? data : null;
  } catch (thrown) {
    if (thrown instanceof FailureError) return null;
    throw thrown;
  }
}
