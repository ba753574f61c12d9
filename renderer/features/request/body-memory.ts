import { graphqlOfJson } from "../../../shared/formats/graphql/from-json.ts";
import type { HttpRequest, RawRequest, RequestBody } from "../../../shared/model/request.ts";

/** What the body picker offers: the kinds of body, and `raw` for the request as bytes. */
export type BodyChoice = Exclude<RequestBody["kind"], "other"> | "raw" | "other";

interface Kept {
  readonly bodies: Map<RequestBody["kind"], RequestBody>;
  raw: RawRequest | null;
}

/** Documents remembered at once; the one used longest ago goes first. */
const most = 40;
const memory = new Map<string, Kept>();

const textKinds: ReadonlySet<string> = new Set(["json", "xml", "text", "sparql"]);

export function bodyChoice(request: HttpRequest): BodyChoice {
  return request.raw ? "raw" : request.body.kind;
}

/**
 * The request with another kind of body. What was typed for the kind it had is remembered for the session, and what
 * was typed before for the chosen one comes back; text goes along from one kind of text to another. `startRaw` gives the
 * first raw text.
 */
export function chooseBody(
  documentKey: string,
  request: HttpRequest,
  choice: BodyChoice,
  startRaw: () => RawRequest,
): HttpRequest {
  const kept: Kept = memory.get(documentKey) ?? { bodies: new Map(), raw: null };
  memory.delete(documentKey);
  memory.set(documentKey, kept);
  const [oldest] = memory.keys();
  if (memory.size > most && oldest !== undefined) memory.delete(oldest);

  const { raw, ...rest } = request;
  if (raw) kept.raw = raw;
  kept.bodies.set(request.body.kind, request.body);
  if (choice === "raw") return { ...request, raw: raw ?? kept.raw ?? startRaw() };
  const before = kept.bodies.get(choice);
  const body = carried(choice, request.body, before);
  // A request without a body was a GET because nothing else was asked for; GraphQL is usually posted.
  const posted = choice === "graphql" && request.body.kind === "none" && rest.method === "GET";
  return { ...rest, ...(posted ? { method: "POST" } : {}), body };
}

/** A JSON body that already is a GraphQL request goes along; anything else begins empty. */
function graphqlIn(from: RequestBody): RequestBody {
  const empty: RequestBody = { kind: "graphql", query: "", variables: "" };
  return from.kind === "json" ? (graphqlOfJson(from.text) ?? empty) : empty;
}

function carried(
  choice: Exclude<BodyChoice, "raw">,
  from: RequestBody,
  before: RequestBody | undefined,
): RequestBody {
  if (textKinds.has(choice) && "text" in from && from.text !== "") {
    const empty = before === undefined || !("text" in before) || before.text === "";
    if (empty) return { kind: choice as "json" | "xml" | "text" | "sparql", text: from.text };
  }
  if (before) return before;
  switch (choice) {
    case "graphql":
      return graphqlIn(from);
    case "json":
    case "xml":
    case "text":
    case "sparql":
      return { kind: choice, text: "" };
    case "form":
      return { kind: "form", rows: [] };
    case "multipart":
      return { kind: "multipart", parts: [] };
    case "file":
      return { kind: "file", files: [] };
    case "websocket":
      return { kind: "websocket", messages: [] };
    case "none":
    case "other":
      return { kind: "none" };
  }
}
