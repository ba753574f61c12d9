import type { GraphqlBody } from "../../model/request.ts";
import { jsonText } from "../import/json-text.ts";
import { readJson } from "../import/read-json.ts";
import { textOf } from "../opencollection/fields.ts";
import { isYamlMap, type YamlMap } from "../yaml/data.ts";

/** What `{query, operationName, variables}` says; the variables as an object or as its text. */
export function graphqlOfData(data: YamlMap): GraphqlBody {
  const operation = textOf(data.get("operationName"));
  const variables = data.get("variables");
  return {
    kind: "graphql",
    query: textOf(data.get("query")),
    variables: isYamlMap(variables) ? jsonText(variables) : textOf(variables),
    ...(operation === "" ? {} : { operation }),
  };
}

/** A JSON text that is such an object with a query; null: it is not. Never throws. */
export function graphqlOfJson(text: string): GraphqlBody | null {
  const { data, problem } = readJson(text);
  return problem === null && isYamlMap(data) && typeof data.get("query") === "string"
    ? graphqlOfData(data)
    : null;
}
