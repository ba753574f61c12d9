import type { HttpRequest, Param, Row } from "../../model/request.ts";
import { percentDecode } from "../../model/percent.ts";
import type { Variable } from "../../model/variable.ts";
import { oneLine } from "../import/openapi/prose.ts";
import { isYamlNumber, type YamlData, yamlMap } from "../yaml/data.ts";
import { readJson } from "../import/read-json.ts";

/** A path with `{names}`: of `:name` segments and of variables. */
export function pathOf(rest: string): string {
  const [path = ""] = rest.split(/[?#]/, 1);
  const named = path.replace(/\{\{([^{}]+)\}\}/g, "{$1}").replace(/\/:([^/{}]+)(?=\/|$)/g, "/{$1}");
  return named.startsWith("/") ? named : `/${named}`;
}

/** Parameters of an operation: rows that are on are required, those that are off may be left out. One of a place and name counts. */
export function parametersOf(
  request: HttpRequest,
  path: string,
  headers: readonly Row[],
  variables: ReadonlyMap<string, Variable>,
  left: (what: string) => void,
): readonly YamlData[] {
  const rows = new Map(
    request.params.filter(({ type }) => type === "path").map((row) => [row.name, row]),
  );
  const inPath = [
    ...new Set([...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? "")),
  ].map((name) => {
    const variable = variables.get(name);
    // What is made when it is sent stays so.
    const value = variable?.value ?? (name.startsWith("$") ? `{{${name}}}` : "");
    const row: Row = rows.get(name) ?? {
      name,
      value,
      ...(variable?.description === undefined ? {} : { description: variable.description }),
    };
    return parameter("path", { ...row, disabled: false }, [row.value]);
  });
  const query = grouped(
    request.params.filter(({ type, name }) => type === "query" && name !== ""),
    (name) => left(`The parameter ${name} that is switched off beside one that is on`),
  );
  const plain = headers.filter(({ name }) => !/^(?:cookie|authorization)$/i.test(name));
  if (headers.some(({ name, disabled }) => /^authorization$/i.test(name) && disabled !== true))
    left("The header Authorization");
  const own = once(plain, (row) => row.name.toLowerCase());
  for (const row of plain)
    if (!own.includes(row) && row.disabled !== true) left(`A second header ${row.name}`);
  const crumbs = once(
    headers.filter(({ name }) => /^cookie$/i.test(name)).flatMap(cookies),
    ({ name }) => name,
  );
  return [
    ...inPath,
    ...query.map(({ row, all }) =>
      parameter("query", { ...row, name: percentDecode(row.name) }, all.map(percentDecode)),
    ),
    ...own.map((row) => parameter("header", row, [oneLine(row.value)])),
    ...crumbs.map((row) => parameter("cookie", row, [row.value])),
  ];
}

/** The first row of each name, those that are on before those that are off. */
function once(rows: readonly Row[], key: (row: Row) => string): readonly Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const known = found.get(key(row));
    if (known === undefined || (known.disabled === true && row.disabled !== true))
      found.set(key(row), row);
  }
  return [...found.values()];
}

/** Rows of one name are one parameter with a list. */
function grouped(
  rows: readonly Param[],
  left: (name: string) => void,
): readonly { readonly row: Param; readonly all: readonly string[] }[] {
  const found = new Map<string, { readonly row: Param; readonly all: string[] }>();
  for (const row of rows) {
    const known = found.get(row.name);
    const on = row.disabled !== true;
    if (known === undefined) found.set(row.name, { row, all: [row.value] });
    else if ((known.row.disabled !== true) === on) known.all.push(row.value);
    else {
      left(row.name);
      if (on) found.set(row.name, { row, all: [row.value] });
    }
  }
  return [...found.values()];
}

function cookies(row: Row): readonly Row[] {
  return row.value
    .split(/;\s*/)
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      const name = at < 0 ? pair : pair.slice(0, at);
      return { name, value: at < 0 ? "" : pair.slice(at + 1), disabled: row.disabled === true };
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
    ["description", oneLine(row.description ?? "") || undefined],
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
