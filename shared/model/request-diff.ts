import type { HttpRequest, Row } from "./request.ts";

/** One thing that differs between two forms of a request. */
export interface RequestDifference {
  readonly part:
    | "name"
    | "method"
    | "url"
    | "headers"
    | "params"
    | "body"
    | "auth"
    | "variables"
    | "settings"
    | "docs"
    | "tags";
  /** Of a row (header, parameter, variable); "" for a part that is one value. */
  readonly name: string;
  /** null: it was not there. */
  readonly before: string | null;
  /** null: it is not there any more. */
  readonly after: string | null;
}

/** What differs, in the order a person reads a request. Bodies are compared as a whole. Pure. */
export function requestDiff(before: HttpRequest, after: HttpRequest): readonly RequestDifference[] {
  const found: RequestDifference[] = [];
  const one = (part: RequestDifference["part"], left: string, right: string) => {
    if (left !== right) found.push({ part, name: "", before: left, after: right });
  };
  one("name", before.name, after.name);
  one("method", before.method, after.method);
  one("url", before.url, after.url);
  found.push(...rowDiff("headers", before.headers, after.headers));
  found.push(...rowDiff("params", before.params, after.params));
  one("body", bodyText(before), bodyText(after));
  one("auth", plain(before.auth), plain(after.auth));
  found.push(...rowDiff("variables", before.variables, after.variables));
  one("settings", plain(before.settings), plain(after.settings));
  one("tags", before.tags.join(", "), after.tags.join(", "));
  one("docs", before.docs, after.docs);
  return found;
}

/** The text of a body, for comparing; forms and parts as lines. */
export function bodyText({ body }: HttpRequest): string {
  switch (body.kind) {
    case "none":
      return "";
    case "json":
    case "xml":
    case "text":
    case "sparql":
      return body.text;
    case "graphql":
      return [body.query, body.operation ?? "", body.variables]
        .filter((text) => text !== "")
        .join("\n\n");
    case "websocket":
      return body.messages
        .map(({ title, data }) => (title === "" ? data : `${title}: ${data}`))
        .join("\n\n");
    case "form":
      return body.rows.map(rowText).join("\n");
    case "multipart":
      return body.parts
        .map((part) =>
          rowText({ ...part, value: part.kind === "file" ? part.paths.join(", ") : part.value }),
        )
        .join("\n");
    case "file":
      return body.files.map(({ path }) => path).join("\n");
    case "other":
      return body.type;
  }
}

/** Rows of one name are compared in their order: the second `Accept` with the second. */
function rowDiff(
  part: RequestDifference["part"],
  before: readonly Row[],
  after: readonly Row[],
): readonly RequestDifference[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  return names.flatMap((name) => {
    const left = before.filter((row) => row.name === name).map(valueText);
    const right = after.filter((row) => row.name === name).map(valueText);
    return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => ({
      part,
      name,
      before: left[at] ?? null,
      after: right[at] ?? null,
    })).filter((row) => row.before !== row.after);
  });
}

const valueText = ({ value, disabled }: Row): string =>
  disabled === true ? `(off) ${value}` : value;
const rowText = (row: Row): string => `${row.name}: ${valueText(row)}`;
const plain = (value: unknown): string => JSON.stringify(value, null, 2);
