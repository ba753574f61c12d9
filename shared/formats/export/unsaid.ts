import type { OwnNetwork } from "../../model/network/network.ts";
import type { RequestSettings } from "../../model/request.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { listAt, mapAt } from "../opencollection/fields.ts";
import { readRequest } from "../opencollection/request.ts";
import type { YamlMap } from "../yaml/data.ts";
import type { ImportedCollection, ImportedItem } from "../import/imported.ts";
import { isHttp, isSocket } from "./exported.ts";

/** What a format may have no place for, beside what a request sends. */
export type Unsaid = "scripts" | "assertions" | "actions" | "examples" | "environments";

const names: Readonly<Record<Exclude<Unsaid, "environments">, readonly [string, string]>> = {
  scripts: ["A script", "scripts"],
  assertions: ["An assertion", "assertions"],
  actions: ["A value taken from a response", "values taken from responses"],
  examples: ["An example", "examples"],
};

/** One sentence for each of these kinds that the collection has anything of. */
export function unsaid(
  collection: ImportedCollection,
  kinds: readonly Unsaid[],
  where: string,
): readonly string[] {
  return kinds.flatMap((kind) => {
    if (kind === "environments") {
      const count = collection.environments.length;
      if (count === 0) return [];
      return [
        `${count === 1 ? "An environment has" : `${count} environments have`} no place in ${where}.`,
      ];
    }
    const count = sum(collection.children, kind) + countIn(collection.data, kind, "request");
    const [one, many] = names[kind];
    if (count === 0) return [];
    return [`${count === 1 ? `${one} has` : `${count} ${many} have`} no place in ${where}.`];
  });
}

/** One sentence that names every setting of how requests travel, whoever says it, that is not in `said`. `sockets`: WebSocket requests are written too. */
export function unsaidSettings(
  collection: ImportedCollection,
  said: ReadonlySet<string>,
  where: string,
  sockets = false,
): readonly string[] {
  const names = new Set(settingsIn(readDefaults(collection.data)));
  const add = (items: readonly ImportedItem[]): void => {
    for (const item of items) {
      if (item.kind === "folder") {
        for (const name of settingsIn(readDefaults(item.data))) names.add(name);
        add(item.children);
      } else if (isHttp(item) || (sockets && isSocket(item))) {
        const { settings } = readRequest(item.data);
        for (const name of settingsIn({ settings, network: settings.network })) names.add(name);
      }
    }
  };
  add(collection.children);
  const left = [...names].filter((name) => !said.has(name));
  if (left.length === 0) return [];
  return [
    left.length === 1
      ? `The setting ${left[0] ?? ""} has no place in ${where}.`
      : `The settings ${left.join(", ")} have no place in ${where}.`,
  ];
}

function settingsIn({
  settings = {},
  network = {},
}: {
  readonly settings?: RequestSettings | undefined;
  readonly network?: OwnNetwork | undefined;
}): readonly string[] {
  return [...Object.entries(settings), ...Object.entries(network)]
    .filter(([name, value]) => name !== "network" && value !== "inherit")
    .map(([name]) => name);
}

function sum(items: readonly ImportedItem[], kind: Exclude<Unsaid, "environments">): number {
  return items.reduce((total, item) => {
    if (item.kind === "request") return total + countIn(item.data, kind, "runtime");
    return total + countIn(item.data, kind, "request") + sum(item.children, kind);
  }, 0);
}

function countIn(
  data: YamlMap,
  kind: Exclude<Unsaid, "environments">,
  place: "request" | "runtime",
): number {
  if (kind === "examples") return place === "runtime" ? listAt(data, "examples").length : 0;
  return listAt(mapAt(data, place), kind).length;
}
