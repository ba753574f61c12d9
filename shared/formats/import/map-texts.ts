import { isYamlList, isYamlMap, type YamlData } from "../yaml/data.ts";

/** Data with every text in it changed; keys stay. */
export function mapTexts(data: YamlData, change: (text: string) => string): YamlData {
  if (typeof data === "string") return change(data);
  if (isYamlList(data)) return data.map((item) => mapTexts(item, change));
  if (isYamlMap(data))
    return new Map([...data].map(([key, value]) => [key, mapTexts(value, change)]));
  return data;
}
