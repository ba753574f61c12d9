import { formEncoded } from "../../shared/formats/form-text.ts";
import {
  graphqlAccept,
  graphqlJson,
  graphqlUrl,
  inQuery,
} from "../../shared/formats/graphql/over-http.ts";
import { jsonErrorAt } from "../../shared/formats/json-indent.ts";
import { sentJson } from "../../shared/formats/json/comments.ts";
import { lineAndColumn, templatedJsonErrorAt } from "../../shared/formats/json/templated.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { GraphqlBody } from "../../shared/model/request.ts";
import type { TypedHeader } from "../client/attempt.ts";
import { textBody } from "../client/body/text.ts";
import type { ResolvedBody } from "./resolve-body.ts";
import type { ReplaceVariables } from "./resolve-text.ts";

/** A GraphQL request as the HTTP request that carries it. */
export interface ResolvedGraphql extends ResolvedBody {
  /** `url` with the parameters of a GET in it. */
  readonly url: string;
}

/**
 * GraphQL over HTTP: a JSON object in the body, or, for a method without content, parameters of the URL. `values`: whether every variable
 * has its value, so that the JSON of the variables can be judged as it will be sent; else it is judged as far as it was typed. Throws `input`
 * (`graphql-variables`, `graphql-values`) with line and column where it is no JSON.
 */
export function resolveGraphql(
  body: GraphqlBody,
  {
    method,
    url,
    values,
  }: { readonly method: string; readonly url: string; readonly values: boolean },
  replace: ReplaceVariables,
): ResolvedGraphql {
  const { operation = "" } = body;
  const typed = sentJson(body.variables);
  const parameters = {
    query: replace(body.query),
    operation: replace(operation),
    variables: replace(typed, "json"),
  };
  checkVariables(typed, values ? parameters.variables : null);
  if (inQuery(method)) {
    // Without its value a name stays legible, as it is everywhere in what is only looked at.
    const whole = graphqlUrl(url, parameters, values ? undefined : formEncoded);
    return { body: null, contentType: null, url: whole };
  }
  return { body: textBody(graphqlJson(parameters)), contentType: "application/json", url };
}

/** The Accept of GraphQL over HTTP after the fields a person wrote, unless they wrote one or want none. */
export function withGraphqlAccept(
  headers: readonly TypedHeader[],
  omit: readonly string[],
): readonly TypedHeader[] {
  const written = headers.some(({ name }) => name.toLowerCase() === "accept");
  if (written || omit.includes("accept")) return headers;
  return [...headers, { name: "Accept", value: graphqlAccept, origin: "body" }];
}

/** `sent` null: not known. */
function checkVariables(typed: string, sent: string | null): void {
  if (typed.trim() === "") return;
  const wrong = sent === null ? templatedJsonErrorAt(typed) : errorAt(sent);
  if (wrong === null) return;
  // Where it was wrong before the values were in it, that is the place to look at.
  const before = templatedJsonErrorAt(typed);
  const { line, column } =
    before === null ? lineAndColumn(sent ?? typed, wrong) : lineAndColumn(typed, before);
  const place = `${line}:${column}`;
  throw new FailureError(
    before === null
      ? {
          kind: "input",
          code: "graphql-values",
          message: `With the values of {{variables}} put in, the GraphQL variables are not JSON at ${place} (line and column).`,
          remedy: "Give each its value, and put one that holds text between quotes.",
          phase: "prepare",
          place,
        }
      : {
          kind: "input",
          code: "graphql-variables",
          message: `The GraphQL variables are not JSON at ${place} (line and column).`,
          remedy: "Correct them there; nothing was sent.",
          phase: "prepare",
          place,
        },
  );
}

/** What is blank once its variables have values is left out. */
function errorAt(sent: string): number | null {
  return sent.trim() === "" ? null : jsonErrorAt(sent);
}
