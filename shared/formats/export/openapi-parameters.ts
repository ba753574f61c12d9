import type { HttpRequest, Param, Row } from "../../model/request.ts";
import { percentDecode } from "../../model/percent.ts";
import { isYamlNumber, type YamlData, yamlMap } from "../yaml/data.ts";
import { readJson } from "../import/read-json.ts";

/** A path with `{names}`: of `:name` segments and of variables. */
export function pathOf(rest: string): string {
  const [path = ""] = rest.split(/[?#]/, 1);
  const named = path.replace(/\{\{([^{}]+)\}\}/g, "{$1}").replace(/\/:([^/{}]+)(?=\/|$)/g, "/{$1}");
  return named.startsWith("/") ? named : `/${named}`;
}

/** Parameters of an operation: rows that are on are required, those that are off may be left out. */
export function parametersOf(
  request: HttpRequest,
  path: string,
  headers: readonly Row[],
  values: ReadonlyMap<string, string>,
  left: (what: string) => void,
): readonly YamlData[] {
  const rows = new Map(
    request.params.filter(({ type }) => type === "path").map((row) => [row.name, row]),
  );
  const inPath = [
    ...new Set([...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? "")),
  ].map((name) => {
    const row: Row = rows.get(name) ?? { name, value: values.get(name) ?? "" };
    return parameter("path", { ...row, disabled: false }, [row.value]);
  });
  const query = grouped(request.params.filter(({ type }) => type === "query"));
  const own = headers.filter(({ name }) => !/^(?:cookie|authorization)$/i.test(name));
  if (own.length + headers.filter(({ name }) => /^cookie$/i.test(name)).length < headers.length)
    left("The header Authorization");
  return [
    ...inPath,
    ...query.map(({ row, all }) =>
      parameter("query", { ...row, name: percentDecode(row.name) }, all.map(percentDecode)),
    ),
    ...own.map((row) => parameter("header", row, [row.value])),
    ...headers.filter(({ name }) => /^cookie$/i.test(name)).flatMap(cookies),
  ];
}

/** Rows of one name are one parameter with a list. */
function grouped(
  rows: readonly Param[],
): readonly { readonly row: Param; readonly all: readonly string[] }[] {
  const found = new Map<string, { readonly row: Param; readonly all: string[] }>();
  for (const row of rows) {
    const known = found.get(row.name);
    if (known === undefined) found.set(row.name, { row, all: [row.value] });
    else known.all.push(row.value);
  }
  return [...found.values()];
}

function cookies(row: Row): readonly YamlData[] {
  return row.value
    .split(/;\s*/)
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      const name = at < 0 ? pair : pair.slice(0, at);
      return parameter("cookie", { ...row, name, description: "" }, [
        at < 0 ? "" : pair.slice(at + 1),
      ]);
    });
}

function parameter(place: string, row: Row, all: readonly string[]): YamlData {
  const many = all.length > 1;
  const [first = ""] = all;
  const type = typeOfText(first);
  const schema = many
    ? yamlMap([
        ["type", "array"],
        ["items", yamlMap([["type", typeOfText(first)]])],
      ])
    : yamlMap([["type", type]]);
  const example = many ? all.map(typed) : typed(first);
  return yamlMap([
    ["name", row.name],
    ["in", place],
    ["required", place === "path" || row.disabled !== true],
    ["description", row.description || undefined],
    ["schema", schema],
    ["example", example],
  ]);
}

function typeOfText(text: string): string {
  const data = typed(text);
  if (isYamlNumber(data)) return Number.isInteger(data.number) ? "integer" : "number";
  return typeof data === "boolean" ? "boolean" : "string";
}

/** A value as JSON has it, when it is written back the same. */
function typed(text: string): YamlData {
  if (!/^(?:true|false|-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?)$/.test(text)) return text;
  return readJson(text).data;
}
