import path from "node:path";
import { readDefaults } from "../../shared/formats/opencollection/defaults.ts";
import { yamlData } from "../../shared/formats/yaml/parse.ts";
import type { Auth } from "../../shared/model/auth.ts";
import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import { type Failure, FailureError } from "../../shared/model/failure.ts";
import { ownOfDefaults } from "../../shared/model/network/own-settings.ts";
import type { OpenWorkspace } from "../../shared/model/workspace.ts";
import { createResolver } from "../../shared/template/resolver.ts";
import type { VariableSource } from "../../shared/template/source.ts";
import { valueMaker } from "../variables/dynamic.ts";
import { contextProblem } from "./context-problem.ts";
import { childOf, itemSegments, locate, parentOf } from "./paths.ts";
import { readTextFile } from "./read-file.ts";
import {
  globalsFolderFor,
  keptSource,
  openedFor,
  openedGlobals,
  readVariables,
  type VariablePorts,
} from "./read-variables.ts";
import type { DefaultsLayer, ReadSendContext, SendContext } from "./send-context.ts";
import type { OpenCollection } from "./store.ts";

/** What is needed to know of a collection. */
type CollectionPlace = Pick<OpenCollection, "id" | "root">;

/** What a request's place gives it, read from disk each time: a file edited by hand counts at once. */
export function createContextReader(
  store: { get(id: CollectionId): CollectionPlace },
  ports: VariablePorts,
): ReadSendContext {
  return async ({ collectionId, path: item, environment, request, answers }) => {
    const problems: Failure[] = [];
    const collection = collectionId === null ? null : store.get(collectionId);
    const layers = collection === null ? [] : await readLayers(collection, item, problems);
    const workspace = workspaceOf(ports.workspace?.() ?? null, collectionId);
    const folder = globalsFolderFor(ports, collectionId);
    const globals = await openedGlobals(
      await ports.globals(folder, problems),
      folder,
      ports.secrets,
    );
    const given =
      collection === null
        ? []
        : await readVariables({ collection, layers, environment }, ports, problems);
    const sources: readonly VariableSource[] = [
      ...(globals === null ? [] : [globals]),
      ...given,
      {
        scope: "request",
        origin: request.name || "this request",
        variables: request.variables,
        ...(collection === null
          ? {}
          : {
              ...(await openedFor(
                { id: collection.id, root: collection.root, environment: "" },
                request.variables,
                ports.secrets,
              )),
              place: { kind: "request", path: item },
            }),
      },
      ...keptSource(ports.kept, collectionId, { scope: "request", path: item }, request.name),
      ...keptSource(ports.kept, collectionId, { scope: "runtime" }, ""),
    ];
    return {
      folder: collection?.root ?? null,
      workspace,
      layers,
      ...effectiveAuth(request.auth, layers),
      resolver: createResolver(sources, {
        make: await valueMaker(request, layers, sources),
        ...(answers === undefined ? {} : { answers }),
      }),
      problems,
    };
  };
}

/** The open workspace, when it lists the collection: another's settings must not reach it. */
function workspaceOf(
  open: OpenWorkspace | null,
  id: CollectionId | null,
): SendContext["workspace"] {
  if (open === null || id === null) return null;
  if (!open.entries.some((entry) => entry.collectionId === id)) return null;
  return { folder: open.folder, value: open.workspace };
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
  problems: Failure[],
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
        const defaults = readDefaults(yamlData(text));
        const { name, headers, auth, variables, actions } = defaults;
        const scope = file === "opencollection.yml" ? "collection" : "folder";
        const place = parentOf(file);
        return {
          scope,
          path: place,
          name: name || path.basename(place),
          headers,
          auth,
          variables,
          ...(actions === undefined ? {} : { actions }),
          own: ownOfDefaults(defaults),
        };
      } catch {
        problems.push(contextProblem("context-file", file));
        return null;
      }
    }),
  );
  return layers.filter((layer) => layer !== null);
}

async function readOptional(
  collection: CollectionPlace,
  file: ItemPath,
  problems: Failure[],
): Promise<string | null> {
  try {
    return (await readTextFile(await locate(collection.root, file, "file"), file)).text;
  } catch (error) {
    const missing = error instanceof FailureError && error.failure.kind === "not-found";
    if (!missing || file === "opencollection.yml") {
      problems.push(contextProblem("context-file", file));
    }
    return null;
  }
}
