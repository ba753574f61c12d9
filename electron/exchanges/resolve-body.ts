import { sentJson } from "../../shared/formats/json/comments.ts";
import { assertNever, FailureError } from "../../shared/model/failure.ts";
import type {
  GraphqlBody,
  MultipartPart,
  RequestBody,
  Row,
  TextBodyKind,
} from "../../shared/model/request.ts";
import { fileTypeOf } from "../../shared/model/file-type.ts";
import { type BodyFile, fileBody } from "../client/body/file.ts";
import { formBody, formContentType } from "../client/body/form.ts";
import {
  multipartBody,
  multipartContentType,
  newBoundary,
  type Part,
} from "../client/body/multipart.ts";
import { textBody } from "../client/body/text.ts";
import type { BodySource } from "../client/send.ts";
import type { ReplaceVariables } from "./resolve-text.ts";

export interface ResolvedBody {
  readonly body: BodySource | null;
  readonly contentType: string | null;
}

const textTypes: Readonly<Record<TextBodyKind, string>> = {
  json: "application/json",
  xml: "application/xml",
  text: "text/plain",
  sparql: "application/sparql-query",
};

/** The body as it goes out. Rejects as `openFile` does, and with `input` for a body the file holds in a shape Envoi does not send. */
export async function resolveBody(
  body: Exclude<RequestBody, GraphqlBody>,
  replace: ReplaceVariables,
  openFile: (path: string) => Promise<BodyFile>,
  boundary: string = newBoundary(),
): Promise<ResolvedBody> {
  switch (body.kind) {
    case "none":
    case "websocket":
      return { body: null, contentType: null };
    case "json":
    case "xml":
    case "text":
    case "sparql":
      if (body.text === "") return { body: null, contentType: null };
      return {
        body: textBody(
          body.kind === "json" ? replace(sentJson(body.text), "json") : replace(body.text),
        ),
        contentType: textTypes[body.kind],
      };
    case "form":
      return { body: formBody(enabledRows(body.rows, replace)), contentType: formContentType };
    case "multipart": {
      const parts: Part[] = [];
      for (const part of body.parts)
        if (part.disabled !== true) parts.push(...(await resolvePart(part, replace, openFile)));
      return {
        body: multipartBody(parts, boundary),
        contentType: multipartContentType(boundary),
      };
    }
    case "file": {
      const chosen = body.files.find((file) => file.selected) ?? body.files[0];
      if (chosen === undefined || chosen.path === "") return { body: null, contentType: null };
      const file = await openFile(replace(chosen.path));
      const type = replace(chosen.contentType);
      return { body: fileBody(file), contentType: type === "" ? fileTypeOf(file.name) : type };
    }
    case "other":
      throw new FailureError({
        kind: "input",
        code: "body-unsupported",
        message: "The request's body has a shape Envoi keeps in the file but does not send.",
        remedy: "Choose another kind of body.",
        phase: "prepare",
        place: "body",
      });
    default:
      return assertNever(body);
  }
}

/** Rows that count: enabled, and with a name or a value. */
export function enabledRows(
  rows: readonly Row[],
  replace: ReplaceVariables,
): { readonly name: string; readonly value: string }[] {
  return rows
    .filter((row) => row.disabled !== true && (row.name !== "" || row.value !== ""))
    .map((row) => ({ name: replace(row.name), value: replace(row.value) }));
}

async function resolvePart(
  part: MultipartPart,
  replace: ReplaceVariables,
  openFile: (path: string) => Promise<BodyFile>,
): Promise<Part[]> {
  const name = replace(part.name);
  const type = replace(part.contentType ?? "");
  if (part.kind === "text") {
    if (part.name === "" && part.value === "") return [];
    const text = replace(part.value);
    return [{ kind: "text", name, text, contentType: type === "" ? null : type }];
  }
  const parts: Part[] = [];
  for (const path of part.paths.filter((entry) => entry !== "")) {
    const file = await openFile(replace(path));
    const contentType = type === "" ? fileTypeOf(file.name) : type;
    parts.push({ kind: "file", name, file, fileName: file.name, contentType });
  }
  return parts;
}
