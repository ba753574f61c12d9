import { textOf } from "../../opencollection/fields.ts";
import { isJsonType, isTextType, isXmlType, parseMediaType } from "../../../model/media-type.ts";
import { isYamlList, isYamlMap, type YamlData } from "../../yaml/data.ts";
import { anyText, jsonText } from "../json-text.ts";
import type { ApiContent, ApiExample } from "./operation.ts";
import type { Direction, Samples } from "./sample.ts";
import { isBinary, typeOf } from "./schema.ts";
import { xmlText } from "./xml.ts";

/** What kind of text a body of a media type is. */
export type PayloadKind = "json" | "xml" | "html" | "text" | "binary";

/** One body as text; null text: there is nothing to show. */
export interface Payload {
  /** Of the example it comes from, "" otherwise. */
  readonly name: string;
  readonly summary: string;
  readonly kind: PayloadKind;
  readonly text: string | null;
  readonly elsewhere: string;
}

/** `application/*` and the like stand for JSON where something has to be written. */
export function essenceOf(mediaType: string): string {
  const { essence } = parseMediaType(mediaType);
  if (essence === "") return /json/i.test(mediaType) ? "application/json" : mediaType.toLowerCase();
  return essence === "*/*" || essence === "application/*" ? "application/json" : essence;
}

/** JSON texts one after another: lines, sequences, event streams. */
function isSequence(essence: string): boolean {
  return /^application\/(?:x-ndjson|jsonl|json-seq|x-jsonlines|ndjson)$|^text\/event-stream$|\+json-seq$/.test(
    essence,
  );
}

export function payloadKind(content: ApiContent, samples: Samples): PayloadKind {
  const essence = essenceOf(content.mediaType);
  // Bytes, whatever their type: a file.
  if (
    content.schema !== null &&
    content.examples.length === 0 &&
    textOf(samples.view(content.schema).keywords.get("format")) === "binary"
  )
    return "binary";
  if (isJsonType(essence)) return "json";
  if (isXmlType(essence)) return "xml";
  if (essence === "text/html") return "html";
  if (isTextType(essence) || isSequence(essence) || essence.startsWith("multipart/")) return "text";
  if (
    content.schema !== null &&
    !isBinary(samples.view(content.schema)) &&
    content.examples.length > 0
  )
    return "text";
  return "binary";
}

/** Every body a media type gives: its examples, or one made up from its schema. Empty where nothing is said. */
export function payloadsOf(
  content: ApiContent,
  direction: Direction,
  samples: Samples,
): readonly Payload[] {
  const kind = payloadKind(content, samples);
  if (content.examples.length > 0)
    return content.examples.map((example) => ({
      name: example.name,
      summary: example.summary,
      kind,
      text: exampleText(example, content, kind, samples),
      elsewhere: example.elsewhere,
    }));
  const plain = { name: "", summary: "", kind, elsewhere: "" };
  if (kind === "binary") return [{ ...plain, text: null }];
  const essence = essenceOf(content.mediaType);
  if (content.itemSchema !== null && isSequence(essence)) {
    const item = samples.of(content.itemSchema, direction);
    return item === undefined ? [] : [{ ...plain, text: sequenceText(item, essence) }];
  }
  const schema = content.schema ?? (content.itemSchema === null ? null : content.itemSchema);
  if (schema === null) return [];
  const value = samples.of(schema, direction);
  if (value === undefined) return [];
  return [{ ...plain, text: valueText(value, content, kind, samples) }];
}

function exampleText(
  example: ApiExample,
  content: ApiContent,
  kind: PayloadKind,
  samples: Samples,
): string | null {
  if (example.text !== null) return example.text;
  if (example.value === undefined) return null;
  return valueText(example.value, content, kind, samples);
}

function valueText(
  value: YamlData,
  content: ApiContent,
  kind: PayloadKind,
  samples: Samples,
): string {
  const essence = essenceOf(content.mediaType);
  if (kind === "json") {
    return isJsonInText(value, content, samples) ? anyText(value) : jsonText(value);
  }
  if (typeof value === "string") return value;
  if (kind === "xml") return xmlText(value, content.schema, "root", samples);
  if (isSequence(essence)) return sequenceText(value, essence);
  return isYamlMap(value) || isYamlList(value) ? jsonText(value) : anyText(value);
}

/** True for an example of an object or a list that is written as JSON in a text, whether it can be read (`{{name}}` in it) or not. */
function isJsonInText(value: YamlData, content: ApiContent, samples: Samples): boolean {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return false;
  return content.schema === null || typeOf(samples.view(content.schema)) !== "string";
}

/** One item, or each item of a list, as the media type frames them. */
function sequenceText(value: YamlData, essence: string): string {
  const items = isYamlList(value) ? value : [value];
  if (essence === "text/event-stream") return items.map(eventText).join("");
  return items
    .map((item) => `${essence.includes("json-seq") ? "\u001e" : ""}${jsonText(item, "")}\n`)
    .join("");
}

/** An event with the fields HTML's standard knows; anything else is its data. */
function eventText(item: YamlData): string {
  const fields = ["event", "id", "retry", "data", "comment"];
  if (!isYamlMap(item) || ![...item.keys()].every((key) => fields.includes(key)))
    return `data: ${isYamlMap(item) || isYamlList(item) ? jsonText(item, "") : anyText(item)}\n\n`;
  const lines = [...item].flatMap(([key, value]) =>
    (isYamlMap(value) || isYamlList(value) ? jsonText(value, "") : anyText(value))
      .split("\n")
      .map((line) => `${key}: ${line}`),
  );
  return `${lines.join("\n")}\n\n`;
}
