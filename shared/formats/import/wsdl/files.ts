import { asText, folderOf, type SourceFile } from "../source-file.ts";
import type { Notes } from "../note.ts";
import { looksXml, parseXml, type XmlElement } from "../xml/xml.ts";

/** The XML files that were chosen, each read once. */
export interface XmlFiles {
  /** The root of a file; null when it is not there or is no XML. */
  root(path: string): XmlElement | null;
  /**
   * The file a location in another one names, told when it is not there. Addresses are not fetched; a path cannot lead out of what was
   * chosen, since only that is looked at.
   */
  follow(from: string, location: string): string | null;
}

/** Reads what looks like XML. Notes: where a file breaks off, and what is named and not there, each once. */
export function xmlFiles(sources: readonly SourceFile[], notes: Notes): XmlFiles {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const roots = new Map<string, XmlElement | null>();
  const told = new Set<string>();
  const tellOnce = (key: string, tell: () => void): void => {
    if (told.has(key)) return;
    told.add(key);
    tell();
  };
  return {
    root: (path) => {
      const known = roots.get(path);
      if (known !== undefined) return known;
      const source = byPath.get(path);
      const text = source === undefined ? "" : (asText(source.bytes) ?? "");
      const { root, problem } = looksXml(text) ? parseXml(text) : { root: null, problem: null };
      roots.set(path, root);
      if (problem !== null && root !== null) {
        const { line, column, reason } = problem;
        const place = { file: path, line };
        notes.add("error", "broken-xml", { column: `${column}`, reason }, place);
      }
      return root;
    },
    follow: (from, location) => {
      if (/^[a-z][a-z0-9+.-]+:/i.test(location)) {
        tellOnce(location, () => notes.add("warning", "not-fetched", { location }, { file: from }));
        return null;
      }
      const path = joined(folderOf(from), location);
      if (path !== null && byPath.has(path)) return path;
      tellOnce(`${from} ${location}`, () =>
        notes.add("warning", "file-not-there", { path: location }, { file: from }),
      );
      return null;
    },
  };
}

/** A relative path from a folder, dots resolved; null when it leads above the top. */
function joined(folder: string, location: string): string | null {
  const [bare = ""] = location.split(/[?#]/, 1);
  const parts = folder === "" || bare.startsWith("/") ? [] : folder.split("/");
  for (const part of decoded(bare).replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
