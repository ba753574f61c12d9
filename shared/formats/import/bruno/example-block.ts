import { type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import { blockText, type BruBlock } from "./blocks.ts";
import { blockPairs, type BruPair } from "./pairs.ts";
import { fileData, modeOf, partData } from "./parts.ts";

/** A block inside an example: `name: {` … `}`, its lines without their own indentation. */
interface Inner {
  readonly pairs: readonly BruPair[];
  readonly blocks: ReadonlyMap<string, readonly string[]>;
}

/** An `example` block in Bruno's JSON form. */
export function exampleData(block: BruBlock): YamlData {
  const top = cut(block.lines);
  const request = cut(top.blocks.get("request") ?? []);
  const response = cut(top.blocks.get("response") ?? []);
  const status = cut(response.blocks.get("status") ?? []);
  const content = cut(response.blocks.get("body") ?? []);
  return yamlMap([
    ["name", value(top, "name")],
    ["description", value(top, "description")],
    [
      "request",
      yamlMap([
        ["url", value(request, "url")],
        ["method", value(request, "method")],
        ["headers", rows(request, "headers")],
        [
          "params",
          [...typed(request, "params:query", "query"), ...typed(request, "params:path", "path")],
        ],
        ["body", bodyOf(request)],
      ]),
    ],
    [
      "response",
      yamlMap([
        ["status", value(status, "code") || value(response, "status")],
        ["statusText", value(status, "text") || value(response, "statusText")],
        ["headers", rows(response, "headers")],
        [
          "body",
          yamlMap([
            ["type", value(content, "type")],
            ["content", value(content, "content")],
          ]),
        ],
      ]),
    ],
  ]);
}

function cut(lines: readonly string[]): Inner {
  const blocks = new Map<string, readonly string[]>();
  const plain: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const name = /^([\w:-]+)\s*:\s*\{\s*$/.exec(line)?.[1];
    if (name === undefined) {
      plain.push(line);
      continue;
    }
    const from = at + 1;
    let end = from;
    while (end < lines.length && !(lines[end] ?? "").startsWith("}")) end += 1;
    blocks.set(
      name,
      lines.slice(from, end).map((row) => row.replace(/^ {1,2}/, "")),
    );
    at = end;
  }
  return { pairs: blockPairs(plain, 1).pairs, blocks };
}

function value(inner: Inner, name: string): string {
  return inner.pairs.find((pair) => pair.name === name)?.value ?? "";
}

function rows(inner: Inner, name: string): readonly YamlData[] {
  return blockPairs(inner.blocks.get(name) ?? [], 1).pairs.map((pair) => row(pair, null));
}

function typed(inner: Inner, name: string, type: string): readonly YamlData[] {
  return blockPairs(inner.blocks.get(name) ?? [], 1).pairs.map((pair) => row(pair, type));
}

function row(pair: BruPair, type: string | null): YamlData {
  return yamlMap([
    ["name", pair.name],
    ["value", pair.value],
    ["type", type ?? undefined],
    ["enabled", pair.enabled],
    ["description", pair.marks.get("description")],
  ]);
}

function bodyOf(request: Inner): YamlMap {
  const mode = modeOf(value(request, "mode"));
  const entries: (readonly [string, YamlData | undefined])[] = [["mode", mode]];
  for (const [name, lines] of request.blocks) {
    if (!name.startsWith("body")) continue;
    const kind = name.slice(5);
    const pairs = () => blockPairs(lines, 1).pairs;
    if (kind === "form-urlencoded")
      entries.push(["formUrlEncoded", pairs().map((pair) => row(pair, null))]);
    else if (kind === "multipart-form") entries.push(["multipartForm", pairs().map(partData)]);
    else if (kind === "file") entries.push(["file", pairs().map(fileData)]);
    else entries.push([kind || "json", blockText(lines)]);
  }
  return yamlMap(entries);
}
