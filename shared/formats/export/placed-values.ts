import { isAuthScheme } from "../../model/auth.ts";
import { mapAuthTexts } from "../../model/auth-fields.ts";
import type { RequestBody, Row } from "../../model/request.ts";
import type { Variable } from "../../model/variable.ts";
import type { RequestEntry } from "./document.ts";

/** The variables folders and requests give, while a collection is written into a format that knows one level of them. */
export interface InnerVariables {
  /** A folder or request at this depth begins: those as deep end. */
  enter(depth: number, variables: readonly Variable[]): void;
  /** The value nearest to a request; undefined: nobody below the collection gives one. */
  value(name: string, own: readonly Variable[]): string | undefined;
}

export function createInnerVariables(): InnerVariables {
  let folders: { readonly depth: number; readonly variables: readonly Variable[] }[] = [];
  return {
    enter: (depth, variables) => {
      folders = folders.filter((folder) => folder.depth < depth);
      folders.push({ depth, variables });
    },
    value: (name, own) =>
      [own, ...folders.toReversed().map(({ variables }) => variables)]
        .map((variables) => valueIn(variables, name))
        .find((value) => value !== undefined),
  };
}

/** What a list gives for a name: the last that is on and no secret. */
export function valueIn(variables: readonly Variable[], name: string): string | undefined {
  return variables.findLast(
    (one) => one.name === name && one.disabled !== true && one.secret !== true,
  )?.value;
}

const deepest = 20;

/** A text with the names that `value` knows replaced, values inside values too; all others stay as they are. */
export function withValues(
  text: string,
  value: (name: string) => string | undefined,
  depth = 0,
): string {
  return text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (whole, name: string) => {
    const found = /^[$?]/.test(name) || depth > deepest ? undefined : value(name);
    return found === undefined ? whole : withValues(found, value, depth + 1);
  });
}

/** A request with every text of it that is sent changed. Values stand in it before a form or a GraphQL body is written out. */
export function mapSentTexts(entry: RequestEntry, change: (text: string) => string): RequestEntry {
  const { request, auth } = entry;
  const row = <R extends Row>(one: R): R => ({
    ...one,
    name: change(one.name),
    value: change(one.value),
  });
  return {
    ...entry,
    headers: entry.headers.map(row),
    auth: isAuthScheme(auth) ? mapAuthTexts(auth, change) : auth,
    request: {
      ...request,
      url: change(request.url),
      params: request.params.map(row),
      body: mapBodyTexts(request.body, change),
    },
  };
}

function mapBodyTexts(body: RequestBody, change: (text: string) => string): RequestBody {
  switch (body.kind) {
    case "none":
    case "other":
      return body;
    case "json":
    case "xml":
    case "text":
    case "sparql":
      return { ...body, text: change(body.text) };
    case "graphql":
      return { ...body, query: change(body.query), variables: change(body.variables) };
    case "websocket":
      return {
        ...body,
        messages: body.messages.map((one) =>
          one.type === "binary" ? one : { ...one, data: change(one.data) },
        ),
      };
    case "form":
      return {
        ...body,
        rows: body.rows.map((one) => ({
          ...one,
          name: change(one.name),
          value: change(one.value),
        })),
      };
    case "multipart":
      return {
        ...body,
        parts: body.parts.map((part) => ({
          ...part,
          name: change(part.name),
          value: change(part.value),
          paths: part.paths.map(change),
        })),
      };
    case "file":
      return {
        ...body,
        files: body.files.map((file) => ({
          ...file,
          path: change(file.path),
          contentType: change(file.contentType),
        })),
      };
  }
}
