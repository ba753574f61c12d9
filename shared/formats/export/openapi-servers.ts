import { splitUrl } from "../../model/url.ts";
import type { ImportedCollection } from "../import/imported.ts";
import { listAt } from "../opencollection/fields.ts";
import { readVariable } from "../opencollection/variables.ts";
import { type YamlData, yamlMap } from "../yaml/data.ts";

/** Where requests go, as OpenAPI's servers. */
export interface Servers {
  /** What of a URL is the path, and the operation's own servers where they are not everybody's. */
  of(url: string): { readonly rest: string; readonly own: YamlData | undefined };
  list(): YamlData;
}

/** The first variable a URL begins with names the servers: its value in the collection and in each environment. */
export function createServers(
  collection: ImportedCollection,
  values: ReadonlyMap<string, string>,
): Servers {
  const environments = collection.environments.map(({ name, data }) => ({
    name,
    values: new Map(
      listAt(data, "variables")
        .map(readVariable)
        .map((row) => [row.name, row.value]),
    ),
  }));
  const main = "baseUrl";
  const serversFor = (variable: string): YamlData => {
    const found = new Map<string, string>();
    for (const { name, values: own } of environments) {
      const url = own.get(variable);
      if (url !== undefined && url !== "" && !found.has(url)) found.set(url, name);
    }
    const plain = values.get(variable) ?? "";
    if (plain !== "" && !found.has(plain)) found.set(plain, "");
    if (found.size === 0) found.set(`{${variable}}`, "");
    // The collection's own comes first, as it is what is sent to without an environment.
    const ordered = [...found].toSorted(
      ([left], [right]) => Number(right === plain) - Number(left === plain),
    );
    return ordered.map(([url, name]) => serverOf(url, name));
  };
  const serverOf = (url: string, description: string): YamlData => {
    const names = [...url.matchAll(/\{\{?([^{}]+)\}\}?/g)].map((match) => match[1] ?? "");
    const variables = names.map((name) => [name, yamlMap([["default", valueOf(name)]])] as const);
    return yamlMap([
      ["url", url.replace(/\{\{([^{}]+)\}\}/g, "{$1}")],
      ["description", description || undefined],
      ["variables", variables.length === 0 ? undefined : new Map(variables)],
    ]);
  };
  const valueOf = (name: string): string =>
    values.get(name) ?? environments.find((one) => one.values.has(name))?.values.get(name) ?? "";
  const uses = new Map<string, number>();
  return {
    of: (url) => {
      const [start = "", variable = ""] = /^\{\{([^{}]+)\}\}/.exec(url) ?? [];
      if (variable !== "") {
        const own = variable === main ? undefined : serversFor(variable);
        return { rest: url.slice(start.length), own };
      }
      const { scheme, host, port, path } = splitUrl(url);
      const origin = `${scheme === "" ? "http" : scheme}://${host}${port === null ? "" : `:${port}`}`;
      uses.set(origin, (uses.get(origin) ?? 0) + 1);
      return { rest: path, own: [serverOf(origin, "")] };
    },
    list: () =>
      values.has(main) || environments.some((one) => one.values.has(main))
        ? serversFor(main)
        : [...uses]
            .toSorted(([, left], [, right]) => right - left)
            .slice(0, 1)
            .map(([url]) => serverOf(url, "")),
  };
}
