import { emptyRequest } from "../../../model/request.ts";
import { collectionData, folderItem, requestItem } from "../build.ts";
import type { Imported, ImportedItem } from "../imported.ts";
import { createNotes, type Notes } from "../note.ts";
import { stem } from "../source-file.ts";
import type { YamlMap } from "../../yaml/data.ts";
import { readIntrospection } from "./introspection.ts";
import { fieldDocs, operationText, variablesText } from "./operation.ts";
import type { Field, GraphqlSchema } from "./schema.ts";
import { tokensOf } from "./tokens.ts";
import { type Executable, readDocument } from "./sdl.ts";

/** As much of a text as tells what it is, however long its first comment. */
const beginning = 100_000;

/** True for a text in GraphQL's own language: definitions of a schema, or operations. */
export function isGraphql(text: string): boolean {
  if (!/^[\s,#"a-z]/.test(text)) return false;
  const tokens = tokensOf(text.slice(0, beginning)).filter(({ kind }) => kind !== "string");
  const [first, second, third] = tokens[0]?.text === "extend" ? tokens.slice(1) : tokens;
  if (first?.kind !== "name" || second === undefined) return false;
  switch (first.text) {
    case "schema":
      return second.text === "{" || second.text === "@";
    case "type":
    case "interface":
    case "input":
    case "enum":
    case "union":
    case "scalar":
      return second.kind === "name" && /^(?:$|[{@=]|[a-z]\w*$)/i.test(third?.text ?? "");
    case "directive":
      return second.text === "@";
    case "query":
    case "mutation":
    case "subscription":
      return /^[({@]$/.test(second.kind === "name" ? (third?.text ?? "") : second.text);
    case "fragment":
      return second.kind === "name" && third?.text === "on";
    default:
      return false;
  }
}

/** Reads a schema or operations in GraphQL's language. Never throws: what cannot be read is named, the rest is imported. */
export function importGraphql(text: string, file: string): Imported {
  const notes = createNotes(file);
  const { schema, executables, problems } = readDocument(text);
  for (const { at, reason } of problems)
    notes.add("error", "broken-text", { reason }, { line: text.slice(0, at).split("\n").length });
  return imported(schema, executables, file, notes);
}

/** Reads the reply to an introspection query. Never throws. */
export function importIntrospection(schema: YamlMap, file: string): Imported {
  return imported(readIntrospection(schema), [], file, createNotes(file));
}

function imported(
  schema: GraphqlSchema,
  executables: readonly Executable[],
  file: string,
  notes: Notes,
): Imported {
  const roots = [
    ["Queries", "query", schema.query],
    ["Mutations", "mutation", schema.mutation],
    ["Subscriptions", "subscription", schema.subscription],
  ] as const;
  const folders = roots.flatMap(([name, kind, type]): readonly ImportedItem[] => {
    const fields = type === null ? [] : (schema.types.get(type)?.fields ?? []);
    const requests = fields.map((field) => fieldItem(kind, field, schema));
    const docs = type === null ? "" : (schema.types.get(type)?.description ?? "");
    return requests.length === 0 ? [] : [folderItem({ name, docs }, requests)];
  });
  const children = [...folders, ...executableItems(executables)];
  const name = stem(file) || "GraphQL";
  if (children.length === 0) notes.add("error", "nothing-in-it");
  else notes.add("info", "address-unknown", { name: "endpoint" });
  const collection = {
    name,
    data: collectionData({
      name,
      docs: schema.description,
      variables: [{ name: "endpoint", value: "" }],
    }),
    children,
    environments: [],
    secrets: new Map<string, string>(),
    files: [],
  };
  return {
    format: "graphql",
    formatName: "GraphQL",
    collections: children.length === 0 ? [] : [collection],
    environments: [],
    notes: notes.list,
  };
}

const request = {
  ...emptyRequest,
  method: "POST",
  url: "{{endpoint}}",
  auth: { kind: "inherit" } as const,
};

function fieldItem(
  kind: "query" | "mutation" | "subscription",
  field: Field,
  schema: GraphqlSchema,
): ImportedItem {
  return requestItem({
    request: {
      ...request,
      name: field.name,
      docs: fieldDocs(field),
      tags: field.deprecated === null ? [] : ["deprecated"],
    },
    special: {
      kind: "graphql",
      query: operationText(kind, field, schema),
      variables: variablesText(field, schema),
    },
  });
}

/** Operations written in the document, each with the fragments it needs. */
function executableItems(executables: readonly Executable[]): readonly ImportedItem[] {
  const fragments = new Map(
    executables.flatMap((one) => (one.kind === "fragment" ? [[one.name, one] as const] : [])),
  );
  const needed = (from: Executable, seen: Map<string, Executable>): readonly Executable[] => {
    for (const name of from.spreads) {
      const fragment = fragments.get(name);
      if (fragment === undefined || seen.has(name)) continue;
      seen.set(name, fragment);
      needed(fragment, seen);
    }
    return [...seen.values()];
  };
  return executables
    .filter(({ kind }) => kind !== "fragment")
    .map((operation, index) =>
      requestItem({
        request: { ...request, name: operation.name || `${operation.kind} ${index + 1}` },
        special: {
          kind: "graphql",
          query: [operation, ...needed(operation, new Map())].map(({ text }) => text).join("\n\n"),
          variables: "",
        },
      }),
    );
}
