import { type Auth, isAuthScheme } from "./auth.ts";
import { mapAuthTexts } from "./auth-fields.ts";
import type { HttpRequest, RequestBody, Row } from "./request.ts";

/** The part of a request a text is in. */
export type RequestField =
  | "method"
  | "url"
  | "headers"
  | "params"
  | "body"
  | "auth"
  | "variables"
  | "settings"
  | "raw";

export interface RequestText {
  readonly field: RequestField;
  /** The row's or part's name; "" where there are no rows. */
  readonly name: string;
  readonly text: string;
}

/** Every text of a request in which `{{variables}}` count, in reading order. Rows that are switched off are left out. */
export function* requestTexts(request: HttpRequest): Generator<RequestText> {
  const { raw } = request;
  if (raw !== undefined) {
    yield { field: "raw", name: "", text: raw.target };
    if (raw.encoding === "text" && raw.literal !== true)
      yield { field: "raw", name: "", text: raw.data };
  } else {
    yield { field: "method", name: "", text: request.method };
    yield { field: "url", name: "", text: request.url };
    const path = request.params.filter((row) => row.type === "path");
    yield* rowTexts("params", path);
    yield* rowTexts("headers", request.headers);
    yield* bodyTexts(request.body);
    yield* authTexts(request.auth);
  }
  yield* insideTexts("settings", request.settings.network);
}

export function* rowTexts(field: RequestField, rows: readonly Row[]): Generator<RequestText> {
  for (const { name, value, disabled } of rows) {
    if (disabled === true) continue;
    if (name.includes("{{")) yield { field, name, text: name };
    yield { field, name, text: value };
  }
}

export function* authTexts(auth: Auth): Generator<RequestText> {
  if (!isAuthScheme(auth)) return;
  const texts: string[] = [];
  mapAuthTexts(auth, (text) => {
    texts.push(text);
    return text;
  });
  for (const text of texts) yield { field: "auth", name: "", text };
}

/** Every text anywhere in the data. */
export function* insideTexts(field: RequestField, data: unknown): Generator<RequestText> {
  if (typeof data === "string") yield { field, name: "", text: data };
  else if (typeof data === "object" && data !== null)
    for (const part of Object.values(data)) yield* insideTexts(field, part);
}

function* bodyTexts(body: RequestBody): Generator<RequestText> {
  switch (body.kind) {
    case "none":
    case "other":
      return;
    case "form":
      yield* rowTexts("body", body.rows);
      return;
    case "multipart":
      for (const part of body.parts) {
        if (part.disabled === true) continue;
        for (const text of [part.name, part.value, part.contentType ?? "", ...part.paths])
          if (text !== "") yield { field: "body", name: part.name, text };
      }
      return;
    case "file": {
      const chosen = body.files.find(({ selected }) => selected) ?? body.files[0];
      if (chosen === undefined) return;
      yield { field: "body", name: "", text: chosen.path };
      yield { field: "body", name: "", text: chosen.contentType };
      return;
    }
    case "json":
    case "xml":
    case "text":
    case "sparql":
      yield { field: "body", name: "", text: body.text };
      return;
    case "websocket":
      for (const { title, type, data } of body.messages)
        if (type !== "binary") yield { field: "body", name: title, text: data };
      return;
    case "graphql":
      yield { field: "body", name: "", text: body.query };
      yield { field: "body", name: "", text: body.variables };
  }
}
