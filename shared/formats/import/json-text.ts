import { isYamlList, isYamlMap, isYamlNumber, type YamlData } from "../yaml/data.ts";
import { textOf } from "../opencollection/fields.ts";

/** Data as JSON, indented by two spaces; numbers as they were spelled. */
export function jsonText(data: YamlData, indent = "  "): string {
  return write(data, indent, indent === "" ? "" : "\n");
}

function write(data: YamlData, indent: string, line: string): string {
  if (isYamlNumber(data)) return Number.isFinite(data.number) ? data.source : "null";
  if (isYamlList(data)) {
    if (data.length === 0) return "[]";
    const inner = line + (line === "" ? "" : indent);
    return `[${inner}${data.map((item) => write(item, indent, inner)).join(`,${inner}`)}${line}]`;
  }
  if (isYamlMap(data)) {
    if (data.size === 0) return "{}";
    const inner = line + (line === "" ? "" : indent);
    const colon = line === "" ? ":" : ": ";
    const rows = [...data].map(
      ([key, value]) => `${JSON.stringify(key)}${colon}${write(value, indent, inner)}`,
    );
    return `{${inner}${rows.join(`,${inner}`)}${line}}`;
  }
  return JSON.stringify(data);
}

/** Any value as text: scalars as they are, lists and maps as JSON, null and absent as "". */
export function anyText(data: YamlData | undefined): string {
  return isYamlMap(data) || isYamlList(data) ? jsonText(data) : textOf(data);
}

/** Text as a code block of its own, for docs. */
export function fenced(text: string, language = ""): string {
  return `\n\`\`\`${language}\n${text}\n\`\`\``;
}
