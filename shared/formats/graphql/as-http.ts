import type { HttpRequest } from "../../model/request.ts";
import { formEncoded } from "../form-text.ts";
import { graphqlJson, graphqlUrl, inQuery } from "./over-http.ts";

/**
 * The HTTP request that sends a GraphQL request, `{{variables}}` still in it: for formats that know no GraphQL. Any other request comes back
 * as it is.
 */
export function asHttpRequest(request: HttpRequest): HttpRequest {
  const { body } = request;
  if (body.kind !== "graphql") return request;
  return inQuery(request.method)
    ? { ...request, url: graphqlUrl(request.url, body, formEncoded), body: { kind: "none" } }
    : { ...request, body: { kind: "json", text: graphqlJson(body) } };
}
