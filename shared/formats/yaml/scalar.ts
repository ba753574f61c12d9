import { Pair, Scalar, type ScalarTag, stringify, type Tags, YAMLMap, YAMLSeq } from "yaml";
import { isYamlList, isYamlMap, isYamlNumber, type YamlData } from "./data.ts";

/** What Bruno prints with, so that files go to and fro without noise. */
export const printOptions = {
  lineWidth: 0,
  indent: 2,
  minContentWidth: 0,
  defaultStringType: "PLAIN",
  blockQuote: "literal",
  doubleQuotedMinMultiLineLength: 1_000_000_000,
} as const;

// Characters that only a double-quoted scalar can hold and bring back: controls, line separators, lone surrogates.
const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;

/** Numbers print with the spelling they were read with. */
export const numberTags = (tags: Tags): Tags =>
  tags.map((tag): Tags[number] => {
    if (typeof tag !== "object" || !/:(int|float)$/.test(tag.tag)) return tag;
    const scalar = tag as ScalarTag;
    const plain: ScalarTag["stringify"] = scalar.stringify ?? ((item) => String(item.value));
    return {
      ...scalar,
      stringify: (item, context, onComment, onChompKeep) =>
        item.source ?? plain?.(item, context, onComment, onChompKeep) ?? String(item.value),
    };
  });

/** A scalar node with a style that reads back as the same value; the old node's quotes and comments are kept. */
export function scalarNode(
  value: Exclude<YamlData, ReadonlyMap<string, YamlData> | readonly YamlData[]>,
  old?: Scalar,
): Scalar {
  const node = new Scalar<unknown>(isYamlNumber(value) ? value.number : value);
  if (isYamlNumber(value)) node.source = value.source;
  if (typeof value === "string") {
    if (value.includes("\n")) node.type = canBeBlock(value) ? "BLOCK_LITERAL" : "QUOTE_DOUBLE";
    else if (value !== value.trim() || unprintable.test(value)) node.type = "QUOTE_DOUBLE";
    else if (old?.type === "QUOTE_SINGLE" || old?.type === "QUOTE_DOUBLE") node.type = old.type;
  }
  if (old !== undefined) {
    node.comment = old.comment ?? null;
    node.commentBefore = old.commentBefore ?? null;
    node.spaceBefore = old.spaceBefore ?? false;
  }
  return node;
}

/** True for text that a literal block brings back byte for byte. */
export function canBeBlock(value: string): boolean {
  return (
    value.includes("\n") && /\S/.test(value) && !unprintable.test(value) && !/^[ \n]*\t/.test(value)
  );
}

/** New nodes for new data, in canonical style. */
export function freshNode(data: YamlData): Scalar | YAMLMap | YAMLSeq {
  if (isYamlMap(data)) {
    const map = new YAMLMap();
    for (const [key, value] of data) map.items.push(new Pair(scalarNode(key), freshNode(value)));
    return map;
  }
  if (isYamlList(data)) {
    const list = new YAMLSeq();
    list.items = data.map(freshNode);
    return list;
  }
  return scalarNode(data);
}

/** Canonical text of data, with a line break at the end. */
export function printData(data: YamlData): string {
  return stringify(freshNode(data), { ...printOptions, customTags: numberTags });
}
