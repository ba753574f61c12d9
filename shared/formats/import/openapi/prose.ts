import { proseOf } from "../../opencollection/fields.ts";
import type { YamlData, YamlMap } from "../../yaml/data.ts";
import { textOf } from "../../opencollection/fields.ts";

/** A description: Markdown (CommonMark), white space at its ends gone. */
export function cleanDocs(data: YamlData | undefined): string {
  return proseOf(data).trim();
}

/** One line of a text: names of requests and folders have no line breaks. */
export function oneLine(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f]+/g, " ").trim();
}

/** The first sentence of a description, short enough for a name; "" for none. */
export function firstLine(text: string): string {
  const line = oneLine(text.split("\n", 1)[0] ?? "");
  return line.length <= 80 ? line : `${line.slice(0, 79).trimEnd()}…`;
}

/** A link to documentation elsewhere as Markdown; "" without an address. */
export function docsLink(map: YamlMap | null): string {
  const url = textOf(map?.get("url"));
  if (url === "") return "";
  const words = oneLine(textOf(map?.get("description"))) || url;
  return `[${words.replace(/[[\]]/g, "")}](${url})`;
}

/** Paragraphs that are there, with an empty line between. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
