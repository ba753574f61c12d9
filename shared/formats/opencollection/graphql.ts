import type { GraphqlBody, RequestBody } from "../../model/request.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { mapAt, order, textOf, withField } from "./fields.ts";
import { infoOf, kindOf, patchType } from "./info.ts";
import { withEnvoi } from "./extension.ts";

/** The block that holds URL, headers, body and auth of a request that is sent over HTTP. */
export type RequestBlock = "http" | "graphql" | "websocket";

export function blockOf(map: YamlMap): RequestBlock {
  const kind = kindOf(map);
  return kind === "graphql" || kind === "websocket" ? kind : "http";
}

/**
 * The body of the `graphql` block of a file (OpenCollection 1.0: `{query, variables}`). The operation to run has no place there and stands
 * in `extensions.envoi.operationName`. Variants are kept as `other`.
 */
export function readGraphql(data: YamlData | undefined, file: YamlMap): RequestBody {
  if (isYamlList(data)) return { kind: "other", type: "variants" };
  const body = isYamlMap(data) ? data : yamlMap([]);
  const operation = textOf(mapAt(file, "extensions", "envoi").get("operationName"));
  return {
    kind: "graphql",
    query: textOf(body.get("query")),
    variables: textOf(body.get("variables")),
    ...(operation === "" ? {} : { operation }),
  };
}

const bodyOrder = ["query", "variables"];

/** The block's body for a changed one. */
export function patchGraphql(data: YamlData | undefined, after: GraphqlBody): YamlMap {
  let next: YamlMap = isYamlMap(data) ? data : yamlMap([]);
  for (const key of ["query", "variables"] as const)
    if (textOf(next.get(key)) !== after[key] || !next.has(key))
      next = withField(next, key, after[key], bodyOrder);
  return next;
}

/**
 * The file with the block its body belongs in: made a GraphQL request, a WebSocket, or an HTTP request again. Its body then is none; all else stays as
 * it is and where it is. A body Envoi does not edit stays in its block.
 */
export function asBlock(map: YamlMap, { kind }: RequestBody): YamlMap {
  const from = blockOf(map);
  const to = kind === "other" ? from : kind === "graphql" || kind === "websocket" ? kind : "http";
  if (from === to) return map;
  const body =
    to === "graphql"
      ? yamlMap([
          ["query", ""],
          ["variables", ""],
        ])
      : undefined;
  // The handshake of a WebSocket is always GET, and its messages are no body.
  const other = [to === "websocket" ? "method" : "", from === "websocket" ? "message" : ""];
  const block = new Map(
    [...withField(mapAt(map, from), "body", body, order.http)].filter(
      ([key]) => !other.includes(key),
    ),
  );
  const renamed: YamlMap = map.has(from)
    ? new Map([...map].map(([key, value]) => (key === from ? [to, block] : [key, value])))
    : withField(map, to, block, order.request);
  const typed = infoOf(map).has("type") ? patchType(renamed, to) : renamed;
  return to === "graphql" ? typed : withEnvoi(typed, "operationName", undefined, order.request);
}
