import { textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import type { Notes } from "../note.ts";
import { blockText, type BruBlock, bruBlocks } from "./blocks.ts";
import { exampleData } from "./example-block.ts";
import { blockItems, blockPairs, type BruPair, commentOf } from "./pairs.ts";
import { fileData, modeOf, partData, rowData } from "./parts.ts";

/** A .bru file in Bruno's own JSON form: the same that its exports have, so that one converter reads both. */
export interface BruDocument {
  /** `meta` as it is: name, type, seq. */
  readonly meta: YamlMap;
  /** A request item. */
  readonly item: YamlMap;
  /** The `root` of a folder or collection. */
  readonly root: YamlMap;
  /** What lines that begin with `#` or `//` say, outside texts. */
  readonly comments: readonly string[];
  /** `color:` of an environment; "" for none. */
  readonly color: string;
}

const methods = new Set([
  "get",
  "post",
  "put",
  "delete",
  "patch",
  "options",
  "head",
  "connect",
  "trace",
]);
const textBodies = new Set(["json", "text", "xml", "sparql"]);

/** Reads one .bru file. Blocks it does not know and lines that are nothing are noted and kept by the caller's note. Never throws. */
export function readBru(text: string, file: string, notes: Notes): BruDocument {
  const { blocks, strays } = bruBlocks(text);
  const draft = createDraft(file, notes);
  for (const stray of strays) {
    const comment = commentOf(stray.text);
    const color = /^color:\s*(.*)$/.exec(stray.text)?.[1]?.trim();
    if (comment !== null) draft.comments.push(comment);
    else if (color !== undefined) draft.color = color;
    else
      notes.add(
        "error",
        "broken-text",
        { reason: "it stands outside every block" },
        { file, line: stray.line },
      );
  }
  for (const block of blocks) draft.read(block);
  return draft.document();
}

interface Draft {
  readonly comments: string[];
  color: string;
  read(block: BruBlock): void;
  document(): BruDocument;
}

function createDraft(file: string, notes: Notes): Draft {
  const request = new Map<string, YamlData>();
  const body = new Map<string, YamlData>();
  const auth = new Map<string, YamlData>();
  const script = new Map<string, YamlData>();
  const vars = new Map<string, YamlData>();
  const examples: YamlData[] = [];
  const comments: string[] = [];
  let app: YamlMap | undefined;
  let meta: YamlMap = new Map();
  let settings: YamlMap = new Map();
  let docs = "";
  let kind = "http";

  const pairsOf = (block: BruBlock): readonly BruPair[] => {
    if (!block.closed)
      notes.add(
        "error",
        "broken-text",
        { reason: `the block “${block.name}” is never closed` },
        { file, line: block.line - 1 },
      );
    const { pairs, strays, comments: said } = blockPairs(block.lines, block.line);
    comments.push(...said);
    for (const stray of strays)
      notes.add(
        "error",
        "broken-text",
        { reason: `a colon is missing in “${block.name}”` },
        { file, line: stray.line },
      );
    return pairs;
  };
  const rows = (block: BruBlock, more: (pair: BruPair) => YamlMap = () => new Map()): YamlData =>
    pairsOf(block).map((pair) => rowData(pair, more(pair)));
  const append = (map: Map<string, YamlData>, key: string, value: YamlData): void => {
    const old = map.get(key);
    map.set(
      key,
      Array.isArray(old) && Array.isArray(value)
        ? [...(old as YamlData[]), ...(value as YamlData[])]
        : value,
    );
  };

  const read = (block: BruBlock): void => {
    const { name } = block;
    const text = () => blockText(block.lines);
    if (methods.has(name) || name === "http" || name === "grpc" || name === "ws") {
      const fields = fieldsOf(pairsOf(block));
      if (methods.has(name)) request.set("method", name.toUpperCase());
      if (name === "grpc" || name === "ws") kind = name;
      for (const [key, value] of fields) {
        if (key === "body") body.set("mode", modeOf(textOf(value)));
        else if (key === "auth") auth.set("mode", value);
        else request.set(key, value);
      }
      return;
    }
    switch (name) {
      case "meta":
        meta = fieldsOf(pairsOf(block));
        return;
      case "headers":
      case "metadata":
        append(request, "headers", rows(block));
        return;
      case "query":
      case "params:query":
        append(
          request,
          "params",
          rows(block, () => new Map([["type", "query"]])),
        );
        return;
      case "params:path":
        append(
          request,
          "params",
          rows(block, () => new Map([["type", "path"]])),
        );
        return;
      case "auth":
        for (const [key, value] of fieldsOf(pairsOf(block))) auth.set(key, value);
        return;
      case "body":
        body.set("json", text());
        body.set("mode", "json");
        return;
      case "body:graphql":
        body.set("graphql", new Map([...asMap(body.get("graphql")), ["query", text()]]));
        return;
      case "body:graphql:vars":
        body.set("graphql", new Map([...asMap(body.get("graphql")), ["variables", text()]]));
        return;
      case "body:form-urlencoded":
        append(body, "formUrlEncoded", rows(block));
        return;
      case "body:multipart-form":
        append(body, "multipartForm", pairsOf(block).map(partData));
        return;
      case "body:file":
        append(body, "file", pairsOf(block).map(fileData));
        return;
      case "body:grpc":
      case "body:ws": {
        const message = fieldsOf(pairsOf(block));
        append(body, name.slice(5), [message]);
        return;
      }
      case "vars:pre-request":
      case "vars":
        append(vars, "req", pairsOf(block).map(variableData));
        return;
      case "vars:post-response":
        append(vars, "res", pairsOf(block).map(variableData));
        return;
      case "vars:secret":
        append(
          vars,
          "req",
          blockItems(block.lines).map((item) =>
            yamlMap([
              ["name", item.name],
              ["value", ""],
              ["enabled", item.enabled],
              ["description", item.marks.get("description")],
              ["secret", true],
            ]),
          ),
        );
        return;
      case "assert":
        append(request, "assertions", rows(block));
        return;
      case "script:pre-request":
        script.set("req", text());
        return;
      case "script:post-response":
        script.set("res", text());
        return;
      case "script:hooks":
        script.set("hooks", text());
        return;
      case "tests":
        request.set("tests", text());
        return;
      case "docs":
        docs = text();
        return;
      case "settings":
        settings = fieldsOf(pairsOf(block));
        return;
      case "app": {
        const fields = fieldsOf(pairsOf(block));
        const code = fields.get("code");
        if (code === undefined) break;
        app = yamlMap([
          ["enabled", textOf(fields.get("enabled")) === "true" ? true : undefined],
          ["code", code],
        ]);
        return;
      }
      case "example":
        examples.push(exampleData(block));
        return;
      default:
    }
    if (name.startsWith("body:") && textBodies.has(name.slice(5))) body.set(name.slice(5), text());
    else if (name.startsWith("script:grpc:")) script.set(name.slice("script:".length), text());
    else if (name.startsWith("auth:oauth2:additional_params:")) additional(block);
    else if (name.startsWith("auth:")) authBlock(name.slice(5), block);
    else
      notes.add(
        "warning",
        "no-place-value",
        { what: `The block “${name}”`, value: text() },
        { file, line: block.line - 1 },
      );
  };

  const authBlock = (mode: string, block: BruBlock): void => {
    const old = asMap(auth.get(mode));
    const fields = [...fieldsOf(pairsOf(block))].map(
      ([key, value]) => [mode === "oauth2" ? camel(key) : key, value] as const,
    );
    auth.set(mode, new Map([...old, ...fields]));
  };
  /** `auth:oauth2:additional_params:access_token_req:headers`. */
  const additional = (block: BruBlock): void => {
    const [, , , where = "", place = ""] = block.name.split(":");
    const key = where.startsWith("auth")
      ? "authorization"
      : where.startsWith("refresh")
        ? "refresh"
        : "token";
    const oauth2 = asMap(auth.get("oauth2"));
    const all = asMap(oauth2.get("additionalParameters"));
    const old = all.get(key);
    const added = pairsOf(block).map((pair) =>
      rowData(pair, new Map([["sendIn", place === "bodyencoded" ? "body" : place]])),
    );
    const next = new Map([
      ...all,
      [key, [...(Array.isArray(old) ? (old as YamlData[]) : []), ...added]] as const,
    ]);
    auth.set("oauth2", new Map([...oauth2, ["additionalParameters", next]]));
  };

  const draft: Draft = {
    comments,
    color: "",
    read,
    document: () => {
      request.set("body", body);
      request.set("auth", auth);
      request.set("script", script);
      request.set("vars", vars);
      request.set("docs", docs);
      const type = textOf(meta.get("type")) || "http";
      const item = yamlMap([
        ["type", kind === "http" ? type : kind],
        ["name", meta.get("name")],
        ["seq", meta.get("seq")],
        ["tags", tagsOf(meta.get("tags"))],
        ["settings", settings],
        ["request", request],
        ["examples", examples],
        ["app", app],
        ["comments", comments],
      ]);
      const rootRequest = new Map([...request].filter(([key]) => key !== "docs"));
      return {
        meta,
        item,
        root: yamlMap([
          ["request", rootRequest],
          ["docs", docs],
          ["comments", comments],
        ]),
        comments,
        color: draft.color,
      };
    },
  };
  return draft;
}

function asMap(data: YamlData | undefined): YamlMap {
  const none: YamlMap = new Map();
  return isYamlMap(data) ? data : none;
}

function fieldsOf(pairs: readonly BruPair[]): YamlMap {
  return new Map(pairs.map((pair) => [pair.name, pair.value]));
}

/** `@name` is one for this request alone; `@number` and the like say what it holds. */
function variableData(pair: BruPair): YamlData {
  const type = ["number", "boolean", "object", "null"].find((known) => pair.marks.has(known));
  return rowData({ ...pair, name: pair.name.replace(/^@/, "") }, yamlMap([["dataType", type]]));
}

function tagsOf(data: YamlData | undefined): YamlData | undefined {
  const text = typeof data === "string" ? data.replace(/^\[|\]$/g, "") : "";
  const tags = text
    .split(/[\n,]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  return tags.length === 0 ? undefined : tags;
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
