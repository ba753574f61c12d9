import { assertNever } from "../../model/failure.ts";
import type { FileChoice, MultipartPart, RequestBody, TextBodyKind } from "../../model/request.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { flagOf, listAt, sameModel, textOf, withField } from "./fields.ts";
import {
  noteEntries,
  patchNotes,
  patchRows,
  plainRows,
  readNotes,
  readRow,
  type RowForm,
} from "./rows.ts";

const textKinds: readonly TextBodyKind[] = ["json", "xml", "text", "sparql"];
const order = ["type", "data"];

/** The body of an HTTP request. Variants and unknown kinds are kept as `other`. */
export function readBody(data: YamlData | undefined): RequestBody {
  if (isYamlList(data)) return { kind: "other", type: "variants" };
  if (!isYamlMap(data)) return { kind: "none" };
  const type = textOf(data.get("type"));
  const text = textKinds.find((kind) => kind === type);
  const value = data.get("data");
  if (text !== undefined) {
    const readable = !isYamlMap(value) && !isYamlList(value);
    return readable ? { kind: text, text: textOf(value) } : { kind: "other", type };
  }
  const list = listAt(data, "data");
  if (type === "form-urlencoded") return { kind: "form", rows: list.map(readRow) };
  if (type === "multipart-form") return { kind: "multipart", parts: list.map(readPart) };
  if (type === "file") return { kind: "file", files: list.map(readFile) };
  return type === "" || type === "none" ? { kind: "none" } : { kind: "other", type };
}

function readPart(data: YamlData): MultipartPart {
  if (!isYamlMap(data)) return { name: textOf(data), kind: "text", value: "", paths: [] };
  const value = data.get("value");
  const contentType = textOf(data.get("contentType"));
  const isFile = textOf(data.get("type")) === "file";
  const texts = (isYamlList(value) ? value : [value]).map(textOf).filter((text) => text !== "");
  return {
    name: textOf(data.get("name")),
    kind: isFile ? "file" : "text",
    value: isFile ? "" : isYamlList(value) ? texts.join("\n") : textOf(value),
    paths: isFile ? texts : [],
    ...(contentType === "" ? {} : { contentType }),
    ...readNotes(data),
  };
}

function readFile(data: YamlData): FileChoice {
  if (!isYamlMap(data)) return { path: textOf(data), contentType: "", selected: false };
  return {
    path: textOf(data.get("filePath")),
    contentType: textOf(data.get("contentType")),
    selected: flagOf(data.get("selected")),
  };
}

/** The file's body for a changed one. `other` stays as it is: Envoi does not edit it; `graphql` and `websocket` have blocks of their own. */
export function patchBody(data: YamlData | undefined, after: RequestBody): YamlData | undefined {
  const before = readBody(data);
  if (sameModel(before, after) || after.kind === "other") return data;
  if (after.kind === "none" || after.kind === "graphql" || after.kind === "websocket")
    return undefined;
  const old: YamlMap =
    isYamlMap(data) && before.kind === after.kind ? data : yamlMap([["type", typeName(after)]]);
  return withField(old, "data", patchContent(old, before, after), order);
}

type Content = Exclude<RequestBody, { readonly kind: "none" | "other" | "graphql" | "websocket" }>;

function patchContent(old: YamlMap, before: RequestBody, after: Content): YamlData {
  const list = listAt(old, "data");
  switch (after.kind) {
    case "json":
    case "xml":
    case "text":
    case "sparql":
      return after.text;
    case "form":
      return (
        patchRows(list, before.kind === "form" ? before.rows : [], after.rows, plainRows) ?? []
      );
    case "multipart":
      return (
        patchRows(list, before.kind === "multipart" ? before.parts : [], after.parts, partRows) ??
        []
      );
    case "file": {
      const named = (file: FileChoice) => ({ ...file, name: file.path });
      const files = before.kind === "file" ? before.files : [];
      return patchRows(list, files.map(named), after.files.map(named), fileRows) ?? [];
    }
    default:
      return assertNever(after);
  }
}

function typeName(body: Content): string {
  if (body.kind === "form") return "form-urlencoded";
  return body.kind === "multipart" ? "multipart-form" : body.kind;
}

const partOrder = ["name", "type", "value", "contentType", "description", "disabled"];

function partValue(part: MultipartPart): YamlData {
  return part.kind === "file" ? [...part.paths] : part.value;
}

const partRows: RowForm<MultipartPart> = {
  patch: (data, before, after) => {
    let next = data;
    if (before.name !== after.name) next = withField(next, "name", after.name, partOrder);
    if (before.kind !== after.kind) next = withField(next, "type", after.kind, partOrder);
    if (
      before.kind !== after.kind ||
      before.value !== after.value ||
      !sameModel(before.paths, after.paths)
    ) {
      const [only] = after.paths;
      const plain =
        after.kind === "file" && after.paths.length === 1 && typeof data.get("value") === "string";
      next = withField(
        next,
        "value",
        plain && only !== undefined ? only : partValue(after),
        partOrder,
      );
    }
    if ((before.contentType ?? "") !== (after.contentType ?? "")) {
      next = withField(next, "contentType", after.contentType || undefined, partOrder);
    }
    return patchNotes(next, before, after, partOrder);
  },
  create: (part) =>
    yamlMap([
      ["name", part.name],
      ["type", part.kind],
      ["value", partValue(part)],
      ["contentType", part.contentType || undefined],
      ...noteEntries(part),
    ]),
};

const fileOrder = ["filePath", "contentType", "selected", "description"];

const fileRows: RowForm<FileChoice & { readonly name: string }> = {
  patch: (data, before, after) => {
    let next = data;
    if (before.path !== after.path) next = withField(next, "filePath", after.path, fileOrder);
    if (before.contentType !== after.contentType) {
      next = withField(next, "contentType", after.contentType, fileOrder);
    }
    if (before.selected !== after.selected)
      next = withField(next, "selected", after.selected, fileOrder);
    return next;
  },
  create: (file) =>
    yamlMap([
      ["filePath", file.path],
      ["contentType", file.contentType],
      ["selected", file.selected],
    ]),
};
