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

/** `globals.json` in app data: by a workspace's folder, the environment of it that all its collections see. */
const schema = v.object({ version: v.literal(1), chosen: v.record(v.string(), v.string()) });

/** What the collections of a workspace share: one of the environments beside its file, as Bruno's global environments are. */
export interface Globals {
  readonly read: ReadGlobals;
  /** null: none is chosen. */
  chosen(workspace: string): string | null;
  /** Throws FailureError `storage`. */
  choose(workspace: string, name: string | null): Promise<void>;
}

/** @param dataFolder exists. */
export async function openGlobals(dataFolder: string): Promise<Globals> {
  const file = path.join(dataFolder, "globals.json");
  const stored = await readJsonFile(file, (value) => v.parse(schema, value));
  const chosen = new Map(Object.entries(stored?.chosen ?? {}));
  return {
    chosen: (workspace) => chosen.get(workspace) ?? null,
    async choose(workspace, name) {
      if (name === null) chosen.delete(workspace);
      else chosen.set(workspace, name);
      const content = { version: 1, chosen: Object.fromEntries(chosen) };
      await atomicWrite(file, `${JSON.stringify(content)}\n`, { mode: 0o600 });
    },
    async read(workspace, problems) {
      const name = workspace === null ? undefined : chosen.get(workspace);
      if (workspace === null || name === undefined) return null;
      return readGlobalsOf(workspace, name, problems);
    },
  };
}

/** The variables of an environment beside a workspace's file; what cannot be read is a problem. `workspace`: its folder. */
export async function readGlobalsOf(
  workspace: string,
  name: string,
  problems: Failure[],
): Promise<VariableSource | null> {
  const item = `environments/${name}.yml`;
  try {
    const { text } = await readTextFile(await locate(workspace, item, "file"), item);
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
