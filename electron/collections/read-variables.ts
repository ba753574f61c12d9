import fs from "node:fs/promises";
import path from "node:path";
import {
  environmentLinks,
  readEnvironment,
} from "../../shared/formats/opencollection/environment.ts";
import { yamlData } from "../../shared/formats/yaml/parse.ts";
import type { CollectionId } from "../../shared/model/collection.ts";
import { type Failure, FailureError } from "../../shared/model/failure.ts";
import { localName, type Variable } from "../../shared/model/variable.ts";
import type { OpenWorkspace } from "../../shared/model/workspace.ts";
import { parseDotenv } from "../../shared/template/dotenv.ts";
import type { VariableSource } from "../../shared/template/source.ts";
import type { SecretPlace, SecretSource } from "../secrets/sources.ts";
import { globalsIdOf } from "../variables/globals-place.ts";
import type { KeptPlace, KeptValues } from "../variables/kept-values.ts";
import { contextProblem } from "./context-problem.ts";
import { isInside, locate } from "./paths.ts";
import { readTextFile } from "./read-file.ts";
import type { DefaultsLayer } from "./send-context.ts";

/** What collections share: one environment of `folder`, that of the workspace, or this machine's; null: nothing is shared with the request. */
export type ReadGlobals = (
  folder: string | null,
  problems: Failure[],
) => Promise<VariableSource | null>;

export interface VariablePorts {
  readonly secrets: SecretSource;
  readonly kept: KeptValues;
  readonly globals: ReadGlobals;
  /** Where globals lie now: beside the open workspace, else on this machine. Absent: beside the workspace alone. */
  readonly globalsFolder?: (() => string) | undefined;
  /** The open workspace; absent: there is none. */
  readonly workspace?: (() => OpenWorkspace | null) | undefined;
}

export interface VariablesInput {
  readonly collection: { readonly id: CollectionId; readonly root: string };
  readonly layers: readonly DefaultsLayer[];
  readonly environment: string | null;
}

/** The sources a request sees that are not its own, from low to high precedence. What cannot be read is a sentence in `problems`. */
export async function readVariables(
  { collection, layers, environment }: VariablesInput,
  ports: VariablePorts,
  problems: Failure[],
): Promise<readonly VariableSource[]> {
  const { id, root } = collection;
  const kept = (place: KeptPlace, origin: string) => keptSource(ports.kept, id, place, origin);
  // Secret variables of a collection or folder belong to no environment.
  const opened = await openedFor(
    { id, root, environment: "" },
    layers.flatMap((layer) => layer.variables),
    ports.secrets,
  );
  const ofLayer = (layer: DefaultsLayer): readonly VariableSource[] => [
    {
      scope: layer.scope,
      origin: layer.name,
      variables: layer.variables,
      ...opened,
      place: { kind: "defaults", path: layer.path },
    },
    ...kept(
      layer.scope === "collection"
        ? { scope: "collection" }
        : { scope: "folder", path: layer.path },
      layer.name,
    ),
  ];
  const environments =
    environment === null
      ? { sources: [], dotenv: [] }
      : await readEnvironments(collection, environment, ports.secrets, problems);
  const dotenv = [
    ".env",
    ...(environment === null ? [] : [`.env.${environment}`]),
    ...environments.dotenv,
  ];
  return [
    ...(await Promise.all(dotenv.map((file) => readDotenv(root, file, problems)))).flat(),
    ...layers.filter(({ scope }) => scope === "collection").flatMap(ofLayer),
    ...environments.sources,
    ...(environment === null ? [] : kept({ scope: "environment", name: environment }, environment)),
    ...layers.filter(({ scope }) => scope === "folder").flatMap(ofLayer),
  ];
}

/** What was kept for a place, as a source above it; none when nothing was. */
export function keptSource(
  kept: KeptValues,
  id: CollectionId | null,
  place: KeptPlace,
  origin: string,
): readonly VariableSource[] {
  const variables = kept.at(id, place);
  if (variables.length === 0) return [];
  const secrets = new Map(
    variables.flatMap(({ name, value, secret }) => (secret === true ? [[name, value]] : [])),
  );
  const named = variables.map((one) => (one.secret === true ? { ...one, value: "" } : one));
  return [{ scope: "runtime", origin, variables: named, secrets }];
}

/** The environments it extends, itself, and this machine's changes to it. */
async function readEnvironments(
  collection: VariablesInput["collection"],
  chosen: string,
  secrets: SecretSource,
  problems: Failure[],
): Promise<{ readonly sources: readonly VariableSource[]; readonly dotenv: readonly string[] }> {
  const sources: VariableSource[] = [];
  const dotenv: string[] = [];
  const met: string[] = [];
  const read = async (name: string, scope: "environment" | "local"): Promise<string> => {
    const file = `environments/${name}.yml`;
    const { text } = await readTextFile(await locate(collection.root, file, "file"), file);
    const data = yamlData(text);
    const links = environmentLinks(data);
    if (links.dotEnvFilePath !== "") dotenv.push(links.dotEnvFilePath);
    const { variables } = readEnvironment(data, name);
    sources.push({
      scope,
      origin: scope === "local" ? `${name}.yml` : name,
      variables,
      ...(await openedFor({ ...collection, environment: name }, variables, secrets)),
      place: { kind: "environment", name },
    });
    return links.extends;
  };
  for (let name = chosen; name !== "";) {
    if (met.includes(name)) {
      problems.push(contextProblem("context-extends-cycle", [...met, name].join(" → ")));
      break;
    }
    met.push(name);
    try {
      name = await read(name, "environment");
    } catch {
      problems.push(
        contextProblem(name === chosen ? "context-environment" : "context-environment-below", name),
      );
      break;
    }
  }
  sources.reverse();
  dotenv.reverse();
  try {
    await read(localName(chosen), "local");
  } catch (error) {
    if (!isMissing(error))
      problems.push(contextProblem("context-file", `environments/${localName(chosen)}.yml`));
  }
  return { sources, dotenv };
}

/**
 * Where the globals of a request lie. Those of a workspace reach the collections it lists and no others; without one, this machine's reach
 * all. Requests without a collection are the person's own: either reaches them.
 */
export function globalsFolderFor(
  { workspace, globalsFolder }: Pick<VariablePorts, "workspace" | "globalsFolder">,
  id: CollectionId | null,
): string | null {
  const open = workspace?.() ?? null;
  if (open === null) return globalsFolder?.() ?? null;
  return id === null || open.entries.some((entry) => entry.collectionId === id)
    ? open.folder
    : null;
}

/** Globals with the values of their secrets, which are kept under the id of their folder. */
export async function openedGlobals(
  source: VariableSource | null,
  folder: string | null,
  secrets: SecretSource,
): Promise<VariableSource | null> {
  if (source === null || folder === null || source.place?.kind !== "globals") return source;
  const place = { id: globalsIdOf(folder), root: folder, environment: source.place.name };
  return { ...source, ...(await openedFor(place, source.variables, secrets)) };
}

/** The secret values of one place, and why others are not at hand. */
export async function openedFor(
  place: SecretPlace,
  variables: readonly Variable[],
  secrets: SecretSource,
): Promise<Pick<VariableSource, "secrets" | "unavailable">> {
  const names = variables.filter((row) => row.secret === true).map((row) => row.name);
  if (names.length === 0) return {};
  const { values, missing } = await secrets.open(place, names);
  return { secrets: values, unavailable: missing };
}

function isMissing(error: unknown): boolean {
  return error instanceof FailureError && error.failure.kind === "not-found";
}

const maxDotenv = 1024 * 1024;

/** An ordinary file inside the collection; the process's environment is never read. */
async function readDotenv(
  root: string,
  name: string,
  problems: Failure[],
): Promise<readonly VariableSource[]> {
  try {
    const real = await fs.realpath(path.resolve(root, name));
    const stat = await fs.stat(real);
    if (!isInside(root, real) || !stat.isFile() || stat.size > maxDotenv) {
      problems.push(contextProblem("context-dotenv-kind", name));
      return [];
    }
    const variables = parseDotenv((await readTextFile(real, name)).text);
    return [{ scope: "process", origin: name, variables }];
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ENOENT")
      problems.push(contextProblem("context-dotenv", name));
    return [];
  }
}
