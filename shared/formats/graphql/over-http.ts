import type { GraphqlBody } from "../../model/request.ts";
import { splitUrl } from "../../model/url.ts";
import { queryOf } from "../../model/url-params.ts";

/** What GraphQL over HTTP (GraphQL Foundation, stage 2 draft) makes of a request: one JSON object, or parameters of the URL. */

/** The replies a client of GraphQL takes, the newer media type first. */
export const graphqlAccept = "application/graphql-response+json, application/json;q=0.9";

type Parameters = Pick<GraphqlBody, "query" | "variables" | "operation">;

/**
 * The JSON object of a POST, its members in the order newman has them: `query`, `operationName`, `variables`. The text of the variables
 * stands in it as it was typed, so that numbers and spelling stay; blank, it is left out.
 */
export function graphqlJson({ query, variables, operation = "" }: Parameters): string {
  const members = [`"query":${JSON.stringify(query)}`];
  if (operation !== "") members.push(`"operationName":${JSON.stringify(operation)}`);
  if (variables.trim() !== "") members.push(`"variables":${withoutMark(variables)}`);
  return `{${members.join(",")}}`;
}

/** True for methods that have no content: their parameters go into the URL. */
export function inQuery(method: string): boolean {
  return /^(?:get|head)$/i.test(method.trim());
}

/**
 * The URL of a GET: the parameters at the end of its query, as application/x-www-form-urlencoded, but for those it names itself and those
 * that are blank (a stored document is named by the URL). `encoded` encodes one value.
 */
export function graphqlUrl(
  url: string,
  { query, variables, operation = "" }: Parameters,
  encoded: (value: string) => string = formValue,
): string {
  const typed = new Set(queryOf(url).map(({ name }) => name));
  const added = [
    ["query", query],
    ["operationName", operation],
    ["variables", withoutMark(variables)],
  ]
    .filter(([name = "", value = ""]) => value.trim() !== "" && !typed.has(name))
    .map(([name = "", value = ""]) => `${name}=${encoded(value)}`)
    .join("&");
  if (added === "") return url;
  const { fragment } = splitUrl(url);
  const whole = fragment === null ? url : url.slice(0, url.length - fragment.length - 1);
  const joint = !whole.includes("?") ? "?" : /[?&]$/.test(whole) ? "" : "&";
  return `${whole}${joint}${added}${fragment === null ? "" : `#${fragment}`}`;
}

/** URL standard, urlencoded serializing: a space is `+`. */
function formValue(value: string): string {
  const form = new URLSearchParams();
  form.append("", value);
  return form.toString().slice(1);
}

/** A byte order mark may begin a JSON text, but not stand inside one. */
function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, "");
}
