import type { Variable } from "../../../model/variable.ts";
import { listAt, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlMap } from "../../yaml/data.ts";
import { isAddress, type Located } from "./documents.ts";
import type { ApiServer } from "./operation.ts";
import { oneLine } from "./prose.ts";

/** `servers` of a description, path or operation; null where nothing is said. Swagger 2: of an operation its `schemes`. */
export function serversAt(
  data: YamlMap,
  base: string,
  root: Located<YamlMap>,
): readonly ApiServer[] | null {
  if (!root.data.has("swagger") || data.has("servers")) {
    const list = data.get("servers");
    if (!isYamlList(list) || list.length === 0) return null;
    return list.filter(isYamlMap).map((server) => serverOf(server, base));
  }
  const schemes = data.get("schemes");
  if (!isYamlList(schemes) || data === root.data) return null;
  const all = swaggerServers(root);
  const wanted = schemes.map(textOf);
  const known = all.map(({ url }) => schemeOf(url));
  if (wanted.some((scheme) => known.includes(scheme))) return null;
  return swaggerServers({ ...root, data: new Map([...root.data, ["schemes", schemes]]) });
}

/** The servers of the whole description. */
export function rootServers(root: Located<YamlMap>): readonly ApiServer[] {
  if (root.data.has("host") || root.data.has("basePath") || root.data.has("swagger"))
    return swaggerServers(root);
  return serversAt(root.data, root.base, root) ?? [];
}

function serverOf(server: YamlMap, base: string): ApiServer {
  const variables = [...mapAt(server, "variables")].flatMap(([name, value]) =>
    isYamlMap(value)
      ? [
          {
            name,
            value: textOf(value.get("default")) || textOf(listAt(value, "enum")[0]),
            choices: listAt(value, "enum").map(textOf),
            description: oneLine(textOf(value.get("description"))),
          },
        ]
      : [],
  );
  // What the collection calls the server itself cannot be a part of it.
  const own = variables.find(({ name }) => name === "baseUrl")?.value;
  const url = textOf(server.get("url")).trim();
  return {
    url: absolute(own === undefined ? url : url.replaceAll("{baseUrl}", own), base),
    name: oneLine(textOf(server.get("name"))),
    description: oneLine(textOf(server.get("description"))),
    variables: variables.filter(({ name }) => name !== "baseUrl"),
  };
}

/** Swagger 2: a server for each scheme, https first. */
function swaggerServers({ data, base }: Located<YamlMap>): readonly ApiServer[] {
  const host = textOf(data.get("host")).trim();
  const path = textOf(data.get("basePath")).trim();
  const given = listAt(data, "schemes")
    .map(textOf)
    .filter((scheme) => scheme !== "");
  const first = isAddress(base) ? schemeOf(base) : "https";
  const schemes = (given.length === 0 ? [first] : given).toSorted(
    (left, right) => Number(right === "https") - Number(left === "https"),
  );
  const slashed = path === "" || path.startsWith("/") ? path : `/${path}`;
  if (host === "") {
    const url = absolute(slashed || "/", base);
    return [{ url, name: "", description: "", variables: [] }];
  }
  return schemes.map((scheme) => ({
    url: `${scheme}://${host}${slashed}`,
    name: "",
    description: "",
    variables: [],
  }));
}

function schemeOf(url: string): string {
  return /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? "";
}

/** A relative server is relative to where the description was fetched from. */
function absolute(url: string, base: string): string {
  if (!isAddress(base) || /^(?:[a-z][a-z0-9+.-]*:|\{)/i.test(url)) return url;
  // Braces of variables are kept.
  return URL.canParse(url, base) ? decodeBraces(new URL(url, base).href) : url;
}

function decodeBraces(url: string): string {
  return url.replaceAll("%7B", "{").replaceAll("%7D", "}");
}

/** True for a server that does not say which host. */
export function isRelative(url: string): boolean {
  return !/^(?:[a-z][a-z0-9+.-]*:\/\/|\{|\/\/)/i.test(url);
}

/** `{name}` as Envoi's `{{name}}`; no slash at the end, for paths begin with one. */
export function serverUrl(server: ApiServer): string {
  const url = server.url.startsWith("//") ? `https:${server.url}` : server.url;
  const whole = isRelative(url)
    ? `http://localhost${url === "" || url.startsWith("/") ? "" : "/"}${url}`
    : url;
  return whole.replace(/\{\{?([^{}]+)\}\}?/g, "{{$1}}").replace(/\/+$/, "");
}

/** A server's variables, with their choices in the description. */
export function serverVariables(server: ApiServer): readonly Variable[] {
  const named = new Set(server.variables.map(({ name }) => name));
  const bare = [...server.url.matchAll(/\{([^{}]+)\}/g)]
    .map((match) => match[1] ?? "")
    .filter((name) => !named.has(name));
  const rows = server.variables.map(({ name, value, choices, description }) => {
    const offered = choices.length === 0 ? "" : `One of ${choices.join(", ")}.`;
    const said = [description, offered].filter((part) => part !== "").join(" ");
    return { name, value, ...(said === "" ? {} : { description: said }) };
  });
  return [...rows, ...bare.map((name) => ({ name, value: "" }))];
}

/** What a server is called: its name, its description, or its host. */
export function serverName(server: ApiServer): string {
  const said = server.name || server.description;
  if (said !== "" && said.length <= 60) return said;
  return server.url.replace(/^[a-z]+:\/\//i, "").replace(/\/+$/, "") || "Server";
}
