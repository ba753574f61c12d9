import {
  buildClientSchema,
  GraphQLError,
  type GraphQLSchema,
  type IntrospectionQuery,
  parse,
  validate,
} from "graphql";
import {
  getAutocompleteSuggestions,
  getHoverInformation,
  Position,
} from "graphql-language-service";
import { lineAndColumn } from "../../../shared/formats/json/templated.ts";
import type { EditorAssist, TextMark, TextPlace } from "../../editor/assist.ts";

/** What a schema knows of a document. */
export interface SchemaAssist extends EditorAssist {
  /** Types of the service's own. */
  readonly types: number;
}

/** Reads the reply to an introspection query (its JSON). Throws for one that holds no schema. */
export function createSchemaAssist(text: string): SchemaAssist {
  const { data } = JSON.parse(text) as { readonly data?: IntrospectionQuery };
  if (data === undefined) throw new Error("no data");
  const schema = buildClientSchema(data, { assumeValid: true });
  const cursor = ({ line, column }: TextPlace) => new Position(line - 1, column - 1);
  return {
    types: Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith("__")).length,
    suggest: (document, place) =>
      quiet([], () =>
        getAutocompleteSuggestions(schema, hidden(document), cursor(place)).map((item) => ({
          label: item.label,
          detail: item.detail ?? "",
          docs: typeof item.documentation === "string" ? item.documentation : "",
          insert: item.insertText ?? item.label,
        })),
      ),
    explain: (document, place) =>
      quiet([], () => {
        const found = getHoverInformation(schema, hidden(document), cursor(place));
        return typeof found === "string" ? found.split(/\n\n+/).filter((line) => line !== "") : [];
      }),
    check: (document) => quiet([], () => checked(schema, document)),
  };
}

const template = /\{\{[^{}\n]*\}\}/g;

/** `{{variables}}` as a value of the same length. */
function hidden(document: string): string {
  return document.replace(template, (found) => "null".padEnd(found.length));
}

function checked(schema: GraphQLSchema, document: string): readonly TextMark[] {
  if (document.trim() === "") return [];
  const text = hidden(document);
  const starts = new Set([...document.matchAll(template)].map(({ index }) => index));
  try {
    return validate(schema, parse(text)).flatMap((error) => {
      const loc = error.nodes?.[0]?.loc;
      // What a variable will be is not known yet.
      if (loc === undefined || starts.has(loc.start)) return [];
      // The name of what is wrong, and not all that is in it.
      const end = Math.min(
        loc.end,
        loc.start + (/^[^\n({]*/.exec(text.slice(loc.start))?.[0].length ?? 1),
      );
      return [mark(text, loc.start, Math.max(end, loc.start + 1), error.message)];
    });
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError)) throw thrown;
    const at = thrown.positions?.[0] ?? 0;
    return [mark(text, at, at + 1, thrown.message)];
  }
}

function mark(text: string, from: number, to: number, message: string): TextMark {
  return { from: lineAndColumn(text, from), to: lineAndColumn(text, to), message };
}

/** A library that stumbles over a half typed text has nothing to say about it. */
function quiet<T>(otherwise: T, work: () => T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
