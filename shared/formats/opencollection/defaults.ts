import type { Defaults } from "../../model/collection.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap, yamlNumber } from "../yaml/data.ts";
import { patchActions, readActions } from "./actions.ts";
import { authDataOf, patchAuth, readAuth } from "./auth.ts";
import {
  listAt,
  mapAt,
  order,
  proseOf,
  sameModel,
  textOf,
  withField,
  withFieldIn,
  withProse,
} from "./fields.ts";
import { infoOf, patchName } from "./info.ts";
import { patchCollectionNetwork, readCollectionNetwork } from "./collection-config.ts";
import { patchNetwork, readNetwork } from "./network.ts";
import { patchBasics, readBasics } from "./settings.ts";
import { patchRows, plainRows, readRow } from "./rows.ts";
import { withEnvoi } from "./extension.ts";
import { hasVariants, readVariable, variableRows } from "./variables.ts";

/** What `folder.yml` or `opencollection.yml` gives to all below it. */
export function readDefaults(data: YamlData): Defaults {
  const map = isYamlMap(data) ? data : new Map<string, YamlData>();
  const request = mapAt(map, "request");
  const settings = readBasics(mapAt(request, "settings", "http"));
  const actions = readActions(map, "request");
  const network = isCollection(map) ? readCollectionNetwork(map) : readNetwork(map);
  return {
    name: textOf(infoOf(map).get("name")),
    headers: listAt(request, "headers").map(readRow),
    auth: readAuth(authDataOf(map, request)),
    variables: listAt(request, "variables").map(readVariable),
    ...(actions.length === 0 ? {} : { actions }),
    docs: proseOf(map.get("docs")),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(network === undefined ? {} : { network }),
  };
}

function isCollection(map: YamlMap): boolean {
  return map.has("opencollection");
}

/** Parts of which Envoi shows these keys. */
const seenInside: Readonly<Record<string, readonly string[]>> = {
  extensions: ["envoi"],
  config: ["clientCertificates", "proxy"],
};

/** Names of the parts of a folder or collection file that Envoi keeps but does not show. */
export function keptOfDefaults(data: YamlData): readonly string[] {
  if (!isYamlMap(data)) return [];
  const request = mapAt(data, "request");
  const shown = new Set(["headers", "auth", "variables", "actions", "settings"]);
  const kept = [...request.keys()].filter((key) => !shown.has(key));
  const auth = readAuth(authDataOf(data, request));
  if (auth.kind === "other") kept.push(`auth: ${auth.type}`);
  if (hasVariants(listAt(request, "variables"))) kept.push("variable variants");
  if (mapAt(request, "settings").has("graphql")) kept.push("settings.graphql");
  const plain = new Set([
    "opencollection",
    "info",
    "meta",
    "name",
    "type",
    "seq",
    "request",
    "docs",
    "bundled",
  ]);
  const unseen = (key: string) => {
    const seen = seenInside[key];
    return (
      seen === undefined || [...mapAt(data, key).keys()].some((inner) => !seen.includes(inner))
    );
  };
  return [...kept, ...[...data.keys()].filter((key) => !plain.has(key) && unseen(key))];
}

/** The file's data with what differs between the defaults in it and `after`. */
export function patchDefaults(data: YamlData, after: Defaults): YamlMap {
  const map: YamlMap = isYamlMap(data) ? data : new Map<string, YamlData>();
  const before = readDefaults(map);
  const outer = isCollection(map) ? order.root : order.folder;
  const request = mapAt(map, "request");
  let next: YamlMap = map;
  const set = (key: string, value: YamlData | undefined) => {
    next = withFieldIn(next, "request", key, value, { outer, inner: order.defaults });
  };
  if (before.name !== after.name) next = patchName(next, after.name);
  if (!sameModel(before.headers, after.headers)) {
    set("headers", patchRows(listAt(request, "headers"), before.headers, after.headers, plainRows));
  }
  if (!sameModel(before.auth, after.auth)) {
    const { auth, own } = patchAuth(authDataOf(map, request), after.auth);
    set("auth", auth);
    next = withEnvoi(next, "auth", own, outer);
  }
  if (!sameModel(before.variables, after.variables)) {
    const list = listAt(request, "variables");
    set("variables", patchRows(list, before.variables, after.variables, variableRows));
  }
  if (!sameModel(before.actions ?? [], after.actions ?? [])) {
    const orders = { outer, inner: order.defaults };
    next = patchActions(next, "request", after.actions ?? [], orders);
  }
  const basics = mapAt(request, "settings", "http");
  const changed = patchBasics(basics, before.settings ?? {}, after.settings ?? {});
  if (changed !== basics) {
    const settings = withField(
      mapAt(request, "settings"),
      "http",
      changed.size === 0 ? undefined : changed,
      ["http", "graphql"],
    );
    set("settings", settings.size === 0 ? undefined : settings);
  }
  if (!sameModel(before.network ?? {}, after.network ?? {})) {
    next = isCollection(map)
      ? patchCollectionNetwork(next, after.network ?? {})
      : patchNetwork(next, before.network ?? {}, after.network ?? {}, outer);
  }
  if (before.docs !== after.docs) {
    const old = map.get("docs");
    // Bruno keeps the docs of folders and collections as {content, type}.
    const fresh = yamlMap([
      ["content", after.docs],
      ["type", "text/markdown"],
    ]);
    next = withField(next, "docs", old === undefined ? fresh : withProse(old, after.docs), outer);
  }
  return next;
}

/** Data of a new `folder.yml`. `auth: inherit` is written: without it the folder would cut inheritance. */
export function newFolderData(name: string, seq: number | null): YamlMap {
  return yamlMap([
    [
      "info",
      yamlMap([
        ["name", name],
        ["type", "folder"],
        ["seq", seq === null ? undefined : yamlNumber(seq)],
      ]),
    ],
    ["request", yamlMap([["auth", "inherit"]])],
  ]);
}

/** Data of a new `opencollection.yml`. */
export function newCollectionData(name: string): YamlMap {
  return yamlMap([
    ["opencollection", "1.0.0"],
    ["info", yamlMap([["name", name]])],
    ["bundled", false],
    ["extensions", yamlMap([["bruno", yamlMap([["ignore", ["node_modules", ".git"]]])]])],
  ]);
}

/** Paths a collection asks its readers to pass over (`extensions.bruno.ignore`). */
export function ignoredPaths(data: YamlData): readonly string[] {
  return isYamlMap(data)
    ? listAt(mapAt(data, "extensions", "bruno"), "ignore")
        .map(textOf)
        .filter(Boolean)
    : [];
}
