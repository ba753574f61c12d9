import type { Param, Row } from "../../../model/request.ts";
import { percentEncode } from "../../../model/percent.ts";
import { pathNames, spellParam } from "../../../model/url-params.ts";
import type { Variable } from "../../../model/variable.ts";
import { isYamlList, isYamlMap, type YamlData } from "../../yaml/data.ts";
import { jsonText } from "../json-text.ts";
import type { ApiParameter } from "./operation.ts";
import { oneLine } from "./prose.ts";
import { type Samples, withoutMadeUpSecret } from "./sample.ts";
import { cookiePairs, headerText, type Pair, pathText, queryPairs } from "./serialise.ts";

/** Where a request goes: its URL, and everything of its parameters. */
export interface Target {
  readonly url: string;
  readonly params: readonly Param[];
  readonly headers: readonly Row[];
  /** What stands in the path and is no whole segment. */
  readonly variables: readonly Variable[];
  /** Names of the path that are not described. */
  readonly undeclared: readonly string[];
  /** Described path parameters the path does not have. */
  readonly unused: readonly string[];
}

/** The target of an operation. `base`: what comes before the path; `taken`: variables that mean something else. */
export function targetOf(
  base: string,
  path: string,
  parameters: readonly ApiParameter[],
  taken: ReadonlySet<string>,
  samples: Samples,
): Target {
  const valued = parameters.map((parameter) => ({ parameter, ...valueOf(parameter, samples) }));
  const byName = new Map(
    valued.flatMap((one) => (one.parameter.place === "path" ? [[one.parameter.name, one]] : [])),
  );
  const rows: Param[] = [];
  const variables = new Map<string, Variable>();
  const undeclared: string[] = [];
  const used = new Set<string>();
  const spelled = path.replace(/\{([^{}/]+)\}/g, (whole, given: string, at: number) => {
    const name = given.replace(/^[+#./;?&]/, "").replace(/\*$/, "");
    const found = byName.get(given) ?? byName.get(name);
    if (found === undefined) undeclared.push(given);
    else used.add(found.parameter.name);
    const segment = path[at - 1] === "/" && /^(?:[/?#]|$)/.test(path.slice(at + whole.length));
    const said = found === undefined ? {} : notesOf(found.parameter);
    const plain =
      found === undefined || (found.parameter.style === "simple" && isPlain(found.value));
    if (segment && plain && !name.startsWith(":")) {
      const value = found === undefined ? "" : anyOf(found);
      if (!rows.some((row) => row.name === name)) rows.push({ name, value, type: "path", ...said });
      return `:${name}`;
    }
    const free = taken.has(name) ? `path_${name}` : name;
    const value = found === undefined ? "" : pathText(name, found.value, found.parameter);
    variables.set(free, { name: free, value, ...said });
    return `{{${free}}}`;
  });
  const query = valued.flatMap(({ parameter, value, made }): readonly Asked[] => {
    if (parameter.place === "querystring")
      return [{ parameter, pair: null, text: wholeQuery(value, parameter) }];
    if (parameter.place !== "query") return [];
    const pairs =
      parameter.mediaType === ""
        ? queryPairs(parameter.name, value, parameter)
        : queryPairs(parameter.name, contentText(value), parameter);
    return pairs.map((pair) => ({
      parameter,
      pair: { ...pair, value: withoutMadeUpSecret(pair.name, pair.value, made) },
      text: "",
    }));
  });
  const live = query.filter(({ parameter }) => isOn(parameter));
  const search = live.map(({ pair, text }) => (pair === null ? text : spellParam(pair))).join("&");
  const mark = spelled.includes("?") ? "&" : "?";
  const [front = "", hash = ""] = spelled.split(/(?=#)/, 2);
  const url = `${base}${front}${search === "" ? "" : `${mark}${search}`}${hash}`;
  const queryRows = query.flatMap(({ parameter, pair }): readonly Param[] =>
    pair === null
      ? []
      : [{ ...pair, type: "query", ...notesOf(parameter), ...offUnless(parameter) }],
  );
  const bare = [...new Set(pathNames(url))].filter(
    (name) => !rows.some((row) => row.name === name),
  );
  return {
    url,
    params: [
      ...queryRows,
      ...rows,
      // A segment that begins with a colon is meant so: as its own value it stays what it is.
      ...bare.map((name): Param => ({ name, value: `:${name}`, type: "path" })),
    ],
    headers: headersOf(valued),
    variables: [...variables.values()],
    undeclared,
    unused: [...byName.keys()].filter((name) => !used.has(name)),
  };
}

/** One piece of the query: a pair, or the whole as a text. */
interface Asked {
  readonly parameter: ApiParameter;
  readonly pair: Pair | null;
  readonly text: string;
}

interface Valued {
  readonly parameter: ApiParameter;
  readonly value: YamlData;
  /** True: nobody gave it. */
  readonly made: boolean;
}

function valueOf(parameter: ApiParameter, samples: Samples): Pick<Valued, "value" | "made"> {
  if (parameter.example !== undefined) return { value: parameter.example, made: false };
  if (parameter.schema === null) return { value: "", made: true };
  const given = samples.given(samples.view(parameter.schema));
  if (given !== undefined) return { value: given, made: false };
  return { value: samples.of(parameter.schema, "request") ?? "", made: true };
}

function isPlain(value: YamlData): boolean {
  return !isYamlMap(value) && !isYamlList(value);
}

function anyOf({ parameter, value, made }: Valued): string {
  return withoutMadeUpSecret(parameter.name, headerText(value, false), made);
}

/** A value that goes in as a text of its media type. */
function contentText(value: YamlData): string {
  return isPlain(value) ? headerText(value, false) : jsonText(value, "");
}

/** The whole query as one value (3.2). */
function wholeQuery(value: YamlData, { mediaType }: ApiParameter): string {
  if (isYamlMap(value) && /urlencoded/.test(mediaType))
    return [...value]
      .flatMap(([name, item]) =>
        queryPairs(name, item, { style: "form", explode: true, allowReserved: false }),
      )
      .map(spellParam)
      .join("&");
  return percentEncode(contentText(value), "value", false);
}

function isOn(parameter: ApiParameter): boolean {
  return parameter.required;
}

function offUnless(parameter: ApiParameter): Pick<Row, "disabled"> {
  return isOn(parameter) ? {} : { disabled: true };
}

function notesOf({ description, deprecated, schema }: ApiParameter): Pick<Row, "description"> {
  const said = [deprecated ? "Deprecated." : "", oneLine(description), choicesOf(schema?.data)];
  const text = said.filter((part) => part !== "").join(" ");
  return text === "" ? {} : { description: text };
}

/** What may stand there, when the schema itself says so. */
function choicesOf(data: YamlData | undefined): string {
  const list = isYamlMap(data) ? data.get("enum") : undefined;
  if (!isYamlList(list) || list.length === 0 || list.length > 30) return "";
  return `One of ${list.map((value) => headerText(value, false)).join(", ")}.`;
}

/** Header fields, cookies as one field of those that are on and one of those that are off. */
function headersOf(valued: readonly Valued[]): readonly Row[] {
  const rows: Row[] = [];
  const cookies: { readonly parameter: ApiParameter; readonly pair: Pair }[] = [];
  for (const one of valued) {
    const { parameter, value, made } = one;
    if (parameter.place === "header") {
      const text =
        parameter.mediaType === "" ? headerText(value, parameter.explode) : contentText(value);
      rows.push({
        name: parameter.name,
        value: oneLine(withoutMadeUpSecret(parameter.name, text, made)),
        ...notesOf(parameter),
        // OpenAPI 3 leaves these to other parts of the description.
        ...(/^(?:accept|content-type|authorization)$/i.test(parameter.name)
          ? { disabled: true }
          : offUnless(parameter)),
      });
    }
    if (parameter.place === "cookie")
      for (const pair of cookiePairs(parameter.name, value, parameter.explode))
        cookies.push({
          parameter,
          pair: { ...pair, value: withoutMadeUpSecret(pair.name, pair.value, made) },
        });
  }
  for (const on of [true, false]) {
    const mine = cookies.filter(({ parameter }) => isOn(parameter) === on);
    if (mine.length === 0) continue;
    const said = [...new Set(mine.map(({ parameter }) => parameter))]
      .map((parameter) => ({ name: parameter.name, text: notesOf(parameter).description ?? "" }))
      .filter(({ text }) => text !== "")
      .map(({ name, text }) => `${name}: ${text}`)
      .join(" ");
    rows.push({
      name: "Cookie",
      value: mine.map(({ pair }) => `${pair.name}=${pair.value}`).join("; "),
      ...(said === "" ? {} : { description: said }),
      ...(on ? {} : { disabled: true }),
    });
  }
  return rows;
}
