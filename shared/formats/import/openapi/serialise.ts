import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { anyText, jsonText } from "../json-text.ts";

/** How OpenAPI writes values into URLs and fields (its Style Values table; RFC 6570). */

export interface Style {
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
}

export interface Pair {
  readonly name: string;
  readonly value: string;
}

const joiners: ReadonlyMap<string, string> = new Map([
  ["spaceDelimited", "%20"],
  ["tabDelimited", "%09"],
  ["pipeDelimited", "|"],
]);

/** A query parameter's pairs, in order. Values are spelled as the URL has them, as far as they would be read differently. */
export function queryPairs(name: string, data: YamlData, style: Style): readonly Pair[] {
  const write = (value: YamlData) => queryText(scalarText(value), style.allowReserved);
  if (isYamlList(data)) {
    if (style.style === "deepObject")
      return data.flatMap((item, index) => deepPairs(`${name}[${index}]`, item, write));
    if (style.explode && !joiners.has(style.style) && data.length > 0)
      return data.map((item) => ({ name, value: write(item) }));
    return [{ name, value: joined(data.map(write), style) }];
  }
  if (!isYamlMap(data)) return [{ name, value: write(data) }];
  if (style.style === "deepObject")
    return [...data].flatMap(([key, value]) => deepPairs(`${name}[${key}]`, value, write));
  if (style.explode && style.style === "form")
    return [...data].map(([key, value]) => ({ name: key, value: write(value) }));
  return [
    {
      name,
      value: joined(
        [...data].flatMap(([key, value]) => [queryText(key, false), write(value)]),
        style,
      ),
    },
  ];
}

function joined(values: readonly string[], { style }: Style): string {
  const joiner = joiners.get(style) ?? ",";
  return values
    .map((value) =>
      joiner === "%20" || joiner === "%09"
        ? value
        : value.replaceAll(joiner, encodeURIComponent(joiner)),
    )
    .join(joiner);
}

/** `a[b]=1`; lists in it repeat their name, as most servers read it. */
function deepPairs(
  name: string,
  data: YamlData,
  write: (value: YamlData) => string,
): readonly Pair[] {
  if (isYamlMap(data))
    return [...data].flatMap(([key, value]) => deepPairs(`${name}[${key}]`, value, write));
  if (isYamlList(data)) return data.flatMap((item) => deepPairs(name, item, write));
  return [{ name, value: write(data) }];
}

/** What would change its meaning in a query is encoded; the rest is left readable. */
function queryText(text: string, allowReserved: boolean): string {
  const breaks = allowReserved ? /[%&#]/g : /[%&#+]/g;
  return text.replace(breaks, (character) => encodeURIComponent(character));
}

/** One value as text: JSON for what is inside a list or map. */
function scalarText(data: YamlData): string {
  return isYamlMap(data) || isYamlList(data) ? jsonText(data, "") : anyText(data);
}

/** A header's value (style simple). */
export function headerText(data: YamlData, explode: boolean): string {
  if (isYamlList(data)) return data.map(scalarText).join(",");
  if (!isYamlMap(data)) return scalarText(data);
  return mapParts(data, explode).join(",");
}

function mapParts(map: YamlMap, explode: boolean): readonly string[] {
  return [...map].flatMap(([key, value]) =>
    explode ? [`${key}=${scalarText(value)}`] : [key, scalarText(value)],
  );
}

/** Pairs of the Cookie field. */
export function cookiePairs(name: string, data: YamlData, explode: boolean): readonly Pair[] {
  if (isYamlMap(data) && explode)
    return [...data].map(([key, value]) => ({ name: key, value: scalarText(value) }));
  return [{ name, value: headerText(data, false) }];
}

/** A path parameter's whole text, with the marks of label and matrix. */
export function pathText(name: string, data: YamlData, { style, explode }: Style): string {
  const parts = isYamlMap(data)
    ? mapParts(data, explode)
    : (isYamlList(data) ? data : [data]).map(scalarText);
  switch (style) {
    case "label":
      return `.${parts.join(explode ? "." : ",")}`;
    case "matrix":
      if (!explode) return `;${name}=${parts.join(",")}`;
      return parts.map((part) => (isYamlMap(data) ? `;${part}` : `;${name}=${part}`)).join("");
    default:
      return parts.join(",");
  }
}
