import type { Row } from "../../../model/request.ts";
import { isYamlList, isYamlMap, type YamlData } from "../../yaml/data.ts";
import { textOf } from "../../opencollection/fields.ts";
import { anyText } from "../json-text.ts";
import { descriptionOf, isOn } from "../loose.ts";

/** Header fields: rows, texts `Name: value`, or one text with a field on each line (v1: `//` before a field that is off). */
export function postmanHeaders(data: YamlData | undefined): readonly Row[] {
  if (!isYamlList(data)) return headerLines(textOf(data));
  return data.flatMap((row): readonly Row[] => {
    if (!isYamlMap(row)) return headerLines(textOf(row));
    const description = descriptionOf(row.get("description"));
    return [
      {
        name: anyText(row.get("key")),
        value: anyText(row.get("value")),
        ...(description === "" ? {} : { description }),
        ...(isOn(row) ? {} : { disabled: true }),
      },
    ];
  });
}

function headerLines(text: string): readonly Row[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const off = line.startsWith("//");
      const field = off ? line.slice(2) : line;
      const colon = field.indexOf(":");
      return {
        name: (colon < 0 ? field : field.slice(0, colon)).trim(),
        value: colon < 0 ? "" : field.slice(colon + 1).trim(),
        ...(off ? { disabled: true } : {}),
      };
    });
}
