import {
  Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";
import { isYamlList, isYamlMap, sameYaml, type YamlData } from "./data.ts";
import { matchItems } from "./match.ts";
import { keyText, type ParsedYaml, yamlData } from "./parse.ts";
import { freshNode, numberTags, printOptions, scalarNode } from "./scalar.ts";

/**
 * The whole text printed from its patched syntax tree: comments, unknown keys, order and quotes stay; spacing may change.
 * `expandAliases`: aliases become copies, for a change to what they point to that must not reach them.
 */
export function printPatched(parsed: ParsedYaml, next: YamlData, expandAliases: boolean): string {
  const { source } = parsed;
  const document = parseDocument(source, { intAsBigInt: true, customTags: numberTags });
  if (expandAliases) {
    visit(document, {
      Alias: (_, node) => {
        const target = node.resolve(document);
        return target === undefined ? undefined : (target.clone() as Node);
      },
    });
    visit(document, {
      Node: (_, node) => void (node instanceof Alias ? undefined : delete node.anchor),
    });
  }
  const contents = document.contents as Node | null;
  document.contents = (
    contents === null ? freshNode(next) : patchNode(contents, parsed.data, next)
  ) as never;
  const withoutStrings = source.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "");
  const padded = !/[{[]\S/.test(withoutStrings);
  return document.toString({ ...printOptions, flowCollectionPadding: padded });
}

/** Changes a node of a syntax tree so that it says `next`; returns the node to put in its place. */
export function patchNode(node: unknown, before: YamlData, next: YamlData): Node {
  if (sameYaml(before, next) && node !== null) return node as Node;
  if (isAlias(node)) return freshNode(next);
  if (isMap(node) && isYamlMap(next) && isYamlMap(before))
    return patchMap(node as YAMLMap, before, next);
  if (isSeq(node) && isYamlList(next) && isYamlList(before)) {
    const matched = matchItems(before, next);
    const items = node.items;
    const flow = node.flow ?? false;
    node.items = next.map((value, index) => {
      const from = matched[index] ?? -1;
      return from < 0 ? freshNode(value) : patchNode(items[from], before[from] ?? null, value);
    });
    node.flow = next.length === 0 || (before.length > 0 && flow);
    return node;
  }
  if (isScalar(node) && !isYamlMap(next) && !isYamlList(next)) return scalarNode(next, node);
  return freshNode(next);
}

function patchMap(
  node: YAMLMap,
  before: ReadonlyMap<string, YamlData>,
  next: ReadonlyMap<string, YamlData>,
): YAMLMap {
  node.items = node.items.filter((pair) => next.has(keyText(pair.key)));
  for (const pair of node.items) {
    const key = keyText(pair.key);
    pair.value = patchNode(pair.value, before.get(key) ?? null, next.get(key) ?? null);
  }
  let previous = -1;
  for (const [key, value] of next) {
    const at = node.items.findIndex((pair) => keyText(pair.key) === key);
    if (at >= 0) {
      previous = at;
      continue;
    }
    previous += 1;
    node.items.splice(previous, 0, new Pair(scalarNode(key), freshNode(value)));
  }
  node.flow = node.items.length === 0 || (before.size > 0 && (node.flow ?? false));
  return node;
}

/** True when a text reads back as exactly this data. */
export function saysYaml(text: string, data: YamlData): boolean {
  try {
    return sameYaml(yamlData(text), data);
  } catch {
    return false;
  }
}
