import type { Variable } from "../../../model/variable.ts";
import { parseDotenv } from "../../../template/dotenv.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { environmentItem } from "../build.ts";
import type { ImportedEnvironment } from "../imported.ts";
import { anyText } from "../json-text.ts";
import { readJson } from "../read-json.ts";
import { stem } from "../source-file.ts";
import { httpFileText } from "./templates.ts";

/** Environment files beside `.http` files, and what they say about authentication. */
export interface HttpEnvironments {
  readonly environments: readonly ImportedEnvironment[];
  /** `$shared`: variables of every environment. */
  readonly shared: readonly Variable[];
  /** `Security.Auth` of JetBrains, by its id; of several environments the first that has it. */
  readonly security: ReadonlyMap<string, YamlMap>;
}

/** Reads `http-client.env.json` and its private twin, VS Code's settings, httpYac's configuration and `.env` files. */
export function httpEnvironments(
  files: readonly { readonly path: string; readonly text: string }[],
): HttpEnvironments {
  const found = new Map<string, Map<string, Variable>>();
  const security = new Map<string, YamlMap>();
  const add = (environment: string, variable: Variable) => {
    const known = found.get(environment) ?? new Map<string, Variable>();
    known.set(variable.name, variable);
    found.set(environment, known);
  };
  for (const { path, text } of files) {
    if (path.endsWith(".env")) {
      for (const variable of parseDotenv(text)) add(stem(path), variable);
      continue;
    }
    const { data } = readJson(text);
    const map = isYamlMap(data) ? data : new Map<string, YamlData>();
    const inner = ["rest-client.environmentVariables", "environments"].find((key) => map.has(key));
    const all = inner === undefined ? map : mapAt(map, inner);
    const secret = /private|\.user$/.test(path);
    for (const [environment, values] of all) {
      if (!isYamlMap(values)) continue;
      for (const [id, auth] of mapAt(values, "Security", "Auth"))
        if (isYamlMap(auth) && !security.has(id)) security.set(id, auth);
      for (const [name, value] of values) {
        if (name === "Security" || name === "SSLConfiguration") continue;
        // Visual Studio asks another program for what has a provider.
        if (isYamlMap(value) && value.has("provider")) {
          const description = [...value]
            .map(([key, said]) => `${key}: ${anyText(said)}`)
            .join(", ");
          add(environment, { name, value: "", secret: true, description });
          continue;
        }
        const written = httpFileText(anyText(value)).text;
        add(environment, { name, value: written, ...(secret ? { secret } : {}) });
      }
    }
  }
  const shared = [...(found.get("$shared")?.values() ?? [])];
  found.delete("$shared");
  return {
    environments: [...found].map(([name, variables]) =>
      environmentItem(name, [...variables.values()]),
    ),
    shared,
    security,
  };
}

/** True for a file that holds environments of `.http` files. */
export function isHttpEnvironment(path: string, text: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/^(?:http-client|rest-client|httpyac)(?:\.private)?\.env\.json(?:\.user)?$/.test(name))
    return true;
  if (/^\.httpyac\.json$|^httpyac\.config\.json$/.test(name)) return /"environments"/.test(text);
  if (name === "settings.json") return text.includes("rest-client.environmentVariables");
  return /^[\w-]+\.env$/.test(name) || /^\.env\.[\w-]+$/.test(name);
}

/** The grant type and addresses of a `Security.Auth` entry, by its word in any case. */
export function securityField(auth: YamlMap, name: string): string {
  const wanted = name.toLowerCase().replace(/\W/g, "");
  for (const [key, value] of auth)
    if (key.toLowerCase().replace(/\W/g, "") === wanted) return httpFileText(textOf(value)).text;
  return "";
}
