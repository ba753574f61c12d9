import path from "node:path";
import * as v from "valibot";
import { readEnvironment } from "../../shared/formats/opencollection/environment.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readJsonFile } from "../base/json-file.ts";
import { contextProblem } from "../collections/context-problem.ts";
import { locate } from "../collections/paths.ts";
import { readTextFile } from "../collections/read-file.ts";
import type { ReadGlobals } from "../collections/read-variables.ts";
import type { Failure } from "../../shared/model/failure.ts";
import type { VariableSource } from "../../shared/template/source.ts";

/** `globals.json` in app data: by the folder of globals, the environment that collections see. */
const schema = v.object({ version: v.literal(1), chosen: v.record(v.string(), v.string()) });

/** What collections share: one of the environments beside the workspace's file, as Bruno's global environments are, or of this machine. */
export interface Globals {
  readonly read: ReadGlobals;
  /** null: none is chosen. */
  chosen(folder: string): string | null;
  /** Throws FailureError `storage`. */
  choose(folder: string, name: string | null): Promise<void>;
}

/** @param dataFolder exists. */
export async function openGlobals(dataFolder: string): Promise<Globals> {
  const file = path.join(dataFolder, "globals.json");
  const stored = await readJsonFile(file, (value) => v.parse(schema, value));
  const chosen = new Map(Object.entries(stored?.chosen ?? {}));
  return {
    chosen: (folder) => chosen.get(folder) ?? null,
    async choose(folder, name) {
      if (name === null) chosen.delete(folder);
      else chosen.set(folder, name);
      const content = { version: 1, chosen: Object.fromEntries(chosen) };
      await atomicWrite(file, `${JSON.stringify(content)}\n`, { mode: 0o600 });
    },
    async read(folder, problems) {
      const name = folder === null ? undefined : chosen.get(folder);
      if (folder === null || name === undefined) return null;
      return readGlobalsOf(folder, name, problems);
    },
  };
}

/** The variables of an environment of globals; what cannot be read is a problem. `folder`: of the workspace, or this machine's. */
export async function readGlobalsOf(
  folder: string,
  name: string,
  problems: Failure[],
): Promise<VariableSource | null> {
  const item = `environments/${name}.yml`;
  try {
    const { text } = await readTextFile(await locate(folder, item, "file"), item);
    return {
      scope: "workspace",
      origin: name,
      variables: readEnvironment(parseYaml(text).data, name).variables,
      place: { kind: "globals", name },
    };
  } catch {
    problems.push(contextProblem("context-file", item));
    return null;
  }
}
