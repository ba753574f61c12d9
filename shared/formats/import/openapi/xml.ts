import { flagOf, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { anyText } from "../json-text.ts";
import type { Located } from "./documents.ts";
import type { Samples } from "./sample.ts";
import type { SchemaView } from "./schema.ts";

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

/** A value as XML by the `xml` hints of its schema (OpenAPI 3 XML Object, 3.2's `nodeType` too). `name`: of the root without a hint. */
export function xmlText(
  value: YamlData,
  schema: Located | null,
  name: string,
  samples: Samples,
): string {
  const view = schema === null ? null : samples.view(schema);
  const root = view === null ? name : hintOf(view, "name") || view.name || name;
  const lines = element(tagName(root), value, view, samples, "");
  return `${[declaration, ...lines].join("\n")}\n`;
}

function hintOf(view: SchemaView, key: string): string {
  return textOf(mapAt(view.keywords, "xml").get(key));
}

function isAttribute(view: SchemaView): boolean {
  return (
    flagOf(mapAt(view.keywords, "xml").get("attribute")) || hintOf(view, "nodeType") === "attribute"
  );
}

function isWrapped(view: SchemaView): boolean {
  return (
    flagOf(mapAt(view.keywords, "xml").get("wrapped")) || hintOf(view, "nodeType") === "element"
  );
}

/** A name XML can have. */
function tagName(name: string): string {
  const clean = name.replace(/[^\p{L}\p{N}_.-]/gu, "_");
  return /^[\p{L}_]/u.test(clean) ? clean : `_${clean}`;
}

function qualified(name: string, view: SchemaView | null): string {
  const prefix = view === null ? "" : hintOf(view, "prefix");
  return prefix === "" ? name : `${tagName(prefix)}:${name}`;
}

function namespace(view: SchemaView | null): string {
  const uri = view === null ? "" : hintOf(view, "namespace");
  if (uri === "" || view === null) return "";
  const prefix = hintOf(view, "prefix");
  return ` xmlns${prefix === "" ? "" : `:${tagName(prefix)}`}="${escaped(uri)}"`;
}

/** Lines of one element, or of several for a list that has no element of its own. */
function element(
  name: string,
  value: YamlData,
  view: SchemaView | null,
  samples: Samples,
  indent: string,
): readonly string[] {
  if (isYamlList(value)) return listElements(name, value, view, samples, indent);
  const tag = qualified(name, view);
  const open = `${indent}<${tag}${namespace(view)}`;
  if (!isYamlMap(value)) {
    const text = anyText(value);
    return text === "" ? [`${open}/>`] : [`${open}>${escaped(text)}</${tag}>`];
  }
  const { attributes, inner, own } = contentOf(value, view, samples, `${indent}  `);
  if (inner.length === 0)
    return own === ""
      ? [`${open}${attributes}/>`]
      : [`${open}${attributes}>${escaped(own)}</${tag}>`];
  return [`${open}${attributes}>`, ...inner, `${indent}</${tag}>`];
}

function listElements(
  name: string,
  list: readonly YamlData[],
  view: SchemaView | null,
  samples: Samples,
  indent: string,
): readonly string[] {
  const item = view?.items == null ? null : samples.view(view.items);
  const itemName = tagName((item === null ? "" : hintOf(item, "name")) || name);
  // The root of a document is one element, whatever the schema says.
  const wrapped = (view !== null && isWrapped(view)) || indent === "";
  if (!wrapped) return list.flatMap((one) => element(itemName, one, item, samples, indent));
  const tag = qualified(name, view);
  const inner = list.flatMap((one) => element(itemName, one, item, samples, `${indent}  `));
  const open = `${indent}<${tag}${namespace(view)}`;
  return inner.length === 0 ? [`${open}/>`] : [`${open}>`, ...inner, `${indent}</${tag}>`];
}

function contentOf(
  value: YamlMap,
  view: SchemaView | null,
  samples: Samples,
  indent: string,
): { readonly attributes: string; readonly inner: readonly string[]; readonly own: string } {
  let attributes = "";
  let own = "";
  const inner: string[] = [];
  for (const [key, data] of value) {
    const schema = view?.properties.get(key);
    const child = schema === undefined ? null : samples.view(schema);
    const name = tagName((child === null ? "" : hintOf(child, "name")) || key);
    if (child !== null && isAttribute(child)) {
      const more = namespace(child);
      attributes += `${more} ${qualified(name, child)}="${escaped(anyText(data))}"`;
    } else if (child !== null && ["text", "cdata"].includes(hintOf(child, "nodeType"))) {
      own += anyText(data);
    } else inner.push(...element(name, data, child, samples, indent));
  }
  return { attributes, inner, own };
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
