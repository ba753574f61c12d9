import { splitUrl } from "../../model/url.ts";
import type { ImportedCollection } from "../import/imported.ts";
import { listAt, proseOf } from "../opencollection/fields.ts";
import { readVariable } from "../opencollection/variables.ts";
import { type YamlData, yamlMap } from "../yaml/data.ts";

/** Where requests go, as OpenAPI's servers. */
export interface Servers {
  /** The server of a URL where it is not everybody's. */
  own(url: string): YamlData | undefined;
  /** Those of the whole description; empty where no request says where it goes. */
  list(): readonly YamlData[];
  /** Variables that are said by servers. */
  readonly said: ReadonlySet<string>;
  /** Environments that no server stands for, or that hold more than it says. */
  readonly left: readonly string[];
}

/** What a URL begins with: the variable that stands for a server, or an origin; "" for neither. */
interface Start {
  readonly key: string;
  readonly rest: string;
}

/**
 * The variable or origin most URLs begin with is everybody's server (`baseUrl` before any other): its value in the collection and in each
 * environment. `urls`: those of all requests.
 */
export function createServers(
  collection: ImportedCollection,
  values: ReadonlyMap<string, string>,
  urls: readonly string[],
): Servers {
  const environments = collection.environments.map(({ name, data }) => ({
    name,
    docs: proseOf(data.get("description")).trim(),
    values: new Map(
      listAt(data, "variables")
        .map(readVariable)
        .map((row) => [row.name, row.value]),
    ),
  }));
  const main = mainOf(urls);
  const said = new Set<string>();
  const kept = new Set<string>();

  const serverOf = (
    url: string,
    own: ReadonlyMap<string, string>,
    name: string,
    docs: string,
  ): YamlData => {
    const whole = written(url);
    const names = [...new Set([...whole.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? ""))];
    for (const one of names) said.add(one);
    const variables = names.map(
      (one) => [one, yamlMap([["default", own.get(one) ?? values.get(one) ?? ""]])] as const,
    );
    const plain = whole.replace(/^[a-z]+:\/\//i, "") || "Server";
    const description = name === plain || name === "" ? docs : name;
    return yamlMap([
      ["url", whole],
      ["description", description || undefined],
      ["variables", variables.length === 0 ? undefined : new Map(variables)],
    ]);
  };
  const serversFor = (key: string): readonly YamlData[] => {
    const variable = /^\{\{([^{}]+)\}\}$/.exec(key)?.[1];
    if (variable === undefined) return [serverOf(key, new Map(), "", "")];
    said.add(variable);
    const found = new Map<string, YamlData>();
    for (const { name, values: own, docs } of environments) {
      const url = own.get(variable) ?? "";
      const whole = written(url);
      if (url === "" || found.has(whole)) continue;
      kept.add(name);
      found.set(whole, serverOf(url, own, name, docs));
    }
    const plain = values.get(variable) ?? "";
    if (plain !== "" && !found.has(written(plain)))
      found.set(written(plain), serverOf(plain, new Map(), "", ""));
    // An import calls every server baseUrl: one of that name without a value gets another.
    const unknown = variable === "baseUrl" ? "server" : variable;
    if (found.size === 0) found.set("", serverOf(`{{${unknown}}}`, new Map(), "", ""));
    // The collection's own comes first, as it is what is sent to without an environment.
    return [...found]
      .toSorted(
        ([left], [right]) => Number(right === written(plain)) - Number(left === written(plain)),
      )
      .map(([, server]) => server);
  };
  // A description without a server says nothing: what an import would make of it is said.
  const list =
    main === "" ? (urls.length === 0 ? [] : serversFor("http://localhost")) : serversFor(main);
  return {
    own: (url) => {
      const { key } = startOf(url);
      if (key === "" || key === main) return undefined;
      const [first] = serversFor(key);
      const same =
        list[0] !== undefined && first !== undefined && addressOf(first) === addressOf(list[0]);
      if (first === undefined || same || !(first instanceof Map)) return undefined;
      return [new Map([...first].filter(([name]) => name !== "description"))];
    },
    list: () => list,
    said,
    get left() {
      return environments
        .filter(({ name, values: own }) => {
          const more = [...own].some(([variable, value]) => value !== "" && !said.has(variable));
          return !kept.has(name) || more;
        })
        .map(({ name }) => name);
    },
  };
}

function mainOf(urls: readonly string[]): string {
  const uses = new Map<string, number>();
  for (const { key } of urls.map(startOf))
    if (key !== "") uses.set(key, (uses.get(key) ?? 0) + (key === "{{baseUrl}}" ? urls.length : 1));
  const [first] = [...uses].toSorted(([, left], [, right]) => right - left);
  return first?.[0] ?? "";
}

/** What a URL begins with, and the rest from its path on. */
export function startOf(url: string): Start {
  const [start = "", key = ""] = /^(\{\{[^{}]+\}\})/.exec(url) ?? [];
  if (key !== "") return { key, rest: url.slice(start.length) };
  const { scheme, host, port, path } = splitUrl(url);
  if (host === "") return { key: "", rest: path };
  const origin = `${scheme === "" ? "http" : scheme}://${host}${port === null ? "" : `:${port}`}`;
  return { key: origin, rest: path };
}

/** A server's URL as OpenAPI writes it: with a scheme, without a slash at the end, `{name}` for a variable. */
function written(url: string): string {
  const named = url
    .trim()
    .replace(/\{\{([^{}]+)\}\}/g, "{$1}")
    .replace(/\/+$/, "");
  return named === "" || /^(?:[a-z][a-z0-9+.-]*:\/\/|\{)/i.test(named) ? named : `http://${named}`;
}

function addressOf(server: YamlData): YamlData | undefined {
  return server instanceof Map ? (server as ReadonlyMap<string, YamlData>).get("url") : undefined;
}
