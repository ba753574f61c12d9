import { isYamlMap, type YamlMap } from "../../yaml/data.ts";
import { textOf } from "../../opencollection/fields.ts";
import { FailureError } from "../../../model/failure.ts";
import { parseYaml } from "../../yaml/parse.ts";
import type { Imported, ImportedCollection, ImportedEnvironment } from "../imported.ts";
import { createNotes, type Notes } from "../note.ts";
import { asText, folderOf, type SourceFile, stem } from "../source-file.ts";
import type { Taken } from "../taken.ts";
import { postmanCollection } from "./collection.ts";
import { postmanEnvironment } from "./environment.ts";
import { upgradeV3, type V3File } from "./v3.ts";

const own =
  /(?:\.request|\.example|\.message|\.environment)\.ya?ml$|(?:^|\/)\.resources\/definition\.ya?ml$/;

/** Takes Postman's YAML folders: each folder whose definition has none above it is a collection. */
export function importPostmanFolders(sources: readonly SourceFile[]): Taken {
  const ours = sources.filter((source) => own.test(source.path));
  if (ours.length === 0) return { parts: [], left: sources };
  const notes = createNotes("");
  const files: V3File[] = [];
  const environments: ImportedEnvironment[] = [];
  const taken = new Set<SourceFile>();
  for (const source of ours) {
    const data = readMap(source, notes);
    if (data === null) continue;
    const isEnvironment = /\.environment\.ya?ml$/.test(source.path);
    if (!isEnvironment && !data.has("$kind")) continue;
    taken.add(source);
    if (isEnvironment)
      environments.push(postmanEnvironment(data, stem(source.path).replace(/\.environment$/, "")));
    else files.push({ path: source.path, data });
  }
  if (taken.size === 0) return { parts: [], left: sources };
  const collections = collectionsOf(files, notes);
  const part: Imported = {
    format: "postman-v3",
    formatName: "Postman Collection 3",
    collections,
    environments,
    notes: notes.list,
  };
  return { parts: [part], left: sources.filter((source) => !taken.has(source)) };
}

function readMap(source: SourceFile, notes: Notes): YamlMap | null {
  try {
    const { data } = parseYaml(asText(source.bytes) ?? "");
    return isYamlMap(data) ? data : null;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const line = Number(/line (\d+)/.exec(error.failure.place ?? "")?.[1] ?? 0);
    notes.add(
      "error",
      "broken-yaml",
      { reason: error.failure.message },
      { file: source.path, line },
    );
    return null;
  }
}

function collectionsOf(files: readonly V3File[], notes: Notes): readonly ImportedCollection[] {
  const definition = /\/?\.resources\/definition\.ya?ml$/;
  const defined = files
    .filter((file) => definition.test(file.path))
    .map((file) => file.path.replace(definition, ""));
  const under = (root: string) => (path: string) =>
    root === "" || path === root || path.startsWith(`${root}/`);
  const roots = defined.filter(
    (root) => !defined.some((other) => other !== root && under(other)(root)),
  );
  const loose = files.filter((file) => !roots.some((root) => under(root)(file.path)));
  const looseRoots = [...new Set(loose.map((file) => folderOf(file.path)))];
  const tops = looseRoots.filter(
    (root) => !looseRoots.some((other) => other !== root && under(other)(root)),
  );
  return [...roots, ...tops].map((root) => {
    const prefix = root === "" ? 0 : root.length + 1;
    const inside = files
      .filter((file) => under(root)(file.path) && textOf(file.data.get("$kind")) !== "")
      .map((file) => ({ ...file, path: file.path.slice(prefix) }));
    const name = root.slice(root.lastIndexOf("/") + 1) || "Postman";
    return postmanCollection(upgradeV3(inside, name), root, notes);
  });
}
