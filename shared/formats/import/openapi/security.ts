import type { Variable } from "../../../model/variable.ts";
import { mapAt } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlMap } from "../../yaml/data.ts";
import type { ImportedAuth } from "../build.ts";
import type { ApiContext } from "./context.ts";
import { isAddress, lineOf, type Located } from "./documents.ts";
import { securityOf } from "./operations.ts";
import type { ApiOperation, SecurityRequirement } from "./operation.ts";
import { type ConvertedScheme, convertScheme } from "./schemes.ts";

/** How one request authenticates. */
export interface RequestSecurity {
  readonly auth: ImportedAuth;
  /** Fields and parameters of schemes that are needed beside the first. */
  readonly rows: readonly NonNullable<ConvertedScheme["row"]>[];
  /** Schemes that are needed too and have no place beside it. */
  readonly unsaid: readonly string[];
  readonly scopes: readonly string[];
  /** Other ways that are offered, each the names of its schemes. */
  readonly alternatives: readonly (readonly string[])[];
  /** True: it may go without. */
  readonly optional: boolean;
}

/** Security of a whole description: what the collection has, what each request has of its own. */
export interface SecurityPlan {
  readonly auth: ImportedAuth;
  readonly variables: readonly Variable[];
  of(operation: ApiOperation): RequestSecurity;
  /** What could not be said, with its English sentence. */
  readonly remarks: readonly string[];
}

interface Used {
  readonly auth: string | null;
  readonly requirement: SecurityRequirement | null;
}

/**
 * Plans the auth of a description. The collection gets the scheme of the whole description or, where only operations say, the one most
 * of them want; they inherit it. An operation with other schemes or further scopes has auth of its own, one with `security: []` none.
 */
export function planSecurity(
  root: Located<YamlMap>,
  operations: readonly ApiOperation[],
  serverUrl: string,
  context: ApiContext,
): SecurityPlan {
  const schemes = createSchemes(root, serverUrl, context);
  const whole = securityOf(root.data.get("security"));
  const chosen = (list: readonly SecurityRequirement[] | null): Used => {
    // Of several ways the first that can be said counts; one that needs nothing only where there is no other.
    const ways = (list ?? []).filter((way) => way.size > 0);
    const way = ways.find((one) => [...one.keys()].some(schemes.known)) ?? null;
    return { requirement: way, auth: way === null ? null : primary(way) };
  };
  const primary = (way: SecurityRequirement): string | null =>
    [...way.keys()].find((name) => schemes.convert(name, []).auth !== null) ?? null;

  const wanted = operations.map((operation) => chosen(operation.security ?? whole));
  const main = whole === null ? mostWanted(wanted) : chosen(whole).auth;
  const mainScopes =
    main === null
      ? []
      : whole === null
        ? [
            ...new Set(
              wanted
                .filter(({ auth }) => auth === main)
                .flatMap(({ requirement }) => requirement?.get(main) ?? []),
            ),
          ]
        : [...(chosen(whole).requirement?.get(main) ?? [])];
  const auth: ImportedAuth = (main === null ? null : schemes.convert(main, mainScopes).auth) ?? {
    kind: "none",
  };

  const authOf = (
    name: string | null,
    ready: boolean,
    scopes: readonly string[],
    list: readonly SecurityRequirement[] | null,
  ): ImportedAuth => {
    const open = main === null && list?.length !== 0;
    if (name === null) return { kind: open ? "inherit" : "none" };
    return ready ? { kind: "inherit" } : (schemes.convert(name, scopes).auth ?? { kind: "none" });
  };

  return {
    auth,
    get variables() {
      return schemes.variables();
    },
    get remarks() {
      return schemes.remarks();
    },
    of: (operation) => {
      const list = operation.security ?? whole;
      const use = chosen(list);
      const way = use.requirement;
      const others = (list ?? []).filter((one) => one !== way && one.size > 0);
      const scopes = [...new Set([...(way?.values() ?? [])].flat())];
      const rest = [...(way?.keys() ?? [])].filter((name) => name !== use.auth);
      const own = use.auth === null ? [] : (way?.get(use.auth) ?? []);
      const ready = use.auth === main && own.every((scope) => mainScopes.includes(scope));
      const converted = rest.map((name) => ({ name, row: schemes.convert(name, []).row }));
      return {
        auth: authOf(use.auth, ready, own, list),
        rows: converted.flatMap(({ row }) => row ?? []),
        unsaid: converted.flatMap(({ name, row }) => (row === null ? [name] : [])),
        scopes,
        alternatives: others.map((one) => [...one.keys()]),
        optional: way !== null && (list ?? []).some((one) => one.size === 0),
      };
    },
  };
}

function mostWanted(used: readonly Used[]): string | null {
  const counts = new Map<string, number>();
  for (const { auth } of used) if (auth !== null) counts.set(auth, (counts.get(auth) ?? 0) + 1);
  const [first] = [...counts].toSorted(([, left], [, right]) => right - left);
  return first?.[0] ?? null;
}

interface Schemes {
  convert(name: string, scopes: readonly string[]): ConvertedScheme;
  known(name: string): boolean;
  variables(): readonly Variable[];
  remarks(): readonly string[];
}

const nothing: ConvertedScheme = { auth: null, row: null, variables: [], notes: [] };

/** The description's schemes. Each gets its variables once, whatever the scopes. */
function createSchemes(root: Located<YamlMap>, serverUrl: string, context: ApiContext): Schemes {
  const described =
    context.version === 2
      ? mapAt(root.data, "securityDefinitions")
      : mapAt(root.data, "components", "securitySchemes");
  const found = new Map<string, Located<YamlMap> | null>();
  const owners = new Map<string, string>();
  const variables = new Map<string, Variable>();
  const remarks: string[] = [];
  const told = new Set<string>();

  const schemeAt = (name: string): Located<YamlMap> | null => {
    if (found.has(name)) return found.get(name) ?? null;
    const data = described.get(name);
    // 3.2: a name that is none of the components may be a reference.
    const settled =
      data !== undefined
        ? context.references.settle({ data, base: root.base })
        : /[#/]/.test(name)
          ? context.references.follow(name, root.base)
          : null;
    const result =
      settled !== null && isYamlMap(settled.data) ? { ...settled, data: settled.data } : null;
    found.set(name, result);
    if (result === null && data === undefined) {
      const line = lineOf(context.documents.open(root.base), name);
      const sentence = context.notes.add("error", "openapi-scheme-missing", { name }, { line });
      remarks.push(sentence);
    }
    return result;
  };
  const nameFor = (scheme: string) => (wish: string) => {
    const taken = (name: string) => (owners.get(name) ?? scheme) !== scheme;
    const prefix = scheme.replace(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) =>
      (letter ?? "").toUpperCase(),
    );
    let name = taken(wish) ? prefix + wish.charAt(0).toUpperCase() + wish.slice(1) : wish;
    while (taken(name)) name += "2";
    owners.set(name, scheme);
    return name;
  };
  const resolve = (written: string): string => {
    const url = written.replace(/%7B%7B(.*?)%7D%7D/gi, "{{$1}}");
    return url === "" || url.includes("{{") || isAddress(url) || !URL.canParse(url, serverUrl)
      ? url
      : new URL(url, serverUrl).href;
  };

  const convert = (name: string, scopes: readonly string[]): ConvertedScheme => {
    const data = schemeAt(name);
    if (data === null) return nothing;
    const made = convertScheme(name, data.data, scopes, nameFor(name), resolve);
    for (const variable of made.variables) variables.set(variable.name, variable);
    if (!told.has(name))
      for (const { code, values } of made.notes)
        remarks.push(context.notes.add("info", code, values));
    told.add(name);
    return made;
  };
  return {
    convert,
    known: (name) => {
      const { auth, row } = convert(name, []);
      return auth !== null || row !== null;
    },
    variables: () => [...variables.values()],
    remarks: () => remarks,
  };
}
