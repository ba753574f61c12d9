import { operationsOf } from "../../../shared/formats/graphql/operations.ts";
import type { GraphqlBody } from "../../../shared/model/request.ts";

/** What the names of a document ask of the person. */
export type OperationNote = "wanted" | "missing" | null;

/** `missing`: an operation is named that is not there; `wanted`: there are several and none is named. */
export function operationNote({ query, operation }: GraphqlBody): OperationNote {
  const found = operationsOf(query);
  if (operation !== undefined && !operation.includes("{{"))
    return found.some(({ name }) => name === operation) ? null : "missing";
  return operation === undefined && found.length > 1 ? "wanted" : null;
}
