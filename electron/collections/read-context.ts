import fs from "node:fs/promises";
import path from "node:path";
import { readDefaults } from "../../shared/formats/opencollection/defaults.ts";
import { readEnvironment } from "../../shared/formats/opencollection/environment.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import type { Auth } from "../../shared/model/auth.ts";
import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { ownOfDefaults } from "../../shared/model/network/own-settings.ts";
import type { HttpRequest } from "../../shared/model/request.ts";
import type { Variable } from "../../shared/model/variable.ts";
import type { OpenWorkspace } from "../../shared/model/workspace.ts";
import { parseDotenv } from "../../shared/template/dotenv.ts";
import { createResolver, type VariableSource } from "../../shared/template/resolver.ts";
import { childOf, isInside, itemSegments, locate, parentOf } from "./paths.ts";
import { readTextFile } from "./read-file.ts";
import type { DefaultsLayer, ReadSendContext, SendContext } from "./send-context.ts";
import type { OpenCollection } from "./store.ts";

/** What is needed to know of a collection. */
type CollectionPlace = Pick<OpenCollection, "id" | "root">;

/** Where the values of secret variables come from. */
export interface OpenSecrets {
  open(id: CollectionId, environment: string): Promise<ReadonlyMap<string, string>>;
}

/** What a request's place gives it, read from disk each time: a file edited by hand counts at once. */
export function createContextReader(
  store: { get(id: CollectionId): CollectionPlace },
  secrets: OpenSecrets,
  workspace: () => OpenWorkspace | null = () => null,
): ReadSendContext {
  return async ({ collectionId, path: item, environment, request }) => {
    if (collectionId === null) return scratchContext(request);
    const collection = store.get(collectionId);
    const problems: string[] = [];
    const layers = await readLayers(collection, item, problems);
    const sources = await readSources(collection, layers, environment, secrets, problems);
    const own: VariableSource = {
      scope: "request",
      origin: request.name || "this request",
      variables: request.variables,
    };
    return {
      folder: collection.root,
      workspace: workspaceOf(workspace(), collection.id),
      layers,
      ...effectiveAuth(request.auth, layers),
      resolver: createResolver([...sources, own]),
      problems,
    };
  };
}

/** The open workspace, when it lists the collection: another's settings must not reach it. */
function workspaceOf(open: OpenWorkspace | null, id: CollectionId): SendContext["workspace"] {
  if (open === null || !open.entries.some((entry) => entry.collectionId === id)) return null;
  return { folder: open.folder, value: open.workspace };
}

function scratchContext(request: HttpRequest): SendContext {
  const own: VariableSource = {
    scope: "request",
    origin: request.name || "this request",
    variables: request.variables,
  };
  return {
    folder: null,
    workspace: null,
    layers: [],
    ...effectiveAuth(request.auth, []),
    resolver: createResolver([own]),
    problems: [],
  };
}

/** The nearest auth that is not `inherit`, from the request outwards; none when all inherit. */
function effectiveAuth(
  auth: Auth,
  layers: readonly DefaultsLayer[],
): Pick<SendContext, "auth" | "authOrigin"> {
  if (auth.kind !== "inherit") return { auth, authOrigin: "request" };
  const layer = layers.findLast((candidate) => candidate.auth.kind !== "inherit");
  return { auth: layer?.auth ?? { kind: "none" }, authOrigin: layer?.scope ?? "collection" };
}

async function readLayers(
  collection: CollectionPlace,
  item: ItemPath,
  problems: string[],
): Promise<readonly DefaultsLayer[]> {
  itemSegments(item);
  const folders: ItemPath[] = [];
  for (
    let folder = item.endsWith(".yml") ? parentOf(item) : item;
    folder !== "";
    folder = parentOf(folder)
  )
    folders.unshift(folder);
  const files = ["opencollection.yml", ...folders.map((folder) => childOf(folder, "folder.yml"))];
  const layers = await Promise.all(
    files.map(async (file): Promise<DefaultsLayer | null> => {
      const text = await readOptional(collection, file, problems);
      if (text === null) return null;
      try {
        const defaults = readDefaults(parseYaml(text).data);
        const { name, headers, auth, variables } = defaults;
        const scope = file === "opencollection.yml" ? "collection" : "folder";
        const place = parentOf(file);
        return {
          scope,
          path: place,
          name: name || path.basename(place),
          headers,
          auth,
          variables,
          own: ownOfDefaults(defaults),
        };
      } catch {
        problems.push(`${file} cannot be read, so it gives nothing to this request.`);
        return null;
      }
    }),
  );
  return layers.filter((layer) => layer !== null);
}

async function readOptional(
  collection: CollectionPlace,
  file: ItemPath,
  problems: string[],
): Promise<string | null> {
  try {
    return (await readTextFile(await locate(collection.root, file, "file"), file)).text;
  } catch (error) {
    const missing = error instanceof FailureError && error.failure.kind === "not-found";
    if (!missing || file === "opencollection.yml") {
      problems.push(`${file} cannot be read, so it gives nothing to this request.`);
    }
    return null;
  }
}

/** Low to high: `.env`, collection, environment, folders outer → inner. */
async function readSources(
  collection: CollectionPlace,
  layers: readonly DefaultsLayer[],
  environment: string | null,
  secrets: OpenSecrets,
  problems: string[],
): Promise<readonly VariableSource[]> {
  const hasSecrets = layers.some((layer) => layer.variables.some((row) => row.secret === true));
  // Secret variables of a collection or folder belong to no environment.
  const values = hasSecrets ? await secrets.open(collection.id, "") : new Map<string, string>();
  const toSource = (layer: DefaultsLayer): VariableSource => ({
    scope: layer.scope,
    origin: layer.name,
    variables: layer.variables,
    secrets: values,
  });
  const [root, ...folders] = layers[0]?.scope === "collection" ? layers : [undefined, ...layers];
  const sources: VariableSource[] = [
    { scope: "process", origin: ".env", variables: await readDotenv(collection.root, problems) },
  ];
  if (root !== undefined) sources.push(toSource(root));
  if (environment !== null) {
    const source = await readEnvironmentSource(collection, environment, secrets, problems);
    if (source !== null) sources.push(source);
  }
  return [...sources, ...folders.filter((layer) => layer !== undefined).map(toSource)];
}

async function readEnvironmentSource(
  collection: CollectionPlace,
  environment: string,
  secrets: OpenSecrets,
  problems: string[],
): Promise<VariableSource | null> {
  const file = `environments/${environment}.yml`;
  try {
    const { text } = await readTextFile(await locate(collection.root, file, "file"), file);
    return {
      scope: "environment",
      origin: environment,
      variables: readEnvironment(parseYaml(text).data, environment).variables,
      secrets: await secrets.open(collection.id, environment),
    };
  } catch {
    problems.push("The chosen environment cannot be read, so its variables are missing.");
    return null;
  }
}

const maxDotenv = 1024 * 1024;

/** The collection's own `.env`, an ordinary file inside it; the process's environment is never read. */
async function readDotenv(root: string, problems: string[]): Promise<readonly Variable[]> {
  const file = path.join(root, ".env");
  try {
    const real = await fs.realpath(file);
    const stat = await fs.stat(real);
    if (!isInside(root, real) || !stat.isFile() || stat.size > maxDotenv) {
      problems.push(".env is not an ordinary file of this collection, so it is not read.");
      return [];
    }
    return parseDotenv((await readTextFile(real, ".env")).text);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ENOENT") problems.push(".env cannot be read.");
    return [];
  }
}
